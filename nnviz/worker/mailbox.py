"""A box between two threads that holds the latest item only: nobody ever waits."""

from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Mailbox(Generic[Item]):
    """Latest wins: `put` replaces what has not been taken yet.

    Safe for one thread that puts and one that takes: each method is one atomic deque operation.
    """

    def __init__(self) -> None:
        self._items: deque[Item] = deque(maxlen=1)

    def put(self, item: Item) -> None:
        """Leave an item, instead of the one that may still lie there."""
        self._items.append(item)

    def take(self) -> Item | None:
        """Return the item and empty the box; None where nothing new has come."""
        try:
            return self._items.pop()
        except IndexError:
            return None
