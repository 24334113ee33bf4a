"""Where branches of a run part: what they have in common is drawn once."""

from nnviz.experiment.look.timeline import BranchView, TimelineView


def parting(timeline: TimelineView, other: BranchView) -> int:
    """Return the last update that another branch has in common with the present one."""
    branches = {branch.id: branch for branch in timeline.branches}
    here, there = _shared(timeline.present, branches), _shared(other, branches)
    return min(
        max((min(here[each], there[each]) for each in here.keys() & there.keys()), default=0), other.length
    )


def _shared(branch: BranchView, branches: dict[int, BranchView]) -> dict[int, int]:
    """Return each branch that this one goes back to, itself included, and the last update they share."""
    shared = {branch.id: branch.length}
    limit = branch.length
    while branch.parent in branches:
        limit = min(limit, branch.start)
        branch = branches[branch.parent]
        shared[branch.id] = limit
    return shared
