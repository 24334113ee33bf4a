"""Running an experiment: advance it, change it between two updates, look at it. No Qt, no threads.

What is computed depends on the experiment, the seed, the commands and the update numbers at which they
came, and on nothing else: any slicing of `advance` gives the same bits. The clock decides only how much is
done at a time.
"""

from msgspec.structs import replace

from nnviz.data.prepare import Prepared
from nnviz.experiment.commands import (
    Command,
    DeleteRun,
    LimitPast,
    OpenRun,
    Reset,
    RestoreRun,
    SetParameter,
    SetSpec,
    StepBack,
    SwitchBranch,
    TakeBack,
    Undoably,
    Visit,
)
from nnviz.experiment.look.observer import Observer
from nnviz.experiment.look.wish import Wish, combined
from nnviz.experiment.past.branch_commands import carry_out_on_branches
from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.past.earlier_runs import EarlierRuns
from nnviz.experiment.past.replay import Replay
from nnviz.experiment.past.saved_run import PastCopy, SavedRun, copies_of
from nnviz.experiment.past.timeline import Timeline
from nnviz.experiment.run.chunks import ChunkSize, GivenUpError
from nnviz.experiment.run.problem import load
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.session_view import SessionView
from nnviz.experiment.snapshot.divergence import DivergenceView
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.changes import SpecDifference
from nnviz.experiment.spec.spec import Spec


class Session(SessionView):
    """One experiment being run, from its initial weights on.

    Parameters
    ----------
    spec : Spec
        A valid experiment.
    prepared : Prepared, optional
        Its data, where they are loaded already (see `nnviz.experiment.run.problem.load`).

    Raises
    ------
    SpecError
        If the data cannot be made or read.

    Attributes
    ----------
    runs_begun : int
        Grows whenever the session goes over to another run, new or earlier.
    """

    def __init__(self, spec: Spec, prepared: Prepared | None = None) -> None:
        shelf = DataShelf()
        shelf.put(spec, load(spec) if prepared is None else prepared)
        run = TrainingRun(spec, shelf.get(spec))
        self._begin(run, Timeline(run), shelf)

    @classmethod
    def of_saved(cls, saved: SavedRun, *, arrive: bool = True) -> "Session":
        """Return the session of a run that was saved, at the same moment.

        Parameters
        ----------
        saved : SavedRun
        arrive : bool
            False: it is still on its way to that moment (see `approach_for`).

        Raises
        ------
        ValueError
            If the parts of the saved run do not fit together.
        """
        first = saved.timeline.present.moments[0]
        run = TrainingRun(first.spec, saved.shelf.get(first.spec))
        session = cls.__new__(cls)
        session._begin(run, saved.timeline, saved.shelf)
        session.replay.take_aims(saved.spec)
        session.replay.switch(saved.timeline.present, saved.position)
        if arrive:
            session._arrive()
        return session

    def saved(self) -> SavedRun:
        """Return what a run file keeps of this session; to be written before the session goes on."""
        self._arrive()
        return SavedRun(self.spec, self.timeline, self.shelf, self.update)

    def _begin(self, run: TrainingRun, timeline: Timeline, shelf: DataShelf) -> None:
        self._budget = timeline.budget
        self.runs_begun = 0
        self._left: int | None = None
        self._earlier = EarlierRuns()
        self.shelf = shelf
        self._take(run, timeline)
        self._observer = Observer(run)

    def copies(self) -> tuple[PastCopy, ...]:
        """Return copies of the branches of this run and of the earlier runs, to be taken up elsewhere."""
        self.timeline.present.position = self.replay.target
        return (*copies_of(self.timeline, self.spec, self.shelf), *self._earlier.copies())

    def succeed(self, before: "Session", *, with_its_run: bool = True) -> None:
        """Take over the earlier runs of another session, and its present run as one of them."""
        self._limit_past(before._budget)
        self._earlier = before._earlier
        if with_its_run:
            self._earlier.put(before.run, before.timeline, before.shelf)

    @property
    def changes_by_hand(self) -> tuple[object, ...]:
        """What has been done to the session beside training, comparable."""
        return self.runs_begun, len(self.timeline.branches), tuple(self.log)

    def snapshot(
        self,
        *wishes: Wish,
        running: bool = False,
        updates_per_second: float = 0.0,
        hint: str = "",
        moving: bool = False,
        unhurried: bool = False,
    ) -> Snapshot:
        """Return this moment, with what is wished; coarser where `running`, `moving` on, or in a hurry."""
        looked = self._look().snapshot(
            combined(wishes), self._past, running=running, moving=moving, unhurried=unhurried
        )
        return replace(
            looked,
            updates_per_second=updates_per_second,
            hint=hint,
            marks=self.timeline.present.marks,
        ).with_looks(self.origin)

    def _past(self) -> TimelineView:
        """Return the past as it is drawn."""
        view = self.timeline.view(self.replay.target, self.replay.arrived)
        return replace(view, runs=self._earlier.views())

    def advance(self, updates: int) -> int:
        """Do so many updates; return how many were done: fewer after `stop`, or when training diverged.

        In the past this goes along the present branch, with the changes that were made there.
        """
        self._arrive()
        return self.replay.advance(updates)

    def advance_for(self, seconds: float, at_most: int | None = None) -> int:
        """Train for about so long, but at most so many updates; return how many were done."""
        self._arrive()
        return self._chunk.train_for(seconds, self.replay.advance, lambda: bool(self.stopped), at_most)

    def approach_for(self, seconds: float) -> bool:
        """Go on towards the moment that was asked for, for about so long; return whether it is reached."""
        if not self.replay.arrived:
            left = self.replay.target - self.update
            self._chunk.train_for(seconds, self.replay.approach, lambda: bool(self.stopped), left)
        return self.replay.arrived

    def _arrive(self) -> None:
        """Reach the moment that was asked for, however long it takes, unless the way there is given up."""
        while not self.replay.arrived:
            if self._given_up:
                raise GivenUpError
            self.replay.approach(self.replay.target - self.update)

    def give_up(self) -> None:
        """Have what is on its way to another moment raise GivenUpError; callable from any thread."""
        self._given_up = True
        self.stop()

    def go_on(self) -> None:
        """Let ways to other moments be gone again."""
        self._given_up = False

    def settle(self) -> None:
        """After an interruption do one update more, alone, so that the last change is known."""
        while self.update > 0 and self.divergence is None and not self.run.knows_last_change:
            self.advance(1)  # does nothing at first where `stop` came between two calls

    def stop(self) -> None:
        """Make a running `advance` return at the next update; callable from any thread."""
        self.run.trainer.stop()

    def apply(self, command: Command) -> None:
        """Carry out a command, rebuilding as little as it allows; the session stays as it was if that fails.

        Raises
        ------
        ValueError
            If the command does not fit: a weight that does not exist, data that cannot be made.
        """
        match command:
            case Visit(update):
                self.replay.go_to(update)
                return
            case SwitchBranch(branch, update):
                self.replay.switch(self.timeline.branch(branch), update)
                return
        self._arrive()
        match command:
            case Reset(spec):
                self._start_with(spec or self.spec)
            case SetSpec(spec):
                self._set_spec(spec, command)
            case Undoably(change, step):
                self._change_undoably(change, step)
            case TakeBack(step, spec):
                self._take_back(step, spec)
            case SetParameter():
                self.replay.change(command)
            case StepBack(unit):
                self.replay.go_to(self.update - self.updates_back(unit))
            case OpenRun() | DeleteRun() | RestoreRun():
                self._apply_to_runs(command)
            case LimitPast(budget):
                self._limit_past(budget)
            case _:
                carry_out_on_branches(command, self.timeline, self.replay)

    def open(self, spec: Spec) -> None:
        """Go over to another experiment; the present run becomes an earlier one.

        Raises
        ------
        SpecError
            If the data cannot be made or read; then all stays as it was.
        """
        self._start(spec, load(spec))

    def _set_spec(self, spec: Spec, command: SetSpec) -> None:
        difference = SpecDifference.between(self.spec, spec)
        if difference.starts_again:
            self._start_with(spec)
        else:
            self.replay.change(command, difference)

    def _apply_to_runs(self, command: OpenRun | DeleteRun | RestoreRun) -> None:
        match command:
            case OpenRun(run):
                self._open_run(run)
            case DeleteRun(run):
                self._earlier.delete(run)
            case RestoreRun(run):
                self._earlier.restore(run)

    def _change_undoably(self, change: SetSpec | Reset, step: int) -> None:
        before = self.runs_begun
        self.apply(change)
        if self.runs_begun != before:
            self._earlier.note_step(step, self._left)

    def _take_back(self, step: int, spec: Spec) -> None:
        try:
            left = self._earlier.forget_step(step)
        except KeyError:  # it changed a run that went on
            self.apply(SetSpec(spec))
            return
        if left is None:
            self._start_with(spec)
        else:
            self._open_run(left)

    def _limit_past(self, budget: int) -> None:
        self.timeline.limit(budget)
        self._budget = budget

    def _start_with(self, spec: Spec) -> None:
        """Begin another run, on the present data where these are the same."""
        self._start(spec, self.run.prepared if spec.data == self.spec.data else load(spec))

    def _start(self, spec: Spec, prepared: Prepared) -> None:
        """Begin another run; the present one becomes an earlier one."""
        run = TrainingRun(spec, prepared)
        self.shelf.put(spec, prepared)
        self._left = self._earlier.put(self.run, self.timeline, self.shelf)
        self._take(run, Timeline(run, self._budget))

    def _open_run(self, run_id: int) -> None:
        earlier = self._earlier.run(run_id)
        timeline, first = earlier.timeline, earlier.timeline.present.moments[0]
        run = TrainingRun(first.spec, earlier.shelf.get(first.spec))
        self._earlier.take(run_id)
        self._earlier.put(self.run, self.timeline, self.shelf)
        self.shelf = earlier.shelf
        timeline.limit(self._budget)
        left_at = timeline.present.position
        self._take(run, timeline)
        self.replay.switch(timeline.present, left_at)

    def _take(self, run: TrainingRun, timeline: Timeline) -> None:
        self.run, self.timeline = run, timeline
        self._given_up = False
        self.runs_begun += 1
        self.replay = Replay(run, timeline, self.shelf)
        self._chunk = ChunkSize()

    @property
    def divergence(self) -> DivergenceView | None:
        """Why training cannot go on; the weights are the last finite ones."""
        return self._look().divergence()

    @property
    def looks_are_coarse(self) -> bool:
        """Whether an unhurried snapshot would show more than the last one did."""
        return self._look().coarse

    @property
    def looks_are_incomplete(self) -> bool:
        """Whether another snapshot would show more of the past than the last one did."""
        return self._look().incomplete

    def _look(self) -> Observer:
        """Return who makes snapshots: somebody new where the network or the data are others."""
        if self._observer.trainer is not self.run.trainer:
            self._observer = Observer(self.run)
        return self._observer
