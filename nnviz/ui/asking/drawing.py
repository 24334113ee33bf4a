"""Drawing a curve over its axes, or a boundary among the points; later lines of a curve replace earlier."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.lecture.predict.guess import Drawn, Guess, Line
from nnviz.lecture.predict.scoring import curve_of
from nnviz.lecture.predict.truths import BoundaryTruth, CurveTruth
from nnviz.paint.charts.chart import Chart, layout_chart, paint_placed_chart
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.axis import Axis
from nnviz.paint.drawing.paths import polyline
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import pen
from nnviz.paint.output.boundary import boundary_axes, paint_boundary
from nnviz.ui.asking.board import CLICK, Board, row_colour

_WIDTH = 3.0
_MOST_POINTS = 5000
"""Of one guess: more than a hand draws in a minute."""


class DrawingBoard(Board):
    """Takes lines drawn with the mouse, and keeps them in the numbers of the axes."""

    hint = "Draw it with the mouse. G keeps it and begins the next."

    def __init__(self, truth: CurveTruth | BoundaryTruth, snapshot: DataInstant | None) -> None:
        self._truth = truth
        self._snapshot = None if snapshot is None else replace(snapshot, looks={})
        self._lines: list[list[tuple[float, float]]] = []
        self._axes: Axes | None = None
        self._pressed: QPointF | None = None
        self._reach = CLICK

    @property
    def guess(self) -> Drawn | None:
        """The lines that are drawn."""
        lines = tuple(tuple(line) for line in self._lines if len(line) > 1)
        return Drawn(lines) if lines else None

    def clear(self) -> None:
        """Wipe the lines away."""
        self._lines, self._pressed = [], None

    # The mouse

    def press(self, point: QPointF) -> bool:
        """Begin a line."""
        if self._axes is None or not self._axes.plot.adjusted(-20, -20, 20, 20).contains(point):
            return False
        self._pressed = point
        self._lines.append([self._value(self._axes, point)])
        return True

    def move(self, point: QPointF) -> None:
        """Draw on."""
        drawn = sum(len(line) for line in self._lines)
        if self._axes is not None and self._pressed is not None and self._lines and drawn < _MOST_POINTS:
            self._lines[-1].append(self._value(self._axes, point))

    def release(self) -> bool:
        """End the line; what is a point only was a click."""
        self._pressed = None
        if not self._lines or self._axes is None:
            return True
        xs, ys = self._places(self._axes, tuple(self._lines[-1]))
        if max(np.ptp(xs), np.ptp(ys)) >= self._reach:
            return True
        self._lines.pop()
        return False

    @staticmethod
    def _value(axes: Axes, point: QPointF) -> tuple[float, float]:
        plot = axes.plot
        x = min(max(point.x(), plot.left()), plot.right())
        y = min(max(point.y(), plot.top()), plot.bottom())
        return axes.x.value(x), axes.y.value(y)

    @staticmethod
    def _places(axes: Axes, line: Line) -> tuple[Floats, Floats]:
        points = np.array(line, float).reshape(-1, 2)
        return axes.x.place(points[:, 0]), axes.y.place(points[:, 1])

    # Painting

    def paint(
        self, painter: QPainter, rect: QRectF, style: Style, kept: Sequence[Guess], *, answered: bool
    ) -> None:
        """Paint axes, guesses, and in the end what comes out."""
        self._reach = CLICK * style.scale
        self._axes = axes = self._paint_ground(painter, rect, style)
        if axes is None:
            return
        if answered:
            self._paint_truth(painter, axes, style)
        present = self.guess if not self._lines else Drawn(tuple(tuple(line) for line in self._lines))
        every = [*kept, *([present] if present is not None else [])]
        for row, guess in enumerate(every):
            if isinstance(guess, Drawn):
                self._paint_lines(painter, axes, guess, row, style)

    def _paint_ground(self, painter: QPainter, rect: QRectF, style: Style) -> Axes | None:
        truth, snapshot = self._truth, self._snapshot
        if isinstance(truth, CurveTruth) and truth.x_name == "epoch":
            x = Axis("epoch", float(truth.x[0]), float(truth.x[-1]))
            placed = layout_chart(rect, Chart((), x, Axis(truth.y_name, *truth.y_range)), style)
            paint_placed_chart(painter, placed, style)
            return placed.axes
        if snapshot is None:
            return None
        paint_boundary(painter, rect, snapshot, style)
        return next(iter(boundary_axes(rect, snapshot, style)), None)

    def _paint_lines(self, painter: QPainter, axes: Axes, guess: Drawn, row: int, style: Style) -> None:
        painter.setPen(pen(style, row_colour(row, style), _WIDTH))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        lines = [self._places(axes, line) for line in guess.lines]
        if isinstance(self._truth, CurveTruth):
            drawn = curve_of(guess.lines)
            lines = [] if drawn is None else [(axes.x.place(drawn[0]), axes.y.place(drawn[1]))]
        for xs, ys in lines:
            painter.drawPath(polyline(xs, ys))

    def _paint_truth(self, painter: QPainter, axes: Axes, style: Style) -> None:
        truth, ink = self._truth, QColor(style.theme.ink)
        if isinstance(truth, CurveTruth):
            painter.setPen(pen(style, ink, _WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(polyline(axes.x.place(truth.x), axes.y.place(truth.y)))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        radius = 0.7 * _WIDTH * style.scale
        xs, ys = axes.x.place(truth.points[:, 0]), axes.y.place(truth.points[:, 1])
        for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
            painter.drawEllipse(QPointF(x, y), radius, radius)
