"""A field for one line of text."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from nnviz.ui.forms.editor import Editor

LONGEST_TEXT = 1000


class TextEditor(Editor):
    """Type a text and press Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ""
        self.line = QLineEdit(self)
        self.line.setMaxLength(LONGEST_TEXT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(self._take_text)

    def value(self) -> str:
        """Return the text in force."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show `value`; when it is the one in force, leave what is being typed alone."""
        if value != self._value:
            self._value = str(value)
            self.line.setText(self._value)

    def _take_text(self) -> None:
        if self.line.text() != self._value:
            self.edited.emit(self.line.text())
