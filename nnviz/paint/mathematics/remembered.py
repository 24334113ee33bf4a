"""Remembering what was made, within bounded memory: what was not asked for longest goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """Calls `make` only for what it does not remember; any thread may ask.

    Parameters
    ----------
    make : callable
        (str) -> what is remembered; never None.
    weigh : callable
        Returns how much room something takes.
    room : int
        What all may take together; the last one made stays however much that is.

    Attributes
    ----------
    made : int
        How often something had to be made.
    """

    def __init__(self, make: Callable[[str], Made], weigh: Callable[[Made], int], room: int) -> None:
        self._make, self._weigh, self._room = make, weigh, room
        self._kept: OrderedDict[str, Made] = OrderedDict()
        self._taken = 0
        self._lock = threading.Lock()
        self.made = 0

    def __contains__(self, key: str) -> bool:
        return key in self._kept

    def __call__(self, key: str) -> Made:
        """Return what belongs to a key."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        made = self._make(key)
        with self._lock:
            self.made += 1
            if key not in self._kept:  # another thread may have been faster
                self._kept[key] = made
                self._taken += self._weigh(made)
            while self._taken > self._room and len(self._kept) > 1:
                self._taken -= self._weigh(self._kept.popitem(last=False)[1])
        return made
