"""What is worked out once of a map as it stands, however often it is painted, in whatever thread is first."""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from nnviz.experiment.results.map_standing import MapStanding

Key = TypeVar("Key")
Found = TypeVar("Found")


class WorkedOut(Generic[Key, Found]):
    """Keeps, for each map that somebody still has, what was worked out last."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[MapStanding, tuple[Key, Found]] = WeakKeyDictionary()

    def of(self, standing: MapStanding, key: Key, work_out: Callable[[], Found]) -> Found:
        """Return what belongs to a map and a key, worked out unless that was done last."""
        kept = self._kept.get(standing)
        if kept is None or kept[0] != key:
            kept = key, work_out()
            self._kept[standing] = kept
        return kept[1]
