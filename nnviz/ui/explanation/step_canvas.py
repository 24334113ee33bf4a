"""The picture of one step, as large as its room allows: terms can be pointed at and gone into."""

import math

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QCursor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.explain.formulas.step import Key, Step
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import saved
from nnviz.paint.mathematics.explanation import (
    SIZES,
    ExplanationLayout,
    lay_out_explanation,
    paint_explanation,
    paint_words,
    sentence_first,
)
from nnviz.paint.mathematics.formula import paint_terms
from nnviz.parts import Part
from nnviz.ui.explanation.typesetter import Typesetter, formulas_of
from nnviz.ui.pictures.copying import open_copy_menu
from nnviz.ui.pictures.pages import blocks_of

_SHARES = (1.0, 0.9, 0.82)
"""Of the size of the contents, where a formula is wider than its room; its words are larger anyway."""
_LOWER_SHARES = (*_SHARES, 0.72, 0.62, 0.52)
"""Where one is higher than a page: no page shows a part of it."""
_WITH_TITLE = 0.72
"""Down to which the formulas of a step are made smaller so that its first page has not the title alone."""
_NEARLY = 0.95
"""Of a page, what a line may take: its terms are not all at one height."""
FOOT = 1.6
"""Height of the line below a page that says which it is, in heights of the text."""
_COMING = "The numbers of the coming update are being computed …"
_INSIDE = 0.95
"""Of the width, what words take at most."""


class StepCanvas(QWidget):
    """Paints a step.

    Signals
    -------
    place_hovered : Part or None
        What the term under the mouse stands for.
    line_hovered : int
        Which line of the numbers the mouse is on; -1: on none.
    place_clicked : Part
        A term was clicked.
    outside_clicked
        A click on empty space.
    another_shown
        What is shown is another step than before, not the same one with other numbers.
    laid_out
        Everything has its place, perhaps beyond the room there is.
    """

    place_hovered = Signal(object)
    line_hovered = Signal(int)
    place_clicked = Signal(object)
    outside_clicked = Signal()
    another_shown = Signal()
    laid_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = self._shown_style = Style()
        self._step: Step | None = None
        self._is_set = False
        self.typesetter = Typesetter(self)
        self.typesetter.ready.connect(self._show_formulas)
        self._room = QSize(320, 120)
        self._part: tuple[float, float] | None = None
        self._under_mouse: Part | None = None
        self._line = -1
        self._pointed_at: Part | None = None
        self.layout_: ExplanationLayout | None = None
        self.setMouseTracking(True)
        self.setAccessibleName("Explanation of this step")

    def show_step(self, step: Step | None) -> None:
        """Show a step; its words first, where its formulas take a moment to be typeset."""
        is_another = _name_of(step) != _name_of(self._step)
        self._step = step
        self._is_set = step is not None and self.typesetter.want(formulas_of(step))
        self.setAccessibleDescription(f"{step.title}. {step.why}" if step else "")
        self._lay_out()
        if is_another:
            self.another_shown.emit()

    @Slot()
    def _show_formulas(self) -> None:
        self._is_set = True
        self._lay_out()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self._lay_out()

    def fit(self, room: QSize) -> None:
        """Fill this room; grow beyond it only where formulas need it."""
        self._room = room
        self._lay_out()

    @property
    def room(self) -> QSize:
        """The room that it fills."""
        return self._room

    def show_part(self, part: tuple[float, float] | None) -> None:
        """Show the formulas from a top to a bottom only, and the words beside them from that top on."""
        self._part = part
        if part is not None:  # words may be higher than what is left of the formulas
            self.resize(self.width(), max(self.height(), math.floor(part[0]) + self._room.height()))
        self.update()

    def point_at(self, place: Part | None) -> None:
        """Mark the terms that stand for a place, because the mouse is on it in the diagram."""
        if place != self._pointed_at:
            self._pointed_at = place
            self.update()

    def _lay_out(self) -> None:
        if self._step is None:
            self.layout_ = None
            self.resize(self._room)
        else:
            self.layout_ = self._largest(self._step)
            size = QSize(int(self.layout_.width), int(self.layout_.height))
            self.resize(size.expandedTo(self._room))
        self.laid_out.emit()
        if self.underMouse():  # another term may be under a mouse that rests
            self._point_with(self.mapFromGlobal(QCursor.pos()).toPointF())
        self.update()

    def _largest(self, step: Step) -> ExplanationLayout:
        """Return the layout of a step that fills the room, never with words too small for contents."""
        width, height = self._room.width(), self._room.height()
        step = step if self._is_set else replace(step, symbols=(), numbers=(), result=())
        limits = self._style.text, SIZES[0] * self._style.scale
        page = max(height - FOOT * self._style.text, self._style.text)
        best: tuple[tuple[int, bool], Style, ExplanationLayout] | None = None
        for share in _LOWER_SHARES:
            style = replace(self._style, text=share * self._style.text, scale=share * self._style.scale)
            layout = lay_out_explanation(step, width, height, style, limits)
            if layout.width > width and share > _SHARES[-1]:
                continue
            begins = share >= _WITH_TITLE and _begins_with_formula(layout, height, page)
            seen = _seen_whole(layout, height, page), begins
            if (
                best is None or seen > best[0]
            ):  # a matrix of many rows is spread over pages, whatever its size
                best = seen, style, layout
            if seen[0] == len(layout.terms) and (begins or share <= _WITH_TITLE):
                break
        assert best is not None
        _, style, layout = best
        self._shown_style = style
        return layout if _begins_with_formula(layout, height, page) else sentence_first(layout)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight of the step."""
        with QPainter(self) as painter:
            painter.setClipRect(event.rect())
            painter.fillRect(self.rect(), QColor(self._style.theme.paper))
            if self.layout_ is not None:
                self._paint_step(painter, self.layout_)
            else:
                painter.setPen(QColor(self._style.theme.quiet))
                room = self.rect().toRectF()
                needed = text_width(_COMING, self._style, self._style.heading)
                size = self._style.heading * min(1.0, _INSIDE * room.width() / needed)
                draw_text(painter, room, _COMING, self._style, size=size)

    def _paint_step(self, painter: QPainter, layout: ExplanationLayout) -> None:
        lit, style = self._under_mouse or self._pointed_at, self._shown_style
        if self._part is None:
            paint_explanation(painter, layout, style, lit)
            return
        top, bottom = self._part
        with saved(painter):
            painter.translate(0.0, math.floor(top))
            paint_words(painter, layout, style)
        formulas = QRectF(0.0, math.floor(top), self.width(), math.floor(bottom) - math.floor(top))
        with saved(painter):
            painter.setClipRect(formulas, Qt.ClipOperation.IntersectClip)
            paint_terms(painter, layout.terms, style.theme, lit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light what the term under the mouse stands for."""
        self._point_with(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._hover(None)
        self._hover_line(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go into a term, or back out."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        place = self._place_at(event.position())
        if place is not None:
            self.place_clicked.emit(place)
        else:
            self.outside_clicked.emit()

    # What can be copied

    has_table = False

    def table(self) -> str:
        """Return nothing: formulas are no table."""
        return ""

    def value_at(self, position: QPointF) -> str:
        """Return the term there, in LaTeX."""
        term = self.layout_.term_at(position) if self.layout_ is not None else None
        return "" if term is None else term.term.latex

    def paint_alone(self, painter: QPainter) -> None:
        """Paint the step with nothing lit."""
        if self.layout_ is not None:
            paint_explanation(painter, self.layout_, self._shown_style, None)

    def plot_style(self) -> Style:
        """Return its colours and sizes."""
        return self._shown_style

    def as_widget(self) -> QWidget:
        """Return itself."""
        return self

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the step as a picture, and its formulas in LaTeX."""
        if self._step is not None:
            open_copy_menu(self, event, ("Copy formulas", "All of this step, in LaTeX", latex_of(self._step)))

    def _point_with(self, mouse: QPointF) -> None:
        self._hover(self._place_at(mouse))
        self._hover_line(self.layout_.line_at(mouse) if self.layout_ is not None else -1)

    def _place_at(self, point: QPointF) -> Part | None:
        is_seen = self._part is None or self._part[0] <= point.y() <= self._part[1]
        term = self.layout_.term_at(point) if self.layout_ is not None and is_seen else None
        return None if term is None else term.term.place

    def _hover(self, place: Part | None) -> None:
        if place != self._under_mouse:
            self._under_mouse = place
            hand = Qt.CursorShape.PointingHandCursor if place is not None else Qt.CursorShape.ArrowCursor
            self.setCursor(hand)
            self.update()
            self.place_hovered.emit(place)

    def _hover_line(self, line: int) -> None:
        if line != self._line:
            self._line = line
            self.line_hovered.emit(line)


def latex_of(step: Step) -> str:
    """Return all formulas of a step in LaTeX, a line each."""
    lines = *step.symbols, *step.numbers, step.result
    return "".join(" ".join(term.latex for term in line) + "\n" for line in lines if line)


def _seen_whole(layout: ExplanationLayout, height: float, page: float) -> int:
    """Return how many terms of a layout are no higher than its room, or than one of several pages."""
    if layout.height <= height:
        return len(layout.terms)
    return sum(placed.box.height() <= _NEARLY * page for placed in layout.terms)


def _begins_with_formula(layout: ExplanationLayout, height: float, page: float) -> bool:
    """Return whether the first of several pages has more than the title."""
    if layout.height <= height or layout.words_beside or not layout.terms:
        return True
    return blocks_of(placed.box for placed in layout.terms)[0][1] <= page


def _name_of(step: Step | None) -> tuple[Key, str] | None:
    return None if step is None else (step.key, step.title)
