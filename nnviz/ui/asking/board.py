"""What every kind of question has in common: a board that is drawn, clicked or typed on."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter

from nnviz.lecture.predict.guess import Guess
from nnviz.paint.drawing.theme import Style

CLICK = 6.0
"""Pixels within which a press and its release are a click, at scale 1."""


class Board:
    """Takes a guess, and shows all guesses with the truth.

    Attributes
    ----------
    hint : str
        What is to be done, in a few words.
    """

    hint = ""

    @property
    def guess(self) -> Guess | None:
        """What has been guessed by now; None for nothing."""
        raise NotImplementedError

    def clear(self) -> None:
        """Begin another guess."""
        raise NotImplementedError

    def paint(
        self, painter: QPainter, rect: QRectF, style: Style, kept: Sequence[Guess], *, answered: bool
    ) -> None:
        """Paint the board, the guesses that are kept and the present one; answered: the truth over them."""
        raise NotImplementedError

    def press(self, point: QPointF) -> bool:
        """Take a press of the mouse; False where it means nothing here."""
        del point
        return False

    def move(self, point: QPointF) -> None:
        """Take a move of the mouse with its button held down."""

    def release(self) -> bool:
        """Take the release of the mouse; False where press and release were a mere click on nothing."""
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Take a key; False where it means nothing here."""
        del event
        return False


def row_colour(row: int, style: Style) -> QColor:
    """Return the colour of a row of the hall, counted from 0."""
    return QColor(style.theme.class_colour(row))


def draw_in_lines(painter: QPainter, rect: QRectF, text: str, centred: bool = True) -> None:
    """Write text in the present font and colour, broken into lines."""
    align = Qt.AlignmentFlag.AlignCenter if centred else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, int(Qt.TextFlag.TextWordWrap | align), text)
