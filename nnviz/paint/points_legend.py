"""One row that says what filled, hollow and ringed points are."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot import Snapshot
from nnviz.paint.boundary_options import BoundaryOptions
from nnviz.paint.lettering import draw_text, text_width
from nnviz.paint.markers import class_marker
from nnviz.paint.points import RING, paint_marker, shown_parts
from nnviz.paint.theme import Style
from nnviz.paint.tools import pen, saved

RADIUS = 4.0
GAP = 5.0
BETWEEN = 12.0


def paint_points_legend(
    painter: QPainter, row: QRectF, snapshot: Snapshot, style: Style, options: BoundaryOptions
) -> None:
    """Write the row at the right of `row`, as far as the kinds of points are shown at all."""
    names = [name for name, _ in shown_parts(snapshot, options.test)]
    if options.wrong and snapshot.split.train.is_classification and snapshot.predictions is not None:
        names.append("wrong")
    train, scale = snapshot.split.train, style.scale
    real = not train.is_classification and train.X.shape[1] == 2
    sample = 2 * (RADIUS + RING) * scale + GAP * scale
    widths = [sample + text_width(name, style) for name in names]
    x = row.right() - sum(widths) - BETWEEN * scale * (len(names) - 1)
    with saved(painter):
        for name, width in zip(names, widths, strict=True):
            centre = QPointF(x + (RADIUS + RING) * scale, row.center().y())
            _paint_sample(painter, centre, name, style, real)
            painter.setPen(QColor(style.theme.ink))
            text = QRectF(x + sample, row.top(), 0.0, row.height())
            draw_text(painter, text, name, style, align=Qt.AlignmentFlag.AlignLeft)
            x += width + BETWEEN * scale


def _paint_sample(painter: QPainter, centre: QPointF, name: str, style: Style, real: bool) -> None:
    circle = class_marker(0, RADIUS * style.scale)
    colour = style.theme.neutral if real else style.theme.quiet
    paint_marker(painter, centre, circle, colour, style, part=name, real=real)
    if name == "wrong":
        painter.setPen(pen(style, style.theme.ink, 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = (RADIUS + RING) * style.scale
        painter.drawEllipse(centre, radius, radius)
