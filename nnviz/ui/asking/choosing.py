"""Choosing: for each weight whether it rises or falls, and which of several runs wins."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter

from nnviz.lecture.predict.guess import Guess, Picked, Signs
from nnviz.lecture.predict.truths import SignsTruth, WinnerTruth
from nnviz.paint.charts.chart import Chart, paint_chart
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.axis import Axis
from nnviz.paint.drawing.lettering import draw_text
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, pen
from nnviz.ui.asking.board import Board, row_colour

_CHOICES = ((1, "rises"), (-1, "falls"), (0, "stays"))
_LINE = 1.9
"""Height of a line of choices, in heights of the text, where there is room."""
_NAME, _CHOICE = 3.6, 5.0
"""Width of a name and of a choice, in heights of the text, where there is room."""
_LARGEST = 1.8
"""Of the text of choices, in normal text."""
_MOST_OF_START = 1.5
"""The largest loss that is shown over the largest at the beginning."""
_LEFT = Qt.AlignmentFlag.AlignLeft


class SignsBoard(Board):
    """A line for each weight; a click, or a key, chooses."""

    hint = "Click, or press + − 0 for one after the other. G keeps it and begins the next."

    def __init__(self, truth: SignsTruth) -> None:
        self._truth = truth
        if truth.count > len(truth.names):
            shown = f"These are the {len(truth.names)} with the largest gradient of {truth.count}."
            self.hint = f"{shown} {self.hint}"
        self._signs: list[int | None] = [None] * len(truth.names)
        self._cells: list[tuple[QRectF, int, int]] = []

    @property
    def guess(self) -> Signs | None:
        """What is chosen."""
        return Signs(tuple(self._signs)) if any(sign is not None for sign in self._signs) else None

    def clear(self) -> None:
        """Choose nothing."""
        self._signs = [None] * len(self._signs)

    def press(self, point: QPointF) -> bool:
        """Choose what is under the mouse."""
        for box, place, sign in self._cells:
            if box.contains(point):
                self._signs[place] = None if self._signs[place] == sign else sign
                return True
        return False

    def key(self, event: QKeyEvent) -> bool:
        """Choose for the first weight of which nothing is said yet; Backspace takes the last one back."""
        signs = {"+": 1, "-": -1, "−": -1, "0": 0, "=": 0}
        open_ = [place for place, sign in enumerate(self._signs) if sign is None]
        if event.key() == Qt.Key.Key_Backspace and len(open_) < len(self._signs):
            said = [place for place, sign in enumerate(self._signs) if sign is not None]
            self._signs[said[-1]] = None
            return True
        if event.text() in signs and event.text():
            if open_:
                self._signs[open_[0]] = signs[event.text()]
            return True
        return False

    def paint(
        self, painter: QPainter, rect: QRectF, style: Style, kept: Sequence[Guess], *, answered: bool
    ) -> None:
        """Paint names and choices as large as they can be; in the end the right choice has a frame."""
        count = len(self._truth.names)
        texts = {columns: _text_in(rect, count, columns) for columns in (1, 2, 3)}
        columns = max(texts, key=lambda n: (texts[n], -n))
        text = min(max(texts[columns], style.text), _LARGEST * style.text)  # never smaller than is read
        style = replace(style, text=text)
        rows = -(-count // columns)
        height = min(_LINE * style.text, rect.height() / rows)
        width = rect.width() / columns
        self._cells = []
        for place in range(count):
            column, row = divmod(place, rows)
            box = QRectF(rect.left() + column * width, rect.top() + row * height, width, height)
            self._paint_row(painter, box, style, place, kept, answered)

    def _paint_row(
        self, painter: QPainter, box: QRectF, style: Style, place: int, kept: Sequence[Guess], answered: bool
    ) -> None:
        theme, name = style.theme, QRectF(box)
        name.setWidth(_NAME * style.text)
        painter.setPen(QColor(theme.ink))
        draw_text(painter, name, self._truth.names[place], style, align=_LEFT)
        room = min(_CHOICE * style.text, (box.width() - name.width()) / len(_CHOICES))
        for number, (sign, word) in enumerate(_CHOICES):
            left = name.right() + number * room
            cell = QRectF(left, box.top() + 0.1 * box.height(), room - 4, 0.8 * box.height())
            self._cells.append((cell, place, sign))
            chosen = self._signs[place] == sign
            right = answered and self._truth.signs[place] == sign
            painter.setPen(pen(style, QColor(theme.ink if right else theme.edge), 2.5 if right else 1.0))
            painter.setBrush(faded(theme.focus, 0.25) if chosen else QColor(theme.paper))
            painter.drawRoundedRect(cell, 4 * style.scale, 4 * style.scale)
            painter.setPen(QColor(theme.ink))
            draw_text(painter, cell, word, style)
            rows = [row for row, guess in enumerate(kept) if _said(guess, place) == sign]
            for spot, row in enumerate(rows):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(row_colour(row, style))
                x = cell.left() + (0.5 + spot) * 0.5 * style.text
                painter.drawEllipse(QPointF(x, cell.bottom()), 0.2 * style.text, 0.2 * style.text)


def _text_in(rect: QRectF, count: int, columns: int) -> float:
    """Return how large the text of so many lines can be in columns."""
    rows, across = -(-count // columns), _NAME + len(_CHOICES) * _CHOICE + 1.0
    return min(rect.height() / (rows * _LINE), rect.width() / (columns * across))


def _said(guess: Guess, place: int) -> int | None:
    return guess.signs[place] if isinstance(guess, Signs) else None


class WinnerBoard(Board):
    """The runs by name, one below the other; in the end their curves."""

    hint = "Click, or press a number. G keeps it and begins the next."

    def __init__(self, truth: WinnerTruth) -> None:
        self._truth = truth
        self._picked: int | None = None
        self._cells: list[QRectF] = []

    @property
    def guess(self) -> Picked | None:
        """The run that is picked."""
        return None if self._picked is None else Picked(self._picked)

    def clear(self) -> None:
        """Pick none."""
        self._picked = None

    def press(self, point: QPointF) -> bool:
        """Pick what is under the mouse."""
        found = [run for run, cell in enumerate(self._cells) if cell.contains(point)]
        self._picked = found[0] if found else self._picked
        return bool(found)

    def key(self, event: QKeyEvent) -> bool:
        """Pick by number."""
        number = event.key() - Qt.Key.Key_1.value
        if not 0 <= number < len(self._truth.names):
            return False
        self._picked = number
        return True

    def paint(
        self, painter: QPainter, rect: QRectF, style: Style, kept: Sequence[Guess], *, answered: bool
    ) -> None:
        """Paint the names, the picked one filled, with a dot for each guess; in the end the curves."""
        names, theme = self._truth.names, style.theme
        height = min(_LINE * style.text, 0.5 * rect.height() / len(names))
        self._cells = [
            QRectF(rect.left(), rect.top() + row * height, rect.width(), 0.86 * height)
            for row in range(len(names))
        ]
        for run, (name, cell) in enumerate(zip(names, self._cells, strict=True)):
            painter.setPen(pen(style, QColor(theme.branch_colour(run)), 2.0))
            painter.setBrush(faded(theme.focus, 0.25) if run == self._picked else QColor(theme.paper))
            painter.drawRoundedRect(cell, 4 * style.scale, 4 * style.scale)
            place = f"   ({self._truth.order.index(run) + 1}.)" if answered else ""
            painter.setPen(QColor(theme.ink))
            draw_text(
                painter, cell.adjusted(style.text, 0, 0, 0), f"{run + 1}   {name}{place}", style, align=_LEFT
            )
            rows = [row for row, guess in enumerate(kept) if guess == Picked(run)]
            for spot, row in enumerate(rows):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(row_colour(row, style))
                x = cell.right() - (1 + spot) * 0.6 * style.text
                painter.drawEllipse(QPointF(x, cell.center().y()), 0.2 * style.text, 0.2 * style.text)
        if answered:
            below = QRectF(rect)
            below.setTop(self._cells[-1].bottom() + 0.4 * style.text)
            paint_chart(painter, below, self._chart(style), style)

    def _chart(self, style: Style) -> Chart:
        series = tuple(
            Series("", x, np.where(np.isfinite(y), y, np.nan), style.theme.branch_colour(run))
            for run, (x, y) in enumerate(self._truth.curves)
        )
        starts = [float(y[0]) for _, y in self._truth.curves if len(y) and np.isfinite(y[0])]
        highest = _MOST_OF_START * max(starts) if starts else None  # one that diverges hides no other
        return Chart(series, Axis("epoch"), Axis("loss", 0.0, highest), legend=False)
