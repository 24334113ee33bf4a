"""NumPy's files as grids: one table, or inputs and targets by their names; nothing is ever unpickled."""

import io
import math
import random
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nnviz.data.dataset import MAX_SAMPLES
from nnviz.data.errors import DataError
from nnviz.data.tables.grid import MAX_CELLS, Cells, Grid, require_room
from nnviz.data.tables.sampling import Draw, places_in_proportion
from nnviz.data.tables.split_column import SPLIT, with_test_rows
from nnviz.data.tables.understood import CellProblem, Progress, shown

MAX_ARRAY_BYTES = 200_000_000
_MAX_MEMBERS = 100
_MOST_ROWS = 20_000_000
"""Of more than these, rows are drawn without regard to their classes."""
_TABLE = 2
_INPUTS = ("X", "x", "data", "inputs", "features", "x_train", "X_train")
_TARGETS = ("y", "Y", "target", "targets", "label", "labels", "y_train", "Y_train")
_FEATURES, _CLASSES = ("feature_names", "columns"), ("target_names", "class_names")
Arrays = dict[str, NDArray[np.generic]]


class ObjectsError(DataError):
    """An array of Python objects, which is never opened."""


def array_grid(content: bytes, is_archive: bool, draw: Draw) -> Grid:
    """Return the columns of the arrays in an NPZ or NPY file; of large ones, those of rows that were drawn.

    Raises
    ------
    DataError
        If the file is damaged, promises too much, or holds no table.
    """
    arrays = with_test_rows(arrays_of(content, is_archive))
    chosen, answers = _chosen(arrays)
    there, width = len(next(iter(chosen.values()))), sum(map(_width, chosen.values()))
    require_room(width)
    most = min(MAX_SAMPLES, MAX_CELLS // max(width, 1))
    if there <= most:
        return _grid(arrays, chosen, answers, range(there))
    draw = msgspec.structs.replace(draw, size=min(draw.size, most))
    drawn = sorted(random.Random(draw.seed).sample(range(there), draw.size))
    grid = msgspec.structs.replace(_grid(arrays, chosen, answers, drawn), drawn_from=there)

    def proportional(places: Sequence[int], _progress: Progress) -> Grid:
        if there > _MOST_ROWS:
            return grid
        groups = np.zeros(there, dtype=np.int64)
        for place in places:
            is_folded = len(grid.names) < width and place == len(grid.names) - 1
            for own in range(place, width) if is_folded else (place,):
                labels = np.unique(_raw(chosen, own), return_inverse=True)[1].ravel()
                groups = np.unique(groups * (labels.max() + 1) + labels, return_inverse=True)[1].ravel()
        rows = places_in_proportion(groups, draw)
        return msgspec.structs.replace(_grid(arrays, chosen, answers, rows), drawn_from=there)

    return msgspec.structs.replace(grid, in_proportion=proportional)


def _grid(arrays: Arrays, all_rows: Arrays, answers: str, rows: Sequence[int]) -> Grid:
    """Return some rows of the arrays in columns."""
    chosen = all_rows
    if len(rows) < len(next(iter(all_rows.values()))):
        chosen = {name: array[np.asarray(rows)] for name, array in all_rows.items()}
    names, columns = _columns(chosen, arrays)
    others: tuple[str, ...] = ()
    problems = _remarks(arrays, chosen)
    if answers and (width := _width(arrays[answers])) > 1:
        last = columns[-width:]
        if _is_one_hot(last):
            names, columns = [*names[:-width], "y"], [*columns[:-width], _folded(last)]
            problems.append(
                CellProblem(None, None, f"the {width} columns of {answers} are one class together.")
            )
        else:
            others = tuple(names[-width:])
            said = f"{answers} has {width} columns, of which one is learned: data.target names another."
            problems.append(CellProblem(None, names[-1], said))
    return Grid(
        tuple(names),
        tuple(columns),
        [row + 1 for row in rows],
        header=False,
        problems=tuple(problems),
        answers=others,
    )


def _raw(arrays: Mapping[str, NDArray[Any]], place: int) -> NDArray[Any]:
    """Return the column at a place of some arrays side by side, as it stands in the file."""
    for array in arrays.values():
        if place < (width := _width(array)):
            names = array.dtype.names
            return array[names[place]] if names else array.reshape(len(array), -1)[:, place]
        place -= width
    raise IndexError(place)


def _is_one_hot(columns: Sequence[Cells]) -> bool:
    values = [column for column in columns if isinstance(column, np.ndarray)]
    if len(values) < len(columns):
        return False
    return bool(np.isin(values, (0.0, 1.0)).all() and (np.sum(values, axis=0) == 1.0).all())


def _folded(columns: Sequence[Cells]) -> Cells:
    return np.asarray(np.argmax(np.asarray(columns), axis=0), dtype=np.float64)


def _remarks(arrays: Arrays, chosen: Arrays) -> list[CellProblem]:
    """Return which arrays are not used."""
    told = [
        CellProblem(None, None, f"{_called(name)} has the shape {' x '.join(map(str, array.shape))}: {rows}.")
        for name, array in chosen.items()
        if array.ndim > _TABLE
        for rows in [f"each row is taken as {_width(array):,} columns"]
    ]
    rest = [name for name in arrays if name not in chosen and name not in (*_FEATURES, *_CLASSES)]
    if not rest:
        return told
    names = ", ".join(map(shown, rest[:5])) + ", ..." * (len(rest) > 5)
    return [
        *told,
        CellProblem(None, None, f"only {' and '.join(map(shown, chosen))} are used, not {names}."),
    ]


def arrays_of(content: bytes, is_archive: bool) -> Arrays:
    """Return the arrays of an NPZ file by their names, or that of an NPY file; DataError if damaged."""
    return _members(content) if is_archive else {"": _array(content)}


def _members(content: bytes) -> Arrays:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]
            if len(entries) > _MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_ARRAY_BYTES:
                raise DataError("path", f"its arrays are larger than {MAX_ARRAY_BYTES // 1_000_000} MB.")
            return _readable({entry.filename[: -len(".npy")]: archive.read(entry) for entry in entries})
    except DataError:
        raise
    except MemoryError:
        raise DataError("path", "its arrays are too large for the memory.") from None
    except Exception:  # whatever a damaged archive makes zipfile and its unpackers raise
        raise DataError("path", "the NPZ file is damaged.") from None


def _readable(contents: Mapping[str, bytes]) -> Arrays:
    """Return the arrays but for those of Python objects, unless there are no others."""
    arrays: Arrays = {}
    refusal = None
    for name, content in contents.items():
        try:
            arrays[name] = _array(content)
        except ObjectsError as error:
            refusal = error
            if name in (*_INPUTS, *_TARGETS):  # else something else would be learned, unsaid
                raise DataError("path", error.reason.replace("the array", f'the array "{name}"')) from None
    if refusal is not None and not arrays:
        raise refusal
    return arrays


def _array(content: bytes) -> NDArray[np.generic]:
    """Return the array of an NPY file whose header promises no more than is there."""
    stream = io.BytesIO(content)
    try:
        version = npy.read_magic(stream)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        with warnings.catch_warnings(action="ignore"):  # headers of Python 2 are read all the same
            shape, fortran, dtype = read(stream)
    except Exception:  # headers are Python literals: their errors are of many kinds
        raise DataError("path", "the array's header is damaged.") from None
    if dtype.subdtype is not None:
        raise DataError(
            "path", "the array holds several numbers in each cell; real numbers or text are read."
        )
    if dtype.hasobject:
        raise ObjectsError(
            "path", "the array holds Python objects, which could run code: save numbers or text."
        )
    count = math.prod(shape)
    if dtype.itemsize * count > len(content) - stream.tell() or min(shape, default=0) < 0:
        raise DataError("path", "the array is cut off, or its header is damaged.")
    flat = (
        np.frombuffer(content, dtype=dtype, count=count, offset=stream.tell())
        if count
        else np.zeros(0, dtype)
    )
    return flat.reshape(shape, order="F" if fortran else "C")


def _chosen(arrays: Arrays) -> tuple[Arrays, str]:
    """Return inputs and targets with the name of the targets; else all arrays of one length, side by side."""
    inputs = next((name for name in _INPUTS if name in arrays), None)
    answers = next((name for name in _TARGETS if name in arrays), None)
    chosen, asked = {name: array for name, array in arrays.items() if array.ndim >= 1}, ""
    if inputs is not None and answers is not None:
        divided = {SPLIT: arrays[SPLIT]} if SPLIT in arrays and arrays[SPLIT].ndim == 1 else {}
        chosen, asked = {inputs: arrays[inputs], **divided, answers: arrays[answers]}, answers
    is_scalar = any(array.ndim < 1 for array in chosen.values())
    if (
        not chosen
        or is_scalar
        or len(lengths := {len(array) for array in chosen.values()}) != 1
        or 0 in lengths
    ):
        found = ", ".join(f"{name or 'one array'} {array.shape}" for name, array in list(arrays.items())[:10])
        raise DataError(
            "path", f"it needs arrays X and y with as many rows, or one table; it has {found or 'none'}."
        )
    return chosen, asked


def _columns(chosen: Arrays, arrays: Arrays) -> tuple[list[str], list[Cells]]:
    """Return the columns of some arrays, with the names that other arrays have for them."""
    names: list[str] = []
    columns: list[Cells] = []
    for name, array in chosen.items():
        own, cells = _of_array(name, array)
        if name in _INPUTS:
            own = _texts(arrays, _FEATURES, len(own)) or own
        elif name in _TARGETS and len(cells) == 1:
            cells = [_named(cells[0], arrays)]
            own = ["y" if name.startswith(("y", "Y")) else name]
        names += own
        columns += cells
    if names and set(names[:-1]) == {f"x{i + 1}" for i in range(len(names))} - {names[-1]}:
        names[-1] = "y"
    return names, columns


def _texts(arrays: Arrays, keys: Sequence[str], count: int) -> list[str]:
    """Return so many texts of the first array of some that has as many; else nothing."""
    for key in keys:
        array = arrays.get(key)
        if array is not None and array.shape == (count,) and array.dtype.kind in "SU":
            return [str(text) for text in _cells(array, key)]
    return []


def _named(cells: Cells, arrays: Arrays) -> Cells:
    """Return classes 0, 1, ..., k-1 by the names that another array has for them."""
    if not isinstance(cells, np.ndarray) or np.isnan(cells).any() or (cells != np.rint(cells)).any():
        return cells
    names = _texts(arrays, _CLASSES, int(cells.max(initial=0.0)) + 1) if cells.min(initial=0.0) >= 0 else []
    return [names[int(cell)] for cell in cells] if names and cells.max(initial=0.0) < 1000 else cells


def _width(array: NDArray[np.generic]) -> int:
    return len(array.dtype.names) if array.dtype.names else math.prod(array.shape[1:])


def _of_array(name: str, array: NDArray[np.generic]) -> tuple[list[str], list[Cells]]:
    if array.dtype.names:
        return list(array.dtype.names), [_field(array, name) for name in array.dtype.names]
    table = array.reshape(len(array), -1)
    stem = "x" if name in ("", *_INPUTS) else name
    own = [stem] if array.ndim == 1 else [f"{stem}{i + 1}" for i in range(table.shape[1])]
    return own, [_cells(column, name) for column in table.T]


def _field(array: NDArray[Any], name: str) -> Cells:
    return _cells(array[name], name)


def _cells(column: NDArray[np.generic], name: str) -> Cells:
    if column.ndim == 1 and column.dtype.kind in "biuf":
        return column.astype(np.float64)
    if column.ndim == 1 and column.dtype.kind in "SUM":
        return [text.decode("latin-1") if isinstance(text, bytes) else str(text) for text in column.tolist()]
    what = f"{column.dtype.name} values" if column.ndim == 1 else "several numbers in each cell"
    raise DataError("path", f"{_called(name)} holds {what}; real numbers or text are read.")


def _called(name: str) -> str:
    return f'the array "{shown(name)}"' if name else "the array"
