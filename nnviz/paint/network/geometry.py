"""Boxes and lines of the layout as Qt has them."""

from PySide6.QtCore import QPointF, QRectF

from nnviz.paint.network.layout import Box, NetworkLayout
from nnviz.parts import Weight


def rectangle(box: Box) -> QRectF:
    """Return a box as Qt has it."""
    return QRectF(box.left, box.top, box.width, box.height)


def ends_of(layout: NetworkLayout, weight: Weight) -> tuple[QPointF, QPointF]:
    """Return the two ends of a line that is drawn."""
    source, target = layout.unit_box(weight.start), layout.unit_box(weight.end)
    return QPointF(source.right, source.centre[1]), QPointF(target.left, target.centre[1])
