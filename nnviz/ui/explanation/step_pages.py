"""A step of a walk in a room of any size: what does not fit is on another page, which is said below."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.explanation.step_canvas import FOOT, StepCanvas
from nnviz.ui.pictures.pages import LEAST_ROOM, Span, blocks_of, page_words, pages_of, paint_page_number

Page = tuple[Span, Span]
"""What a page shows: from top to bottom, from left to right."""
_LINE = 1.6
"""Height of a row of a matrix, in heights of the text."""


class StepPages(QWidget):
    """Gives the canvas all the room there is; each step is read from its first page."""

    def __init__(self, canvas: StepCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = canvas
        self.page = 0
        self._style = Style()
        self._pages: list[Page] = [((0.0, 1.0), (0.0, 1.0))]
        self._keeps_words = False
        self._window = QWidget(self)
        self._foot = _Foot(self)
        canvas.setParent(self._window)
        canvas.show()
        canvas.another_shown.connect(self._to_beginning)
        canvas.laid_out.connect(self._cut)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(10 * GRID)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = self._foot.style_ = style
        self.canvas.set_style(style)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the step out anew."""
        super().resizeEvent(event)
        self.canvas.fit(self.size())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground around a page."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self._style.theme.paper))

    def sizeHint(self) -> QSize:
        """Return the size at which most steps are seen at once."""
        return QSize(900, 22 * GRID)

    @property
    def pages(self) -> int:
        """How many pages the step has."""
        return len(self._pages)

    def turn(self, direction: int) -> bool:
        """Turn to the next page (1) or the one before (-1); False where there is none."""
        page = self.page + direction
        if not 0 <= page < self.pages:
            return False
        self.page = page
        self._show_page()
        return True

    @Slot()
    def _to_beginning(self) -> None:
        self.page = 0
        self._show_page()

    @Slot()
    def _cut(self) -> None:
        """Cut the step into pages, between its lines and terms wherever that can be.

        Words beside the formulas stay on every page, and are in the way of no cut.
        """
        layout, room = self.canvas.layout_, self.canvas.room
        self._pages = [((0.0, float(room.height())), (0.0, float(room.width())))]
        self._keeps_words = False
        if layout is not None:
            is_wide = layout.width > room.width() + 1.0
            if layout.height > room.height() or is_wide:
                words, terms = [each.box for each in layout.words], [each.box for each in layout.terms]
                page = room.height() - FOOT * self._style.text
                is_low = max(box.bottom() for box in words) <= page
                self._keeps_words = is_low and layout.words_beside and not is_wide
                cut = terms if self._keeps_words else [*words, *terms]
                rows = pages_of(cut, page, overlap=_LINE * self._style.text)
                self._pages = [each for row in rows for each in _across(row, cut, room.width())]
        self.page = min(self.page, self.pages - 1)
        self._show_page()

    def _show_page(self) -> None:
        """Show the present page through a window of its size."""
        (top, bottom), (left, right) = self._pages[self.page]
        several = self.pages > 1
        across = self.width() if (left, right) == (0.0, self.canvas.room.width()) else math.ceil(right - left)
        ends = bottom == self._pages[-1][0][1]
        high = math.ceil(bottom - top) if ends else math.floor(bottom - top) - 1  # no ink of the next page
        keeps_words = several and self._keeps_words
        if keeps_words:
            self.canvas.show_part((top, top + high))
            high = self.height()
        else:
            self.canvas.show_part(None)
        self._window.resize(across, high if several else self.height())
        self.canvas.move(-math.floor(left), -math.floor(top))
        height = round(FOOT * self._style.text) if several else 0
        self._foot.setGeometry(0, self.height() - height, self.width(), height)
        self._foot.show_words(page_words(self.page, self.pages))


def _across(row: Span, boxes: list[QRectF], room: float) -> list[Page]:
    """Return the pages of one row of them: only formulas that are wider than the room are cut."""
    inside = [box for box in boxes if box.top() < row[1] and box.bottom() > row[0]]
    pages: list[Page] = []
    top, narrow = row[0], False
    for begin, end in blocks_of(inside):
        own = [box for box in inside if box.top() < end and box.bottom() > begin]
        is_wide = max(box.right() for box in own) > room + 1.0
        if narrow and is_wide:
            pages.append(((top, begin), (0.0, float(room))))
            top = begin
        if is_wide:
            bottom = min(end, row[1])
            pages += [((top, bottom), column) for column in _columns(own, room)]
            top = bottom
        narrow = not is_wide
    return [*pages, ((top, row[1]), (0.0, float(room)))] if narrow or not pages else pages


def _columns(boxes: list[QRectF], room: float) -> list[Span]:
    """Return the part of the width that each page shows; breaks go before terms wherever they can."""
    columns: list[Span] = []
    room = max(room, LEAST_ROOM)
    left, end = 0.0, max(box.right() for box in boxes)
    while end > left + room:
        across = [box.left() for box in boxes if left < box.left() < left + room < box.right()]
        edge = min(across, default=left + room)
        edge = edge if edge > left + room / 4 else left + room
        columns.append((left, edge))
        left = edge
    return [*columns, (left, end)]


class _Foot(QWidget):
    """Says at the bottom that a step has more than one page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.style_ = Style()
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_words(self, words: str) -> None:
        self._words = words
        self.setVisible(bool(words))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self.style_.theme.paper))
            paint_page_number(painter, QRectF(self.rect()), self._words, self.style_)
