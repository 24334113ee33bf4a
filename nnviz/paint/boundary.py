"""What the network answers: over the plane of two inputs, along the line of one, in a table for more.

Pictures are painted by this project's own code in the painter's units, so that screen and paper show the
same; pyqtgraph's exporters cannot be relied on.
"""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot import Snapshot
from nnviz.paint.boundary_options import BoundaryOptions
from nnviz.paint.plane import paint_plane
from nnviz.paint.points import PaintPoints, paint_points
from nnviz.paint.theme import Style

__all__ = ["BoundaryOptions", "paint_boundary"]

DEFAULTS = BoundaryOptions()


def paint_boundary(
    painter: QPainter,
    rect: QRectF,
    snapshot: Snapshot,
    style: Style,
    *,
    options: BoundaryOptions = DEFAULTS,
    points: PaintPoints = paint_points,
) -> None:
    """Paint what the network answers into `rect` on any device.

    Parameters
    ----------
    painter : QPainter
        Active on the device.
    rect : QRectF
        Where, in the painter's units.
    snapshot : Snapshot
        The moment; its `boundary` may be missing while it is computed.
    style : Style
        In which colours, and how large.
    options : BoundaryOptions
        What to show besides the map.
    points : callable
        Paints the points; a view puts a cache here.
    """
    paint_plane(painter, rect, snapshot, style, options=options, points=points)
