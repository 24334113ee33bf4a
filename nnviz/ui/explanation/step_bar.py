"""The line above an explained step: the phases, how finely and how fast one walks, which sample."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QToolButton, QWidget

from nnviz.explain.numbers import DIGITS_RANGE
from nnviz.explain.step import Depth
from nnviz.paint.theme import GRID, Style
from nnviz.ui.explanation.phase_rail import PhaseRail
from nnviz.ui.flow_layout import FlowLayout
from nnviz.ui.icons import icon

DEPTHS = {Depth.PHASE: "phase", Depth.LAYER: "layer", Depth.NEURON: "neuron", Depth.PRODUCT: "product"}
PACES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds a step takes when the walk goes on by itself."""
_FIRST_PACE = 2.0


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
    sample_asked : int
        So many samples on (or back).
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
    sample_asked = Signal(int)
    digits_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelTitle")
        self.rail = PhaseRail()
        self.depths = self._choice("How finely one walks  (D)", [f"by {name}" for name in DEPTHS.values()])
        self.pace = self._choice("Seconds a step when it plays", [f"{pace:g} s" for pace in PACES])
        self.pace.setCurrentIndex(PACES.index(_FIRST_PACE))
        self.digits = self._digits_box()
        self.note = QLabel()
        self.note.setProperty("role", "note")
        self._sample = QLabel()
        self._sample.setToolTip("Which sample of the batch the formulas follow")
        self._play = self._button("play", "Walk on by itself, or stop  (Space)", self.play_asked)
        flow = FlowLayout(self)
        flow.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        for widget in (self.rail, self._walking(), self._sampling(), self._looking(), self.note):
            flow.addWidget(widget)
        self.depths.activated.connect(self._choose_depth)
        self.pace.activated.connect(self._choose_pace)
        self.digits.valueChanged.connect(self.digits_chosen)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.rail.set_style(style)

    def show_playing(self, on: bool) -> None:
        """Show whether the walk goes on by itself."""
        self._play.setIcon(icon("pause" if on else "play"))

    def show_depth(self, depth: Depth) -> None:
        """Show how finely one walks."""
        self.depths.setCurrentIndex(list(DEPTHS).index(depth))

    def show_sample(self, sample: int, batch: int) -> None:
        """Show which sample of the batch the formulas follow."""
        self._sample.setText(f"{sample + 1} of {batch}" if batch else "")
        for button in (self._earlier, self._later):
            button.setEnabled(batch > 1)

    def say(self, sentence: str) -> None:
        """Show a short remark; an empty one takes it away."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _walking(self) -> QWidget:
        back = self._button("step-back", "One step back  (Left, Page Up)", self.back_asked)
        forward = self._button("step-forward", "One step on  (Right, Page Down)", self.forward_asked)
        return _row(back, self._play, forward, self.depths, self.pace)

    def _sampling(self) -> QWidget:
        self._earlier = self._button("chevron-left", "Sample before  (Shift+S)", None)
        self._later = self._button("chevron-right", "Next sample of the batch  (S)", None)
        self._earlier.clicked.connect(self._ask_earlier)
        self._later.clicked.connect(self._ask_later)
        own = QToolButton()
        own.setText("own…")
        own.setToolTip("Type inputs and targets of your own, or click a point in the output picture")
        own.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        own.clicked.connect(self.own_asked)
        return _row(self._earlier, self._sample, self._later, own)

    def _looking(self) -> QWidget:
        self.whole = QToolButton()
        self.whole.setText("all")
        self.whole.setCheckable(True)
        self.whole.setToolTip("Write long sums out in full  (A)")
        self.whole.setAccessibleName("Long sums in full")
        self.whole.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        save = self._button("save", "Save the whole walk as LaTeX, Markdown or pictures", self.save_asked)
        return _row(
            self.digits, self.whole, save, self._button("x", "Leave the explanation  (E)", self.close_asked)
        )

    def _digits_box(self) -> QSpinBox:
        box = QSpinBox()
        box.setRange(*DIGITS_RANGE)
        box.setValue(4)
        box.setAccessibleName("Significant digits")
        box.setToolTip("Significant digits of the numbers")
        return box

    def _choice(self, tip: str, names: list[str]) -> QComboBox:
        box = QComboBox()
        box.addItems(names)
        box.setToolTip(tip)
        box.setAccessibleName(_name(tip))
        return box

    def _button(self, name: str, tip: str, signal: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setToolTip(tip)
        button.setAccessibleName(_name(tip))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if signal is not None:
            button.clicked.connect(signal)
        return button

    @Slot(int)
    def _choose_depth(self, place: int) -> None:
        self.depth_chosen.emit(list(DEPTHS)[place])

    @Slot(int)
    def _choose_pace(self, place: int) -> None:
        self.pace_chosen.emit(PACES[place])

    @Slot()
    def _ask_earlier(self) -> None:
        self.sample_asked.emit(-1)

    @Slot()
    def _ask_later(self) -> None:
        self.sample_asked.emit(+1)


def _name(tip: str) -> str:
    """Return a tooltip without its key."""
    return tip.partition("  (")[0]


def _row(*widgets: QWidget) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID // 2)
    for widget in widgets:
        row.addWidget(widget)
    return group
