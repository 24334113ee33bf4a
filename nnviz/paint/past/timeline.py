"""The timeline: a run as one line, with its position, its branches, and what happened on the way.

The line is in updates, each as wide as any other; the numbers below it are epochs.
"""

from enum import Enum

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF

from nnviz.paint.drawing.contrast import faintest
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.numbers import epoch_in_words
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.ticks import linear_ticks
from nnviz.paint.drawing.tools import metrics, pen, saved

HEIGHT = 40.0
"""Height of the row at 1x."""
SIDE = 10.0
LINE_Y = 20.0
ROW = 5.0
MOST_ROWS = 3
KNOB = 6.0
FLAG_WIDTH, FLAG_HEIGHT = 9.0, 12.0
MARK = 5.0
REACH = 5.0
"""Sizes at 1x: margins, the line's place, the distance of branches, knob, flags, marks; how near is on."""


class FlagKind(Enum):
    """What a flag on the timeline stands for."""

    SETTING = "setting"
    BOOKMARK = "bookmark"


class Flag(msgspec.Struct, frozen=True):
    """A moment worth finding again."""

    update: int
    text: str
    kind: FlagKind = FlagKind.SETTING


class Strand(msgspec.Struct, frozen=True):
    """One branch: from the update at which it left another to its last; `colour` is #RRGGBB."""

    start: int
    end: int
    colour: str


class TimelinePicture(msgspec.Struct, frozen=True, eq=False):
    """What the timeline shows.

    Attributes
    ----------
    position : int
        The update that everything else on screen shows.
    present : Strand
        The branch it belongs to, from update 0.
    others : tuple of Strand
        Drawn above the present one.
    flags : tuple of Flag
        Those of the present branch.
    epochs, updates : ndarray, shape (n,)
        Ascending pairs that say which update ended which epoch; the first is (0, 0).
    """

    position: int
    present: Strand
    others: tuple[Strand, ...]
    flags: tuple[Flag, ...]
    epochs: NDArray[np.float64]
    updates: NDArray[np.float64]

    @property
    def last(self) -> int:
        """The last update that any branch has reached; at least 1."""
        return max(1, self.present.end, *(strand.end for strand in self.others))

    def epoch_of(self, update: float) -> float:
        """Return the epochs done at an update."""
        return float(np.interp(update, self.updates, self.epochs))

    def update_of(self, epoch: float) -> float:
        """Return the update that ends an epoch."""
        return float(np.interp(epoch, self.epochs, self.updates))


class TimelineLayout:
    """Where everything stands, and which moment lies under the mouse."""

    def __init__(self, rect: QRectF, picture: TimelinePicture, style: Style) -> None:
        self._picture = picture
        self._scale = style.scale
        side = SIDE * style.scale
        self.left, self.right = rect.left() + side, max(rect.right() - side, rect.left() + side + 1.0)
        self.y = rect.top() + LINE_Y * style.scale
        height = metrics(style).height()
        self.labels = QRectF(self.left, rect.bottom() - height, self.right - self.left, height)

    def x_of(self, update: float) -> float:
        """Return where an update stands."""
        return self.left + (self.right - self.left) * update / self._picture.last

    def update_at(self, x: float) -> int:
        """Return the update of the present branch under `x`; a flag catches what comes near it."""
        near = self.flag_at(x)
        if near is not None:
            return near.update
        share = (x - self.left) / (self.right - self.left)
        return min(max(round(share * self._picture.last), 0), self._picture.present.end)

    def flag_at(self, x: float) -> Flag | None:
        """Return the flag at `x`, a bookmark rather than a change of settings."""
        flags = sorted(self._picture.flags, key=lambda flag: self._distance(flag, x))
        return flags[0] if flags and self._distance(flags[0], x)[0] <= REACH * self._scale else None

    def strand_y(self, row: int) -> float:
        """Return the height of the branch in row 1, 2, ... above the present one."""
        return self.y - min(row, MOST_ROWS) * ROW * self._scale

    def _distance(self, flag: Flag, x: float) -> tuple[float, bool]:
        return abs(self.x_of(flag.update) - x), flag.kind is not FlagKind.BOOKMARK


def paint_timeline(painter: QPainter, rect: QRectF, picture: TimelinePicture, style: Style) -> None:
    """Paint the timeline into `rect` on any device.

    Parameters
    ----------
    painter : QPainter
        Active on the device.
    rect : QRectF
        Where, in the painter's units; `HEIGHT` high at 1x.
    picture : TimelinePicture
        What.
    style : Style
        In which colours, and how large.
    """
    layout = TimelineLayout(rect, picture, style)
    with saved(painter):
        _paint_numbers(painter, layout, picture, style)
        for row, strand in enumerate(picture.others, start=1):
            _paint_other(painter, layout, strand, row, style)
        _paint_present(painter, layout, picture, style)
        for flag in picture.flags:
            _paint_flag(painter, layout, flag, style)
        _paint_knob(painter, layout, picture, style)


def moment_text(picture: TimelinePicture, update: int) -> str:
    """Return an update in words: "epoch 12, update 240"."""
    return f"{epoch_in_words(picture.epoch_of(update))}, update {update:,}"


def _paint_present(painter: QPainter, layout: TimelineLayout, picture: TimelinePicture, style: Style) -> None:
    """Draw the present branch: strong up to the position, pale and thin where the future is known already."""
    strand, theme = picture.present, style.theme
    here = QPointF(layout.x_of(picture.position), layout.y)
    painter.setPen(pen(style, theme.line, 1.0))
    painter.drawLine(QPointF(layout.left, layout.y), QPointF(layout.right, layout.y))
    painter.setPen(pen(style, faintest(strand.colour, theme.surface), 2.5))
    painter.drawLine(QPointF(layout.left, layout.y), QPointF(layout.x_of(strand.end), layout.y))
    painter.setPen(pen(style, strand.colour, 4.0))
    painter.drawLine(QPointF(layout.left, layout.y), here)


def _paint_other(painter: QPainter, layout: TimelineLayout, strand: Strand, row: int, style: Style) -> None:
    """Draw a branch beside the present one, bending away where it left."""
    x, y = layout.x_of(strand.start), layout.strand_y(row)
    bend = min(8.0 * style.scale, max(layout.x_of(strand.end) - x, 0.0))
    path = QPainterPath(QPointF(x, layout.y))
    path.cubicTo(QPointF(x + bend / 2, layout.y), QPointF(x + bend / 2, y), QPointF(x + bend, y))
    path.lineTo(QPointF(max(layout.x_of(strand.end), x + bend), y))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(style, strand.colour, 2.0))
    painter.drawPath(path)


def _paint_flag(painter: QPainter, layout: TimelineLayout, flag: Flag, style: Style) -> None:
    x, y, scale = layout.x_of(flag.update), layout.y, style.scale
    if flag.kind is FlagKind.SETTING:
        painter.setPen(pen(style, style.theme.paper, 3.5))
        painter.drawLine(QPointF(x, y - MARK * scale), QPointF(x, y + MARK * scale))
        painter.setPen(pen(style, style.theme.ink, 1.5))
        painter.drawLine(QPointF(x, y - MARK * scale), QPointF(x, y + MARK * scale))
        return
    half, top = FLAG_WIDTH / 2 * scale, y - (LINE_Y - 1.0) * scale
    bottom = top + FLAG_HEIGHT * scale
    ribbon = [(-half, top), (half, top), (half, bottom), (0.0, bottom - half), (-half, bottom)]
    painter.setPen(pen(style, style.theme.ink, 1.5))
    painter.drawLine(QPointF(x, top), QPointF(x, y + MARK * scale))
    painter.setPen(pen(style, style.theme.surface, 1.5))
    painter.setBrush(QColor(style.theme.change))
    painter.drawPolygon(QPolygonF([QPointF(x + dx, at) for dx, at in ribbon]))


def _paint_knob(painter: QPainter, layout: TimelineLayout, picture: TimelinePicture, style: Style) -> None:
    painter.setPen(pen(style, style.theme.surface, 2.0))
    painter.setBrush(QColor(style.theme.focus))
    radius = KNOB * style.scale
    painter.drawEllipse(QPointF(layout.x_of(picture.position), layout.y), radius, radius)


def _paint_numbers(painter: QPainter, layout: TimelineLayout, picture: TimelinePicture, style: Style) -> None:
    """Write round epochs below the line, the first with the word; none that would be cut off or overlap."""
    theme, labels = style.theme, layout.labels
    last = picture.epoch_of(picture.last)
    if last <= 0.0:
        return
    room = max(labels.width() / (6.0 * style.text), 1.0)
    ticks = linear_ticks(0.0, last, min(int(room), 12, picture.last))  # none between two updates
    free = labels.left()
    for value, label in zip(ticks.values, ticks.labels, strict=True):
        text = f"epoch {label}" if value == 0.0 else label
        width = text_width(text, style)
        x = layout.x_of(picture.update_of(value))
        left = labels.left() - SIDE / 2 * style.scale if value == 0.0 else x - width / 2
        if left < free - SIDE * style.scale or left + width > labels.right() + SIDE * style.scale:
            continue
        painter.setPen(pen(style, theme.line, 1.0))
        painter.drawLine(QPointF(x, layout.y), QPointF(x, labels.top() + 1.0))
        painter.setPen(QColor(theme.quiet))
        box = QRectF(left, labels.top(), width, labels.height())
        draw_text(painter, box, text, style, align=Qt.AlignmentFlag.AlignLeft)
        free = left + width + 2 * SIDE * style.scale
