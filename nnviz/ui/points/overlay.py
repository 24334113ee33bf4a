"""What is painted over the output picture while a hand paints points: the brush, and the stroke so far."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.data.painting import Answer
from nnviz.data.points import Row
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.colours import class_colours
from nnviz.paint.drawing.markers import class_marker
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, pen
from nnviz.paint.output.point_marker import paint_marker
from nnviz.paint.output.points import marker_radius
from nnviz.ui.points.hand import PointsHand, Stroke, Tool

_CROSS = 1.3
"""Half the side of the cross over a point that goes, in radii of a point."""


class PointsOverlay(QWidget):
    """A clear sheet over the picture; the mouse goes through."""

    def __init__(self, view: QWidget, hand: PointsHand) -> None:
        super().__init__(view)
        self._hand, self._style = hand, Style()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.installEventFilter(self)
        hand.moved.connect(self.update)
        self.hide()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the picture."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the stroke and the brush."""
        axes, cursor = self._hand.axes(), self._hand.cursor
        if axes is None or cursor is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(axes.plot)
            if self._hand.stroke is not None:
                self._paint_stroke(painter, axes, self._hand.stroke)
            self._paint_brush(painter, cursor)

    def _paint_stroke(self, painter: QPainter, axes: Axes, stroke: Stroke) -> None:
        radius = marker_radius(axes.plot, len(stroke.canvas.points.x), self._style)
        if stroke.tool is not Tool.RELABEL:
            self._cross_out(painter, axes, stroke, radius)
        for row, answer in stroke.fresh:
            self._paint_point(painter, _shown_at(row, answer, axes, stroke), answer, radius, stroke)

    def _cross_out(self, painter: QPainter, axes: Axes, stroke: Stroke, radius: float) -> None:
        half = _CROSS * radius
        for index in np.flatnonzero(stroke.gone).tolist():
            points = stroke.canvas.points
            old = points.y[index]
            answer: Answer = old if isinstance(old, tuple) else int(old)
            at = _shown_at(points.x[index], answer, axes, stroke)
            for colour, width in ((self._style.theme.paper, 4.0), (self._style.theme.ink, 2.0)):
                painter.setPen(pen(self._style, colour, width))
                painter.drawLine(at - QPointF(half, half), at + QPointF(half, half))
                painter.drawLine(at - QPointF(half, -half), at + QPointF(half, -half))

    def _paint_point(
        self, painter: QPainter, at: QPointF, answer: Answer, radius: float, stroke: Stroke
    ) -> None:
        theme = self._style.theme
        if isinstance(answer, tuple):
            outline, colour = class_marker(0, radius), theme.positive
        else:
            count = max(stroke.canvas.classes, answer + 1)
            outline, colour = class_marker(answer, radius), class_colours(theme, count)[answer]
        paint_marker(painter, at, outline, colour, self._style, part="train")

    def _paint_brush(self, painter: QPainter, cursor: QPointF) -> None:
        radius = self._hand.radius * self._hand.scale
        if self._hand.tool in (Tool.ERASE, Tool.RELABEL):
            radius = max(radius, self._hand.finest)
        if self._hand.tool is Tool.MOVE or radius <= 0:
            return
        painter.setBrush(QColor(faded(self._style.theme.ink, 0.08)))
        for colour, width in ((self._style.theme.paper, 3.5), (self._style.theme.ink, 1.5)):
            painter.setPen(pen(self._style, colour, width))
            painter.drawEllipse(cursor, radius, radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)


def _shown_at(row: Row, answer: Answer, axes: Axes, stroke: Stroke) -> QPointF:
    """Return where the picture shows a point."""
    x = float(axes.x.place(row[0]))
    if isinstance(answer, tuple) and len(row) == 1:
        height = answer[0]
    elif len(row) == 1:
        height = float(answer) if stroke.canvas.classes <= 2 and not isinstance(answer, tuple) else 1.0
    else:
        height = row[1]
    return QPointF(x, float(axes.y.place(height)))
