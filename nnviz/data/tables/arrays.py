"""NumPy's files as grids: one table, or inputs and targets by their names; nothing is ever unpickled."""

import io
import math
import warnings
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nnviz.data.errors import DataError
from nnviz.data.tables.grid import Cells, Grid, require_room

MAX_ARRAY_BYTES = 200_000_000
_MAX_MEMBERS = 100
_INPUTS = ("X", "x", "data", "inputs", "features", "x_train", "X_train")
_TARGETS = ("y", "Y", "target", "targets", "label", "labels", "y_train", "Y_train")
Arrays = dict[str, NDArray[np.generic]]


def array_grid(content: bytes, is_archive: bool) -> Grid:
    """Return the columns of the arrays in an NPZ or NPY file.

    Raises
    ------
    DataError
        If the file is damaged, promises too much, or holds no table.
    """
    arrays = arrays_of(content, is_archive)
    names, columns = _columns(arrays)
    rows = len(columns[0])
    require_room(rows, len(columns))
    return Grid(tuple(names), tuple(columns), range(1, rows + 1), header=False)


def arrays_of(content: bytes, is_archive: bool) -> Arrays:
    """Return the arrays of an NPZ file by their names, or that of an NPY file; DataError if damaged."""
    return _members(content) if is_archive else {"": _array(content)}


def _members(content: bytes) -> Arrays:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]
            if len(entries) > _MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_ARRAY_BYTES:
                raise DataError("path", f"its arrays are larger than {MAX_ARRAY_BYTES // 1_000_000} MB.")
            return {entry.filename[: -len(".npy")]: _array(archive.read(entry)) for entry in entries}
    except DataError:
        raise
    except MemoryError:
        raise DataError("path", "its arrays are too large for the memory.") from None
    except Exception:  # whatever a damaged archive makes zipfile and its unpackers raise
        raise DataError("path", "the NPZ file is damaged.") from None


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
    if dtype.hasobject:
        raise DataError("path", "the array holds Python objects, which could run code: save numbers or text.")
    count = math.prod(shape)
    if dtype.itemsize * count > len(content) - stream.tell() or min(shape, default=0) < 0:
        raise DataError("path", "the array is cut off, or its header is damaged.")
    flat = (
        np.frombuffer(content, dtype=dtype, count=count, offset=stream.tell())
        if count
        else np.zeros(0, dtype)
    )
    return flat.reshape(shape, order="F" if fortran else "C")


def _columns(arrays: Mapping[str, NDArray[np.generic]]) -> tuple[list[str], list[Cells]]:
    """Return the columns of inputs and target; else of all arrays of one length, side by side."""
    inputs = next((name for name in _INPUTS if name in arrays), None)
    answers = next((name for name in _TARGETS if name in arrays), None)
    if inputs is not None and answers is not None:
        chosen = {inputs: arrays[inputs], answers: arrays[answers]}
    else:
        chosen = {name: array for name, array in arrays.items() if array.ndim >= 1}
    if (
        not chosen
        or len({len(array) for array in chosen.values()}) != 1
        or not len(next(iter(chosen.values())))
    ):
        found = ", ".join(f"{name or 'one array'} {array.shape}" for name, array in list(arrays.items())[:10])
        raise DataError(
            "path", f"it needs arrays X and y with as many rows, or one table; it has {found or 'none'}."
        )
    require_room(len(next(iter(chosen.values()))), sum(_width(array) for array in chosen.values()))
    names: list[str] = []
    columns: list[Cells] = []
    for name, array in chosen.items():
        own, cells = _of_array(name, array)
        names += own
        columns += cells
    if names and set(names[:-1]) == {f"x{i + 1}" for i in range(len(names))} - {names[-1]}:
        names[-1] = "y"
    return names, columns


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
        values = column.astype(np.float64)
        return np.where(np.isfinite(values), values, np.nan)
    if column.ndim == 1 and column.dtype.kind in "SUM":
        return [text.decode("latin-1") if isinstance(text, bytes) else str(text) for text in column.tolist()]
    raise DataError(
        "path", f'the array "{name}" holds {column.dtype.name} values; real numbers or text are read.'
    )
