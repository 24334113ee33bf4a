"""The data points over a map: class by colour and shape, training filled, test hollow, wrong ones ringed."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import PARTS, Dataset, InputKind
from nnviz.engine.classes import predicted_classes
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.predictions import Predictions
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.markers import class_marker
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import pen, saved
from nnviz.paint.output.colours import point_colours, scale_of, targets_of
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.point_marker import RING, paint_marker

PaintPoints = Callable[[QPainter, Axes, DataInstant, Style, BoundaryOptions], None]
"""How points are painted; a view may put a cache in place of `paint_points`."""

PointRows = tuple[tuple[Dataset, NDArray[np.intp]], ...]
"""Some points of some parts of the split, by their rows."""

SMALLEST, LARGEST = 2.2, 5.0
"""Radius of a marker at 1x, of many points and of few."""
FINEST_RING = 0.55
"""Width at 1x of the line of rings that stand so close that thicker ones would hide the points."""
LARGEST_SHARE = 0.011
"""On large pictures markers grow up to this share of the side."""


def marker_radius(plot: QRectF, count: int, style: Style) -> float:
    """Return a radius at which `count` points still leave most of the map to be seen."""
    roomy = 0.3 * math.sqrt(plot.width() * plot.height() / max(count, 1))
    largest = max(LARGEST * style.scale, LARGEST_SHARE * min(plot.width(), plot.height()))
    return round(min(max(roomy, SMALLEST * style.scale), largest), 1)


def ring_radius(marker: float, style: Style) -> float:
    """Return the radius of the ring around a marker: close to small ones, which stand close together."""
    return marker + min(RING * style.scale, 0.6 * marker)


def point_positions(dataset: Dataset, axes: Axes) -> tuple[Floats, Floats]:
    """Return where the points lie in the painter's units: x1 and x2, or x1 and the target; NaN outside."""
    first, second = dataset.X[:, 0], dataset.X[:, -1]
    if (
        dataset.kind is InputKind.LINE
    ):  # the probability of its own class is what a point of many classes asks for
        second = np.ones(len(first)) if len(dataset.classes) > 2 else targets_of(dataset)[:, 0]
    x, y = axes.x.place(first), axes.y.place(second)
    inside = axes.plot.adjusted(-1, -1, 1, 1)
    seen = (x >= inside.left()) & (x <= inside.right()) & (y >= inside.top()) & (y <= inside.bottom())
    return np.where(seen, x, np.nan), np.where(seen, y, np.nan)


def shown_parts(snapshot: DataInstant, test: bool) -> tuple[tuple[str, Dataset], ...]:
    """Return the parts of the split whose points are shown, by name."""
    parts = ((name, getattr(snapshot.split, name)) for name in PARTS)
    return tuple((name, part) for name, part in parts if len(part.X) and (test or name == "train"))


def answers_of(snapshot: DataInstant) -> dict[str, Floats]:
    """Return the outputs on each part of the split for which they are known."""
    predictions = snapshot.look(Predictions)
    return {} if predictions is None else predictions.by_part(snapshot.split)


def paint_points(
    painter: QPainter, axes: Axes, snapshot: DataInstant, style: Style, options: BoundaryOptions
) -> None:
    """Paint the training points and, if asked for, the test points; they change with the data only."""
    parts = shown_parts(snapshot, options.test)
    radius = marker_radius(axes.plot, sum(len(part.X) for _, part in parts), style)
    scale = scale_of(snapshot.split, options.levels)
    along_a_line = snapshot.split.train.kind is InputKind.LINE  # where the height says it
    real = scale is not None and not along_a_line
    with saved(painter):
        for name, part in parts:
            xs, ys = point_positions(part, axes)
            shapes = part.y.tolist() if part.is_classification else [0] * len(xs)
            colours = point_colours(part, style.theme, scale)
            if scale is not None and not real:
                colours = [style.theme.positive] * len(xs)
            for x, y, shape, colour in zip(xs.tolist(), ys.tolist(), shapes, colours, strict=True):
                if not (math.isnan(x) or math.isnan(y)):
                    outline = class_marker(int(shape), radius)
                    paint_marker(painter, QPointF(x, y), outline, colour, style, part=name, real=real)


def wrong_points(snapshot: DataInstant, test: bool) -> PointRows:
    """Return, for each part shown, the rows that the network puts in the wrong class."""
    if not snapshot.split.train.is_classification:
        return ()
    answers = answers_of(snapshot)
    return tuple(
        (part, np.flatnonzero(predicted_classes(answers[name]) != part.y))
        for name, part in shown_parts(snapshot, test)
        if name in answers
    )


def paint_wrong(painter: QPainter, axes: Axes, snapshot: DataInstant, style: Style, test: bool) -> None:
    """Draw a ring around every point in the wrong class, as a teacher would."""
    paint_rings(painter, axes, snapshot, style, test, wrong_points(snapshot, test))


def paint_rings(
    painter: QPainter, axes: Axes, snapshot: DataInstant, style: Style, test: bool, ringed: PointRows
) -> None:
    """Draw a ring around points: rows of parts of the split."""
    count = sum(len(part.X) for _, part in shown_parts(snapshot, test))
    marker = marker_radius(axes.plot, count, style)
    radius = ring_radius(marker, style)
    places = [np.column_stack(point_positions(part, axes))[rows] for part, rows in ringed]
    centres = np.concatenate([np.zeros((0, 2)), *places])
    centres = centres[~np.isnan(centres).any(axis=1)]  # the others are outside of what is shown
    width = min(1.3, 0.3 * marker / style.scale)
    with saved(painter):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(style, style.theme.ink, max(FINEST_RING, width / crowding(centres, radius))))
        for x, y in centres.tolist():
            painter.drawEllipse(QPointF(x, y), radius, radius)  # one path of all would take far longer


def crowding(centres: Floats, radius: float) -> float:
    """Return how many rings there are on the ground of one, at least 1: the mean over the rings."""
    if len(centres) == 0:
        return 1.0
    cells = np.unique(np.floor(centres / (2.0 * radius)), axis=0, return_counts=True)[1]
    return max(1.0, float(np.sum(cells**2)) / len(centres) * math.pi / 4.0)
