"""Kernels on a network diagram: small pictures on the lines that stand for them."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.paint.drawing.colours import diverging_table, images_of
from nnviz.paint.drawing.sharp import paint_image
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.geometry import ends_of
from nnviz.parts import Weight

MOST = 24
"""Kernels into one layer that are drawn: with more of them one could not tell whose they are."""
_AXES = 4
"""Height, width, maps before, maps."""
_NEAR_END, _NEAR_START, _MIDDLE = 0.78, 0.26, 0.5


def paint_kernels(painter: QPainter, diagram: Diagram) -> None:
    """Paint the kernels of what is lit, else those of layers that have few."""
    style, table = diagram.style, diverging_table(diagram.style.theme)
    painter.setPen(QPen(QColor(style.theme.ink), 0.8 * style.scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for layer, kernels in enumerate(diagram.content.kernels, start=1):
        if kernels.ndim != _AXES:
            continue
        limit = float(np.abs(kernels).max(initial=0.0)) or 1.0
        for weight, place in placed_kernels(diagram, layer):
            kernel = kernels[np.newaxis, ::-1, :, weight.source, weight.target]
            (picture,) = images_of(kernel, -limit, limit, table)
            paint_image(painter, place, picture)
            painter.drawRect(place)


def placed_kernels(diagram: Diagram, layer: int) -> Iterator[tuple[Weight, QRectF]]:
    """Go through the kernels into a layer that are drawn, and where."""
    layout, kernels = diagram.layout, diagram.content.kernels
    if not kernels or kernels[layer - 1].ndim != _AXES:
        return
    sources, targets = layout.columns[layer - 1].shown, layout.columns[layer].shown
    weights = [Weight(layer, i, j) for i in sources for j in targets]
    if diagram.lit is not None:
        weights = [weight for weight in weights if weight in diagram.lit.weights]
    if not 0 < len(weights) <= MOST:
        return
    starts, ends = {weight.source for weight in weights}, {weight.target for weight in weights}
    if min(len(starts), len(ends)) > 1:
        return
    along = _MIDDLE if len(weights) == 1 else _NEAR_END if len(starts) == 1 else _NEAR_START
    first, last = ends_of(layout, weights[0])
    side = min(0.55 * layout.node, 0.4 * abs(last.x() - first.x()))
    for weight in weights:
        start, end = ends_of(layout, weight)
        middle = start + (end - start) * along
        yield weight, QRectF(middle - QPointF(side / 2, side / 2), middle + QPointF(side / 2, side / 2))
