"""Step mode: connects the walk with the diagram, the output picture, the keys and the worker."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from nnviz.experiment.coming_update import Example
from nnviz.explain.step import Step
from nnviz.paint.explained_diagram import lit_of, part_of, place_of
from nnviz.paint.network_layout import Neuron, Part
from nnviz.paint.theme import Style
from nnviz.ui.commands import Actions
from nnviz.ui.docks import Docks
from nnviz.ui.explanation.panel import ExplanationPanel
from nnviz.ui.explanation.step_layout import StepLayout
from nnviz.ui.network_view import NetworkView
from nnviz.worker.controller import Controller

_MOUSE_BUTTONS = (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton)


class StepMode(QObject):
    """On, it leads the walk; off, it does nothing.

    Signals
    -------
    switched : bool
        Step mode was entered or left.
    """

    switched = Signal(bool)

    def __init__(
        self,
        window: QMainWindow,
        docks: Docks,
        network: NetworkView,
        controller: Controller,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self.panel = ExplanationPanel()
        self.is_on = False
        self._docks = docks
        self._network = network
        self._controller = controller
        self._actions = actions
        self._style = Style()
        self._layout = StepLayout(window, self.panel, docks.beside_the_output)
        self._connect()
        self._enable()

    def _connect(self) -> None:
        panel, canvas = self.panel, self._network.canvas
        panel.step_shown.connect(self._light)
        panel.update_asked.connect(self._do_update)
        panel.leave_asked.connect(self.leave)
        panel.place_hovered.connect(self._point_at_part)
        canvas.hovered.connect(self._point_at_term)
        canvas.chosen.connect(self._go_into)
        for name, slot in {
            "walk_back": panel.back,
            "walk_next": panel.forward,
            "walk_in": panel.go_in,
            "walk_out": self.out,
            "walk_depth": panel.next_depth,
            "walk_start": panel.to_start,
            "walk_end": panel.to_end,
            "sample_next": self._next_sample,
            "sample_before": self._sample_before,
            "explain": self.toggle,
        }.items():
            self._actions[name].triggered.connect(slot)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.panel.set_style(style)

    @Slot()
    def toggle(self) -> None:
        """Enter step mode, or leave it."""
        if self.is_on:
            self.leave()
        else:
            self.enter()

    @Slot()
    def enter(self) -> None:
        """Pause, and explain the coming update."""
        if self.is_on:
            return
        self.is_on = True
        self._controller.pause()
        self._docks.restore_all()
        self._layout.enter(self._style.scale)
        self._switched()

    @Slot()
    def leave(self) -> None:
        """Go back to the window as it was."""
        if not self.is_on:
            return
        self.is_on = False
        self.panel.stop()
        self._network.canvas.show_lit(None)
        self._layout.leave()
        self._switched()

    def _switched(self) -> None:
        self._enable()
        self._network.show_step_mode(self.is_on)
        application = QApplication.instance()
        assert application is not None
        if self.is_on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)
        self.switched.emit(self.is_on)

    def _enable(self) -> None:
        for name in self._actions.names("Explain"):
            if name != "explain":
                self._actions[name].setEnabled(self.is_on)
        self._actions["explain"].setChecked(self.is_on)

    @Slot()
    def out(self) -> None:
        """Close the editor, or go back one level, or leave."""
        if not self._network.close_editor() and not self.panel.go_out():
            self.leave()

    @Slot(int, str)
    def follow_point(self, index: int, part: str) -> None:
        """Explain the update for the point that was clicked; enters step mode."""
        self.enter()
        self.panel.follow(Example(part, index))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk with the side buttons of the mouse, wherever it is."""
        pressed = isinstance(watched, QWidget) and event.type() == QEvent.Type.MouseButtonPress
        if not (pressed and isinstance(event, QMouseEvent) and event.button() in _MOUSE_BUTTONS):
            return False
        if event.button() == Qt.MouseButton.BackButton:
            self.panel.back()
        else:
            self.panel.forward()
        return True

    @Slot()
    def _do_update(self) -> None:
        self._controller.step("update")

    @Slot(object)
    def _light(self, step: Step | None) -> None:
        lit = lit_of(step, self._style.theme, self.panel.walker.digits) if step and self.is_on else None
        self._network.canvas.show_lit(lit)

    @Slot(object)
    def _point_at_part(self, place: object) -> None:
        self._network.canvas.point_at(None if place is None else part_of(place))  # type: ignore[arg-type]

    @Slot(object)
    def _point_at_term(self, part: Part | None) -> None:
        if self.is_on:
            self.panel.canvas.point_at(None if part is None else place_of(part))

    @Slot(object)
    def _go_into(self, part: Part | None) -> None:
        """Go into a neuron that is clicked; out where nothing is."""
        if not self.is_on:
            return
        if part is None:
            self.panel.go_out()
        elif isinstance(part, Neuron):
            self.panel.go_into(place_of(part))

    @Slot()
    def _next_sample(self) -> None:
        self.panel.other_sample(+1)

    @Slot()
    def _sample_before(self) -> None:
        self.panel.other_sample(-1)
