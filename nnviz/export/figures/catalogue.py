"""The figures by name: what is on screen, painted from the same snapshot by the same painters."""

from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.figures.board import board_height, paint_board
from nnviz.export.figures.confusion import CONFUSION
from nnviz.export.figures.graph import GRAPH
from nnviz.export.figures.inner_figures import INNER_FIGURES
from nnviz.export.figures.maps import TRAINING_MAP
from nnviz.export.figures.of_maps import FIGURES_OF_MAPS
from nnviz.export.figures.predictions import PREDICTIONS
from nnviz.export.figures.samples import SAMPLE_FIGURES
from nnviz.export.figures.step import EXPLANATION
from nnviz.export.figures.sweeps import SWEEP_FIGURES
from nnviz.export.shown import Shown
from nnviz.paint.charts.curves import paint_curves
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.picture import paint_network
from nnviz.paint.output.boundary import paint_boundary


def _paint_network(painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, shown: Shown) -> None:
    content = content_of(snapshot, shown.quantity)
    paint_network(painter, rect, content, style, limit=shown.limit, seen=shown.seen)


def _paint_boundary(
    painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, shown: Shown
) -> None:
    # its own figure is what stands in its place on screen
    paint_boundary(painter, rect, snapshot, style, options=replace(shown.boundary, truth=False))


def _paint_curves(painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, shown: Shown) -> None:
    paint_curves(painter, rect, snapshot, style, options=shown.curves_of(snapshot))


FIGURES = {
    figure.name: figure
    for figure in (
        Figure("network", "Network", in_proportion(0.66), _paint_network),
        Figure("boundary", "Output over the inputs", in_proportion(0.8), _paint_boundary),
        Figure("curves", "Learning curves", in_proportion(0.66), _paint_curves),
        Figure("board", "Network, output and curves", board_height, paint_board),
        PREDICTIONS,
        CONFUSION,
        *SAMPLE_FIGURES,
        *FIGURES_OF_MAPS,
        *INNER_FIGURES,
        EXPLANATION,
        GRAPH,
        *SWEEP_FIGURES,
        TRAINING_MAP,
    )
}
