"""A quiet horizontal slider: a thin track, the part up to the value in colour, a round handle."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.scales import POSITIONS

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Left: -1}


class Slider(QAbstractSlider):
    """Position 0 .. POSITIONS; click or drag anywhere on the track.

    The arrow keys only ask for a step: the editor knows the next round number.
    """

    stepped = Signal(int)
    step_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._ticks: tuple[int, ...] = ()
        self.setRange(0, POSITIONS)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.updateGeometry()
        self.update()

    def set_ticks(self, positions: tuple[int, ...]) -> None:
        """Mark these positions on the track."""
        self._ticks = positions
        self.update()

    def sizeHint(self) -> QSize:
        """Return a height for the handle and a width that still can be dragged."""
        return QSize(round(8 * GRID * self._style.scale), round(3 * GRID * self._style.scale))

    def minimumSizeHint(self) -> QSize:
        """Return the least width that still can be dragged."""
        return QSize(round(5 * GRID * self._style.scale), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place that was clicked, and drag from there."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self.isSliderDown():
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag (emits `sliderReleased`)."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel, so that scrolling never changes a value."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for a step up or down."""
        direction = _STEPS.get(Qt.Key(event.key()))
        if direction is None:
            event.ignore()
        else:
            self.stepped.emit(direction)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End a series of steps when the arrow key comes up."""
        if Qt.Key(event.key()) in _STEPS and not event.isAutoRepeat():
            self.step_ended.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring."""
        super().focusInEvent(event)
        self.update()

    def _radius(self) -> float:
        return 6.0 * self._style.scale

    def _span(self) -> tuple[float, float]:
        """Return the x of the first and the last position."""
        margin = self._radius() + 2 * self._style.scale
        return margin, self.width() - margin

    def _x_of(self, position: int) -> float:
        left, right = self._span()
        return left + (right - left) * position / POSITIONS

    def _move_to(self, x: float) -> None:
        left, right = self._span()
        self.setSliderPosition(round((x - left) / max(right - left, 1.0) * POSITIONS))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint ticks, track, the part up to the value, and the handle."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme, scale = self._style.theme, self._style.scale
        colour = QColor(theme.focus if self.isEnabled() else theme.quiet)
        y, half = self.height() / 2, 1.5 * scale
        left, right = self._span()
        x = self._x_of(self.sliderPosition())
        painter.setPen(QPen(QColor(theme.quiet), theme.stroke * scale))
        for tick in self._ticks:
            at = self._x_of(tick)
            painter.drawLine(QPointF(at, y + 6 * scale), QPointF(at, y + 9 * scale))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(QRectF(left, y - half, right - left, 2 * half), half, half)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left, y - half, x - left, 2 * half), half, half)
        painter.setPen(QPen(colour, 2 * scale))
        painter.setBrush(colour if self.hasFocus() else QColor(theme.paper))
        painter.drawEllipse(QPointF(x, y), self._radius() - scale, self._radius() - scale)
