"""The network's computational graph as a figure: all values, all derivatives, the local one on each edge."""

from functools import lru_cache

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.explain.graph.either import walk_of
from nnviz.explain.graph.expression import parse
from nnviz.explain.graph.expression_tree import ExpressionError
from nnviz.explain.graph.of_run import built, graph_of, telling_example
from nnviz.explain.graph.walk import GraphStep
from nnviz.export.figure import Figure
from nnviz.export.shown import Shown
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import saved
from nnviz.paint.graph.layout import SIZE, SMALL, GraphLayout, lay_out_graph
from nnviz.paint.graph.picture import paint_graph

DIGITS = 3
READABLE = 0.9
"""Of the text size asked for: a graph that would get smaller than this from left to right runs downwards."""
NARROW = 550.0
"""A page narrower than this is one column of several."""
TALLEST_COLUMN, TALLEST_PAGE = 2.7, 1.33
"""Height to width, such that the caption still goes below."""


def tallest(width: float) -> float:
    """Return how high the graph may be on a page of a width, in painters' units."""
    return (TALLEST_COLUMN if width < NARROW else TALLEST_PAGE) * width


def paint(painter: QPainter, rect: QRectF, snapshot: NetworkInstant, style: Style, _shown: Shown) -> None:
    """Paint the graph in the middle, as large as there is room, up to the text size asked for."""
    layout, step, scale = chosen(snapshot, rect.size(), style)
    with saved(painter):
        painter.translate(rect.center() - QPointF(layout.size.width(), layout.size.height()) * (scale / 2))
        painter.scale(scale, scale)
        paint_graph(painter, layout, step, style)


def chosen(snapshot: NetworkInstant, size: QSizeF, style: Style) -> tuple[GraphLayout, GraphStep, float]:
    """Return the graph in the direction in which its text is larger, and its scale."""
    room = QSizeF(size.width(), min(size.height(), tallest(size.width())))
    largest = style.text / SIZE
    layout, step = _laid_out(snapshot, downwards=False)
    scale = _scale(layout, room, largest)
    if scale < READABLE * largest:
        turned, _ = _laid_out(snapshot, downwards=True)
        if _scale(turned, room, largest) > scale:
            layout, scale = turned, _scale(turned, room, largest)
    return layout, step, scale


def _scale(layout: GraphLayout, room: QSizeF, largest: float) -> float:
    return min(largest, room.width() / layout.size.width(), room.height() / layout.size.height())


@lru_cache(maxsize=4)  # one page is painted several times
def _laid_out(snapshot: NetworkInstant, *, downwards: bool) -> tuple[GraphLayout, GraphStep]:
    """Return the graph by layers, and a step at which everything is known and nothing lit."""
    graph = built(graph_of(snapshot, telling_example(snapshot)))
    walk = walk_of(graph, graph.inputs[0].index, DIGITS)
    last = max(place for place in range(len(walk)) if walk.phase(place) == "derivative")
    step = replace(walk.step(last), nodes=frozenset(), edges=frozenset())
    return lay_out_graph(walk, downwards=downwards), step


def _smallest_text(snapshot: NetworkInstant, size: QSizeF, style: Style, _shown: Shown) -> float:
    *_, scale = chosen(snapshot, size, style)
    return scale * SMALL


def _missing(snapshot: NetworkInstant) -> str:
    graph = graph_of(snapshot, telling_example(snapshot))
    try:
        parse(graph) if isinstance(graph, str) else None
    except ExpressionError:
        return "A graph cannot show numbers as large as those of this run."
    return ""


GRAPH = Figure(
    "graph",
    "Computational graph",
    tallest,
    paint,
    _missing,
    grows=False,
    smallest_text=_smallest_text,
)
