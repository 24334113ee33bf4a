"""One strand of a run's past: its changes, its keyframes, its curves, its bookmarks."""

from __future__ import annotations

from bisect import bisect_left

import msgspec
import numpy as np
from msgspec.structs import replace

from nnviz.experiment.commands import Change, SetSpec
from nnviz.experiment.run.epochs import EpochCounter
from nnviz.experiment.run.history import History
from nnviz.experiment.run.moment import Moment
from nnviz.experiment.snapshot.timeline import BranchView
from nnviz.experiment.spec.spec import Spec

MAX_NAME = 60


def one_line(name: str) -> str:
    """Return a name as lists show it: without line breaks, not too long."""
    return " ".join(name.split())[:MAX_NAME].strip()


class Changed(msgspec.Struct, frozen=True):
    """A change that was made after so many updates, and the same in words; `before` are the settings then."""

    update: int
    command: Change
    words: str
    before: Spec


class Branch(msgspec.Struct, eq=False):
    """A whole run from update 0 on; up to `start` it is that of its parent.

    Attributes
    ----------
    moments : list of Moment
        Keyframes, ascending; the first is that of update 0. Shared with the branches that left here.
    counters : list of EpochCounter
        Each from its own `start_update` on.
    length : int
        The last update it has reached.
    position : int
        Where it was left.
    diverged : bool
        Whether training cannot go on after its last update.
    """

    id: int
    name: str
    parent: int | None
    start: int
    history: History
    moments: list[Moment]
    counters: list[EpochCounter]
    changes: list[Changed] = msgspec.field(default_factory=list)
    bookmarks: dict[int, str] = msgspec.field(default_factory=dict)
    length: int = 0
    position: int = 0
    diverged: bool = False

    @property
    def marks(self) -> tuple[tuple[int, str], ...]:
        """(update, what changed)."""
        return tuple((change.update, change.words) for change in self.changes)

    def forked(self, branch_id: int, name: str, update: int, applied: int) -> Branch:
        """Return a branch that leaves this one at `update`, after `applied` changes."""
        return Branch(
            id=branch_id,
            name=one_line(name),
            parent=self.id,
            start=update,
            history=self.history.until(update),
            moments=[m for m in self.moments if m.update <= update and m.applied <= applied],
            counters=[counter for counter in self.counters if counter.start_update <= update],
            changes=self.changes[:applied],
            bookmarks={at: text for at, text in self.bookmarks.items() if at <= update},
            length=update,
            position=update,
        )

    def own_copy(self) -> Branch:
        """Return this strand with lists and curves of its own, and no parent."""
        return replace(
            self,
            parent=None,
            history=self.history.until(self.length),
            moments=list(self.moments),
            counters=list(self.counters),
            changes=list(self.changes),
            bookmarks=dict(self.bookmarks),
        )

    @property
    def last_spec(self) -> Spec:
        """The settings of its last update."""
        for change in reversed(self.changes):
            if isinstance(change.command, SetSpec):
                return change.command.spec
        return self.moments[0].spec

    def before(self, update: int) -> Moment:
        """Return the last keyframe before an update; the first one for update 0."""
        index = bisect_left(self.moments, update, key=lambda moment: moment.update)
        return self.moments[max(0, index - 1)]

    def counter_at(self, update: int) -> EpochCounter:
        """Return how epochs are counted after so many updates."""
        return next((c for c in reversed(self.counters) if c.start_update <= update), self.counters[0])

    def update_at(self, epoch: int) -> int:
        """Return the update at which so many epochs are done."""
        counter = next(c for c in reversed(self.counters) if c.start_epoch <= epoch)
        return counter.update(epoch)

    def rename(self, name: str) -> None:
        """Take another name."""
        if not one_line(name):
            raise ValueError("A branch needs a name.")
        self.name = one_line(name)

    def view(self, colour: int, parent: int | None) -> BranchView:
        """Return what a drawing of the timeline needs."""
        updates, epochs = self._epoch_lines()
        return BranchView(
            id=self.id,
            name=self.name,
            colour=colour,
            parent=parent,
            start=self.start,
            length=self.length,
            position=self.position,
            epochs=np.array(epochs),
            updates=np.array(updates),
            curves=self.history.curves(),
            marks=self.marks,
            bookmarks=tuple(sorted(self.bookmarks.items())),
        )

    def _epoch_lines(self) -> tuple[list[float], list[float]]:
        """Return corresponding updates and epochs: two points where a change ended an epoch early."""
        updates, epochs = [0.0], [0.0]
        for last, counter in zip(self.counters, self.counters[1:], strict=False):
            updates += [counter.start_update] * 2
            epochs += [last.epoch(counter.start_update), counter.start_epoch]
        updates.append(self.length)
        epochs.append(self.counters[-1].epoch(self.length))
        return updates, epochs
