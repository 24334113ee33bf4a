"""What the views of a painted picture have in common: snapshot, style, cursor, focus and corner menu."""

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot import Snapshot
from nnviz.paint.axes import Axes
from nnviz.paint.theme import GRID, Style
from nnviz.paint.tools import pen
from nnviz.ui.corner_menu import CornerMenu
from nnviz.ui.pixmap_layer import PixmapLayer

SIZE = QSize(360, 300)
SMALLEST = QSize(220, 180)
LINES_ACROSS, LINES_DOWN = 16, 13
"""Where so many times the text size does not fit, the text is smaller than asked, down to `SMALLEST_TEXT`."""
SMALLEST_TEXT = 13.0


class PictureView(QWidget):
    """Shows a picture of the latest snapshot, kept as pixels; what follows the cursor is painted over it.

    Clicks never take the keyboard from the window; who comes by Tab moves the cursor with the arrow keys.
    """

    keys: frozenset[Qt.Key] = frozenset()
    """Keys that the view answers while it has the focus, whatever shortcut the window has for them."""
    frames_apart = 2
    lines_across = LINES_ACROSS
    """So many times the text size fits into the width of the picture as it is now."""

    def __init__(self, name: str, menu_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what is behind need not be painted
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._snapshot: Snapshot | None = None
        self._style = self._asked_style = Style()
        self._cursor: QPointF | None = None
        self._picture = PixmapLayer()
        self.menu = CornerMenu(self, menu_name)

    # What a view adds

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: Snapshot) -> None:
        """Paint the picture itself."""
        raise NotImplementedError

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: Snapshot, cursor: QPointF) -> None:
        """Paint what belongs to the cursor."""
        raise NotImplementedError

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        raise NotImplementedError

    def axes_at(self, position: QPointF) -> Axes | None:
        """Return the axes whose values are read at a position; None where nothing is read."""
        del position
        return None

    # What every view does

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run."""
        self._snapshot = snapshot
        self.update()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._asked_style = style
        self._fit_style()
        self.menu.place()
        self.update()

    def _fit_style(self) -> None:
        """Leave room for the picture beside its words where the view is small for large text."""
        asked = self._asked_style
        text = min(asked.text, self.width() / self.lines_across, self.height() / LINES_DOWN)
        share = max(text, min(SMALLEST_TEXT, asked.text)) / asked.text
        self._style = replace(asked, text=share * asked.text, scale=share * asked.scale)

    def picture_rect(self) -> QRectF:
        """Return the part of the widget that the picture fills."""
        margin = GRID * self._style.scale
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

    def set_cursor_at(self, cursor: QPointF | None) -> None:
        """Move the readout; None takes it away."""
        self._cursor = cursor
        self.update()

    def sizeHint(self) -> QSize:
        """Return a good size."""
        return SIZE

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the picture can be read."""
        return SMALLEST

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture if it is new, and the overlay."""
        with QPainter(self) as painter:
            if self._snapshot is None:
                painter.fillRect(event.rect(), QColor(self._style.theme.paper))
            else:
                self._paint(painter, self._snapshot)
            if self.hasFocus():
                painter.setPen(pen(self._style, self._style.theme.focus, 2.0))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint(self, painter: QPainter, snapshot: Snapshot) -> None:
        rect = self.picture_rect()
        key = (snapshot, self._style, self.picture_key())
        paper = QColor(self._style.theme.paper)
        self._picture.draw(
            painter, self.size(), key, lambda inner: self.paint_picture(inner, rect, snapshot), paper
        )
        if self._cursor is not None:
            self.paint_overlay(painter, rect, snapshot, self._cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in its corner."""
        super().resizeEvent(event)
        self._fit_style()
        self.menu.place()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the readout follow."""
        self.set_cursor_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Take the readout away."""
        super().leaveEvent(event)
        self.set_cursor_at(None)

    def event(self, event: QEvent) -> bool:
        """Keep the view's own keys from the shortcuts of the window while it has the focus.

        Where values are read, no tip comes up: it would cover them.
        """
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            axes = self.axes_at(QPointF(event.pos()))
            if axes is not None and axes.plot.contains(QPointF(event.pos())):
                event.ignore()
                return True
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in self.keys
        ):
            event.accept()
            return True
        return super().event(event)
