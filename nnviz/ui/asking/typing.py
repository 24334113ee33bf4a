"""Typing a number of the walk."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter

from nnviz.explain.formulas.numbers import plain
from nnviz.lecture.predict.guess import Guess, Typed
from nnviz.lecture.predict.truths import NumberTruth
from nnviz.paint.drawing.lettering import draw_text, make_font
from nnviz.paint.drawing.theme import Style
from nnviz.ui.asking.board import Board, draw_in_lines, row_colour

_LONGEST = 20
_LEFT = Qt.AlignmentFlag.AlignLeft


class NumberBoard(Board):
    """Shows what is asked for and what is typed, in large figures."""

    hint = "Type it. G keeps it and begins the next."

    def __init__(self, truth: NumberTruth) -> None:
        self._truth = truth
        self.text = ""

    @property
    def guess(self) -> Typed | None:
        """The number that is typed, if it is one by now; a comma is a point."""
        try:
            return Typed(float(self.text.replace(",", ".").replace("−", "-")))
        except ValueError:
            return None

    def clear(self) -> None:
        """Begin another number."""
        self.text = ""

    def key(self, event: QKeyEvent) -> bool:
        """Take figures; a point only after the first of them, as it blanks the screen before."""
        if event.key() == Qt.Key.Key_Backspace and self.text:
            self.text = self.text[:-1]
            return True
        typed = event.text()
        allowed = "0123456789-−" + ("." if "." not in self.text else "") + ",eE" * bool(self.text)
        if (
            not typed
            or typed not in allowed
            or (typed == "." and not self.text)
            or len(self.text) >= _LONGEST
        ):
            return False
        self.text += typed
        return True

    def paint(
        self, painter: QPainter, rect: QRectF, style: Style, kept: Sequence[Guess], *, answered: bool
    ) -> None:
        """Paint the question, the number, those of other rows, and in the end the right one."""
        theme = style.theme
        painter.setPen(QColor(theme.ink))
        painter.setFont(make_font(style, style.heading))
        prompt = QRectF(rect.left(), rect.top(), rect.width(), min(4.5 * style.text, 0.4 * rect.height()))
        draw_in_lines(painter, prompt, self._truth.blank.prompt)
        line = QRectF(rect.left(), prompt.bottom(), rect.width(), 2.6 * style.title)
        shown = plain(self._truth.value) if answered else self.text or "?"
        painter.setPen(QColor(theme.ink if answered else theme.focus))
        draw_text(painter, line, shown, style, size=2.0 * style.title, bold=True)
        every = [*kept, *([self.guess] if answered and self.guess is not None else [])]
        below = QRectF(rect.left(), line.bottom(), rect.width(), rect.bottom() - line.bottom())
        self._paint_rows(painter, below, style, every)

    def _paint_rows(self, painter: QPainter, rect: QRectF, style: Style, every: Sequence[Guess]) -> None:
        """Write the numbers of all rows, as many columns as needed."""
        typed = [guess for guess in every if isinstance(guess, Typed)]
        if not typed:
            return
        height = 1.5 * style.text
        rows = max(1, int(rect.height() / height))
        width = rect.width() / max(1, -(-len(typed) // rows))
        for place, guess in enumerate(typed):
            column, row = divmod(place, rows)
            box = QRectF(rect.left() + column * width, rect.top() + row * height, width, height)
            painter.setPen(row_colour(place, style))
            draw_text(painter, box, f"row {place + 1}: {guess.value:g}", style, align=_LEFT)
