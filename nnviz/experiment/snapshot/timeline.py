"""The past of a session as it is drawn: its branches, bookmarks and earlier runs."""

import msgspec

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.curves import Curves, Metrics
from nnviz.experiment.snapshot.maps import InputPlane
from nnviz.experiment.spec.spec import Spec


class BranchView(msgspec.Struct, frozen=True, eq=False):
    """One branch of a run's past.

    Attributes
    ----------
    id : int
        Stays the same as long as the branch is there.
    colour : int
        Counts up with each new branch, for picking a colour.
    parent : int or None
        The branch it left, at update `start`.
    start, length : int
        Its first update of its own, and its last.
    position : int
        Where it is looked at, or was left.
    epochs, updates : ndarray, shape (n,)
        Ascending pairs that say which update ended which epoch, linear in between; the first is (0, 0).
    curves : Curves
        From update 0 on.
    marks : tuple of (int, str)
        Settings changed while training, from update 0 on.
    bookmarks : tuple of (int, str)
        Ascending.
    """

    id: int
    name: str
    colour: int
    parent: int | None
    start: int
    length: int
    position: int
    epochs: Floats
    updates: Floats
    curves: Curves
    marks: tuple[tuple[int, str], ...]
    bookmarks: tuple[tuple[int, str], ...]


class RunView(msgspec.Struct, frozen=True, eq=False):
    """An earlier run of the session: how it was set and how far it came.

    Attributes
    ----------
    spec : Spec
        As it was at the moment it was left.
    thumbnail : InputPlane
        A small map of the outputs, where there are one or two inputs; otherwise None.
    """

    id: int
    spec: Spec
    update: int
    epoch: float
    metrics: Metrics
    curves: Curves
    thumbnail: InputPlane | None


class TimelineView(msgspec.Struct, frozen=True, eq=False):
    """The past of a session, for drawing it.

    Attributes
    ----------
    target : int
        The update that is being gone to; that of the snapshot where `arrived`.
    arrived : bool
        Whether the snapshot shows the target and not, for a moment, a keyframe near it.
    present : BranchView
    others : tuple of BranchView
        In the order in which they were made.
    keyframes : int
        Moments of the present branch that are kept in full.
    memory, budget : int
        Bytes that keyframes and trails take, and may take.
    runs : tuple of RunView
        Earlier runs, the latest last.
    """

    target: int
    arrived: bool
    present: BranchView
    others: tuple[BranchView, ...]
    keyframes: int
    memory: int
    budget: int
    runs: tuple[RunView, ...] = ()

    @property
    def branches(self) -> tuple[BranchView, ...]:
        """Every branch of the run, in the order in which they were made."""
        return tuple(sorted((self.present, *self.others), key=lambda branch: branch.id))

    def parting(self, other: BranchView) -> int:
        """Return the last update that another branch has in common with the present one."""
        branches = {branch.id: branch for branch in self.branches}
        here, there = _shared(self.present, branches), _shared(other, branches)
        common = (min(here[each], there[each]) for each in here.keys() & there.keys())
        return min(max(common, default=0), other.length)

    @property
    def in_the_past(self) -> bool:
        """Whether the present branch goes on after this moment."""
        return self.target < self.present.length


def _shared(branch: BranchView, branches: dict[int, BranchView]) -> dict[int, int]:
    """Return each branch that this one goes back to, itself included, and the last update they share."""
    shared = {branch.id: branch.length}
    limit = branch.length
    while branch.parent in branches:
        limit = min(limit, branch.start)
        branch = branches[branch.parent]
        shared[branch.id] = limit
    return shared
