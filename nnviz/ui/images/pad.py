"""The square that is drawn in: by mouse, by finger, or by a pen that may press harder."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QTabletEvent,
)
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.drawing import Strokes, Touch
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.drawing.tools import pen
from nnviz.paint.images.strokes import paint_strokes

SMALLEST = 14 * GRID
MOST_TOUCHES = 4000
"""Of a whole drawing: a hand that never rests makes no longer strokes."""
APART = 0.004
"""Touches nearer to the one before, in sides of the pad, are left out."""
REACH = 0.06
"""How near to a stroke the eraser of a pen takes it away, in sides of the pad."""


class Pad(QWidget):
    """Takes strokes.

    Signals
    -------
    drawn
        There is more, or less, than before.
    """

    drawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Drawing pad")
        self.setToolTip("Draw with the mouse, a finger or a pen; the right button takes the last stroke back")
        self.setMinimumSize(SMALLEST, SMALLEST)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._style = Style()
        self._strokes: list[list[Touch]] = []
        self._is_down = False

    @property
    def strokes(self) -> Strokes:
        """What is drawn."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    def draw(self, strokes: Strokes) -> None:
        """Draw strokes in place of those that are there."""
        self._strokes = [list(stroke) for stroke in strokes]
        self._tell()

    def take_back(self) -> None:
        """Take the last stroke away."""
        if self._strokes:
            self._strokes.pop()
            self._tell()

    def clear(self) -> None:
        """Take all strokes away."""
        self.draw(())

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.update()

    def sizeHint(self) -> QSize:
        """Return a good size."""
        return QSize(22 * GRID, 22 * GRID)

    def square(self) -> QRectF:
        """Return the square that is drawn in."""
        side = min(self.width(), self.height()) - GRID
        place = QRectF(0.0, 0.0, side, side)
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the square and what is drawn."""
        theme = self._style.theme
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(theme.surface))
            square = self.square()
            painter.fillRect(square, QColor(theme.paper))
            painter.setClipRect(square)
            paint_strokes(painter, square, self.strokes, self._style)
            painter.setClipping(False)
            painter.setPen(pen(self._style, theme.edge, 1.0))
            painter.drawRect(square)

    # The hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke; the right button takes the last one back."""
        if event.button() == Qt.MouseButton.RightButton:
            self.take_back()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), 1.0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a stroke."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_on(event.position(), 1.0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_down = False

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with a pen, finer or broader as it presses; its other end takes strokes away."""
        kinds = QTabletEvent.Type
        if event.pointerType() == QPointingDevice.PointerType.Eraser:
            self._erase(event.position())
        elif event.type() == kinds.TabletPress:
            self._begin(event.position(), max(event.pressure(), 0.1))
        elif event.type() == kinds.TabletMove and self._is_down:
            self._go_on(event.position(), max(event.pressure(), 0.1))
        elif event.type() == kinds.TabletRelease:
            self._is_down = False
        event.accept()

    def _begin(self, position: QPointF, pressure: float) -> None:
        self._is_down = True
        if self._count() < MOST_TOUCHES:
            self._strokes.append([self._touch(position, pressure)])
            self._tell()

    def _go_on(self, position: QPointF, pressure: float) -> None:
        if not self._is_down or not self._strokes or self._count() >= MOST_TOUCHES:
            return
        touch, (x, y, _) = self._touch(position, pressure), self._strokes[-1][-1]
        if abs(touch[0] - x) + abs(touch[1] - y) >= APART:
            self._strokes[-1].append(touch)
            self._tell()

    def _erase(self, position: QPointF) -> None:
        x, y, _ = self._touch(position, 1.0)
        left = [
            stroke
            for stroke in self._strokes
            if all((x - at[0]) ** 2 + (y - at[1]) ** 2 > REACH**2 for at in stroke)
        ]
        if len(left) < len(self._strokes):
            self._strokes = left
            self._tell()

    def _count(self) -> int:
        return sum(map(len, self._strokes))

    def _touch(self, position: QPointF, pressure: float) -> Touch:
        square = self.square()
        x = (position.x() - square.left()) / square.width()
        y = (position.y() - square.top()) / square.height()
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0), pressure

    def _tell(self) -> None:
        self.update()
        self.drawn.emit()
