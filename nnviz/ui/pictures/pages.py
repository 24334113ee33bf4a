"""What is higher than its room is shown page by page, never cut and never scrolled."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.theme import Style

Span = tuple[float, float]
"""Top and bottom."""

LEAST_ROOM = 16.0
"""Pixels of a page, high or wide: cutting for less, or for a room of no size, would never come to an end."""


def pages_of(boxes: Iterable[QRectF], room: float, overlap: float = 0.0) -> list[Span]:
    """Return the part of the picture that each page shows; breaks go between boxes wherever they can.

    A box that is higher than a page alone is spread over several, of which each begins with so much of the
    one before: its lines are seen whole.
    """
    room = max(room, LEAST_ROOM)
    step = room - min(overlap, room / 2)
    blocks = blocks_of(boxes)
    if not blocks or blocks[-1][1] <= room:
        return [(0.0, room)]
    blocks[0] = 0.0, blocks[0][1]  # a margin alone is no page
    pages: list[Span] = []
    top = 0.0
    for begin, end in blocks:
        if end - top > room and begin > top:
            pages.append((top, begin))
            top = begin
        while end - top > room:
            pages.append((top, top + room))
            top += step
    return [*pages, (top, blocks[-1][1])]


def blocks_of(boxes: Iterable[QRectF]) -> list[Span]:
    """Return what cannot be told apart by a horizontal line, from top to bottom."""
    blocks: list[Span] = []
    for top, bottom in sorted((box.top(), box.bottom()) for box in boxes):
        if blocks and top < blocks[-1][1]:
            blocks[-1] = blocks[-1][0], max(blocks[-1][1], bottom)
        else:
            blocks.append((top, bottom))
    return blocks


def page_words(page: int, pages: int) -> str:
    """Return what says that there is more: "2 of 3"; nothing where all is seen."""
    return f"{page + 1} of {pages}" if pages > 1 else ""


def paint_page_number(painter: QPainter, rect: QRectF, said: str, style: Style) -> None:
    """Say at the bottom right that there is more."""
    width, height = text_width(said, style) + style.text, 1.4 * style.text
    box = QRectF(rect.bottomRight() - QPointF(width, height), rect.bottomRight())
    painter.fillRect(box, QColor(style.theme.paper))
    painter.setPen(QColor(style.theme.quiet))
    draw_text(painter, box, said, style)
