"""Figures of samples: scores, the gallery, a drawing and its answers, and how each layer sees them."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.agreement import Agreements
from nnviz.experiment.snapshot.drawing import DrawingAnswers
from nnviz.experiment.snapshot.gallery import Gallery
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.shown import Shown
from nnviz.paint.drawing.theme import Style
from nnviz.paint.images.drawing import NO_IMAGES, paint_drawing
from nnviz.paint.images.gallery import paint_gallery
from nnviz.paint.images.scores import paint_scores


def _paint_scores(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, shown: Shown) -> None:
    paint_scores(painter, rect, snapshot, style, shown.scores)


def _no_scores(snapshot: Snapshot) -> str:
    return "" if snapshot.look(Agreements) is not None else "The answers are not known here."


def _paint_gallery(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, _shown: Shown) -> None:
    paint_gallery(painter, rect, snapshot, style)


def _no_gallery(snapshot: Snapshot) -> str:
    return "" if snapshot.look(Gallery) is not None else "The answers are not known here."


def _paint_drawing(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, _shown: Shown) -> None:
    paint_drawing(painter, rect, snapshot, style)


def _no_drawing(snapshot: Snapshot) -> str:
    if snapshot.split.train.image is None:
        return NO_IMAGES
    drawn = snapshot.look(DrawingAnswers) is not None
    return "" if drawn else "Nothing is drawn: draw on the pad in the window (Ctrl+K)."


SAMPLE_FIGURES = (
    Figure("scores", "Confusion, precision and recall", in_proportion(0.9), _paint_scores, _no_scores),
    Figure("gallery", "Gallery of samples", in_proportion(0.66), _paint_gallery, _no_gallery),
    Figure("drawing", "Answers to the drawing", in_proportion(0.8), _paint_drawing, _no_drawing),
)
