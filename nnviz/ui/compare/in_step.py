"""Two trainings in step: each in a thread of its own, both always shown at the same update."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from nnviz.experiment.commands import Visit
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.ui.compare.side import SideStart
from nnviz.ui.playing.view import FRAME
from nnviz.worker.meter import SpeedMeter
from nnviz.worker.remote import Remote

SHORT, LONG = 2.0, 4.0
"""A round takes that many times the shortest possible one: less wastes time, more jerks."""
LEAST_ROUND = 0.025
"""Seconds that the shortest round counts as at least: ten pictures a second are enough, and a machine that is
busy for a moment is no reason to train less."""
MOST_UPDATES = 1_000_000
LONGEST_CATCH_UP = 0.1
"""Seconds of training that may be made up for after a late frame."""


class InStep(QObject):
    """Plays two trainings in rounds: both do the same number of updates, then both are shown.

    Parameters
    ----------
    trained : Remote
        Of any training: those of the two sides are made like it.

    Signals
    -------
    arrived(Snapshot, Snapshot)
        Both stand at the same update.
    stopped(str)
        Playing has ended by itself; the sentence says why.
    """

    arrived = Signal(object, object)
    stopped = Signal(str)

    def __init__(
        self, trained: Remote, parent: QObject, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._sides = (trained.another(self), trained.another(self))
        for side in self._sides:
            side.failed.connect(self._fail)
        self._latest: list[Snapshot | None] = [None, None]
        self._wanted: int | None = None
        self._speed: float | None = None
        self._chunk = 1
        self._shortest = LONGEST_CATCH_UP
        self._round_began = self._work_began = self._credited_at = 0.0
        self._credit = 0.0
        self.meter = SpeedMeter()
        self.playing = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self.frame)
        self._timer.start()

    def open(self, left: SideStart, right: SideStart) -> None:
        """Begin anew, paused."""
        self.playing, self._wanted = False, None
        for side, start in zip(self._sides, (left, right), strict=True):
            start.begin(side)

    def want(self, left: Wishes, right: Wishes) -> None:
        """Say what the two pictures need."""
        for side, wishes in zip(self._sides, (left, right), strict=True):
            side.want(wishes)

    def set_speed(self, updates_per_second: float | None) -> None:
        """Limit the speed of playing; None: flat out."""
        self._speed = updates_per_second

    def play(self) -> None:
        """Train both until told otherwise."""
        self.playing = True
        self.meter.restart()
        self._credit, self._credited_at = 0.0, self._clock()

    def pause(self) -> None:
        """Stop after the present round."""
        self.playing = False

    def step(self, updates: int) -> None:
        """Train both by so many updates."""
        self.playing = False
        self._advance(updates)

    def visit(self, update: int) -> None:
        """Take both to an update that both have reached; of many in a row, those there is time for."""
        self.playing = False
        self._wanted = min(max(update, 0), self._reached)

    def back(self) -> None:
        """Go back by one update."""
        now = self._update if self._wanted is None else self._wanted
        self.visit(now - 1)

    def latest(self) -> None:
        """Go to the last update that both have reached."""
        self.visit(self._reached)

    def close(self) -> None:
        """End both threads, without waiting for them."""
        self._timer.stop()
        for side in self._sides:
            side.end()

    @Slot()
    def frame(self) -> None:
        """Do the work of one frame."""
        news = False
        for index, side in enumerate(self._sides):
            snapshot = side.latest()
            if snapshot is not None:
                self._latest[index], news = snapshot, True
        left, right = self._latest
        if left is None or right is None or not self._is_round_over(left, right):
            return
        if news:
            self._learn_pace()
            self.meter.read(self._clock(), left.update)
            self.arrived.emit(left, right)
        if self._wanted is not None:
            self._travel(self._wanted)
        elif self.playing:
            self._go_on(left, right)

    def _is_round_over(self, left: Snapshot, right: Snapshot) -> bool:
        both = (left, right)
        pasts = (moment.look(TimelineView) for moment in both)
        if any(past is not None and not past.arrived for past in pasts):
            return False
        return all(side.up_to_date for side in self._sides) and not any(moment.running for moment in both)

    def _travel(self, update: int) -> None:
        self._wanted = None
        for side in self._sides:
            side.travel(Visit(update))

    @property
    def _update(self) -> int:
        """The update shown last."""
        return min((moment.update for moment in self._latest if moment is not None), default=0)

    @property
    def _reached(self) -> int:
        """The last update that both have reached."""
        pasts = (moment.look(TimelineView) for moment in self._latest if moment is not None)
        return min((past.present.length for past in pasts if past is not None), default=0)

    def _go_on(self, left: Snapshot, right: Snapshot) -> None:
        if left.update != right.update:  # one of them cannot go on
            behind, which = min((left, "Left"), (right, "Right"), key=lambda side: side[0].update)
            reason = behind.divergence.sentence() if behind.divergence is not None else behind.hint
            self._end(f"{which}: {reason}")
            return
        updates = self._due()
        if updates:
            self._advance(updates)

    def _due(self) -> int:
        """Return the updates of the coming round."""
        if self._speed is None:
            return self._chunk
        now = self._clock()
        passed = min(now - self._credited_at, LONGEST_CATCH_UP)
        self._credit, self._credited_at = self._credit + passed * self._speed, now
        whole = int(self._credit)
        self._credit -= whole
        return min(whole, max(self._chunk, 1))

    def _advance(self, updates: int) -> None:
        self._round_began, self._work_began = self._clock(), self._work_time
        for side in self._sides:
            side.advance(updates)

    @property
    def _work_time(self) -> float:
        """Seconds that both sides have worked."""
        return sum(side.work_time for side in self._sides)

    def _learn_pace(self) -> None:
        """Train more or less in the next round; only what the two sides work themselves counts.

        While other programs, or the main window, train as well, every round is long, also that of a single
        update: to train less would not help.
        """
        took = min(self._clock() - self._round_began, self._work_time - self._work_began)
        self._shortest = min(self._shortest, took)
        least = max(self._shortest, LEAST_ROUND)
        if took < SHORT * least:
            self._chunk = min(2 * self._chunk, MOST_UPDATES)
        elif took > LONG * least:
            self._chunk = max(self._chunk // 2, 1)

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._end(sentence)

    def _end(self, sentence: str) -> None:
        self.playing = False
        self.stopped.emit(sentence)
