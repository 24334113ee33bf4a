"""A question in place of a panel: the hall guesses, row by row; then the truth is laid over the guesses."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.lecture.predict.guess import Guess
from nnviz.lecture.predict.scoring import GuessScore, score
from nnviz.lecture.predict.truths import (
    BoundaryTruth,
    CurveTruth,
    NumberTruth,
    SignsTruth,
    Truth,
    WinnerTruth,
)
from nnviz.numerals import percent
from nnviz.paint.drawing.lettering import make_font
from nnviz.paint.drawing.theme import Style
from nnviz.ui.asking.board import Board, draw_in_lines
from nnviz.ui.asking.choosing import SignsBoard, WinnerBoard
from nnviz.ui.asking.drawing import DrawingBoard
from nnviz.ui.asking.typing import NumberBoard

MOST_ROWS = 40
"""Guesses of one question: rows of a large hall."""


class QuestionPanel(QWidget):
    """Shows the board of a question, and in the end how close the guesses were."""

    def __init__(self, prompt: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._style = Style()
        self.board: Board | None = None
        self.truth: Truth | None = None
        self.kept: list[Guess] = []
        self.scores: list[GuessScore] = []
        self.setAccessibleName(prompt)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.update()

    def show_truth(self, truth: Truth, snapshot: DataInstant | None) -> None:
        """Take up what will come out: now the board has its axes, its names, its blank."""
        self.truth = truth
        self.board = _board_for(truth, snapshot)
        self.update()

    # Guessing

    @property
    def is_answered(self) -> bool:
        """Whether the truth is shown."""
        return bool(self.scores)

    @property
    def guesses(self) -> list[Guess]:
        """Those that are kept, and the present one."""
        present = self.board.guess if self.board is not None and not self.is_answered else None
        return [*self.kept, *([present] if present is not None else [])]

    def keep(self) -> bool:
        """Keep the present guess, and begin that of the next row; False where there is none."""
        if self.board is None or self.board.guess is None or self.is_answered or len(self.kept) >= MOST_ROWS:
            return False
        self.kept.append(self.board.guess)
        self.board.clear()
        self.update()
        return True

    def answer(self) -> bool:
        """Lay the truth over the guesses; False where nothing was guessed, or it is shown already."""
        if self.truth is None or self.is_answered or not self.guesses:
            return False
        self.keep()
        truth = self.truth
        self.scores = [score(truth, guess) for guess in self.kept]
        self.setAccessibleDescription(self.sentence)
        self.update()
        return True

    @property
    def sentence(self) -> str:
        """How close the guesses were."""
        if len(self.scores) < 2:
            return "".join(f"{percent(each.share, 0)}.  {each.sentence}" for each in self.scores)
        ranked = sorted(range(len(self.scores)), key=lambda row: -self.scores[row].share)
        best = self.scores[ranked[0]]
        others = ", ".join(f"row {row + 1}: {percent(self.scores[row].share, 0)}" for row in ranked[1:6])
        more = f" and {len(ranked) - 6} more" if len(ranked) > 6 else ""
        return (
            f"Row {ranked[0] + 1} is closest, {percent(best.share, 0)}: {best.sentence}  Then {others}{more}."
        )

    # Mouse and keys

    def press(self, point: QPointF) -> bool:
        """Take a press; False where a click there means going on."""
        taken = self.board is not None and not self.is_answered and self.board.press(point)
        self.update()
        return taken

    def move_to(self, point: QPointF) -> None:
        """Take a move with the button held down."""
        if self.board is not None:
            self.board.move(point)
            self.update()

    def release(self) -> bool:
        """Take a release; False where it was a mere click."""
        taken = self.board is None or self.board.release()
        self.update()
        return taken

    def key(self, event: QKeyEvent) -> bool:
        """Take a key that means something on the board."""
        taken = self.board is not None and not self.is_answered and self.board.key(event)
        if taken:
            self.update()
        return taken

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint question, board and sentence."""
        style, theme = self._style, self._style.theme
        whole = QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(event.rect(), QColor(theme.paper))
            if self.board is None:
                painter.setPen(QColor(theme.quiet))
                painter.setFont(make_font(style, style.heading))
                draw_in_lines(painter, whole, self._prompt)
                return
            said = self.sentence if self.is_answered else f"{self._prompt} {self.board.hint}"
            height = self._height_of(said)
            place = QRectF(whole.left(), whole.bottom() - height, whole.width(), height)
            painter.setFont(make_font(style, style.text))
            painter.setPen(QColor(theme.ink if self.is_answered else theme.quiet))
            draw_in_lines(painter, place, said, centred=False)
            self._paint_board(painter, whole.adjusted(0, 0, 0, -height - 0.4 * style.text))

    def _height_of(self, said: str) -> float:
        """Return the height that the sentence needs, at most half of the panel."""
        room = QRectF(0.0, 0.0, self.width(), 1e4)
        metrics = QFontMetricsF(make_font(self._style, self._style.text))
        needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), said).height()
        return min(needed, 0.5 * self.height())

    def _paint_board(self, painter: QPainter, rect: QRectF) -> None:
        assert self.board is not None
        kept: Sequence[Guess] = self.kept
        self.board.paint(painter, rect, self._style, kept, answered=self.is_answered)


def _board_for(truth: Truth, snapshot: DataInstant | None) -> Board:
    if isinstance(truth, CurveTruth | BoundaryTruth):
        return DrawingBoard(truth, snapshot)
    if isinstance(truth, SignsTruth):
        return SignsBoard(truth)
    if isinstance(truth, NumberTruth):
        return NumberBoard(truth)
    assert isinstance(truth, WinnerTruth)
    return WinnerBoard(truth)
