"""Where two trainings answer differently: right minus left, over the inputs, or in a table of classes."""

import msgspec
import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import InputKind
from nnviz.engine.classes import predicted_classes
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.maps import Extent, InputPlane, Maps
from nnviz.numerals import MINUS, short_number
from nnviz.paint.charts.chart import Chart, PlacedChart, layout_chart, paint_placed_chart
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.axis import Axis, Ends
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.readout import ReadoutRow
from nnviz.paint.drawing.resampling import resized
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics, saved
from nnviz.paint.output.answers import BELOW, paint_beside, say
from nnviz.paint.output.colours import ValueScale, probabilities
from nnviz.paint.output.confusion import confusion_of
from nnviz.paint.output.cursor import number_rows
from nnviz.paint.output.fitted_line import outputs_at
from nnviz.paint.output.heat_map import paint_heat_map
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.plane import PlaneLayout, columns_of_plane, layout_plane, output_at, paint_frame
from nnviz.paint.output.points import PointRows, answers_of, paint_points, paint_rings, shown_parts
from nnviz.paint.output.scale_bar import paint_key

READING = "Rows: answer at the left, columns: answer at the right."
OTHER_DATA = "The two have other data: nothing to subtract"
NO_PLANE = "More than two inputs: no plane to show."


class Pair(msgspec.Struct, frozen=True, eq=False):
    """The same update of two trainings on the same data."""

    left: RunInstant
    right: RunInstant

    @property
    def has_same_data(self) -> bool:
        """Whether there is anything to subtract."""
        return self.left.spec.data == self.right.spec.data

    @property
    def is_classification(self) -> bool:
        """Whether both answer with classes."""
        return self.left.split.train.is_classification and self.right.split.train.is_classification


def answered_differently(pair: Pair) -> PointRows:
    """Return, for each part of the data, the rows that the two put in different classes."""
    if not (pair.is_classification and pair.has_same_data):
        return ()
    left, right = answers_of(pair.left), answers_of(pair.right)
    return tuple(
        (part, np.flatnonzero(predicted_classes(left[name]) != predicted_classes(right[name])))
        for name, part in shown_parts(pair.left, test=True)
        if name in left and name in right and len(left[name]) == len(right[name])
    )


def paint_output_difference(
    painter: QPainter,
    rect: QRectF,
    pair: Pair,
    style: Style,
    window: Extent | None = None,
    up: Ends | None = None,
) -> None:
    """Paint by how much the outputs at the right are more than those at the left into `rect`.

    `window` is the part of the inputs shown; None: the domain of the data. `up` is the part of the difference
    along one input; None: all of it.
    """
    train, planes = pair.left.split.train, _planes(pair)
    if not pair.has_same_data:
        painter.setPen(QColor(style.theme.quiet))
        draw_text(painter, rect, OTHER_DATA, style)
    elif not train.has_axes:
        _paint_table(painter, rect, pair, style)
    elif planes is None:
        return  # one of them is still being made
    elif train.kind is InputKind.LINE:
        paint_placed_chart(painter, _place_line(rect, pair, planes, style, window, up), style)
    else:
        _paint_plane(painter, rect, pair, planes, style, window)


Planes = tuple[InputPlane, InputPlane]


def _planes(pair: Pair) -> Planes | None:
    """Return the outputs of both, equally fine; None while one is still being made, or there are none."""
    left, right = ((side.look(Maps) or Maps()).boundary for side in (pair.left, pair.right))
    return None if left is None or right is None else _equally_fine(left, right)


def _equally_fine(left: InputPlane, right: InputPlane) -> Planes:
    """Return both with as many samples as the finer one: on a busy machine one may be made more coarsely."""
    rows, columns = np.maximum(left.outputs.shape[:2], right.outputs.shape[:2]).tolist()
    left, right = (replace(plane, outputs=resized(plane.outputs, rows, columns)) for plane in (left, right))
    return left, right


def _difference(pair: Pair, planes: Planes) -> tuple[Floats, ValueScale]:
    """Return the difference and its colours: of outputs, of class 1, or between many classes."""
    left, right = planes
    if not pair.is_classification:
        change = right.outputs[..., 0] - left.outputs[..., 0]
        most = float(np.nanmax(np.abs(change), initial=0.0)) or 1.0
        return change, ValueScale(-most, most, signed=True)
    here, there = probabilities(left.outputs), probabilities(right.outputs)
    if here.shape[-1] == there.shape[-1] == 2:
        return there[..., 1] - here[..., 1], ValueScale(-1.0, 1.0, signed=True)
    return 0.5 * np.abs(there - here).sum(axis=-1), ValueScale(0.0, 1.0, signed=False)


def _paint_plane(
    painter: QPainter, rect: QRectF, pair: Pair, planes: Planes, style: Style, window: Extent | None
) -> None:
    change, scale = _difference(pair, planes)
    layout = _layout(rect, pair, style, window)
    train = pair.left.split.train
    with saved(painter):
        plane = replace(planes[0], outputs=change[..., np.newaxis])
        paint_heat_map(painter, layout.axes, plane, style, scale=scale, hard=False)
        paint_frame(painter, layout, train.feature_names, style)
        if pair.is_classification:
            paint_points(painter, layout.axes, pair.left, style, BoundaryOptions())
            paint_rings(painter, layout.axes, pair.left, style, True, answered_differently(pair))
        paint_key(painter, layout.key, (), scale, style)


def _layout(rect: QRectF, pair: Pair, style: Style, window: Extent | None) -> PlaneLayout:
    room = text_width(MINUS, style)  # the key of the outputs has no sign
    return layout_plane(
        rect.adjusted(0.0, 0.0, -room, 0.0), pair.left, style, options=BoundaryOptions(window=window)
    )


def difference_axes(
    rect: QRectF, pair: Pair, style: Style, window: Extent | None, up: Ends | None = None
) -> tuple[Axes, ...]:
    """Return the axes of the plane or line painted into `rect`; none where there is neither."""
    train, planes = pair.left.split.train, _planes(pair)
    if not train.has_axes or not pair.has_same_data:
        return ()
    if train.kind is InputKind.LINE:
        return () if planes is None else (_place_line(rect, pair, planes, style, window, up).axes,)
    return (_layout(rect, pair, style, window).axes,)


def difference_rows(pair: Pair, axes: Axes, position: QPointF) -> list[ReadoutRow]:
    """Return the inputs at a position of the plot, and the difference there."""
    planes = _planes(pair)
    if planes is None:
        return []
    rows, plane = number_rows(pair.left, axes, None, position), _plane_of(pair, planes)
    along = pair.left.split.train.kind is InputKind.LINE
    found = outputs_at(plane, axes.x.value(position.x())) if along else output_at(plane, position, axes)
    return [*rows, ReadoutRow(_name(pair, planes), (short_number(float(found[0])),))]


def difference_columns(pair: Pair) -> dict[str, list[float]]:
    """Return the samples of the difference by name: the one or two inputs, then the difference.

    Of more inputs, what both answer to each point.
    """
    planes, train = _planes(pair), pair.left.split.train
    if not pair.has_same_data:
        return {}
    if not train.has_axes:
        return _answer_columns(pair)
    if planes is None:
        return {}
    *inputs, (_, change) = columns_of_plane(_plane_of(pair, planes), train.feature_names).items()
    return {**dict(inputs), _name(pair, planes): change}


def _answer_columns(pair: Pair) -> dict[str, list[float]]:
    columns: dict[str, list[float]] = {}
    parts = [name for name, _ in shown_parts(pair.left, test=True)]
    for side, snapshot in (("left", pair.left), ("right", pair.right)):
        answers = answers_of(snapshot)
        if not all(name in answers for name in parts):
            return {}
        outputs = np.concatenate([answers[name] for name in parts])
        columns |= {f"{side}, output {k + 1}": column.tolist() for k, column in enumerate(outputs.T)}
    return columns


def _plane_of(pair: Pair, planes: Planes) -> InputPlane:
    change, _ = _difference(pair, planes)
    return replace(planes[0], outputs=change[..., np.newaxis])


def _name(pair: Pair, planes: Planes) -> str:
    """Return what is subtracted: of many classes it is how much of the probability moved."""
    _, scale = _difference(pair, planes)
    return "right − left" if scale.signed else "share that moved"


def _place_line(
    rect: QRectF, pair: Pair, planes: Planes, style: Style, window: Extent | None, up: Ends | None
) -> PlacedChart:
    left, (change, scale) = planes[0], _difference(pair, planes)
    x = np.linspace(left.extent[0], left.extent[1], change.shape[1])
    series = Series("difference", x, change[0], style.theme.ink, width=2.0, end=False)
    shown = left.extent if window is None else window
    axis = Axis(pair.left.split.train.feature_names[0], shown[0], shown[1])
    low, high = (scale.low, scale.high) if up is None else up
    return layout_chart(rect, Chart((series,), axis, Axis("right − left", low, high), legend=False), style)


def _paint_table(painter: QPainter, rect: QRectF, pair: Pair, style: Style) -> None:
    """Paint how often each class at the left became each at the right: the same ones on the diagonal."""
    below = say(painter, rect, READING if pair.is_classification else NO_PLANE, style)
    if not pair.is_classification:
        return
    left, right = answers_of(pair.left), answers_of(pair.right)
    tables = [
        confusion_of(name, predicted_classes(left[name]), predicted_classes(right[name]), part.classes)
        for name, part in shown_parts(pair.left, test=True)
        if name in left and name in right
    ]
    if tables:
        below.adjust(0.0, BELOW * metrics(style).height(), 0.0, 0.0)
        paint_beside(painter, below, tables, style)
