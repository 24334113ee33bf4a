"""Windows and pixels marked on the maps of a network diagram."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.explain.formulas.step import Region
from nnviz.paint.drawing.roles import flow_colour
from nnviz.paint.drawing.tools import saved
from nnviz.paint.network.diagram import Diagram

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
    """Return where a region lies on the picture of its map; None where that is not drawn."""
    layout, unit = diagram.layout, region.unit
    if not layout.shows(unit) or unit.layer >= len(diagram.content.sizes):
        return None
    rows, columns = diagram.content.sizes[unit.layer]
    box = layout.unit_box(unit)
    place = QRectF(
        box.left + region.left * box.width / columns,
        box.top + region.top * box.height / rows,
        region.width * box.width / columns,
        region.height * box.height / rows,
    )
    missing = max(0.0, _SMALLEST * diagram.style.scale - min(place.width(), place.height())) / 2
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
