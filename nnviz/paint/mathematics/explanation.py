"""A step of the walk on any device: what happens and why, beside the formula with symbols and numbers."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from nnviz.explain.formulas.step import Step
from nnviz.paint.drawing.lettering import make_font
from nnviz.paint.drawing.roles import flow_colour
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import saved
from nnviz.paint.mathematics.formula import PlacedTerm, paint_terms
from nnviz.paint.mathematics.formula_columns import formula_columns
from nnviz.parts import Part

SIZES = (64.0, 58.0, 52.0, 48.0, 44.0, 40.0, 36.0, 32.0, 29.0, 26.0, 24.0, 22.0, 20.0, 18.0)
"""Font sizes of formulas at 1x: the largest for which there is room."""
_TIGHT = (0.85, 0.7, 0.6)
"""Shares of the smallest size for large text that has little room, down to the limit."""
_LARGEST = 40.0, 0.032
"""Unless it is said, no formula is larger than this at 1x, or than this share of the width."""
_MOST_LARGER = 5 / 3
"""How far words grow with formulas."""
TITLE, SENTENCE, USUAL = 18.0, 16.0, 24.0
"""Font sizes of the words beside formulas of the usual size, at 1x; they grow with larger formulas."""
_SIDE = 0.27
"""Share of the width that the words take beside the formulas."""
_NARROW = 760.0
"""Width at 1x below which the words stand above the formulas."""
_GAP = 28.0
"""Between words and formulas, and between two columns of formulas, at 1x."""


class Words(msgspec.Struct, frozen=True):
    """A piece of text in a box."""

    text: str
    box: QRectF
    size: float
    bold: bool = False
    quiet: bool = False


class ExplanationLayout(msgspec.Struct, frozen=True):
    """Where the words and terms of a step are; the origin is the top left corner of the picture."""

    step: Step
    words: tuple[Words, ...]
    terms: tuple[PlacedTerm, ...]
    height: float
    width: float

    @property
    def words_beside(self) -> bool:
        """Whether the words stand at the left of all formulas."""
        lefts = [placed.box.left() for placed in self.terms]
        return bool(lefts) and max(words.box.right() for words in self.words) <= min(lefts)

    def term_at(self, point: QPointF) -> PlacedTerm | None:
        """Return the term at a point, if it stands for a place in the diagram."""
        for placed in self.terms:
            if placed.term.place is not None and placed.box.adjusted(-3, -3, 3, 3).contains(point):
                return placed
        return None

    def line_at(self, point: QPointF) -> int:
        """Return which line of the step's numbers is at a point; -1 where none is."""
        for number, line in enumerate(self.step.numbers):
            own = {id(term) for term in line}
            box = QRectF()
            for placed in self.terms:
                if id(placed.term) in own and placed.term.place is not None:
                    box = box.united(placed.box)
            if box.adjusted(-3, -3, 3, 3).contains(point):
                return number
        return -1


def lay_out_explanation(
    step: Step, width: float, height: float, style: Style, limits: tuple[float, float] | None = None
) -> ExplanationLayout:
    """Return where everything goes in a picture so wide; higher than `height` only where it must be.

    The `limits` are the smallest and the largest size of formulas; left out, the usual ones.
    Formulas are as large as `height` allows, within the `limits`. Where words above them would push them
    out of sight, as with large text on a small screen, only the title stays above; what it means is then said
    below them.
    """
    least, largest = limits or (SIZES[-1], max(_LARGEST[0] * style.scale, _LARGEST[1] * width))
    sizes = [size * style.scale for size in SIZES if size * style.scale <= largest]
    low, high = 0, len(sizes) - 1  # between these is the first size that fits, or the last one of all
    while low < high:
        middle = (low + high) // 2
        layout = _lay_out(step, width, height, sizes[middle], style)
        if layout.height <= height and layout.width <= width:
            high = middle
        else:
            low = middle + 1
    layout = _lay_out(step, width, height, sizes[low], style)
    if layout.height <= height or not step.numbers:
        return layout
    smaller = [share * sizes[-1] for share in _TIGHT if share * sizes[-1] >= least]
    if _is_beside(width, style):
        tried = (_lay_out(step, width, height, size, style) for size in smaller if limits is not None)
        return next((each for each in tried if each.height <= height and each.width <= width), layout)
    with_sentence = limits is not None  # on paper the sentence has the room below
    return _formulas_first(step, width, height, [*sizes, *smaller], style, with_sentence)


def sentence_first(layout: ExplanationLayout) -> ExplanationLayout:
    """Return the same with the sentence above the formulas: for a page that has no room for one of them."""
    title, *said = layout.words
    top = min(placed.box.top() for placed in layout.terms)
    gap = top - title.box.bottom()
    if not said or said[0].box.top() < top or gap < 0.0:
        return layout
    (sentence,) = said
    above = replace(
        sentence, box=QRectF(sentence.box).translated(0.0, title.box.bottom() - sentence.box.top())
    )
    terms = tuple(placed.moved(0.0, sentence.box.height() + gap) for placed in layout.terms)
    end = max(placed.box.bottom() for placed in terms)
    return replace(layout, words=(title, above), terms=terms, height=max(end + gap, layout.height))


def paint_explanation(
    painter: QPainter, layout: ExplanationLayout, style: Style, lit: Part | None = None
) -> None:
    """Paint a step; terms that stand for the place `lit` are marked."""
    paint_words(painter, layout, style)
    with saved(painter):
        paint_terms(painter, layout.terms, style.theme, lit)


def paint_words(painter: QPainter, layout: ExplanationLayout, style: Style) -> None:
    """Paint the title of a step and what it means, without its formulas."""
    theme = style.theme
    with saved(painter):
        for words in layout.words:
            painter.setFont(make_font(style, words.size, bold=words.bold))
            painter.setPen(QColor(theme.quiet if words.quiet else theme.ink))
            painter.drawText(words.box, int(Qt.TextFlag.TextWordWrap), words.text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(flow_colour(layout.step.flow, theme)))
        title = layout.words[0].box
        bar = QRectF(title.left() - 10 * style.scale, title.top(), 4 * style.scale, title.height())
        painter.drawRoundedRect(bar, 2 * style.scale, 2 * style.scale)


def _lay_out(step: Step, width: float, height: float, size: float, style: Style) -> ExplanationLayout:
    gap, margin = _GAP * style.scale, 14.0 * style.scale
    top = 0.6 * margin
    beside = _is_beside(width, style)
    words_width = max(200.0 * style.scale, _SIDE * width) if beside else width - 2 * margin
    larger = min(max(1.0, size / (USUAL * style.scale)), _MOST_LARGER)
    words = _words(step, QRectF(margin, top, words_width, 0.0), larger, style)
    end = words[-1].box.bottom()
    left = margin + words_width + gap if beside else margin
    above = top if beside else end + 0.5 * margin
    block = formula_columns(step, (width - left - margin, height - above - top), size, gap)
    terms = tuple(placed.moved(left, above) for placed in block.terms)
    bottom = max(end, above + block.height) + top
    return ExplanationLayout(step, words, terms, bottom, left + block.width + 0.5 * margin)


def _formulas_first(
    step: Step, width: float, height: float, sizes: Sequence[float], style: Style, with_sentence: bool
) -> ExplanationLayout:
    """Return title, formulas and sentence below one another.

    The formulas are the largest that are seen at once (`with_sentence`: with all else, if they can be). Where
    they are higher than the room, they are as small as can be, or (`with_sentence`) as usual, for pages.
    """
    margin, gap = 14.0 * style.scale, _GAP * style.scale
    top, room = 0.5 * margin, width - 2 * margin
    title = _paragraph(step.title, QRectF(margin, top, room, 0.0), SENTENCE * style.scale, style, bold=True)
    above = title.box.bottom() + 0.4 * margin
    said = _paragraph(step.why, QRectF(margin, 0.0, room, 0.0), SENTENCE * style.scale, style).box.height()
    alone = usual = narrow = None
    for size in sizes:
        block = formula_columns(step, (room, height - above - top), size, gap)
        if block.width > room:
            continue
        narrow = block
        if usual is None and size <= USUAL * style.scale:
            usual = block
        if above + block.height + top <= height:
            alone = alone or block
            if not with_sentence or above + block.height + 0.6 * margin + said + top <= height:
                break
    else:
        block = alone or (usual if with_sentence else narrow) or block
    terms = tuple(placed.moved(margin, above) for placed in block.terms)
    below = QRectF(margin, above + block.height + 0.6 * margin, room, 0.0)
    sentence = _paragraph(step.why, below, SENTENCE * style.scale, style)
    return ExplanationLayout(
        step, (title, sentence), terms, sentence.box.bottom() + top, margin + block.width + 0.5 * margin
    )


def _paragraph(text: str, box: QRectF, size: float, style: Style, *, bold: bool = False) -> Words:
    """Return text from the top of a box, as high as it must be."""
    metrics = QFontMetricsF(make_font(style, size, bold=bold))
    room = QRectF(box.left(), box.top(), box.width(), 1e4)
    height = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height() + 1.0
    return Words(text, QRectF(box.left(), box.top(), box.width(), height), size, bold, not bold)


def _is_beside(width: float, style: Style) -> bool:
    """Return whether there is width enough for the words beside the formulas."""
    return width >= _NARROW * style.scale


def _words(step: Step, box: QRectF, larger: float, style: Style) -> tuple[Words, ...]:
    """Return the title and the sentence, below each other from the top of a box."""
    scale, words, top = style.scale * larger, [], box.top()
    for text, size, bold in ((step.title, TITLE * scale, True), (step.why, SENTENCE * scale, False)):
        words.append(_paragraph(text, QRectF(box.left(), top, box.width(), 0.0), size, style, bold=bold))
        top = words[-1].box.bottom() + 4.0 * scale
    return tuple(words)
