"""The line above an explained step of a graph: back and forward, the phases, and how far one is."""

from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from nnviz.explain.graph.walk import GraphPhase
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.widgets.buttons import tool_button

TITLES: dict[GraphPhase, str] = {
    "value": "Values",
    "derivative": "Derivatives",
    "path": "Paths",
    "sum": "Sum",
}


class WalkBar(QWidget):
    """Controls of the walk through a graph.

    Signals
    -------
    back_asked, forward_asked, fit_asked
        Buttons.
    phase_asked : str
        A phase to go to.
    """

    back_asked = Signal()
    forward_asked = Signal()
    fit_asked = Signal()
    phase_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelTitle")
        self._place = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID // 2)
        row.addWidget(self._icon_button("step-back", "One step back  (Left, Page Up)", self.back_asked))
        row.addWidget(
            self._icon_button("step-forward", "One step on  (Right, Page Down)", self.forward_asked)
        )
        self._phases = {phase: self._phase_button(phase, title) for phase, title in TITLES.items()}
        for button in self._phases.values():
            row.addWidget(button)
        row.addWidget(self._place)
        row.addStretch()
        row.addWidget(self._icon_button("maximize-2", "Show the whole graph  (F)", self.fit_asked))

    def set_style(self, style: Style) -> None:
        """Keep the label from moving what stands beside it."""
        self._place.setMinimumWidth(round(9 * style.text))

    def say(self, sentence: str) -> None:
        """Say what is going on in place of where one stands."""
        self._place.setText(sentence)

    def show_place(self, place: int, steps: int, phase: GraphPhase) -> None:
        """Show where one stands."""
        self._place.setText(f"step {place + 1} of {steps}")
        for name, button in self._phases.items():
            button.setChecked(name == phase)

    def _icon_button(self, icon_name: str, tip: str, asked: SignalInstance) -> QToolButton:
        button = tool_button(icon_name, tip)
        button.clicked.connect(asked)
        return button

    def _phase_button(self, phase: GraphPhase, title: str) -> QToolButton:
        button = QToolButton()
        button.setText(title)
        button.setCheckable(True)
        button.setToolTip(f"Go to where the {title.lower()} begin" if phase != "sum" else "Go to the sum")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self.phase_asked.emit, phase))
        return button
