"""The past of one run: branches made of keyframes, within a fixed amount of memory.

What lies between two keyframes is trained again, to the same bits (see `replay.py`); so keyframes only decide
how long that takes. They are taken where training pauses anyway, and thin out evenly: when they take too much
memory, about every second one goes and the distance between them doubles.
"""

import time
from collections.abc import Callable
from typing import Protocol

from nnviz.experiment.past.branch import Branch, one_line
from nnviz.experiment.past.spacing import spaced, weight
from nnviz.experiment.run.epochs import EpochCounter
from nnviz.experiment.run.history import History
from nnviz.experiment.run.moment import Moment
from nnviz.experiment.snapshot.timeline import BranchView, TimelineView

BUDGET = 64_000_000
"""Bytes that the past of a run may take: its keyframes, and the trails of its branches."""
LEAST_BUDGET = 100_000
TRAILS = 4
"""Trails may take one part in so many of that."""
MOST = 4096
"""Keyframes of all branches; more would make no moment quicker to reach."""
INTERVAL = 0.005
"""Seconds of training between two keyframes at least."""
SHARE = 0.015
"""Of the time that taking them may cost at most: large networks have them more rarely."""
MOST_BRANCHES = 64
MOST_BOOKMARKS = 500
DELETED_KEPT = 8


class Recorded(Protocol):
    """What a timeline is told of the run that it keeps: see `TrainingRun`."""

    history: History
    epochs: EpochCounter

    @property
    def update(self) -> int:
        """Updates done since the start."""

    def moment(self, applied: int) -> Moment:
        """Return this moment in full."""


class Timeline:
    """Branches of one run, one of which is the present.

    Parameters
    ----------
    run : Recorded
        At its beginning, whose first keyframe it makes.
    budget : int
        Bytes for keyframes and trails. The first moment of the run is kept in any case.
    clock : callable
        Seconds; decides where keyframes are, never what is computed.

    Attributes
    ----------
    branches : dict of int -> Branch
        In the order in which they were made.
    present : Branch
    stride : int
        Updates between two keyframes, at least.
    budget : int
        Bytes that keyframes and trails may take.
    """

    def __init__(
        self, run: Recorded, budget: int = BUDGET, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        first = run.moment(applied=0)
        main = Branch(0, "Main", None, 0, run.history, [first], [run.epochs])
        self._take({0: main}, main, 1, budget, clock)

    @classmethod
    def of_branches(
        cls, branches: dict[int, Branch], present: Branch, stride: int, budget: int = BUDGET
    ) -> "Timeline":
        """Return a timeline that was saved."""
        timeline = cls.__new__(cls)
        timeline._take(branches, present, stride, budget, time.perf_counter)
        timeline._thin_out()
        return timeline

    def _take(
        self,
        branches: dict[int, Branch],
        present: Branch,
        stride: int,
        budget: int,
        clock: Callable[[], float],
    ) -> None:
        self.branches, self.present = branches, present
        self.stride, self.budget = stride, budget
        self._clock = clock
        self._not_before = clock() + INTERVAL
        self._deleted: dict[int, Branch] = {}
        self._weigh()

    def record_if_due(self, run: Recorded, applied: int) -> None:
        """Take a keyframe, if training is far enough from the last one in updates and in time.

        Trails grow in between too, so the budget is kept to even when none is taken.
        """
        if self.memory > self.budget:
            self._thin_out()
        last = self.present.moments[-1]
        if run.update < last.update + self.stride or self._clock() < self._not_before:
            return
        if 3 * last.state.parameters.nbytes > self.budget:
            return
        begin = self._clock()
        moment = run.moment(applied)
        self.present.moments.append(moment)
        self._keyframes += moment.nbytes
        self._count += 1
        self._thin_out()
        end = self._clock()
        self._not_before = end + max(INTERVAL, (end - begin) / SHARE)

    def fork(self, update: int, applied: int, name: str = "") -> Branch:
        """Leave the present branch at `update`, after `applied` of its changes, for a new one."""
        self._require_room()
        self.present.position = update
        new = 1 + max((*self.branches, *self._deleted))
        self.present = self.present.forked(new, one_line(name) or f"Branch {new + 1}", update, applied)
        self.branches[new] = self.present
        self._weigh()
        return self.present

    def undo_fork(self, before: Branch) -> None:
        """Take back a fork just made: `before` was the present, and is again."""
        if before is not self.present:
            del self.branches[self.present.id]
            self.present = before
            self._weigh()

    def forget_keyframes_after(self, changes: int) -> None:
        """Drop those keyframes of the present branch that came after more changes than so many."""
        moments = self.present.moments
        while len(moments) > 1 and moments[-1].applied > changes:
            moments.pop()
        self._weigh()

    @property
    def has_marks(self) -> bool:
        """Whether there are branches or bookmarks that somebody has made."""
        return len(self.branches) > 1 or any(branch.bookmarks for branch in self.branches.values())

    def branch(self, branch_id: int) -> Branch:
        """Return a branch; ValueError if there is none."""
        if branch_id not in self.branches:
            raise ValueError("There is no such branch.")
        return self.branches[branch_id]

    def delete(self, branch_id: int) -> Branch:
        """Take a branch away and return the one that is the present then."""
        branch = self.branch(branch_id)
        if len(self.branches) == 1:
            raise ValueError("The last branch cannot be deleted: reset the run instead.")
        del self.branches[branch_id]
        self._deleted[branch_id] = branch
        while len(self._deleted) > DELETED_KEPT:
            del self._deleted[next(iter(self._deleted))]
        if branch is self.present:
            parent = self._living_ancestor(branch)
            self.present = self.branches[next(reversed(self.branches)) if parent is None else parent]
        self._weigh()
        return self.present

    def restore(self, branch_id: int) -> None:
        """Bring a deleted branch back."""
        if branch_id not in self._deleted:
            raise ValueError("This branch can no longer be brought back.")
        self._require_room()
        self.branches[branch_id] = self._deleted.pop(branch_id)
        self.branches = dict(sorted(self.branches.items()))
        self._weigh()

    def set_bookmark(self, update: int, name: str, branch_id: int | None = None) -> None:
        """Name a moment of a branch; None: of the present one."""
        branch = self._branch_or_present(branch_id)
        bookmarks = branch.bookmarks
        if not 0 <= update <= branch.length:
            raise ValueError(f"{branch.name} has no update {update:,}.")
        if update not in bookmarks and len(bookmarks) >= MOST_BOOKMARKS:
            raise ValueError(f"There are {MOST_BOOKMARKS} bookmarks already: delete one first.")
        bookmarks[update] = one_line(name) or f"Update {update:,}"

    def delete_bookmark(self, update: int, branch_id: int | None = None) -> None:
        """Forget the bookmark at an update of a branch, if there is one; None: of the present branch."""
        self._branch_or_present(branch_id).bookmarks.pop(update, None)

    def _branch_or_present(self, branch_id: int | None) -> Branch:
        return self.present if branch_id is None else self.branch(branch_id)

    def shrink(self, budget: int) -> None:
        """Keep within another budget from now on, and forget deleted branches."""
        self._deleted.clear()
        self.limit(budget)

    def limit(self, budget: int) -> None:
        """Keep within another budget from now on; within a larger one, take keyframes often again.

        Raises
        ------
        ValueError
            If it is less than `LEAST_BUDGET`.
        """
        if budget < LEAST_BUDGET:
            raise ValueError(f"The past needs {LEAST_BUDGET:,} bytes of memory at least.")
        self.stride = 1 if budget > self.budget else self.stride
        self.budget = budget
        self._weigh()
        self._thin_out()

    def view(self, target: int, arrived: bool) -> TimelineView:
        """Return what a drawing needs; the position of the present branch is `target`."""
        self.present.position = target
        views = {branch.id: self._view_of(branch) for branch in self.branches.values()}
        present = views.pop(self.present.id)
        return TimelineView(
            target=target,
            arrived=arrived,
            present=present,
            others=tuple(views.values()),
            keyframes=len(self.present.moments),
            memory=self.memory,
            budget=self.budget,
        )

    @property
    def memory(self) -> int:
        """Bytes that keyframes and trails take now; those shared by branches count once."""
        return self._keyframes + self._trails

    @property
    def _trails(self) -> int:
        """Bytes that trails take: those weighed last, and what they have grown by since."""
        trails = {branch.id: branch.history.trail.nbytes for branch in self._everything()}
        return self._trails_weighed + sum(trails.values()) - sum(self._weighed[number] for number in trails)

    def _require_room(self) -> None:
        if len(self.branches) >= MOST_BRANCHES:
            raise ValueError(f"There are {MOST_BRANCHES} branches already: delete one first.")

    def _everything(self) -> list[Branch]:
        return [*self.branches.values(), *self._deleted.values()]

    def _view_of(self, branch: Branch) -> BranchView:
        return branch.view(branch.id, self._living_ancestor(branch))

    def _living_ancestor(self, branch: Branch) -> int | None:
        parent = branch.parent
        while parent is not None and parent not in self.branches:
            parent = self._deleted[parent].parent if parent in self._deleted else None
        return parent

    def _weigh(self) -> None:
        """Find out what all keyframes and trails take."""
        everything = self._everything()
        self._count, self._keyframes = weight(branch.moments for branch in everything)
        _, self._trails_weighed = weight(branch.history.trail.moments for branch in everything)
        self._weighed = {branch.id: branch.history.trail.nbytes for branch in everything}

    def _thin_out(self) -> None:
        """Double distances until memory is within the budget, or only beginnings are left."""
        while self._trails * TRAILS > self.budget:
            trail = max(
                (branch.history.trail for branch in self._everything()), key=lambda trail: trail.nbytes
            )
            if len(trail.moments) < 2:
                break
            trail.thin_out()
            self._weigh()
        while self._is_too_much() and any(len(branch.moments) > 1 for branch in self._everything()):
            self.stride *= 2
            for branch in self._everything():
                branch.moments[:] = spaced(branch.moments, self.stride)
            self._weigh()

    def _is_too_much(self) -> bool:
        return self.memory > self.budget or self._count > MOST
