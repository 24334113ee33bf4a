"""Plays a session like a record: play, pause, step, speed. No threads, no Qt: the worker calls it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from nnviz.experiment.commands import (
    Command,
    Fork,
    Reset,
    SetSpec,
    TakeBack,
    Undoably,
)
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.past.saved_run import PastCopy, own_copy
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.lecture.conditions import Score, When
from nnviz.worker.meter import SpeedMeter
from nnviz.worker.orders import (
    Advance,
    CopyPast,
    Open,
    OpenFile,
    OpenPast,
    Order,
    Pause,
    Play,
    PlayUntil,
    SaveFile,
    SetSpeed,
    StepBy,
    Want,
)
from nnviz.worker.pacing import Pace

if TYPE_CHECKING:
    from nnviz.experiment.session import Session

FRAME = 0.016  # seconds between two snapshots while playing at a limited speed
LONG_FRAME = 0.05  # the same flat out, where each snapshot costs training time and the eye follows anyway
NEARLY = 0.75  # of a frame: less than what is left then is not worth another call of the engine
CALM = 0.08  # seconds without another moment being asked for, until pictures are made as fine as they can be
SHORTEST_SLICE = 0.002  # seconds of training, however late the frame is
MOST_SECONDS_TO_ARRIVE = 1.0
"""For which opening a run trains towards its moment, before that is seen happening."""


class Player:
    """One session and whether, how fast and how far it runs.

    Parameters
    ----------
    clock : callable
        Seconds, for speed and frames only: what is computed never depends on it.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self.session: Session | None = None
        self.copies: tuple[PastCopy, ...] = ()
        """What `CopyPast` made last."""
        self.playing = False
        self._stepping = False
        self._target: int | None = None
        self._goal: Score | None = None
        self._untouched: object = None
        self._pace = Pace()
        self._meter = SpeedMeter()
        self._wishes: Wishes = (ScoresWish(),)
        self._published = float("-inf")
        self._notice = ""
        self._calm_at: float | None = None
        self._finer_at: float | None = None
        self._unhurried = False

    def obey(self, order: Order) -> None:
        """Carry out one order; raises what the session raises and leaves it as it was."""
        match order:
            case Want(wishes):
                self._wishes = wishes
            case SetSpeed(updates_per_second):
                self._pace.set_rate(updates_per_second, self._clock())
            case Open() | OpenFile() | OpenPast():
                self._open(order)
            case CopyPast():
                self.copies = self._require_session().copies()
            case SaveFile(path):
                from nnviz.experiment.run_file.run_file import save_run  # noqa: PLC0415 (the app starts sooner without)

                save_run(self._require_session(), path)
            case Play():
                self._play()
            case PlayUntil(goal):
                self._play_until(goal)
            case Pause():
                if self.playing:
                    self._require_session().settle()
                self._pause()
            case StepBy(unit):
                start = self._end_of_steps()
                self._step_to(start + self._require_session().updates_in(unit, start))
            case Advance(updates):
                self._step_to(self._end_of_steps() + updates)
            case _:
                self._apply(order)

    @property
    def is_busy(self) -> bool:
        """Whether `tick` has something to do: to train, to reach a moment of the past, to look closer."""
        return self.playing or self._calm_at is not None or self._finer_at is not None

    def tick(self) -> float:
        """Train for one slice; return in how many seconds the next one is due."""
        session = self._require_session()
        if self._calm_at is not None:
            return self._travel(session)
        if self._finer_at is not None:
            return self._wait_for_calm(self._finer_at)
        left = None if self._target is None else self._target - session.update
        if self._goal is not None:
            to_look = session.updates_in("epoch")
            left = to_look if left is None else min(left, to_look)
        if self._flat_out:
            done = session.advance_for(self._slice(), at_most=left)
        else:
            due = self._pace.due(self._clock())
            done = session.advance_for(FRAME, at_most=due if left is None else min(due, left))
        self._meter.read(self._clock(), session.update)
        if session.divergence is not None:
            self._pause()
        elif done and session.stopped:  # not where it only stands: while no update is due yet, it goes on
            reason = session.stopped
            self._pause()
            self._notice = reason
        elif self._target is not None and session.update >= self._target:
            self._arrive()
        elif (
            done
            and self._goal is not None
            and _is_after_an_epoch(session)
            and self._goal.is_met(session.metrics())
        ):
            self._pause()
        return 0.0 if self._stepping else self._pace.wait(self._clock())

    def frame_is_due(self) -> bool:
        """Whether the window should get to see something: once a frame, and whenever training has paused."""
        if self._finer_at is not None:
            return False
        return not self.playing or self._clock() - self._published >= NEARLY * self._frame

    def snapshot(self, hint: str = "") -> Snapshot | None:
        """Return the present moment, with what was asked for last; None where nothing is loaded."""
        if self.session is None:
            return None
        snapshot = self.session.snapshot(
            *self._wishes,
            running=self.playing,
            updates_per_second=self._meter.updates_per_second() if self.playing else 0.0,
            hint=self._notice or hint,
            moving=self._calm_at is not None,
            unhurried=self._unhurried,
        )
        self._published = self._clock()
        paused = not (self.playing or self._calm_at is not None or self._unhurried)
        self._finer_at = self._published + CALM if paused and self.session.looks_are_coarse else None
        self._unhurried = False
        return snapshot

    def halt(self) -> None:
        """Pause because something went wrong."""
        self._pause()
        self._calm_at = self._finer_at = None

    def _open(self, order: Open | OpenFile | OpenPast) -> None:
        """Go over to another run; the present one stays in the list of earlier runs, except in a copy."""
        from nnviz.experiment.run_file.run_file import load_run  # noqa: PLC0415 (the app starts sooner without)
        from nnviz.experiment.session import Session  # noqa: PLC0415 (the app starts sooner without)

        before = self.session
        if before is not None:
            before.go_on()  # what was given up is over
        match order:
            case Open(spec):
                if before is None:
                    self._take(Session(spec))
                else:
                    before.open(spec)
                    self._take(before)
            case OpenFile(path):
                opened = load_run(path, arrive=False)
                opened.approach_for(MOST_SECONDS_TO_ARRIVE)
                if before is not None:
                    opened.succeed(before)
                self._take(opened)
                self._calm_at = self._clock()  # goes the rest of the way in slices, so that it can be left
            case OpenPast(saved, keeps):
                opened = Session.of_saved(own_copy(saved))
                if keeps and before is not None:
                    changed = before.changes_by_hand != self._untouched
                    opened.succeed(before, with_its_run=changed)
                self._take(opened)

    def _take(self, session: Session) -> None:
        """Go over to another session, paused."""
        self._pause()
        self._calm_at = self._finer_at = None
        self.session = session
        self._untouched = session.changes_by_hand

    def _apply(self, command: Command) -> None:
        """Carry out a command of the session; going to another moment pauses."""
        session = self._require_session()
        run = session.runs_begun
        session.apply(command)
        match command:
            case Reset() | Undoably(command=Reset()):
                self._pause()
            case SetSpec() | Undoably():
                self._aim_anew()
            case TakeBack() if session.runs_begun == run:
                self._aim_anew()
            case _ if command.travels or isinstance(command, TakeBack):
                self._go_there(session)

    def _go_there(self, session: Session) -> None:
        """Pause, and go on towards the moment that was asked for."""
        self._pause()
        self._calm_at = self._clock() + CALM
        self._travel(session)

    def _travel(self, session: Session) -> float:
        """Go on towards the moment that was asked for; return in how many seconds to come back."""
        if not session.approach_for(FRAME / 2):
            return 0.0
        wait = (self._calm_at or 0.0) - self._clock()
        if wait > 0.0:
            return wait
        self._calm_at = self._finer_at = None
        return 0.0

    def _wait_for_calm(self, until: float) -> float:
        """Have the next pictures made without hurry, when nothing has happened for a while."""
        wait = until - self._clock()
        if wait > 0.0:
            return wait
        self._finer_at, self._unhurried = None, True
        return 0.0

    def _slice(self) -> float:
        """Return the seconds until the next frame: few calls of the engine, since each waits for the GIL."""
        return max(SHORTEST_SLICE, self._published + self._frame - self._clock())

    @property
    def _frame(self) -> float:
        """Seconds between two snapshots while running."""
        return LONG_FRAME if self._flat_out else FRAME

    @property
    def _flat_out(self) -> bool:
        return self._stepping or self._pace.rate is None

    def _require_session(self) -> Session:
        if self.session is None:
            raise ValueError("No experiment is open: open one first.")
        return self.session

    def _play(self) -> None:
        session = self._go_on_from_here()
        end = session.last_update
        self._start(target=end if session.update < end else None, stepping=False)

    def _go_on_from_here(self) -> Session:
        """Train on with the present settings, whatever was done after this moment before."""
        session = self._require_session()
        if session.has_changes_ahead:
            session.apply(Fork())
        return session

    def _play_until(self, goal: When | Score) -> None:
        """Train until a condition holds; where it holds already, nothing happens."""
        session = self._require_session()
        if isinstance(goal, When):
            end = goal.update(session.update_at)
            if end > session.update:
                self._go_on_from_here()
                self._start(target=end, stepping=False)
        elif not goal.is_met(session.metrics()):
            self._play()
            self._goal = goal

    def _aim_anew(self) -> None:
        """Play to where the experiment now ends: an epoch of other batches or data has other updates."""
        session = self._require_session()
        if self.playing and not self._stepping:
            if session.update < session.last_update:
                self._target = session.last_update
            elif self._target is not None:  # fewer epochs than are done: this is the end
                self._target = session.update

    def _end_of_steps(self) -> int:
        """Return the update at which the next step begins: where those under way end, or the present one."""
        under_way = self._target if self._stepping else None
        return self._require_session().update if under_way is None else under_way

    def _step_to(self, update: int) -> None:
        self._start(target=update, stepping=True)
        self.tick()

    def _start(self, target: int | None, stepping: bool) -> None:
        self._target, self._stepping, self.playing = target, stepping, True
        self._goal = None
        self._calm_at = self._finer_at = None
        self._notice = ""
        self._pace.start(self._clock())
        self._meter.restart()

    def _pause(self) -> None:
        self.playing = self._stepping = False
        self._target = self._goal = None
        self._notice = ""

    def _arrive(self) -> None:
        """Pause at the target: the end of a step, or of the experiment."""
        session = self._require_session()
        whole_experiment = not self._stepping and session.update >= session.last_update
        self._pause()
        if whole_experiment:
            epochs = session.spec.training.epochs
            self._notice = f"The experiment's {epochs:,} epochs are done; play again to go on."


def _is_after_an_epoch(session: Session) -> bool:
    return session.update_at(int(session.epoch)) == session.update
