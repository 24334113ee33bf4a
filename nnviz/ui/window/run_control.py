"""Play, pause, step and step back: what the transport and its keys ask for, and whether training runs."""

from PySide6.QtCore import QObject, Signal, Slot

from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.ui.past.time_travel import TimeTravel
from nnviz.ui.playing.transport import Transport
from nnviz.ui.window.step_mode import StepMode
from nnviz.worker.controller import Controller


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
        controller: Controller,
        transport: Transport,
        step_mode: StepMode,
        time_travel: TimeTravel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._transport = transport
        self._step_mode = step_mode
        self._time_travel = time_travel
        self._play_asked = False

    @Slot()
    def play_or_pause(self) -> None:
        """Train, or stop training; in step mode walk on by itself, or stop."""
        if self._step_mode.is_on:
            self._step_mode.panel.play_or_stop()
            return
        self._play_asked = not self._play_asked
        if self._play_asked:
            self._controller.play()
            self.played.emit()
        else:
            self._controller.pause()
        self._transport.show_running(self._play_asked)

    @Slot()
    def step(self) -> None:
        """Train for one step unit and stop; in step mode go one step on in the walk."""
        unit = self._transport.step_unit
        if self._step_mode.is_on:
            self._step_mode.forward()
        elif unit == "phase":
            self._step_mode.enter()
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
        self._play_asked = False
        self._transport.show_running(False)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show whether the worker trains, once it has carried out every order."""
        if self._controller.up_to_date:
            self._play_asked = snapshot.running
        self._transport.show_running(self._play_asked)
