"""Moving along the past of a run: to any moment by a keyframe and training again, to the same bits."""

from collections.abc import Callable
from weakref import WeakMethod

from nnviz.experiment.commands import Change, SetSpec
from nnviz.experiment.past.branch import Branch, Changed
from nnviz.experiment.past.carry_out import carry_out, words_of
from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.past.merging import merged
from nnviz.experiment.past.timeline import Timeline
from nnviz.experiment.run.moment import Moment
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.spec.changes import Rebuild, SpecDifference
from nnviz.experiment.spec.spec import Spec, with_aims_of

NEVER = 2**62  # an update that no run reaches


class Replay:
    """A run on its timeline: at which moment it stands, and how it gets to another.

    Parameters
    ----------
    run : TrainingRun
        At the beginning of the present branch.
    timeline : Timeline
        That of the run.
    shelf : DataShelf
        The data of all settings on the timeline.

    Attributes
    ----------
    target : int
        The update being gone to; that of the run where `arrived`.
    """

    def __init__(self, run: TrainingRun, timeline: Timeline, shelf: DataShelf) -> None:
        self._run, self._timeline, self._shelf = run, timeline, shelf
        self._applied = 0
        self._aims = run.spec
        self._conditions_are_new = False
        self.target = run.update
        run.at_pause = _as_long_as_it_lives(self._record)

    @property
    def arrived(self) -> bool:
        """Whether the run stands at the target."""
        return self._run.update == self.target

    @property
    def applied(self) -> int:
        """How many changes of the present branch have been made up to here."""
        return self._applied

    @property
    def at_the_end(self) -> bool:
        """Whether nothing of the present branch comes after the target."""
        return self.target >= self._timeline.present.length

    @property
    def has_changes_ahead(self) -> bool:
        """Whether settings change later on in the present branch."""
        return any(change.update > self.target for change in self._timeline.present.changes)

    def updates_back(self, unit: str) -> int:
        """Return the updates of one step back: 1, those since the last end of an epoch, or of 100 epochs."""
        if unit == "update":
            return min(1, self.target)
        branch, epochs = self._timeline.present, 100 if unit == "100 epochs" else 1
        counter = branch.counter_at(self.target - 1)
        whole = counter.whole_epochs(self.target)
        if counter.update(whole) == self.target or epochs > 1:
            whole -= epochs
        return self.target - branch.update_at(max(0, whole))

    def advance(self, updates: int) -> int:
        """Train by so many updates, in the past with its changes; return how many: fewer when stopped."""
        try:
            return self._move(updates)
        finally:  # also where it failed in the middle, for want of memory: it stands where it stands
            self.target = self._run.update

    def go_to(self, update: int) -> None:
        """Stand at the keyframe before a moment of the present branch, or nearer; `approach` does the rest.

        The last update before the moment is always trained again: then its change of the weights is known.
        """
        branch, run = self._timeline.present, self._run
        self.target = min(max(update, 0), branch.length)
        keyframe = branch.before(self.target)
        if not keyframe.update <= run.update <= self.target:
            self._stand_at(keyframe)
        if self.arrived:
            self._arrive()

    def approach(self, updates: int) -> int:
        """Train again by so many updates on the way to the target; return how many were done."""
        done = self._move(min(updates, self.target - self._run.update))
        self._run.watch.reason = ""  # where the run once stopped it is only passing by
        if self.arrived:
            self._arrive()
        elif self._run.divergence is not None:  # cannot be, unless the data behind it are others now
            self.target = self._run.update
        return done

    def switch(self, branch: Branch, update: int | None = None) -> None:
        """Go over to another branch, where it was left unless told otherwise; `approach` does the rest."""
        if self._timeline.present is not branch:
            self._timeline.present.position = self.target
            self._timeline.present = branch
        self.target = min(max(branch.position if update is None else update, 0), branch.length)
        self._stand_at(branch.before(self.target))
        if self.arrived:
            self._arrive()

    def take_aims(self, spec: Spec) -> None:
        """Keep the texts and the end of these settings at every moment."""
        self._aims = spec

    def fork(self, name: str = "") -> None:
        """Begin another branch at this moment."""
        self._run.history = self._timeline.fork(self.target, self._applied, name).history

    def change(self, command: Change, difference: SpecDifference | None = None) -> None:
        """Make a change now; in the past it begins another branch, unless training is not concerned.

        Parameters
        ----------
        difference : SpecDifference, optional
            Of settings from the present ones, where it is known already.

        Raises
        ------
        ValueError
            If the change does not fit; then all stays as it was.
        """
        run, before = self._run, self._timeline.present
        if isinstance(command, SetSpec):
            difference = difference or SpecDifference.between(run.spec, command.spec)
            if difference.rebuild is Rebuild.NOTHING:
                self._aims = run.spec = command.spec
                return
            words = difference.words
        else:
            words = words_of(command)
        changed = Changed(run.update, command, words, run.spec)
        if not self.at_the_end:
            self.fork(changed.words)
        try:
            carry_out(run, command, self._shelf, difference)
        except Exception:
            self._timeline.undo_fork(before)
            run.history = before.history
            raise
        self._aims = run.spec
        self._note(changed)

    def _move(self, updates: int) -> int:
        run, done = self._run, 0
        self._make_due_changes()
        try:
            while done < updates:
                wanted = min(updates - done, self._next_change() - run.update)
                ran = run.advance(wanted)
                done += ran
                self._make_due_changes()
                if ran < wanted or run.watch.reason:
                    break
        finally:
            self._lengthen()
        self._record()
        return done

    def _lengthen(self) -> None:
        """Have the present branch reach at least to where the run stands."""
        branch, run = self._timeline.present, self._run
        branch.length = max(branch.length, run.update)
        branch.diverged |= run.divergence is not None

    def _arrive(self) -> None:
        if self._conditions_are_new:  # they look from here on, whatever keyframe the way here began at
            self._run.watch.begin_anew(self._aims.stop)
            self._conditions_are_new = False
        if self._timeline.present.diverged and self.at_the_end:
            self._run.advance(1)  # diverges again, so that it is known where and why

    def _stand_at(self, moment: Moment) -> None:
        self._run.go_to(moment, self._shelf.get(moment.spec))
        self._run.history = self._timeline.present.history
        self._applied = moment.applied
        self._conditions_are_new = moment.seen.stop != self._aims.stop
        self._make_due_changes()

    def _make_due_changes(self) -> None:
        """Make the changes of the past that belong to the moment reached."""
        recorded = self._timeline.present.changes
        while self._next_change() <= self._run.update:
            carry_out(self._run, recorded[self._applied].command, self._shelf)
            self._applied += 1
        self._run.spec = with_aims_of(self._run.spec, self._aims)

    def _next_change(self) -> int:
        recorded = self._timeline.present.changes
        return recorded[self._applied].update if self._applied < len(recorded) else NEVER

    def _note(self, changed: Changed) -> None:
        """Write a change down; many small ones at the same moment (a slider being dragged) become one."""
        branch = self._timeline.present
        branch.diverged = False
        if self._run.epochs != branch.counters[-1]:
            branch.counters.append(self._run.epochs)
        one = merged(branch.changes[-1], changed) if branch.changes else None
        if one is not None:
            self._timeline.forget_keyframes_after(len(branch.changes) - 1)
            branch.changes.pop()
        if one is None or one.words:
            branch.changes.append(one or changed)
        self._applied = len(branch.changes)

    def _record(self) -> None:
        self._timeline.record_if_due(self._run, self._applied)


def _as_long_as_it_lives(method: Callable[[], None]) -> Callable[[], None]:
    """Return what calls a method without holding its object: in a circle, a run that was left would stay."""
    held = WeakMethod(method)

    def call() -> None:
        alive = held()
        if alive is not None:
            alive()

    return call
