"""Ground truth beside prediction as a figure; of classes over many inputs, their confusion."""

from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.figures import confusion as confusion_figure
from nnviz.export.shown import Shown
from nnviz.paint.drawing.theme import Style
from nnviz.paint.output.section import sectioned
from nnviz.paint.output.truth_and_prediction import is_pair_of_planes, paint_truth_and_prediction


def paint(painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, shown: Shown) -> None:
    """Paint what is true of the points beside what the network says of them."""
    snapshot = sectioned(snapshot, shown.boundary.section)
    snapshot = sectioned(snapshot, shown.boundary.section)
    if snapshot.split.train.is_classification and not is_pair_of_planes(snapshot):
        confusion_figure.paint(painter, rect, snapshot, style, shown)
        return
    options = replace(shown.boundary, truth=True)
    paint_truth_and_prediction(painter, rect, snapshot, style, options=options)


PREDICTIONS = Figure("predictions", "Ground truth beside prediction", in_proportion(0.8), paint)
