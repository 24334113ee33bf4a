"""Two trainings in step: each in a thread of its own, both always shown at the same update."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from nnviz.experiment.snapshot import Request, Snapshot
from nnviz.experiment.spec import Spec
from nnviz.ui.frame_feed import FRAME
from nnviz.worker.controller import Controller
from nnviz.worker.meter import SpeedMeter

SHORT, LONG = 2.0, 4.0
"""A round takes that many times the shortest possible one: less wastes time, more jerks."""
MOST_UPDATES = 1_000_000
LONGEST_CATCH_UP = 0.1
"""Seconds of training that may be made up for after a late frame."""


class InStep(QObject):
    """Plays two trainings in rounds: both do the same number of updates, then both are shown.

    Signals
    -------
    arrived(Snapshot, Snapshot)
        Both stand at the same update.
    stopped(str)
        Playing has ended by itself; the sentence says why.
    """

    arrived = Signal(object, object)
    stopped = Signal(str)

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._sides = (Controller(self), Controller(self))
        for side in self._sides:
            side.failed.connect(self._fail)
        self._latest: list[Snapshot | None] = [None, None]
        self._speed: float | None = None
        self._chunk = 1
        self._shortest = LONGEST_CATCH_UP
        self._round_began = self._credited_at = 0.0
        self._credit = 0.0
        self.meter = SpeedMeter()
        self.playing = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self.frame)
        self._timer.start()

    def open(self, left: Spec, right: Spec) -> None:
        """Begin anew with these settings, paused at update 0."""
        self.playing = False
        for side, spec in zip(self._sides, (left, right), strict=True):
            side.open(spec)

    def want(self, left: Request, right: Request) -> None:
        """Say what the two pictures need."""
        for side, request in zip(self._sides, (left, right), strict=True):
            side.want(request)

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

    def reset(self) -> None:
        """Go back to the same initial weights."""
        self.playing = False
        for side in self._sides:
            side.reset()

    def close(self) -> None:
        """End both threads."""
        self._timer.stop()
        for side in self._sides:
            side.close()

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
        if self.playing:
            self._go_on(left, right)

    def _is_round_over(self, left: Snapshot, right: Snapshot) -> bool:
        return all(side.up_to_date for side in self._sides) and not (left.running or right.running)

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
        self._round_began = self._clock()
        for side in self._sides:
            side.advance(updates)

    def _learn_pace(self) -> None:
        took = self._clock() - self._round_began
        self._shortest = min(self._shortest, took)
        if took < SHORT * self._shortest:
            self._chunk = min(2 * self._chunk, MOST_UPDATES)
        elif took > LONG * self._shortest:
            self._chunk = max(self._chunk // 2, 1)

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._end(sentence)

    def _end(self, sentence: str) -> None:
        self.playing = False
        self.stopped.emit(sentence)
