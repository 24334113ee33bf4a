"""The text of a computational graph, read as it is typed; the place of a mistake is marked."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from nnviz.explain.graph.expression_tree import ExpressionError
from nnviz.explain.graph.operations import FUNCTIONS
from nnviz.paint.drawing.theme import GRID, Style

PAUSE = 250
"""Milliseconds after the last key until the text is read."""
_HELP = (
    "One result a line; the last one is the output.\n"
    "Inputs: x = 2, x = [1, 2], W = [[1, 2], [3, 4]].\n"
    f"+ - * / **, @ for matrices; {', '.join(FUNCTIONS)}."
)


class ExpressionEditor(QWidget):
    """A field for the text, and the sentence that says what is wrong with it.

    Signals
    -------
    edited : str
        The text has been changed by the user.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self.field = QPlainTextEdit()
        self.field.setAccessibleName("Expression")
        self.field.setToolTip(_HELP)
        self.field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.field.setTabChangesFocus(True)
        self.message = QLabel()
        self.message.setProperty("role", "wrong")
        self.message.setWordWrap(True)
        self.message.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.read)
        self.field.textChanged.connect(self._wait)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.field, 1)
        column.addWidget(self.message)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style

    def show_text(self, text: str) -> None:
        """Show a text that works."""
        if text != self.field.toPlainText():
            self.field.blockSignals(True)
            self.field.setPlainText(text)
            self.field.blockSignals(False)
        self.show_error(None)

    def show_error(self, error: ExpressionError | None) -> None:
        """Say what is wrong, and mark the place; None: nothing is."""
        self.message.setText(str(error) if error else "")
        self.message.setVisible(error is not None)
        self.field.setExtraSelections([self._mark(error)] if error and error.line >= 0 else [])

    @Slot()
    def read(self) -> None:
        """Hand the text on at once."""
        self._pause.stop()
        self.edited.emit(self.field.toPlainText())

    @Slot()
    def _wait(self) -> None:
        self._pause.start()

    def _mark(self, error: ExpressionError) -> QTextEdit.ExtraSelection:
        block = self.field.document().findBlockByNumber(error.line)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(error.start, block.length() - 1))
        end = max(error.end, error.start + 1)
        cursor.setPosition(block.position() + min(end, block.length() - 1), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        wrong = QTextCharFormat()
        wrong.setBackground(QColor(self._style.theme.notice))
        wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wrong.setUnderlineColor(QColor(self._style.theme.warning))
        selection.cursor, selection.format = cursor, wrong
        return selection
