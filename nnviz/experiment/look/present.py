"""A run at the moment of a snapshot, and what several looks share of it."""

from collections.abc import Callable
from typing import Any, TypeVar

from nnviz.experiment.look.seen import SeenRun
from nnviz.experiment.snapshot.timeline import TimelineView

Maker = TypeVar("Maker")
Kept = dict[type, Any]
"""By their classes: what makers of looks remember of a run from one snapshot to the next."""


class Present:
    """What wishes are given to look at; made for one snapshot.

    Parameters
    ----------
    run : SeenRun
    kept : dict
        What is remembered of this run; made anew with it.
    past : callable
        Returns the past of the session.
    moving : bool
        Whether the moment is not to be looked at for long: training runs, or another one is gone to.
    unhurried : bool
        Whether nothing else is waiting.

    Attributes
    ----------
    weights, biases : list of ndarray
        One of each a layer after the input, in the shapes that it says.
    coarse : bool
        A look sets this where it would show more if it were unhurried.
    incomplete : bool
        A look sets this where it would show more if it were asked again.
    has_new_maps, waits_for_maps : bool
        Maps say by the first that they are of this moment, by the second that they will be renewed soon:
        what else is seen of the same points is then of one moment with them.
    """

    def __init__(
        self,
        run: SeenRun,
        kept: Kept,
        past: Callable[[], TimelineView],
        *,
        moving: bool,
        unhurried: bool,
    ) -> None:
        self.run, self.past, self.moving, self.unhurried = run, past, moving, unhurried
        self.weights, self.biases = run.parameters()
        self.coarse = self.incomplete = False
        self.has_new_maps = self.waits_for_maps = False
        self._kept = kept

    def kept(self, kind: type[Maker], *arguments: object) -> Maker:
        """Return the one object of a class that goes with this run, made of the arguments at first."""
        if kind not in self._kept:
            self._kept[kind] = kind(*arguments)
        maker: Maker = self._kept[kind]
        return maker
