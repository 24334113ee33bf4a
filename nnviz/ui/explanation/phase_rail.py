"""The phases of an update in a row: where one stands, and where a click leads."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.step import Key, Phase
from nnviz.paint.lettering import draw_text, text_width
from nnviz.paint.roles import flow_colour, text_colour
from nnviz.paint.theme import GRID, Style, mix

TITLES = {
    Phase.INPUT: "Input",
    Phase.FORWARD: "Forward",
    Phase.LOSS: "Loss",
    Phase.BACKWARD: "Backward",
    Phase.GRADIENT: "Gradient",
    Phase.CHANGE: "Update",
    Phase.LOSS_AFTER: "Loss after",
}
FLOWS = {
    Phase.INPUT: "forward",
    Phase.FORWARD: "forward",
    Phase.LOSS: "forward",
    Phase.BACKWARD: "backward",
    Phase.GRADIENT: "backward",
    Phase.CHANGE: "change",
    Phase.LOSS_AFTER: "forward",
}


class PhaseRail(QWidget):
    """Paints the phases as stations; `phase_chosen` carries the one that was clicked."""

    phase_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._key: Key | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Phase of the update")
        self.setToolTip("The phases of an update: click one to go there")

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.updateGeometry()
        self.update()

    def show_key(self, key: Key | None) -> None:
        """Show where one stands."""
        if key != self._key:
            self._key = key
            self.setAccessibleDescription(TITLES[key.phase] if key else "")
            self.update()

    def sizeHint(self) -> QSize:
        """Return the room for all names."""
        return QSize(round(self._boxes()[-1].right()), round(2.2 * self._style.text))

    def minimumSizeHint(self) -> QSize:
        """Return the same: names are never cut off."""
        return self.sizeHint()

    def _boxes(self) -> list[QRectF]:
        style, x, boxes = self._style, 0.0, []
        height = 2.2 * style.text
        for title in TITLES.values():
            width = text_width(title, style, bold=True) + 1.8 * GRID * style.scale
            boxes.append(QRectF(x, (self.height() - height) / 2, width, height))
            x += width + GRID / 2 * style.scale
        return boxes

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the phase that is clicked."""
        for phase, box in zip(TITLES, self._boxes(), strict=True):
            if box.contains(event.position()):
                self.phase_chosen.emit(phase)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every phase in the colour of its direction; the present one filled."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            previous: QRectF | None = None
            for phase, box in zip(TITLES, self._boxes(), strict=True):
                if previous is not None:
                    self._paint_link(painter, previous, box)
                self._paint_phase(painter, phase, box)
                previous = box

    def _paint_link(self, painter: QPainter, left: QRectF, right: QRectF) -> None:
        painter.setPen(QPen(QColor(self._style.theme.edge), 1.5 * self._style.scale))
        y = left.center().y()
        painter.drawLine(QPointF(left.right(), y), QPointF(right.left(), y))

    def _paint_phase(self, painter: QPainter, phase: Phase, box: QRectF) -> None:
        theme, scale = self._style.theme, self._style.scale
        colour = flow_colour(FLOWS[phase], theme)
        present = self._key is not None and self._key.phase is phase
        inner = box.adjusted(1, 2, -1, -2)
        painter.setPen(QPen(QColor(colour), 1.5 * scale))
        painter.setBrush(QColor(text_colour(colour, theme) if present else mix(theme.paper, colour, 0.08)))
        painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        painter.setPen(QColor(theme.paper if present else theme.ink))
        draw_text(painter, inner, TITLES[phase], self._style, bold=present)
