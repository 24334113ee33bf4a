"""The phases of an update in a row: where one stands, and where a click leads."""

from math import ceil

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from nnviz.explain.formulas.step import Key, Phase
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.oklab import mix
from nnviz.paint.drawing.roles import flow_colour, text_colour
from nnviz.paint.drawing.theme import GRID, Style

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


_LEAST = 0.5
"""How small the names get where even a row of their own is too short."""


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
        return QSize(ceil(self._boxes(self._style)[-1].right()), round(2.2 * self._style.text))

    def minimumSizeHint(self) -> QSize:
        """Return the room for names as small as they get."""
        hint = self.sizeHint()
        return QSize(round(_LEAST * hint.width()), hint.height())

    @property
    def _fitting(self) -> Style:
        """The style in which all names fit into the width there is."""
        style, needed = self._style, self._boxes(self._style)[-1].right()
        fits = self.width() / needed
        smaller = 1.0 if fits >= 1.0 else max(_LEAST, 0.97 * fits)  # hinted letters do not shrink evenly
        return replace(style, text=smaller * style.text, scale=smaller * style.scale)

    def _boxes(self, style: Style) -> list[QRectF]:
        x, boxes = 0.0, []
        height = 2.2 * style.text
        for title in TITLES.values():
            width = text_width(title, style, bold=True) + 1.8 * GRID * style.scale
            boxes.append(QRectF(x, (self.height() - height) / 2, width, height))
            x += width + GRID / 2 * style.scale
        return boxes

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the phase that is clicked."""
        for phase, box in zip(TITLES, self._boxes(self._fitting), strict=True):
            if box.contains(event.position()):
                self.phase_chosen.emit(phase)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every phase in the colour of its direction; the present one filled."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            previous: QRectF | None = None
            style = self._fitting
            for phase, box in zip(TITLES, self._boxes(style), strict=True):
                if previous is not None:
                    self._paint_link(painter, previous, box)
                self._paint_phase(painter, phase, box, style)
                previous = box

    def _paint_link(self, painter: QPainter, left: QRectF, right: QRectF) -> None:
        painter.setPen(QPen(QColor(self._style.theme.edge), 1.5 * self._style.scale))
        y = left.center().y()
        painter.drawLine(QPointF(left.right(), y), QPointF(right.left(), y))

    def _paint_phase(self, painter: QPainter, phase: Phase, box: QRectF, style: Style) -> None:
        theme, scale = style.theme, style.scale
        colour = flow_colour(FLOWS[phase], theme)
        present = self._key is not None and self._key.phase is phase
        inner = box.adjusted(1, 2, -1, -2)
        painter.setPen(QPen(QColor(colour), 1.5 * scale))
        painter.setBrush(QColor(text_colour(colour, theme) if present else mix(theme.paper, colour, 0.08)))
        painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        painter.setPen(QColor(theme.paper if present else theme.ink))
        draw_text(painter, inner, TITLES[phase], style, bold=present)
