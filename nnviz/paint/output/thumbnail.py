"""A data set as a small picture: its points, without axes, or some of its images."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import Dataset, InputKind
from nnviz.paint.drawing.axes import make_axes
from nnviz.paint.drawing.colours import image_of, look_up
from nnviz.paint.drawing.oklab import ramp
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import pen, saved
from nnviz.paint.output.colours import point_colours, targets_of, value_scale

MOST = 300
"""Points shown at most."""
MARGIN = 4.0
RADIUS = 1.6
FEW_RADIUS = 3.0
"""Sizes at 1x."""
FEW = 12
"""So many points and fewer are drawn larger."""
IMAGES = 2
"""Images a side."""


def paint_thumbnail(painter: QPainter, rect: QRectF, dataset: Dataset, style: Style) -> None:
    """Paint a data set into `rect`."""
    with saved(painter):
        painter.setPen(pen(style, style.theme.line, 1.0))
        painter.setBrush(QColor(style.theme.paper))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3 * style.scale, 3 * style.scale)
        if not len(dataset.X):
            return
        margin = MARGIN * style.scale
        inner = rect.adjusted(margin, margin, -margin, -margin)
        if dataset.image is None:
            _paint_points(painter, inner, dataset, style)
        else:
            first = dataset.X[: IMAGES**2]  # of tens of thousands, in the window's own thread
            _paint_images(painter, inner, first.reshape(-1, *dataset.image).mean(axis=-1), style)


def _paint_images(painter: QPainter, rect: QRectF, images: Floats, style: Style) -> None:
    """Paint images in a square, grey, dark on light paper or light on dark."""
    low, high = float(images.min()), float(images.max())
    shades = ramp(style.theme.paper, style.theme.ink, 256)
    side = rect.width() / IMAGES
    for number, image in enumerate(images):
        colours = look_up(image, low, high, shades)
        place = QRectF(rect.left() + number % IMAGES * side, rect.top() + number // IMAGES * side, side, side)
        painter.drawImage(place, image_of(colours[::-1]))


def _paint_points(painter: QPainter, inner: QRectF, dataset: Dataset, style: Style) -> None:
    """Paint the first two inputs, or one input and its target."""
    chosen = np.linspace(0, len(dataset.X) - 1, min(len(dataset.X), MOST)).astype(np.intp)
    scale = None if dataset.is_classification else value_scale(targets_of(dataset))
    colours = point_colours(dataset, style.theme, scale)
    x_values, y_values = _coordinates(dataset)
    axes = make_axes(inner, _range(x_values), _range(y_values))
    xs, ys = axes.x.place(x_values), axes.y.place(y_values)
    few = len(dataset.X) <= FEW
    painter.setPen(pen(style, style.theme.ink, 1.0) if few else Qt.PenStyle.NoPen)
    radius = (FEW_RADIUS if few else RADIUS) * style.scale
    for k in chosen.tolist():
        painter.setBrush(QColor(colours[k]))
        painter.drawEllipse(QPointF(xs[k], ys[k]), radius, radius)


def _coordinates(dataset: Dataset) -> tuple[Floats, Floats]:
    if dataset.kind is not InputKind.LINE:
        return dataset.X[:, 0], dataset.X[:, 1]
    return dataset.X[:, 0], targets_of(dataset)[:, 0]


def _range(values: Floats) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return (low, high) if high > low else (low - 1.0, high + 1.0)
