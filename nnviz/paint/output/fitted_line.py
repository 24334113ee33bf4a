"""The output along the one input, through the points."""

import msgspec
import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import PARTS
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.maps import Extent, InputPlane, Maps
from nnviz.paint.charts.chart import Chart, PlacedChart, layout_chart, paint_placed_chart
from nnviz.paint.charts.series import Series, paint_series
from nnviz.paint.drawing.axis import Axis, axis_range
from nnviz.paint.drawing.colours import class_colours
from nnviz.paint.drawing.theme import LIGHT, Style, Theme
from nnviz.paint.drawing.tools import metrics
from nnviz.paint.output.colours import probabilities, targets_of
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.points import PaintPoints, paint_points, paint_wrong
from nnviz.paint.output.points_legend import paint_points_legend
from nnviz.paint.output.scale_bar import column_width, paint_classes

KEY_SHARE = 0.3
"""The names of the classes take at most this share of the width."""
GAP = 8.0
"""Space before the names at 1x."""
NOT_FINITE = "No finite output"
"""What is said where training has driven the output beyond all numbers."""
ROOM = 0.1
"""Room below 0 and above 1 for the points of the classes."""


class LineLayout(msgspec.Struct, frozen=True, eq=False):
    """The chart, and where the names of the classes stand."""

    placed: PlacedChart
    key: QRectF


def layout_line(
    rect: QRectF, snapshot: DataInstant, style: Style, window: Extent | None = None
) -> LineLayout:
    """Lay the picture out in `rect`; `window` is the part of input and output that is shown."""
    train = snapshot.split.train
    series = _curves_of(snapshot, style.theme)
    low, high, y_low, y_high = window or whole_line(snapshot)
    across, up = Axis(train.feature_names[0], low, high), Axis("output", y_low, y_high)
    chart = Chart(series, across, up, NOT_FINITE if series else "", legend=False)
    width = column_width(train.classes, KEY_SHARE * rect.width(), style) if train.is_classification else 0.0
    inner = rect.adjusted(0.0, 0.0, -width - (GAP * style.scale if width else 0.0), 0.0)
    placed = layout_chart(inner, chart, style)
    plot = placed.axes.plot
    return LineLayout(placed, QRectF(inner.right() + GAP * style.scale, plot.top(), width, plot.height()))


def whole_line(snapshot: DataInstant) -> Extent:
    """Return all there is to see: the input's domain, and the range of the output and of the targets."""
    train = snapshot.split.train
    low, high = train.domain[0]
    if train.is_classification:
        return low, high, -ROOM, 1.0 + ROOM
    return low, high, *_target_range(snapshot, _curves_of(snapshot, LIGHT))


def _curves_of(snapshot: DataInstant, theme: Theme) -> tuple[Series, ...]:
    plane = (snapshot.look(Maps) or Maps()).boundary
    return () if plane is None else _curves(plane, snapshot.split.train.classes, theme)


def _target_range(snapshot: DataInstant, series: tuple[Series, ...]) -> tuple[float, float]:
    targets = [targets_of(getattr(snapshot.split, name))[:, 0] for name in PARTS]
    return axis_range(Axis(), [*targets, *(s.y for s in series)])


def _curves(plane: InputPlane, classes: tuple[str, ...], theme: Theme) -> tuple[Series, ...]:
    """Return the output, or the probability of the second of two classes, or of every one of more."""
    outputs = plane.outputs[0]
    x = np.linspace(plane.extent[0], plane.extent[1], len(outputs))
    if len(classes) <= 2:
        y = outputs[:, 0] if outputs.shape[1] == 1 else probabilities(outputs)[:, 1]
        return (Series("output", x, y, theme.ink, width=2.0, end=False),)
    colours = class_colours(theme, len(classes))
    shares = probabilities(outputs)
    return tuple(
        Series(classes[k], x, shares[:, k], colours[k], width=2.0, end=False) for k in range(len(classes))
    )


def paint_line(
    painter: QPainter,
    rect: QRectF,
    snapshot: DataInstant,
    style: Style,
    *,
    options: BoundaryOptions,
    points: PaintPoints = paint_points,
) -> None:
    """Paint the picture into `rect`, the output over the points; without it yet, the points alone."""
    layout = layout_line(rect, snapshot, style, options.window)
    chart, axes = layout.placed.chart, layout.placed.axes
    frame = chart if chart.is_empty else replace(chart, series=(), message="")
    paint_placed_chart(painter, replace(layout.placed, chart=frame), style)
    points(painter, axes, snapshot, style, options)
    halos = [replace(curve, colour=style.theme.paper, width=2.0 * curve.width) for curve in chart.series]
    paint_series(painter, axes, (*halos, *chart.series), style)
    if options.wrong:
        paint_wrong(painter, axes, snapshot, style, options.test)
    head = QRectF(rect.left(), rect.top(), rect.width(), metrics(style).height())
    paint_points_legend(painter, head, snapshot, style, options)
    paint_classes(painter, layout.key, snapshot.split.train.classes, style)


def outputs_at(plane: InputPlane, x: float) -> Floats:
    """Return the outputs for the input `x`, between the two nearest samples; shape (n_outputs,)."""
    outputs = plane.outputs[0]
    samples = np.linspace(plane.extent[0], plane.extent[1], len(outputs))
    return np.array([np.interp(x, samples, column) for column in outputs.T])
