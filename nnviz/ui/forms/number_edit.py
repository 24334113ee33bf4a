"""A field for one exact number."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.editor import Editor
from nnviz.ui.widgets.numbers import NumberError, format_number, parse_number, parse_whole_number

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_LEAVE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
LONGEST_TEXT = 40


class NumberLine(QLineEdit):
    """The text itself: Enter takes it, Escape restores it and then leaves, the arrow keys step.

    Space is the window's until something is typed; then it may set thousands apart. A second click, and a
    third, select the whole number, not the digits up to the point.

    Attributes
    ----------
    characters : int
        How many digits it has room for.
    """

    stepped = Signal(int)
    step_ended = Signal()
    escaped = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.characters = 6
        self._selected = QElapsedTimer()
        self.setMaxLength(LONGEST_TEXT)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setProperty("role", "number")

    def sizeHint(self) -> QSize:
        """Return the room of `characters` digits."""
        width = self.fontMetrics().horizontalAdvance("0" * self.characters) + 2 * GRID
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same as the size hint: numbers are never cut."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Leave Space to the window's shortcuts as long as nothing is typed."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space and not self.isModified():
            event.ignore()
            return event.type() == QEvent.Type.ShortcutOverride
        return super().event(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Select the whole number."""
        self.selectAll()
        self._selected.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor, except by the third of three quick clicks."""
        if not self._selected.isValid() or self._selected.hasExpired(QApplication.doubleClickInterval()):
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, restore, or type."""
        direction = _STEPS.get(Qt.Key(event.key()))
        if direction is not None:
            self.stepped.emit(direction)
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in _LEAVE:
                self.entered.emit()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End a series of steps when the arrow key comes up."""
        if Qt.Key(event.key()) in _STEPS and not event.isAutoRepeat():
            self.step_ended.emit()
        super().keyReleaseEvent(event)


class NumberEditor(Editor):
    """Type a number (0.8, 1e-3, 3/10) and press Enter; Up and Down step.

    Parameters
    ----------
    whole : bool
        Take whole numbers only.
    step : callable
        (value, direction) -> the next value up or down.
    words : mapping
        Values that are shown and may be typed as a word, such as {0: "all"}.
    """

    def __init__(
        self,
        step: Callable[[float, int], float],
        whole: bool = False,
        words: Mapping[object, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._step = step
        self._whole = whole
        self._words = dict(words or {})
        self._value: float | int = 0
        self.line = NumberLine(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(self._take_text)
        self.line.stepped.connect(self.grabbed)
        self.line.stepped.connect(self.step)
        self.line.step_ended.connect(self.settled)
        self.line.escaped.connect(self._restore)
        self.line.entered.connect(self._leave)
        self._show()

    def value(self) -> float | int:
        """Return the number in force."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show `value`; when it is the one in force, leave the text alone."""
        assert isinstance(value, int | float)
        if value != self._value or type(value) is not type(self._value):
            self._value = value
            self._show()

    def mark_wrong(self, wrong: bool) -> None:
        """Mark the text as not in force."""
        if self.line.property("invalid") != wrong:
            self.line.setProperty("invalid", wrong)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)

    def set_style(self, style: Style) -> None:
        """Take the new size of the text."""
        super().set_style(style)
        self.line.updateGeometry()

    def step(self, direction: int) -> None:
        """Offer the next number up (`direction` 1) or down (-1)."""
        value = self._step(self._value, direction)
        self.edited.emit(round(value) if self._whole else value)

    def _text(self) -> str:
        return self._words.get(self._value, format_number(self._value))

    def _show(self) -> None:
        self.line.setText(self._text())
        self.line.setCursorPosition(0)
        self.mark_wrong(False)

    def _leave(self) -> None:
        if not self.line.property("invalid"):
            self.entered.emit()

    def _restore(self) -> None:
        self._show()
        self.edited.emit(self._value)

    def _take_text(self) -> None:
        if not self.line.isModified() and self.line.text() == self._text():
            return
        try:
            value = self._parse(self.line.text())
        except NumberError as error:
            self.rejected.emit(str(error))
            return
        if value == self._value:
            self._show()  # 0.80 becomes 0.8
        self.edited.emit(value)

    def _parse(self, text: str) -> float | int:
        for value, word in self._words.items():
            if text.strip().casefold() == word.casefold() and isinstance(value, int | float):
                return value
        return parse_whole_number(text) if self._whole else parse_number(text)
