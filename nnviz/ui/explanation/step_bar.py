"""The line above an explained step: the phases, how finely and how fast one walks, which sample."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QLabel, QToolButton, QWidget

from nnviz.explain.formulas.step import Depth
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.explanation.controls import FIRST_DIGITS, SampleChooser, digits_box, fill_row
from nnviz.ui.explanation.phase_rail import PhaseRail
from nnviz.ui.looks.icons import icon
from nnviz.ui.looks.look import Styles
from nnviz.ui.widgets.buttons import name_of, tool_button
from nnviz.ui.widgets.combo_box import ComboBox
from nnviz.ui.widgets.flow_layout import FlowLayout

DEPTHS = {
    Depth.PHASE: "phase",
    Depth.LAYER: "layer",
    Depth.NEURON: "neuron",
    Depth.PIXEL: "pixel",
    Depth.PRODUCT: "product",
}
PACES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds a step takes when the walk goes on by itself."""
FIRST_PACE = 2.0
LOWEST = 40 * GRID
"""In a window of less than this height at text size 1 the formulas get the row of how they look."""
LOWEST_FOR_BUTTONS = 260
"""The same for the buttons beside the phases: a window of 720 with text three times as large."""


class StepBar(QWidget):
    """Controls of the walk; it decides nothing itself.

    Signals
    -------
    back_asked, forward_asked, play_asked, close_asked, own_asked, save_asked
        Buttons.
    depth_chosen : Depth
        How finely to walk.
    pace_chosen : float
        Seconds a step.
    digits_chosen : int
        Significant digits.
    """

    back_asked = Signal()
    forward_asked = Signal()
    play_asked = Signal()
    close_asked = Signal()
    own_asked = Signal()
    save_asked = Signal()
    depth_chosen = Signal(object)
    pace_chosen = Signal(float)
    digits_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelTitle")
        self.rail = PhaseRail()
        self._of_maps = False
        self.depths = self._choice(
            "How finely one walks  (D)", [f"by {name}" for name in self._depths.values()]
        )
        self.pace = self._choice("Seconds a step when it plays", [f"{pace:g} s" for pace in PACES])
        self.pace.setCurrentIndex(PACES.index(FIRST_PACE))
        self.digits = digits_box(FIRST_DIGITS)
        self.note = QLabel()
        self.note.setProperty("role", "note")
        self.samples = SampleChooser()
        self._play = self._button("play", "Walk on by itself, or stop  (Space)", self.play_asked)
        self.looks = self._looking()
        self._styles = Styles(Style(), Style())
        flow = FlowLayout(self)
        flow.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        self.walking, self.sampling = self._walking(), self._sampling()
        for widget in (self.rail, self.walking, self.sampling, self.looks, self.note):
            flow.addWidget(widget)
        self.depths.activated.connect(self._choose_depth)
        self.pace.activated.connect(self._choose_pace)
        self.digits.valueChanged.connect(self.digits_chosen)

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self.rail.set_style(styles.controls)
        self._styles = styles
        self._leave_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the formulas room in a window that is low for its text."""
        super().resizeEvent(event)
        self._leave_room()

    def _leave_room(self) -> None:
        """Show buttons only where formulas keep their room; keys remain, and phases can be clicked."""
        has_rows = self.window().height() >= LOWEST_FOR_BUTTONS * self._styles.controls.scale
        for row in (self.walking, self.sampling):
            row.setVisible(has_rows)
        self.looks.setVisible(self.window().height() >= LOWEST * self._styles.largest)

    def show_playing(self, on: bool) -> None:
        """Show whether the walk goes on by itself."""
        self._play.setIcon(icon("pause" if on else "play"))

    def show_depth(self, depth: Depth, of_maps: bool = False) -> None:
        """Show how finely one walks; only where there are maps by pixels, too."""
        if of_maps != self._of_maps:
            self._of_maps = of_maps
            self.depths.clear()
            self.depths.addItems([f"by {name}" for name in self._depths.values()])
        self.depths.setCurrentIndex(list(self._depths).index(depth))

    @property
    def _depths(self) -> dict[Depth, str]:
        if self._of_maps:
            return DEPTHS | {Depth.NEURON: "map"}
        return {depth: name for depth, name in DEPTHS.items() if depth is not Depth.PIXEL}

    def say(self, sentence: str) -> None:
        """Show a short remark; an empty one takes it away."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _walking(self) -> QWidget:
        back = self._button("step-back", "One step back  (Left, Page Up)", self.back_asked)
        forward = self._button("step-forward", "One step on  (Right, Page Down)", self.forward_asked)
        return fill_row(QWidget(), back, self._play, forward, self.depths, self.pace)

    def _sampling(self) -> QWidget:
        own = QToolButton()
        own.setText("own…")
        own.setToolTip("Type inputs and targets of your own, or click a point in the output picture")
        own.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        own.clicked.connect(self.own_asked)
        return fill_row(QWidget(), self.samples, own)

    def _looking(self) -> QWidget:
        self.whole = QToolButton()
        self.whole.setText("all")
        self.whole.setCheckable(True)
        self.whole.setToolTip("Write long sums and large matrices out in full  (A)")
        self.whole.setAccessibleName("Long sums and large matrices in full")
        self.whole.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        save = self._button("save", "Save the whole walk as LaTeX, Markdown or pictures", self.save_asked)
        return fill_row(
            QWidget(),
            self.digits,
            self.whole,
            save,
            self._button("x", "Leave the explanation  (E)", self.close_asked),
        )

    def _choice(self, tip: str, names: list[str]) -> QComboBox:
        box = ComboBox()
        box.addItems(names)
        box.setToolTip(tip)
        box.setAccessibleName(name_of(tip))
        return box

    def _button(self, name: str, tip: str, signal: object) -> QToolButton:
        button = tool_button(name, tip)
        button.clicked.connect(signal)
        return button

    @Slot(int)
    def _choose_depth(self, place: int) -> None:
        self.depth_chosen.emit(list(self._depths)[place])

    @Slot(int)
    def _choose_pace(self, place: int) -> None:
        self.pace_chosen.emit(PACES[place])
