"""The data of the settings that a session has had, so that its past can be visited without reading files."""

from collections import OrderedDict

from nnviz.data import DataSet, Prepared
from nnviz.experiment.problem import load
from nnviz.experiment.spec import Spec

ROOM = 64_000_000
"""Bytes of data kept besides those used last."""


class DataShelf:
    """Data sets by their parameters; those not used for longest are drawn or read again when needed."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._shelf: OrderedDict[DataSet, Prepared] = OrderedDict()

    def copy(self) -> "DataShelf":
        """Return a shelf of its own with the same data."""
        other = DataShelf(self._room)
        other._shelf = OrderedDict(self._shelf)
        return other

    def put(self, spec: Spec, prepared: Prepared) -> None:
        """Keep the data of an experiment."""
        self._shelf[spec.data] = prepared
        self._shelf.move_to_end(spec.data)
        while len(self._shelf) > 1 and sum(map(_bytes, self._shelf.values())) > self._room:
            self._shelf.popitem(last=False)

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


def _bytes(prepared: Prepared) -> int:
    parts = prepared.split.train, prepared.split.validation, prepared.split.test
    return sum(part.X.nbytes + part.y.nbytes for part in parts)
