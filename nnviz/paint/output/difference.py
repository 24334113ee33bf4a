"""Where two trainings answer differently: right minus left, over the inputs, or in a table of classes."""

import msgspec
import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import InputKind
from nnviz.engine.classes import predicted_classes
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.maps import Extent, InputPlane, Maps
from nnviz.paint.charts.chart import Chart, paint_chart
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.axis import Axis
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.numbers import MINUS
from nnviz.paint.drawing.resampling import resized
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics, saved
from nnviz.paint.output.answers import BELOW, paint_beside, say
from nnviz.paint.output.colours import ValueScale, probabilities
from nnviz.paint.output.confusion import confusion_of
from nnviz.paint.output.heat_map import paint_heat_map
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.plane import PlaneLayout, layout_plane, paint_frame
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
    painter: QPainter, rect: QRectF, pair: Pair, style: Style, window: Extent | None = None
) -> None:
    """Paint by how much the outputs at the right are more than those at the left into `rect`.

    `window` is the part of the inputs shown; None: the domain of the data.
    """
    train = pair.left.split.train
    left, right = ((side.look(Maps) or Maps()).boundary for side in (pair.left, pair.right))
    if not pair.has_same_data:
        painter.setPen(QColor(style.theme.quiet))
        draw_text(painter, rect, OTHER_DATA, style)
    elif not train.has_axes:
        _paint_table(painter, rect, pair, style)
    elif left is None or right is None:
        return  # one of them is still being made
    else:
        paint = _paint_line if train.kind is InputKind.LINE else _paint_plane
        paint(painter, rect, pair, *_equally_fine(left, right), style, window)


def _equally_fine(left: InputPlane, right: InputPlane) -> tuple[InputPlane, InputPlane]:
    """Return both with as many samples as the finer one: on a busy machine one may be made more coarsely."""
    rows, columns = np.maximum(left.outputs.shape[:2], right.outputs.shape[:2]).tolist()
    left, right = (replace(plane, outputs=resized(plane.outputs, rows, columns)) for plane in (left, right))
    return left, right


def _difference(pair: Pair, left: InputPlane, right: InputPlane) -> tuple[Floats, ValueScale]:
    """Return the difference and its colours: of outputs, of class 1, or between many classes."""
    if not pair.is_classification:
        change = right.outputs[..., 0] - left.outputs[..., 0]
        most = float(np.nanmax(np.abs(change), initial=0.0)) or 1.0
        return change, ValueScale(-most, most, signed=True)
    here, there = probabilities(left.outputs), probabilities(right.outputs)
    if here.shape[-1] == there.shape[-1] == 2:
        return there[..., 1] - here[..., 1], ValueScale(-1.0, 1.0, signed=True)
    return 0.5 * np.abs(there - here).sum(axis=-1), ValueScale(0.0, 1.0, signed=False)


def _paint_plane(
    painter: QPainter,
    rect: QRectF,
    pair: Pair,
    left: InputPlane,
    right: InputPlane,
    style: Style,
    window: Extent | None,
) -> None:
    change, scale = _difference(pair, left, right)
    layout = _layout(rect, pair, style, window)
    train = pair.left.split.train
    with saved(painter):
        plane = replace(left, outputs=change[..., np.newaxis])
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


def difference_axes(rect: QRectF, pair: Pair, style: Style, window: Extent | None) -> tuple[Axes, ...]:
    """Return the axes of the plane painted into `rect`; none where there is no plane."""
    if pair.left.split.train.kind is not InputKind.PLANE or not pair.has_same_data:
        return ()
    return (_layout(rect, pair, style, window).axes,)


def _paint_line(
    painter: QPainter,
    rect: QRectF,
    pair: Pair,
    left: InputPlane,
    right: InputPlane,
    style: Style,
    window: Extent | None,
) -> None:
    change, scale = _difference(pair, left, right)
    x = np.linspace(left.extent[0], left.extent[1], change.shape[1])
    series = Series("difference", x, change[0], style.theme.ink, width=2.0, end=False)
    shown = left.extent if window is None else window
    axis = Axis(pair.left.split.train.feature_names[0], shown[0], shown[1])
    chart = Chart((series,), axis, Axis("right − left", scale.low, scale.high), legend=False)
    paint_chart(painter, rect, chart, style)


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
