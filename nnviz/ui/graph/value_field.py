"""The field in which the value of an input is typed, on the node itself."""

from PySide6.QtCore import QEvent, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from nnviz.paint.drawing.theme import GRID, Style

_WIDTH = 240


class ValueField(QWidget):
    """A line and, under it, what is wrong with what was typed.

    Signals
    -------
    typed : str, str
        The input's name, and what was typed; answered by `refuse`, or by `close_field`.
    """

    typed = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = parent
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = ""
        self.line = QLineEdit()
        self.line.setAccessibleName("Value of the input")
        self.line.returnPressed.connect(self._type)
        self._message = QLabel()
        self._message.setProperty("role", "wrong")
        self._message.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        column.setSpacing(GRID // 2)
        column.addWidget(self.line)
        column.addWidget(self._message)
        self.hide()

    def open_at(self, name: str, text: str, box: QRect, style: Style) -> None:
        """Open over a node."""
        self._name = name
        self._message.hide()
        self.line.setText(text)
        self.line.setAccessibleName(f"Value of {name}")
        self.setFixedWidth(round(_WIDTH * style.scale))
        self.adjustSize()
        room = self._picture.rect()
        left = min(max(box.center().x() - self.width() // 2, 0), max(0, room.width() - self.width()))
        top = min(max(box.center().y() - self.height() // 2, 0), max(0, room.height() - self.height()))
        self.move(left, top)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.line.selectAll()

    def refuse(self, sentence: str) -> None:
        """Say what is wrong, and stay open."""
        self._message.setText(sentence)
        self._message.show()
        self.resize(self.width(), self.heightForWidth(self.width()))

    def close_field(self) -> None:
        """Close."""
        if self.isVisible():
            self.window().setFocus()
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_field()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @Slot()
    def _type(self) -> None:
        self.typed.emit(self._name, self.line.text())
