"""What of a session a run file keeps, and copies of it, to be taken up elsewhere: in a comparison, say.

A copy shares keyframes and data, which never change, and has lists of its own, which do.
"""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from nnviz.experiment.past.branch import Branch
from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.past.timeline import Timeline
from nnviz.experiment.run.moment import Moment
from nnviz.experiment.spec.spec import Spec

BUDGET = 16_000_000
"""Bytes that the keyframes of a copy may take: the session has its own besides."""


class SavedRun(msgspec.Struct, frozen=True, eq=False):
    """A run and its past, at one moment.

    Attributes
    ----------
    spec : Spec
        The settings that were made last: their texts and their end count at every moment.
    timeline : Timeline
    shelf : DataShelf
        The data of all settings on the timeline.
    position : int
        Of the present branch.
    """

    spec: Spec
    timeline: Timeline
    shelf: DataShelf
    position: int


class PastCopy(msgspec.Struct, frozen=True, eq=False):
    """A branch of the present run, or an earlier run, where it was left.

    Attributes
    ----------
    name : str
        As the lists of branches and runs have it.
    number : int
        Of the branch or the run.
    is_run : bool
    is_present : bool
    spec : Spec
        The settings with which it was trained last.
    epoch : float
        At which it was left.
    length : int
        The last update it has reached.
    saved : SavedRun
    """

    name: str
    number: int
    is_run: bool
    is_present: bool
    spec: Spec
    epoch: float
    length: int
    saved: SavedRun


def copies_of(timeline: Timeline, spec: Spec, shelf: DataShelf) -> tuple[PastCopy, ...]:
    """Return all branches of a run, in the order in which they were made; `spec` are its present settings."""
    return tuple(_copy(timeline, branch, spec, shelf) for branch in timeline.branches.values())


def copy_of_run(number: int, timeline: Timeline, spec: Spec, shelf: DataShelf) -> PastCopy:
    """Return the branch of an earlier run that was its present when it was left."""
    copy = _copy(timeline, timeline.present, spec, shelf)
    return replace(copy, name=f"Run {number}", number=number, is_run=True, is_present=False)


def own_copy(saved: SavedRun) -> SavedRun:
    """Return the same run with lists of its own, so that it can be trained without touching the other."""
    timeline = _own_timeline(saved.timeline.branches.values(), saved.timeline.present, saved.timeline.stride)
    return replace(saved, timeline=timeline, shelf=saved.shelf.copy())


def copy_to_write(
    timeline: Timeline, spec: Spec, shelf: DataShelf, present: Moment | None, budget: int
) -> SavedRun:
    """Return a run with lists of its own, to be written to a file while the run goes on.

    Parameters
    ----------
    present : Moment, optional
        The keyframe of the last update of the present branch: then nobody trains up to it again.
    budget : int
        Bytes that keyframes and trails may take.
    """
    parents = {branch.id: branch.parent for branch in timeline.branches.values()}
    copies = {
        branch.id: replace(branch.own_copy(), parent=parents[branch.id])
        for branch in timeline.branches.values()
    }
    here = copies[timeline.present.id]
    room = budget if present is None else max(budget - present.nbytes, 0)
    own = Timeline.of_branches(copies, here, timeline.stride, room)
    if present is not None and present.update > here.moments[-1].update:
        here.moments.append(present)
    return SavedRun(spec, own, shelf.copy(), here.position)


def _copy(timeline: Timeline, branch: Branch, spec: Spec, shelf: DataShelf) -> PastCopy:
    own = _own_timeline([branch], branch, timeline.stride)
    return PastCopy(
        name=branch.name,
        number=branch.id,
        is_run=False,
        is_present=branch is timeline.present,
        spec=spec if branch is timeline.present else branch.last_spec,
        epoch=branch.counter_at(branch.position).epoch(branch.position),
        length=branch.length,
        saved=SavedRun(spec, own, shelf.copy(), branch.position),
    )


def _own_timeline(branches: Iterable[Branch], present: Branch, stride: int) -> Timeline:
    copies = {branch.id: branch.own_copy() for branch in branches}
    return Timeline.of_branches(copies, copies[present.id], stride, BUDGET)
