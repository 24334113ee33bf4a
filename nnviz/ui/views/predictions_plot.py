"""Predictions against the truth, as the output picture shows them: taken hold of, read off and copied."""

from typing import Protocol

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.readout import paint_readout
from nnviz.paint.drawing.theme import Style
from nnviz.paint.output.answers import scatter_axes, scatter_columns, scatter_rows
from nnviz.paint.output.options import BoundaryOptions
from nnviz.ui.navigation.plots import Range, kept_sensible
from nnviz.ui.pictures.copying import tab_separated
from nnviz.ui.pictures.reading import in_words

REACH = 14.0
"""Pixels around the mouse in which a point is found, at 1x."""


class _Picture(Protocol):
    def moment_in(self) -> tuple[RunInstant | None, QRectF, Style]: ...


class PredictionsPlot:
    """The plot in a picture; wherever the picture is another one, it has nothing to say."""

    def __init__(self, picture: _Picture) -> None:
        self._picture = picture

    def plots(self, options: BoundaryOptions) -> tuple[Axes, ...]:
        """Return the axes of the one plot; none where it is not shown."""
        snapshot, rect, style = self._picture.moment_in()
        axes = None if snapshot is None else scatter_axes(rect, snapshot, style, options)
        return () if axes is None else (axes,)

    def with_ranges(
        self, options: BoundaryOptions, x: Range | None, y: Range | None
    ) -> BoundaryOptions | None:
        """Return the options that show another part; None where the plot is not shown."""
        for whole in self.plots(replace(options, truths=None, answers=None)):
            truths = options.truths if x is None else kept_sensible(x, (whole.x.low, whole.x.high))
            answers = options.answers if y is None else kept_sensible(y, (whole.y.low, whole.y.high))
            return replace(options, truths=truths, answers=answers)
        return None

    def paint_readout(
        self, painter: QPainter, rect: QRectF, options: BoundaryOptions, cursor: QPointF
    ) -> bool:
        """Say what is true and what is predicted under the cursor; False where the plot is not shown."""
        snapshot, _, style = self._picture.moment_in()
        for axes in self.plots(options):
            if snapshot is not None and axes.plot.contains(cursor):
                at, rows = scatter_rows(snapshot, axes, options, cursor, REACH * style.scale)
                paint_readout(painter, rows, at, rect, style)
                return True
        return False

    def value_at(self, options: BoundaryOptions, position: QPointF) -> str:
        """Return what is true and what is predicted at a position."""
        snapshot, _, style = self._picture.moment_in()
        for axes in self.plots(options):
            if snapshot is not None and axes.plot.contains(position):
                _, rows = scatter_rows(snapshot, axes, options, position, REACH * style.scale)
                return in_words(rows)
        return ""

    def table(self, options: BoundaryOptions) -> str:
        """Return what is true and what is predicted, of all points that are shown."""
        snapshot, *_ = self._picture.moment_in()
        there = snapshot is not None and bool(self.plots(options))
        return tab_separated(scatter_columns(snapshot, options)) if there and snapshot is not None else ""
