"""What can be wished to see of a run; each kind of look is one file of this folder.

Such a file holds the record that is shown, the wish for it, and how it is made: while a run trains (`look`)
and, where the weights are enough for it, for paper (`closely`). The observer, the frame timer and the exports
go through whatever was wished and know no look by name. A view says what it wishes, and finds it by its type:
`snapshot.look(Maps)`.
"""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Self

import msgspec

if TYPE_CHECKING:
    from nnviz.experiment.look.present import Present
    from nnviz.experiment.look.still import Still


class Wish(msgspec.Struct, frozen=True):
    """The wish to see one thing of a run; what is not wished is not computed."""

    def joined(self, other: Self) -> Self:  # noqa: ARG002 (most wishes have no sizes to choose from)
        """Return the one wish that serves both."""
        return self

    def look(self, present: "Present") -> object | None:
        """Return what is to be seen of the run at this moment, as a frozen record; None if nothing."""
        raise NotImplementedError

    def closely(self, still: "Still") -> object | None:  # noqa: ARG002
        """Return the same exactly as wished, from a snapshot's weights; None where these are not enough."""
        return None

    @property
    def is_of_weights(self) -> bool:
        """Whether the weights of a snapshot are enough for it."""
        return type(self).closely is not Wish.closely

    def coarser(self, share: float) -> Self:  # noqa: ARG002
        """Return the same at a share of its fineness, where it has one."""
        return self

    @classmethod
    def on_paper(cls) -> Self | None:
        """Return what figures on paper wish, finer than screens; None where no figure shows this."""
        return None


Wishes = tuple[Wish, ...]


def combined(wishes: Iterable[Wish]) -> Wishes:
    """Return the wishes that serve all of these, one of a kind, in an order that is always the same."""
    joined: dict[type[Wish], Wish] = {}
    for wish in wishes:
        kind = type(wish)
        joined[kind] = joined[kind].joined(wish) if kind in joined else wish
    return tuple(sorted(joined.values(), key=lambda wish: type(wish).__name__))


def wishes_on_paper() -> Wishes:
    """Return what the figures of an export wish, of every kind of look there is."""
    package = import_module("nnviz.experiment.look")
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    found = (kind.on_paper() for kind in Wish.__subclasses__())
    return combined(wish for wish in found if wish is not None)
