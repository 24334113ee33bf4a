"""Tables that came with a run: their files may be gone or changed, and nothing is read from them again.

What a run file holds of a table is put here, and its `path` becomes a name that leads here and to no file.
"""

import hashlib
import re
from collections import OrderedDict
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.data.base import DataSet, Shape
from nnviz.data.dataset import Dataset, Split
from nnviz.data.errors import DataError
from nnviz.data.split import VALIDATION, by_parts

MOST = 32
"""Tables kept; the one not asked for longest goes first."""
_MARK = re.compile(r" \(in the run, [0-9a-f]{16}\)$")
_held: OrderedDict[str, tuple[Dataset, dict[str, object], NDArray[np.int8]]] = OrderedDict()
"""By name: the points, how they were read, and in which part each was."""
_origins: dict[str, dict[DataSet, None]] = {}
"""By name: with which parameters the same points are read again, from files that are too large for a run; the
latest last."""


def hold(data: DataSet, parts: Split, *, again: bool = False) -> DataSet:
    """Keep the points of a table from a file; return the parameters that mean them, and no file.

    Parameters
    ----------
    data : DataSet
        With a `path`; others are returned as they are, since they are drawn from their parameters.
    parts : Split
        All its points: training, validation and test points together are the table.
    again : bool
        Whether they were read from that very path, and can be so again.
    """
    path = getattr(data, "path", "")
    if not path:
        return data
    table, reading = _together(parts), _reading(data)
    name = f"{Path(_MARK.sub('', path)).name} (in the run, {_digest(table, reading)})"
    sizes = [len(part.X) for part in (parts.train, parts.validation, parts.test)]
    _held.setdefault(name, (table, reading, np.repeat(np.arange(3, dtype=np.int8), sizes)))
    _held.move_to_end(name)
    if again:
        origins = _origins.setdefault(name, {})
        origins.pop(data, None)
        origins[data] = None
    while len(_held) > MOST:
        _origins.pop(_held.popitem(last=False)[0], None)
    return msgspec.structs.replace(data, path=name)


def is_held(data: DataSet) -> bool:
    """Whether these are points that came with a run, which no file is read for."""
    return getattr(data, "path", "") in _held


def origin_of(data: DataSet) -> DataSet | None:
    """Return the parameters that read the points from their files; None where only a run has them.

    Data that are drawn have none either; those that ship with the app have an empty path.
    """
    path = getattr(data, "path", None)
    if path is None or not _MARK.search(path):
        return None if path is None else data
    latest = reversed(_origins.get(path, {}))
    return next((o for o in latest if msgspec.structs.replace(data, path=getattr(o, "path", "")) == o), None)


def shape_of(data: DataSet) -> Shape:
    """Return the shape of the points; DataError as `DataSet.shape`."""
    table = _table(data)
    if table is None:
        return data.shape()
    inputs, image = len(table.feature_names), table.image
    if table.classes:
        return Shape(inputs=inputs, classes=len(table.classes), image=image)
    in_unit = bool(((table.y >= 0.0) & (table.y <= 1.0)).all())
    return Shape(inputs=inputs, targets=table.y.shape[1], probabilities=in_unit, image=image)


def points_of(data: DataSet, rng: np.random.Generator) -> Dataset:
    """Draw or read the points; DataError as `DataSet.make`."""
    table = _table(data)
    return data.make(rng) if table is None else table


def divided_of(data: DataSet, dataset: Dataset, rng: np.random.Generator) -> Split:
    """Divide the points as `DataSet.divided`; what a run holds is divided at random, or as a column said."""
    if _table(data) is None:
        return data.divided(dataset, rng)
    if data.is_divided:
        return by_parts(dataset, _held[getattr(data, "path", "")][2])
    return data.divided(dataset, rng)


def validates(data: DataSet) -> bool:
    """Whether some points are kept for validation; DataError as `DataSet.validates`."""
    if _table(data) is not None and data.is_divided:
        return bool((_held[getattr(data, "path", "")][2] == VALIDATION).any())
    return data.validates


def _table(data: DataSet) -> Dataset | None:
    """Return the table that a run holds, None for other data; it cannot be read in another way."""
    if not is_held(data):
        return None
    table, reading, _ = _held[getattr(data, "path", "")]
    for key, value in _reading(data).items():
        if value != reading[key]:
            raise DataError(key, "the run holds the table only as it was read: open the table itself.")
    return table


def _reading(data: DataSet) -> dict[str, object]:
    """Return the settings that say how a file is read; those of every data set come after that."""
    own = set(data.__struct_fields__) - set(DataSet.__struct_fields__) - {"path"}
    return {key: getattr(data, key) for key in sorted(own)}


def _together(parts: Split) -> Dataset:
    sets = (parts.train, parts.validation, parts.test)
    X, y = np.concatenate([part.X for part in sets]), np.concatenate([part.y for part in sets])
    for array in (X, y):
        array.flags.writeable = False
    return msgspec.structs.replace(parts.train, X=X, y=y)


def _digest(table: Dataset, reading: dict[str, object]) -> str:
    """Return a name of the content, whatever the order of its rows: that depends on how it was divided."""
    y = table.y.reshape(len(table.X), -1).astype(np.float64)
    rows = (hashlib.sha256(X.tobytes() + t.tobytes()).digest() for X, t in zip(table.X, y, strict=True))
    digest = hashlib.sha256(repr((table.classes, table.feature_names, table.image, reading)).encode())
    digest.update(b"".join(sorted(rows)))
    return digest.hexdigest()[:16]
