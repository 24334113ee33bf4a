"""A step of the explained update as a figure: the network with what is lit, and the explanation below it."""

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.explain.formulas.step import Phase, Step
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.shown import Shown
from nnviz.paint.drawing.groups import name_group
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import saved
from nnviz.paint.mathematics.explanation import ExplanationLayout, lay_out_explanation, paint_explanation
from nnviz.paint.network.changes import paint_changes
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.diagram import Diagram, Lit
from nnviz.paint.network.explained import lit_of
from nnviz.paint.network.flow import paint_flow
from nnviz.paint.network.labels import paint_labels
from nnviz.paint.network.picture import network_layout, paint_diagram
from nnviz.paint.network.seen import SeenUnits
from nnviz.paint.network.weights_scale import next_limit

SHARE = 0.42
"""Height of the network over the width of the picture, where the height is free."""
MOST_SHARE = 0.5
"""The same where there is room for more."""
LEAST_SHARE = 0.45
"""The same over the height, where that is given."""
USUAL = 0.32
"""Height that formulas may take over the width before they get smaller, where the height is free."""
TALLEST = 1.4
"""Height over the width that the picture may take where its step is not known before; margins are cut off."""
SIZES = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2)
"""Sizes of a picture in a page of given height: the largest for which there is room."""


def step_figure(step: Step, digits: int) -> Figure:
    """Return one step of a walk as a figure of the snapshot that its update starts from."""

    def height_for(width: float) -> float:
        return SHARE * width + lay_out_explanation(step, width, USUAL * width, Style()).height

    def paint(painter: QPainter, rect: QRectF, snapshot: NetworkInstant, style: Style, shown: Shown) -> None:
        size, layout = _fitting(step, rect, style)
        canvas = QRectF(0.0, 0.0, rect.width() / size, rect.height() / size)
        free = max(0.0, canvas.height() - layout.height - MOST_SHARE * canvas.width())
        network = canvas.adjusted(0.0, free / 2, 0.0, -layout.height - free / 2)
        with saved(painter):
            painter.translate(rect.topLeft())
            painter.scale(size, size)
            paint_lit_network(painter, network, snapshot, style, shown, lit_of(step, style.theme, digits))
            name_group(painter, "explanation")
            painter.translate(network.bottomLeft())
            paint_explanation(painter, layout, style)

    return Figure("step", step.title, height_for, paint)


def paint_lit_network(
    painter: QPainter, rect: QRectF, snapshot: NetworkInstant, style: Style, shown: Shown, lit: Lit
) -> None:
    """Paint the network with what is lit, the numbers of a step, and what it changes."""
    content = content_of(snapshot, shown.quantity, lit.sample, lit.flow == "backward")
    limit = shown.limit or next_limit(content.largest, None)
    seen = replace(shown.seen or SeenUnits(content.active), wanted=lit.wanted)
    diagram = Diagram(network_layout(content, rect, style, seen=seen), content, limit, style, lit)
    paint_diagram(painter, diagram)
    paint_flow(painter, diagram)
    paint_labels(painter, diagram)
    paint_changes(painter, diagram)


def _fitting(step: Step, rect: QRectF, style: Style) -> tuple[float, ExplanationLayout]:
    """Return the size of the picture, and the explanation that leaves the network its share at this size."""
    for size in SIZES:
        width, height = rect.width() / size, rect.height() / size
        room = height - min(SHARE * width, LEAST_SHARE * height)
        layout = lay_out_explanation(step, width, min(room, USUAL * width), style)
        if layout.height <= room + 1.0 and layout.width <= width:
            break
    return size, layout


def _paint(painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, shown: Shown) -> None:
    """Paint the step on screen; without one, the first of the coming update that goes backward."""
    step_figure(_chosen(snapshot, shown), shown.digits).paint(painter, rect, snapshot, style, shown)


def _chosen(snapshot: DataInstant, shown: Shown) -> Step:
    return shown.step or _first_backward(snapshot, shown.digits)


def _smallest_text(snapshot: DataInstant, size: QSizeF, style: Style, shown: Shown) -> float:
    factor, _ = _fitting(_chosen(snapshot, shown), QRectF(QPointF(), size), style)
    return factor * style.text


def _first_backward(snapshot: DataInstant, digits: int) -> Step:
    walk = Walk(case_of(snapshot, digits=digits))
    return walk.step(next(key for key in walk.children(None) if key.phase is Phase.BACKWARD))


def _missing(snapshot: Instant) -> str:
    unknown = "The coming update is not known here: explain it in the window (E), or use the command line."
    return "" if snapshot.look(ComingUpdate) is not None else unknown


EXPLANATION = Figure(
    "explanation",
    "Explained update",
    in_proportion(TALLEST),
    _paint,
    _missing,
    smallest_text=_smallest_text,
)
