"""The answers of all layers to a drawing, on screen."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.drawing import DrawingAnswers
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.paint.images.drawing import bar_rows, paint_drawing
from nnviz.ui.pictures.picture_view import PictureView


class DrawingView(PictureView):
    """Shows the answers that a snapshot has."""

    has_table = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Answers of all layers to the drawing", "The drawing", parent)

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: DataInstant) -> None:
        """Paint the answers."""
        paint_drawing(painter, rect, snapshot, self._style)

    def table(self) -> str:
        """Return the outputs with the names of the classes."""
        answers = None if self._snapshot is None else self._snapshot.look(DrawingAnswers)
        if self._snapshot is None or answers is None:
            return ""
        rows = bar_rows(answers, self._snapshot.split.train)
        return "".join(f"{name}\t{number}\n" for name, _, number in rows)
