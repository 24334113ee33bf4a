"""A data set as a small picture: its points, without axes."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.data.dataset import Dataset
from nnviz.paint.axes import make_axes
from nnviz.paint.output_colours import point_colours, targets_of, value_scale
from nnviz.paint.theme import Style
from nnviz.paint.tools import pen, saved

Floats = NDArray[np.float64]

MOST = 300
"""Points shown at most."""
MARGIN = 4.0
RADIUS = 1.6
"""Sizes at 1x."""


def paint_thumbnail(painter: QPainter, rect: QRectF, dataset: Dataset, style: Style) -> None:
    """Paint the points of a data set into `rect`: the first two inputs, or one input and its target."""
    with saved(painter):
        painter.setPen(pen(style, style.theme.line, 1.0))
        painter.setBrush(QColor(style.theme.paper))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3 * style.scale, 3 * style.scale)
        if not len(dataset.X):
            return
        chosen = np.linspace(0, len(dataset.X) - 1, min(len(dataset.X), MOST)).astype(np.intp)
        scale = None if dataset.is_classification else value_scale(targets_of(dataset))
        colours = point_colours(dataset, style.theme, scale)
        margin = MARGIN * style.scale
        inner = rect.adjusted(margin, margin, -margin, -margin)
        x_values, y_values = _coordinates(dataset)
        axes = make_axes(inner, _range(x_values), _range(y_values))
        xs, ys = axes.x.place(x_values), axes.y.place(y_values)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = RADIUS * style.scale
        for k in chosen.tolist():
            painter.setBrush(QColor(colours[k]))
            painter.drawEllipse(QPointF(xs[k], ys[k]), radius, radius)


def _coordinates(dataset: Dataset) -> tuple[Floats, Floats]:
    if dataset.X.shape[1] >= 2:
        return dataset.X[:, 0], dataset.X[:, 1]
    return dataset.X[:, 0], targets_of(dataset)[:, 0]


def _range(values: Floats) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return (low, high) if high > low else (low - 1.0, high + 1.0)
