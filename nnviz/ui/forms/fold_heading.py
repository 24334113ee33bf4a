"""The heading of a folding section: a chevron and a title, flush with the labels under it."""

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.drawing.tools import pen
from nnviz.ui.looks.icons import icon

ICON = 14
ICON_AIR = 4
"""Side of the chevron's icon, and the empty part at its left, at text size 1."""


class FoldHeading(QAbstractButton):
    """A click, Space or Enter opens and folds; `set_open` turns the chevron."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._open = False
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(f"Show or hide: {title}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_open(self, on: bool) -> None:
        """Turn the chevron."""
        self._open = on
        self.setAccessibleDescription("open" if on else "folded")
        self.update()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of chevron and title."""
        width = text_width(self.text(), self._style, bold=True) + (ICON + GRID) * self._style.scale
        return QSize(round(width), round(3.5 * GRID * self._style.scale))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Go back to quiet."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint chevron, title and, when it has the focus, a line under the title."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme, scale = self._style.theme, self._style.scale
        side = ICON * scale
        box = QRectF(-ICON_AIR * scale, (self.height() - side) / 2, side, side)
        role = QPalette.ColorRole.WindowText if self.underMouse() else QPalette.ColorRole.PlaceholderText
        icon("chevron-down" if self._open else "chevron-right", role).paint(painter, box.toRect())
        text = QRectF(box.right() + 2 * scale, 0, self.width(), self.height())
        painter.setPen(QColor(theme.ink))
        draw_text(painter, text, self.text(), self._style, align=Qt.AlignmentFlag.AlignLeft, bold=True)
        if self.hasFocus():
            painter.setPen(pen(self._style, theme.focus, 2.0))
            width, base = text_width(self.text(), self._style, bold=True), self.height() - 3 * scale
            painter.drawLine(QLineF(text.left(), base, text.left() + width, base))
