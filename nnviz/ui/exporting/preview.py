"""The preview of an export: the very page that will be written, on a desk, with its size."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QDrag, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.paint.drawing.lettering import draw_text
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.drawing.tools import pen

_CHECK = GRID
"""Side of the squares that stand for a transparent background."""


class ExportPreview(QWidget):
    """Shows an image of the page; it can be dragged into other programs.

    Parameters
    ----------
    drag_data : callable
        Makes what is dragged; None where there is nothing to drag.
    """

    def __init__(self, drag_data: Callable[[], QMimeData | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Preview")
        self.setToolTip("As it will be written; drag it into another program")
        self._drag_data = drag_data
        self._style = Style()
        self._image = QImage()
        self._message = ""
        self._pressed: QPoint | None = None

    def set_style(self, style: Style) -> None:
        """Take the colours of the window."""
        self._style = style
        self.update()

    def show_image(self, image: QImage) -> None:
        """Show a page, painted for `room()`."""
        self._image, self._message = image, ""
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()

    def show_message(self, message: str) -> None:
        """Say why there is no picture."""
        self._image, self._message = QImage(), message
        self.unsetCursor()
        self.update()

    def room(self) -> QSize:
        """Return how many device pixels there are for a page."""
        margin = 6 * GRID
        ratio = self.devicePixelRatioF()
        width, height = max(self.width() - margin, 80), max(self.height() - margin, 80)
        return QSize(round(width * ratio), round(height * ratio))

    def sizeHint(self) -> QSize:
        """Return a good size."""
        return QSize(72 * GRID, 60 * GRID)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that tells something."""
        return QSize(30 * GRID, 26 * GRID)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the desk and the page on it."""
        theme = self._style.theme
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.pressed))
            if self._image.isNull():
                painter.setPen(QColor(theme.quiet))
                draw_text(painter, QRectF(self.rect()), self._message, self._style)
                return
            page = self._page()
            self._paint_squares(painter, page)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, self._image)
            painter.setPen(pen(self._style, theme.line))
            painter.drawRect(page)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps begin to drag."""
        if event.button() == Qt.MouseButton.LeftButton and not self._image.isNull():
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture out once the mouse has moved far enough."""
        start = self._pressed
        if start is None:
            return
        moved = (event.position().toPoint() - start).manhattanLength()
        if moved < QApplication.startDragDistance():
            return
        self._pressed = None
        content = self._drag_data()
        if content is not None:
            drag = QDrag(self)
            drag.setMimeData(content)
            small = self._image.scaled(
                160, 160, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            drag.setPixmap(QPixmap.fromImage(small))
            drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Forget the press: it was a click, not a drag."""
        self._pressed = None

    def _page(self) -> QRectF:
        ratio = self.devicePixelRatioF()
        width, height = self._image.width() / ratio, self._image.height() / ratio
        corner = QPointF(round((self.width() - width) / 2), round((self.height() - height) / 2))
        return QRectF(corner.x(), corner.y(), width, height)

    def _paint_squares(self, painter: QPainter, page: QRectF) -> None:
        """Paint what a transparent page shows through."""
        if not self._image.hasAlphaChannel():
            return
        theme = self._style.theme
        painter.save()
        painter.setClipRect(page)
        painter.fillRect(page, QColor(theme.paper))
        for row in range(int(page.height() / _CHECK) + 1):
            for column in range(row % 2, int(page.width() / _CHECK) + 1, 2):
                square = QRectF(page.left() + column * _CHECK, page.top() + row * _CHECK, _CHECK, _CHECK)
                painter.fillRect(square, QColor(theme.hover))
        painter.restore()
