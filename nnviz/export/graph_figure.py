"""The network's computational graph as a figure: all values, all derivatives, the local one on each edge."""

from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot import Snapshot
from nnviz.explain.expression import parse
from nnviz.explain.graph import build
from nnviz.explain.graph_of_run import program_of, telling_example
from nnviz.explain.graph_walk import GraphStep, GraphWalk
from nnviz.export.figure import Figure
from nnviz.export.look import Look
from nnviz.paint.graph import paint_graph
from nnviz.paint.graph_layout import GraphLayout, lay_out_graph
from nnviz.paint.theme import Style
from nnviz.paint.tools import saved

DIGITS = 3


def paint(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, _look: Look) -> None:
    """Paint the graph as large as there is room, in the middle of the width."""
    layout, step = _laid_out(snapshot)
    size = layout.size
    scale = min(rect.width() / size.width(), rect.height() / size.height())
    with saved(painter):
        painter.translate(rect.left() + (rect.width() - scale * size.width()) / 2, rect.top())
        painter.scale(scale, scale)
        paint_graph(painter, layout, step, style)


@lru_cache(maxsize=2)  # one page is painted several times
def _laid_out(snapshot: Snapshot) -> tuple[GraphLayout, GraphStep]:
    """Return the graph by layers, and a step at which everything is known and nothing lit."""
    graph = build(parse(program_of(snapshot, telling_example(snapshot), by_neurons=False)))
    walk = GraphWalk(graph, graph.inputs[0].index, DIGITS)
    last = max(place for place in range(len(walk)) if walk.phase(place) == "derivative")
    step = replace(walk.step(last), nodes=frozenset(), edges=frozenset())
    return lay_out_graph(walk), step


def _missing(snapshot: Snapshot) -> str:
    try:
        program_of(snapshot, telling_example(snapshot), by_neurons=False)
    except ValueError as error:
        return str(error)
    return ""


GRAPH = Figure("graph", "Computational graph", lambda width: 0.5 * width, paint, _missing)
