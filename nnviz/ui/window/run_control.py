"""Play, pause, step and step back: what the transport and its keys ask for, and whether training runs."""

from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.ui.document.document import Document
from nnviz.ui.past.time_travel import TimeTravel
from nnviz.ui.playing.transport import Transport
from nnviz.worker.remote import Remote

TO_NOTICE = 700
"""Milliseconds after the end of training in which Play still means Pause."""


class Stepping(Protocol):
    """What takes over "Play" and "Step" while an update is explained."""

    is_on: bool

    def enter(self) -> None:
        """Begin."""

    def forward(self) -> None:
        """Go one step on."""

    def play_or_stop(self) -> None:
        """Walk on by itself, or stop."""


class RunControl(QObject):
    """Turns the commands of the group "Run" into orders to the worker, or into steps of the walk.

    Signals
    -------
    played
        The user asked for training to go on.
    """

    played = Signal()

    def __init__(
        self,
        controller: Remote,
        transport: Transport,
        walk: Stepping,
        time_travel: TimeTravel,
        document: Document,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._transport = transport
        self._walk = walk
        self._time_travel = time_travel
        self._document = document
        self._play_asked = False
        self._is_playing = False
        self._stopped = QElapsedTimer()
        self._is_at_the_start = False

    @Slot()
    def play_or_pause(self) -> None:
        """Train, or stop training; in step mode walk on by itself, or stop."""
        if self._walk.is_on:
            self._walk.play_or_stop()
            return
        if self._has_just_stopped():
            return
        self._play_asked = self._is_playing = not self._play_asked
        if self._play_asked:
            self._controller.play()
            self.played.emit()
        else:
            self._controller.pause()
        self._transport.show_running(self._play_asked)

    @Slot()
    def reset(self) -> None:
        """Start again from the same weights; where nothing has been trained, there is nothing to undo."""
        if self._is_at_the_start and self._controller.up_to_date:
            self._controller.reset()
        else:
            self._document.reset()

    def _has_just_stopped(self) -> bool:
        """Whether training ended by itself a moment ago: who presses now means to stop it."""
        return self._stopped.isValid() and not self._stopped.hasExpired(TO_NOTICE)

    @Slot()
    def step(self) -> None:
        """Train for one step unit and stop; in step mode go one step on in the walk."""
        unit = self._transport.step_unit
        self._is_playing = False
        if self._walk.is_on:
            self._walk.forward()
        elif unit == "phase":
            self._walk.enter()
        else:
            self._controller.step(unit)

    @Slot()
    def back(self) -> None:
        """Go back by one step unit."""
        unit = self._transport.step_unit
        self._time_travel.back("update" if unit == "phase" else unit)

    @Slot()
    def show_paused(self) -> None:
        """Show that training has stopped, before the worker says so."""
        self._play_asked = self._is_playing = False
        self._transport.show_running(False)

    def show_snapshot(self, snapshot: Instant) -> None:
        """Show whether the worker trains, once it has carried out every order."""
        if self._controller.up_to_date:
            if self._is_playing and not snapshot.running:
                self._is_playing = False
                self._stopped.start()
            if snapshot.running:
                self._stopped.invalidate()  # it has been started again since, by a piece of advice perhaps
            self._play_asked = snapshot.running
            self._is_at_the_start = _has_not_begun(snapshot)
        self._transport.show_running(self._play_asked)


def _has_not_begun(snapshot: Instant) -> bool:
    timeline = snapshot.look(TimelineView)
    if timeline is None or len(timeline.branches) > 1:
        return False
    return timeline.present.length == 0 and not timeline.present.bookmarks
