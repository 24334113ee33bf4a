"""A button with the name of an input, set as in a textbook; it switches that input on or off."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from nnviz.paint.drawing.lettering import draw_name, name_width, spoken
from nnviz.paint.drawing.theme import Style
from nnviz.ui.widgets.buttons import name_button


class FeatureButton(QToolButton):
    """Checked while the input is on: its name beside the neuron; otherwise a dimmed chip with a plus."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self._style = Style()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_state(False)

    def show_state(self, on: bool) -> None:
        """Show whether the input is on."""
        self.setChecked(on)
        name_button(self, f"Switch input {spoken(self.name)} {'off' if on else 'on'}")

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the name, and of the plus of a chip."""
        style = self._style
        width = name_width(self._label(), style) + 12.0 * style.scale
        return QSize(round(width), round(1.75 * style.text))

    def _label(self) -> str:
        return self.name if self.isChecked() else f"+ {self.name}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the name; a frame for a chip, or when it is pointed at or has the focus."""
        theme, scale = self._style.theme, self._style.scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            if self.hasFocus():
                painter.setPen(QPen(QColor(theme.focus), 2.0 * scale))
            elif not self.isChecked():
                painter.setPen(QPen(QColor(theme.line), scale))
            if self.underMouse():
                painter.setBrush(QColor(theme.hover))
            box = QRectF(self.rect()).adjusted(scale, scale, -scale, -scale)
            painter.drawRoundedRect(box, 4.0 * scale, 4.0 * scale)
            painter.setPen(QColor(theme.ink if self.isChecked() or self.underMouse() else theme.quiet))
            draw_name(painter, QRectF(self.rect()), self._label(), self._style)
