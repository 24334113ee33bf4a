"""Explaining an update, and the inspector: connects both with the diagram, the output and the worker."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMainWindow, QWidget

from nnviz.experiment.snapshot.coming_update import Example
from nnviz.explain.formulas.step import Step
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.explained import lit_of
from nnviz.parts import Part, Unit
from nnviz.ui.explanation.inspector import InspectorPanel
from nnviz.ui.explanation.panel import ExplanationPanel
from nnviz.ui.looks.look import Styles
from nnviz.ui.modes.explain_commands import EXPLAIN_COMMANDS
from nnviz.ui.modes.explain_layout import ExplainLayout
from nnviz.ui.modes.hover import HoverLink
from nnviz.ui.modes.mode import Mode
from nnviz.ui.modes.side_buttons import SideButtons
from nnviz.ui.network.view import NetworkView
from nnviz.ui.panels.docks import Docks
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.widgets.actions import Actions
from nnviz.worker.remote import Remote

_ALWAYS = ("explain", "why")
"""What can be asked while nothing is explained."""
_WITH_INSPECTOR = ("walk_out", "read_on", "read_back", "sample_next", "sample_before")
"""What can be asked of the inspector, too."""


class ExplainMode(Mode):
    """On, it leads the walk; off, it does nothing.

    Signals
    -------
    followed : Example or None
        The formulas follow this example; None: nothing is explained any more.
    explaining : bool
        Something is explained, in step mode or in the inspector, or no longer.
    """

    commands = EXPLAIN_COMMANDS
    takes = ("back", "first", "latest")
    followed = Signal(object)
    explaining = Signal(bool)

    def __init__(
        self,
        window: QMainWindow,
        docks: Docks,
        network: NetworkView,
        boundary: BoundaryView,
        controller: Remote,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self.panel = ExplanationPanel()
        self.inspector = InspectorPanel()
        self.is_on = False
        self.is_inspecting = False
        self._docks = docks
        self._network = network
        self._controller = controller
        self._actions = actions
        self._style = Style()
        self._layout = ExplainLayout(window, (self.panel, self.inspector), docks)
        self._buttons = SideButtons(self)
        self._hover = HoverLink(network.canvas, network.hand, self.views, self)
        self._connect()
        boundary.point_clicked.connect(self.follow_point)
        self.followed.connect(boundary.mark_example)
        self._enable()

    def _connect(self) -> None:
        panel, canvas, actions = self.panel, self._network.canvas, self._actions
        panel.step_shown.connect(self._light)
        panel.update_asked.connect(self._do_update)
        panel.leave_asked.connect(self.leave)
        panel.bar.whole.toggled.connect(actions["whole"].setChecked)
        actions["whole"].toggled.connect(panel.set_whole)
        actions["motion"].toggled.connect(canvas.flow.set_wanted)
        self._network.hand.chosen.connect(self._go_into)
        self._network.hand.pixel_chosen.connect(self._go_into_pixel)
        self._buttons.back.connect(self.back)
        self._buttons.forward.connect(self.forward)
        self._connect_inspector()

    def _connect_inspector(self) -> None:
        inspector, network = self.inspector, self._network
        inspector.place_clicked.connect(self.inspect)
        inspector.inspected.connect(self._light_paths)
        inspector.value_edited.connect(network.set_number)
        inspector.bar.grabbed.connect(network.grabbed)
        inspector.bar.settled.connect(network.settled)
        inspector.closed.connect(self.end_inspection)
        network.why_asked.connect(self._inspect_part)

    @property
    def views(self) -> tuple[ExplanationPanel, InspectorPanel]:
        """What wants to be shown snapshots."""
        return self.panel, self.inspector

    @property
    def example(self) -> Example | None:
        """The example that the formulas follow; None while nothing is explained."""
        if self.is_inspecting:
            return self.inspector.followed
        return self.panel.walker.followed if self.is_on else None

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self._style = styles.contents
        self.panel.set_styles(styles)
        self.inspector.set_styles(styles)
        self._layout.fit(styles.largest)

    @Slot()
    def enter(self) -> None:
        """Pause, and explain the coming update."""
        if self.is_on:
            return
        self.is_on = True
        self._controller.pause()
        self._network.hand.select(None)
        self.is_inspecting = False
        self._open(self.panel)
        self._switched()

    def _open(self, page: QWidget) -> None:
        if not self._layout.is_open:
            self._docks.restore_all()
        self._layout.open(page, self._style.scale)
        self.explaining.emit(True)

    @Slot()
    def leave(self) -> None:
        """Go back to the window as it was."""
        if not (self.is_on or self.is_inspecting):
            return
        self.is_on = self.is_inspecting = False
        self.panel.stop()
        self._network.canvas.show_lit(None)
        self.followed.emit(None)
        self._layout.close()
        self.explaining.emit(False)
        self._switched()

    # The inspector

    @Slot(object)
    def inspect(self, place: Part) -> None:
        """Take one weight, bias or neuron apart, in step mode or while the network trains."""
        walker = self.panel.walker
        self.inspector.example = self.panel.example
        self.inspector.look_at(place, walker.sample, walker.digits)
        self.is_inspecting = True
        self._open(self.inspector)
        self._enable()

    @Slot()
    def inspect_selected(self) -> None:
        """Inspect what is selected in the diagram, what the mouse points at, or what the step is about.

        So a lecture by keys alone gets everywhere; outside the walk it begins at the first output.
        """
        part = self._network.canvas.selection or self._network.canvas.under_mouse
        if part is not None:
            self._inspect_part(part)
        elif self.is_on and self.panel.walker.place is not None:
            self.inspect(self.panel.walker.place)
        elif self._network.canvas.diagram is not None:
            layers = self._network.canvas.diagram.content.layers
            self.inspect(Unit(len(layers) - 1, 0))

    @Slot(object)
    def _inspect_part(self, part: Part) -> None:
        self.inspect(part)

    @Slot()
    def end_inspection(self) -> None:
        """Go back to the walk, or to the window as it was."""
        if not self.is_on:
            self.leave()
        elif self.is_inspecting:
            self.is_inspecting = False
            self._open(self.panel)
            self.panel.show_again()

    @Slot(object)
    def _light_paths(self, step: Step) -> None:
        if self.is_inspecting:
            self._network.canvas.show_lit(lit_of(step, self._style.theme, self.inspector.digits))
            self.followed.emit(self.inspector.followed)

    # Step mode

    def _switched(self) -> None:
        self._enable()
        self._network.show_step_mode(self.is_on)
        self._buttons.listen(self.is_on)
        self.switched.emit(self.is_on)

    def _enable(self) -> None:
        for command in self.commands:
            if command.name not in _ALWAYS:
                self._actions[command.name].setEnabled(self.is_on)
        for name in _WITH_INSPECTOR:
            self._actions[name].setEnabled(self.is_on or self.is_inspecting)
        self._actions["explain"].setChecked(self.is_on)

    @Slot()
    def out(self) -> None:
        """Close the editor, or go back one level, or leave."""
        if self._network.close_editor():
            return
        if self.is_inspecting:
            self.end_inspection()
        elif not self.panel.go_out():
            self.leave()

    @Slot(int, str)
    def follow_point(self, index: int, part: str) -> None:
        """Explain the update for the point that was clicked, or inspect what it was about with that point."""
        self.follow_example(Example(part, index))

    @Slot(object)
    def follow_example(self, example: Example) -> None:
        """Explain the update for an example, or inspect what it was about with that example."""
        if self.is_inspecting:
            self.inspector.follow(example)
            return
        self.enter()
        if self.is_on:
            self.panel.follow(example)

    @Slot()
    def play_or_stop(self) -> None:
        """Walk on by itself, or stop."""
        self.panel.play_or_stop()

    @Slot()
    def forward(self) -> None:
        """Go to the next step, or to the next path of what is inspected."""
        if self.is_inspecting:
            self.inspector.other_path(+1)
        else:
            self.panel.forward()

    @Slot()
    def back(self) -> None:
        """Go to the step before, or to the path before."""
        if self.is_inspecting:
            self.inspector.other_path(-1)
        else:
            self.panel.back()

    @Slot()
    def _do_update(self) -> None:
        self._controller.step("update")

    @Slot(object)
    def _light(self, step: Step | None) -> None:
        if self.is_on and not self.is_inspecting:
            lit = lit_of(step, self._style.theme, self.panel.walker.digits) if step else None
            self._network.canvas.show_lit(lit)
            self.followed.emit(self.panel.walker.followed)

    @Slot(object)
    def _go_into(self, part: Part | None) -> None:
        """Go into a neuron that is clicked; out where nothing is."""
        if self.is_inspecting:
            if part is not None:
                self._inspect_part(part)
            return
        if not self.is_on:
            return
        if part is None:
            self.panel.go_out()
        elif isinstance(part, Unit):
            self.panel.go_into(part)

    @Slot(object, int, int)
    def _go_into_pixel(self, unit: Unit, row: int, column: int) -> None:
        """Go into the pixel of a map that is clicked."""
        if self.is_on and not self.is_inspecting:
            self.panel.go_into_pixel(unit, row, column)

    @Slot()
    def read_on(self) -> None:
        """Turn to the next page of what is explained."""
        self._page.pages.turn(+1)

    @Slot()
    def read_back(self) -> None:
        """Turn to the page before."""
        self._page.pages.turn(-1)

    @property
    def _page(self) -> ExplanationPanel | InspectorPanel:
        return self.inspector if self.is_inspecting else self.panel

    @Slot()
    def next_sample(self) -> None:
        """Follow the next sample of the batch."""
        self._page.other_sample(+1)

    @Slot()
    def sample_before(self) -> None:
        """Follow the sample before."""
        self._page.other_sample(-1)
