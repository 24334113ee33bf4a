"""What is true of every moment that is shown: when it is, and what was wished to be seen of it."""

from collections.abc import Mapping
from typing import Any, Self, TypeVar

import msgspec
from msgspec.structs import replace

Look = TypeVar("Look")


class Instant(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """One moment of a session, as those know it who need its time and what was wished of it.

    Attributes
    ----------
    running : bool
        Whether training goes on by itself.
    update, epoch : int, float
        Updates done, and epochs done (update / updates per epoch).
    looks : mapping of type to record
        What was wished; ask for it by `look`.
    """

    running: bool
    update: int
    epoch: float
    looks: Mapping[type, Any] = msgspec.field(default_factory=dict)

    def look(self, kind: type[Look]) -> Look | None:
        """Return what was wished of a kind, such as `snapshot.look(Maps)`; None where it is not there."""
        return self.looks.get(kind)

    def with_looks(self, *looks: object) -> Self:
        """Return the same moment with these in place of those of their kinds."""
        return replace(self, looks={**self.looks, **{type(look): look for look in looks}})
