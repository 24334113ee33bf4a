"""The line above what is inspected: its value to type or drag, which sample, which path, how many digits."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.explanation.controls import FIRST_DIGITS, SampleChooser, digits_box, fill_row
from nnviz.ui.network.parameter_editor import ParameterEditor
from nnviz.ui.widgets.buttons import tool_button
from nnviz.ui.widgets.flow_layout import FlowLayout
from nnviz.ui.widgets.plain_text import plain_tip

_WIDTH = 230
"""Of slider and field, at text size 1."""
_WIDE = 800
"""Width at text size 1 from which there is room for the title."""
_CHARACTERS = 10


class InspectorBar(QWidget):
    """Controls of the inspector; it decides nothing itself.

    Signals
    -------
    value_edited : float
        The value is to be this, while it is dragged as well.
    grabbed, settled
        A drag begins, a drag has ended: the changes between them are one step of undo.
    path_asked : int
        The next path alone (1), or the one before (-1).
    close_asked
        The user is done.
    """

    value_edited = Signal(float)
    grabbed = Signal()
    settled = Signal()
    path_asked = Signal(int)
    close_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panelTitle")
        self._style = Style()
        self.editor: ParameterEditor | None = None
        self.samples, self.digits = SampleChooser(), digits_box(FIRST_DIGITS)
        self._value_name = QLabel()
        self._value = fill_row(QWidget(), self._value_name)
        before = tool_button("step-back", "The path before, alone  (in step mode: Left)")
        after = tool_button("step-forward", "The next path, alone  (in step mode: Right)")
        close = tool_button("x", "Back  (Esc)")
        before.clicked.connect(self._ask_before)
        after.clicked.connect(self._ask_after)
        close.clicked.connect(self.close_asked)
        self._title = QLabel("Chain rule and check")
        self._flow = FlowLayout(self)
        self._flow.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        for widget in (
            self._title,
            self._value,
            fill_row(QWidget(), QLabel("paths"), before, after),
            self.samples,
            fill_row(QWidget(), self.digits, close),
        ):
            self._flow.addWidget(widget)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        if self.editor is not None:
            self._dress(self.editor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the title out where it would push the controls into another row."""
        super().resizeEvent(event)
        self._title.setVisible(self.width() >= _WIDE * self._style.scale)

    def offer_value(self, name: str, title: str, value: float) -> None:
        """Let a weight or a bias be edited that has this value; no `name`: nothing can be."""
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self._value_name.setText(name)
        self._value.setVisible(bool(name))
        if name:
            self.editor = ParameterEditor(title, value, _CHARACTERS)
            self.editor.edited.connect(self._take)
            self.editor.changed.connect(self.value_edited)
            self.editor.rejected.connect(self._refuse)
            self.editor.grabbed.connect(self.grabbed)
            self.editor.settled.connect(self.settled)
            self._dress(self.editor)
            layout = self._value.layout()
            assert layout is not None
            layout.addWidget(self.editor)

    def show_value(self, value: float) -> None:
        """Show the value as it is now, unless another is being typed."""
        if self.editor is not None:
            self.editor.show_value(value)

    def _dress(self, editor: ParameterEditor) -> None:
        editor.set_style(self._style)
        editor.setFixedWidth(round(_WIDTH * self._style.scale))

    @Slot()
    def _take(self) -> None:
        if self.editor is not None:
            self.editor.mark_wrong(False)
            self.editor.setToolTip("")

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        if self.editor is not None:
            self.editor.mark_wrong(True)
            self.editor.setToolTip(plain_tip(sentence))

    @Slot()
    def _ask_before(self) -> None:
        self.path_asked.emit(-1)

    @Slot()
    def _ask_after(self) -> None:
        self.path_asked.emit(+1)
