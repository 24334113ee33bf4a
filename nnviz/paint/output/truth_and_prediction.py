"""What is true of the points beside what the network says of them: two pictures of the same axes."""

from functools import lru_cache

import msgspec
import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.data.dataset import InputKind, Split
from nnviz.engine.classes import predicted_classes
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.predictions import Predictions
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.keeping import Keep, paint_now
from nnviz.paint.drawing.legend import MarkerEntry, legend_height, paint_legend
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics, saved
from nnviz.paint.output.answers import paint_agreement
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.plane import GAP, PlaneLayout, layout_plane, paint_frame, paint_note, y_name_of
from nnviz.paint.output.points import PaintPoints, answers_of, paint_points, paint_wrong
from nnviz.paint.output.points_legend import class_entries, kind_entries

TITLES = ("ground truth", "prediction")
LONGEST_NAME = 0.45
"""Share of the width that the name of a class takes at most."""
LEGEND_GAP = 0.25
"""Space below the legend, in lines."""


class PairLayout(msgspec.Struct, frozen=True, eq=False):
    """Where the legend, in rows of entries, and the two planes stand."""

    entries: tuple[list[MarkerEntry], ...]
    legend: QRectF
    truth: PlaneLayout
    prediction: PlaneLayout

    @property
    def planes(self) -> tuple[PlaneLayout, PlaneLayout]:
        """Both, as `TITLES` calls them."""
        return self.truth, self.prediction


def is_pair_of_planes(snapshot: DataInstant) -> bool:
    """Whether the points are classes over two inputs, so that they can be shown twice."""
    train = snapshot.split.train
    return train.is_classification and train.kind is InputKind.PLANE


def paint_truth_and_prediction(
    painter: QPainter,
    rect: QRectF,
    snapshot: DataInstant,
    style: Style,
    *,
    options: BoundaryOptions,
    points: PaintPoints = paint_points,
    keep: Keep = paint_now,
) -> None:
    """Paint the true and the predicted classes of the points side by side into `rect`.

    Real targets are painted as predictions against the truth, classes over other than two inputs as tables
    of confusion. `points` paints the predicted points, `keep` what changes with the data only; a view puts
    caches there.
    """
    if not is_pair_of_planes(snapshot):
        paint_agreement(painter, rect, snapshot, style, options)
        return
    layout = layout_pair(rect, snapshot, style, options)
    answered = snapshot.look(Predictions) is not None
    with saved(painter):
        keep(
            painter,
            (rect.getRect(), snapshot.split, style, options, answered),
            lambda inner: _paint_data(inner, rect, layout, snapshot, style, options),
        )
        if answered:
            axes = layout.prediction.axes
            points(painter, axes, _as_predicted(snapshot), style, options)
            if options.wrong:
                paint_wrong(painter, axes, snapshot, style, options.test)


def pair_axes(
    rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions
) -> tuple[Axes, ...]:
    """Return the axes of both planes painted into `rect`, none where there are no planes."""
    if not is_pair_of_planes(snapshot):
        return ()
    return tuple(plane.axes for plane in layout_pair(rect, snapshot, style, options).planes)


def layout_pair(rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions) -> PairLayout:
    """Lay the planes out in `rect`, equally large and close to each other, the legend above them."""
    widest = LONGEST_NAME * rect.width()
    names = tuple(elided(name, widest, style) for name in snapshot.split.train.classes)
    classes, kinds = class_entries(names, style), kind_entries(snapshot, style, options)
    line, planes = metrics(style).height(), _planes(rect, snapshot, style, options)
    for _ in range(2):  # the legend ends where the planes do, and takes height from them
        legend = QRectF(rect.left(), rect.top(), planes[1].axes.plot.right() - rect.left(), line)
        in_one = legend_height([*classes, *kinds], legend.width(), 0.0, style) <= line
        rows = ([*classes, *kinds],) if in_one else (classes, kinds)
        head = sum(legend_height(row, legend.width(), 0.0, style) for row in rows) + LEGEND_GAP * line
        planes = _planes(rect.adjusted(0.0, head, 0.0, 0.0), snapshot, style, options)
    legend.moveTop(planes[0].axes.plot.top() - 1.5 * line - head)
    return PairLayout(rows, legend, *planes)


def _planes(
    rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions
) -> tuple[PlaneLayout, PlaneLayout]:
    """Lay two equal planes out beside each other, in the middle of `rect`."""
    gap = GAP * style.scale
    half = QRectF(rect.left(), rect.top(), (rect.width() - gap) / 2, rect.height())
    plot = layout_plane(half, snapshot, style, keyed=False).axes.plot
    spare = 2.0 * max(half.right() - 2 * gap - plot.right(), 0.0)  # at both sides of the plot together
    half.setWidth(half.width() - spare)
    half.moveLeft(rect.center().x() - half.width() - gap / 2)
    beside = half.translated(half.width() + gap, 0.0)
    return (
        layout_plane(half, snapshot, style, keyed=False, options=options),
        layout_plane(beside, snapshot, style, keyed=False, options=options),
    )


def _paint_data(
    painter: QPainter,
    rect: QRectF,
    layout: PairLayout,
    snapshot: DataInstant,
    style: Style,
    options: BoundaryOptions,
) -> None:
    """Paint what changes with the data only: legend, frames, and the points as they are."""
    names = snapshot.split.train.feature_names
    with saved(painter):
        row = QRectF(layout.legend)
        for entries in layout.entries:
            paint_legend(painter, row, entries, 0.0, style)
            row.translate(0.0, legend_height(entries, row.width(), 0.0, style))
        for plane, title in zip(layout.planes, TITLES, strict=True):
            paint_frame(painter, plane, names, style)
            _paint_title(painter, plane.axes.plot, title, names[1], style)
        paint_points(painter, layout.truth.axes, snapshot, style, options)
        paint_note(painter, rect, snapshot, style)


def _paint_title(painter: QPainter, plot: QRectF, title: str, beside: str, style: Style) -> None:
    """Write what a plane shows above its middle, clear of the name of its y axis, or right of that."""
    line, gap = metrics(style).height(), GAP * style.scale
    taken = y_name_of(beside, plot, style)[1].right() - plot.left() + gap / 2
    row = QRectF(plot.left() + taken, plot.top() - 1.5 * line, plot.width() - 2 * taken, line)
    if text_width(title, style) > row.width():
        row.setRight(plot.right() + 2 * gap)
    painter.setPen(QColor(style.theme.ink))
    draw_text(painter, row, elided(title, row.width() + 1.0, style), style)


def _as_predicted(snapshot: DataInstant) -> DataInstant:
    """Return the moment with each point in the class in which the network puts it."""
    said = ((name, predicted_classes(outputs)) for name, outputs in answers_of(snapshot).items())
    key = tuple((name, classes.tobytes()) for name, classes in said)
    return replace(snapshot, split=_split_as_predicted(snapshot.split, key))


@lru_cache(maxsize=4)
def _split_as_predicted(split: Split, said: tuple[tuple[str, bytes], ...]) -> Split:
    """Return the same object as long as the classes stay, so that a view can keep the pixels."""
    parts = {
        name: replace(getattr(split, name), y=np.frombuffer(classes, dtype=np.int64))
        for name, classes in said
    }
    return replace(split, **parts)
