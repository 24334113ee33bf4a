"""Windows and pixels marked on the maps of a network diagram, and numbers of kernels."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.explain.formulas.step import Region
from nnviz.paint.drawing.roles import flow_colour
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import saved
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.geometry import rectangle
from nnviz.paint.network.kernels import placed_kernels
from nnviz.parts import Weight

_SMALLEST = 4.0
"""Side of a mark at 1x, where a pixel is smaller."""


def paint_regions(painter: QPainter, diagram: Diagram) -> None:
    """Frame what a step is about: the window that an output pixel sees, and that pixel."""
    lit = diagram.lit
    if lit is None:
        return
    style = diagram.style
    colour = flow_colour(lit.flow or "forward", style.theme)
    with saved(painter):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for region in lit.regions:
            place = place_of(diagram, region)
            if place is None:
                continue
            for tone, width in ((style.theme.paper, 4.0), (colour, 2.0)):
                painter.setPen(QPen(QColor(tone), width * style.scale))
                painter.drawRect(place)


def place_of(diagram: Diagram, region: Region) -> QRectF | None:
    """Return where a region lies on the picture of its map or kernel; None where that is not drawn."""
    layout, unit = diagram.layout, region.unit
    if isinstance(unit, Weight):
        return _part_of(*_kernel(diagram, unit), region, diagram.style)
    if not layout.shows(unit) or unit.layer >= len(diagram.content.sizes):
        return None
    size = diagram.content.sizes[unit.layer]
    return _part_of(rectangle(layout.unit_box(unit)), size, region, diagram.style)


def _kernel(diagram: Diagram, line: Weight) -> tuple[QRectF | None, tuple[int, int]]:
    """Return where the kernel of a line is drawn, None where it is not, and its size."""
    places = (place for weight, place in placed_kernels(diagram, line.layer) if weight == line)
    height, width = diagram.content.kernels[line.layer - 1].shape[:2]
    return next(places, None), (height, width)


def _part_of(box: QRectF | None, size: tuple[int, int], region: Region, style: Style) -> QRectF | None:
    if box is None:
        return None
    rows, columns = size
    place = QRectF(
        box.left() + region.left * box.width() / columns,
        box.top() + region.top * box.height() / rows,
        region.width * box.width() / columns,
        region.height * box.height() / rows,
    )
    missing = max(0.0, _SMALLEST * style.scale - min(place.width(), place.height())) / 2
    return place.adjusted(-missing, -missing, missing, missing)


def pixel_at(diagram: Diagram, layer: int, unit: int, x: float, y: float) -> tuple[int, int] | None:
    """Return which pixel of a map lies at a point; None where its layer has no maps."""
    if layer >= len(diagram.content.sizes):
        return None
    rows, columns = diagram.content.sizes[layer]
    if rows * columns <= 1:
        return None
    box = diagram.layout.neuron_box(layer, unit)
    row = int((y - box.top) / box.height * rows)
    column = int((x - box.left) / box.width * columns)
    return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
