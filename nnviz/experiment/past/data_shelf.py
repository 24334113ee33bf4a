"""The data of the settings that a session has had, so that its past can be visited without reading files."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator

from nnviz.data.base import DataSet
from nnviz.data.dataset import Dataset
from nnviz.data.prepare import Prepared
from nnviz.experiment.run.problem import load
from nnviz.experiment.spec.spec import Spec

ROOM = 64_000_000
"""Bytes of data kept besides those used last."""


class DataShelf:
    """Data sets by their parameters; of those that are drawn, the ones not used for longest are drawn again.

    Data from files stay, since the files may change or go; so do those of a run file, whatever they are.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._shelf: OrderedDict[DataSet, Prepared] = OrderedDict()
        self._kept: set[DataSet] = set()

    def copy(self) -> "DataShelf":
        """Return a shelf of its own with the same data."""
        other = DataShelf(self._room)
        other._shelf, other._kept = OrderedDict(self._shelf), set(self._kept)
        return other

    def put(self, spec: Spec, prepared: Prepared, *, keep: bool = False) -> None:
        """Add the data of an experiment; `keep` those that cannot be made again."""
        if keep or bool(getattr(spec.data, "path", "")):
            self._kept.add(spec.data)
        self._shelf[spec.data] = prepared
        self._shelf.move_to_end(spec.data)
        drawn = [data for data in self._shelf if data not in self._kept and data != spec.data]
        excess = sum(map(_bytes, self._shelf.values())) - self._room
        for data in drawn:
            if excess <= 0:
                break
            excess -= _bytes(self._shelf.pop(data))

    def get(self, spec: Spec) -> Prepared:
        """Return the data of an experiment.

        Raises
        ------
        SpecError
            If they are not here and cannot be made or read.
        """
        prepared = self._shelf.get(spec.data)
        if prepared is None:
            prepared = load(spec)
        self.put(spec, prepared)
        return prepared

    def drop_drawn(self) -> None:
        """Forget all data that can be drawn again."""
        for data in [data for data in self._shelf if data not in self._kept]:
            del self._shelf[data]

    def parts(self) -> Iterator[Dataset]:
        """Yield all that is here: training, validation and test points of each."""
        for prepared in self._shelf.values():
            yield from (prepared.split.train, prepared.split.validation, prepared.split.test)


def weight(shelves: Iterable[DataShelf]) -> int:
    """Return the bytes that the data on shelves take; what is on several counts once."""
    unique = {id(array): array for shelf in shelves for part in shelf.parts() for array in (part.X, part.y)}
    return sum(array.nbytes for array in unique.values())


def _bytes(prepared: Prepared) -> int:
    parts = prepared.split.train, prepared.split.validation, prepared.split.test
    return sum(part.X.nbytes + part.y.nbytes for part in parts)
