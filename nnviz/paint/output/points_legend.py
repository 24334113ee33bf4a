"""What the points of a picture are: their classes, and which are filled, hollow and ringed."""

from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from nnviz.data.dataset import InputKind
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.predictions import Predictions
from nnviz.paint.drawing.colours import class_colours
from nnviz.paint.drawing.legend import MarkerEntry, legend_width, paint_row
from nnviz.paint.drawing.markers import class_marker
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import pen, saved
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.point_marker import RING, paint_marker
from nnviz.paint.output.points import shown_parts

RADIUS = 4.0


def paint_points_legend(
    painter: QPainter, row: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions
) -> None:
    """Write the kinds of points at the right of `row`, the first ones where it has no room for all."""
    entries = kind_entries(snapshot, style, options)
    while len(entries) > 1 and legend_width(entries, style) > row.width():
        entries.pop()
    with saved(painter):
        paint_row(painter, row.right(), row.top(), entries, style)


def kind_entries(snapshot: DataInstant, style: Style, options: BoundaryOptions) -> list[MarkerEntry]:
    """Return the entries of a legend for the kinds of points that are shown."""
    names = [name for name, _ in shown_parts(snapshot, options.test)]
    train = snapshot.split.train
    if options.wrong and train.is_classification and snapshot.look(Predictions) is not None:
        names.append("wrong")
    real = not train.is_classification and train.kind is InputKind.PLANE
    return [
        MarkerEntry(
            name, partial(_paint_sample, name=name, style=style, colour=_grey(style, real), real=real)
        )
        for name in names
    ]


def class_entries(classes: tuple[str, ...], style: Style) -> list[MarkerEntry]:
    """Return the entries of a legend for the classes."""
    colours = class_colours(style.theme, len(classes))
    return [
        MarkerEntry(name, partial(_paint_sample, name="train", style=style, colour=colours[k], index=k))
        for k, name in enumerate(classes)
    ]


def _grey(style: Style, real: bool) -> str:
    return style.theme.neutral if real else style.theme.quiet


def _paint_sample(
    painter: QPainter,
    centre: QPointF,
    *,
    name: str,
    style: Style,
    colour: str,
    index: int = 0,
    real: bool = False,
) -> None:
    outline = class_marker(index, RADIUS * style.scale)
    paint_marker(painter, centre, outline, colour, style, part=name, real=real)
    if name == "wrong":
        painter.setPen(pen(style, style.theme.ink, 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = (RADIUS + RING) * style.scale
        painter.drawEllipse(centre, radius, radius)
