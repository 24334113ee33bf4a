"""What is around the neurons on screen: kept as pixels, and left alone while only the numbers change."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.layout import NetworkLayout
from nnviz.paint.network.picture import around_key, paint_around_neurons
from nnviz.ui.pictures.pixmap_layer import PixmapLayer


class NetworkAround:
    """Paints lines, names, captions and legend of a canvas, from pixels while they look the same."""

    def __init__(self, canvas: QWidget) -> None:
        self._canvas = canvas
        self._layer = PixmapLayer()

    def paint(self, painter: QPainter, diagram: Diagram, controls: bool) -> None:
        """Paint all but the neurons, on the theme's paper."""
        self._layer.draw(
            painter,
            self._canvas.size(),
            around_key(diagram),
            lambda inner: paint_around_neurons(inner, diagram, controls),
            QColor(diagram.style.theme.paper),
        )


def moving_region(layout: NetworkLayout) -> QRegion:
    """Return what neurons, biases and lines cover, with a margin for wide lines."""
    margin = layout.node / 4 + 2.0
    spans = [
        (column.ys[0] - layout.node / 2 - margin, column.ys[-1] + layout.node + margin)
        for column in layout.columns
    ]
    lefts = [column.x - layout.node / 2 - margin for column in layout.columns]
    region = QRegion()
    for left, (top, bottom) in zip(lefts, spans, strict=True):
        region |= QRectF(left, top, layout.node + 2 * margin, bottom - top).toAlignedRect()
    for k in range(len(lefts) - 1):
        (top, bottom), (next_top, next_bottom) = spans[k], spans[k + 1]
        top, bottom, left = min(top, next_top), max(bottom, next_bottom), layout.columns[k].x
        region |= QRectF(left, top, layout.columns[k + 1].x - left, bottom - top).toAlignedRect()
    return region
