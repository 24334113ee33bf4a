"""Numbers written on a network diagram: at neurons, lines and biases, none covering another or a name."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.explain.formulas.sums import capital
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.tools import faded, saved
from nnviz.paint.network.captions import caption_boxes, count_boxes, name_boxes
from nnviz.paint.network.diagram import Diagram, Label
from nnviz.paint.network.geometry import ends_of, rectangle
from nnviz.paint.network.kernels import placed_kernels
from nnviz.paint.network.layout import Box
from nnviz.parts import Bias, Part, Unit, Weight

_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.35, 0.65, 0.15, 0.85)
"""Places along a line where its number may stand, the best first."""


def paint_labels(painter: QPainter, diagram: Diagram) -> None:
    """Paint the numbers of what is lit; where some have no free place, it is said how many are shown."""
    placed = placed_labels(diagram)
    with saved(painter):
        for label, box in placed:
            _paint_label(painter, box, label, diagram)
        note = placed_note(diagram, placed)
        if note is not None:
            text, box = note
            style = diagram.style
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faded(style.theme.paper, 0.92))
            painter.drawRoundedRect(box, 3.0 * style.scale, 3.0 * style.scale)
            painter.setPen(QColor(style.theme.quiet))
            draw_text(painter, box, text, style)


def placed_labels(diagram: Diagram) -> list[tuple[Label, QRectF]]:
    """Return the numbers that have a place, and the place of each; those of neurons come first.

    They are as large as headings where all have a place, else as large as normal text where that is more.
    Where some have none, that is said, and what says it has its place first.
    """
    if diagram.lit is None:
        return []
    labels = [label for label in diagram.lit.labels if _is_drawn(label.part, diagram)]
    labels.sort(key=lambda label: not isinstance(label.part, Unit))
    style = diagram.style
    large = _placed(labels, diagram, style.heading, [])
    if len(large) == diagram.lit.count:
        return large
    note = _place_of_note(diagram, diagram.lit.count - 1, [])
    kept_free = [] if note is None else [note[1]]
    return max((_placed(labels, diagram, size, kept_free) for size in (style.heading, style.text)), key=len)


def _is_drawn(part: Part, diagram: Diagram) -> bool:
    """Return whether what a number belongs to is drawn: not one pixel of an image, nor a line from one."""
    kinds = diagram.content.kinds
    if kinds and kinds[0] == "image":
        before = part.layer if isinstance(part, Unit) else part.layer - isinstance(part, Weight)
        if before == 0:
            return False
    return diagram.layout.shows(part)


def _placed(
    labels: Sequence[Label], diagram: Diagram, size: float, kept_free: Sequence[QRectF]
) -> list[tuple[Label, QRectF]]:
    placed: list[tuple[Label, QRectF]] = []
    inside, occupied = rectangle(diagram.layout.box), [*occupied_boxes(diagram), *kept_free]
    bars = bias_boxes(diagram)
    for label in labels:
        others = [bar for part, bar in bars.items() if part != label.part]
        taken = [*occupied, *others, *(box for _, box in placed)]
        for box in _places(label, diagram, size):
            if inside.contains(box) and not any(box.intersects(other) for other in taken):
                placed.append((label, box))
                break
    return placed


def notes_of(diagram: Diagram, shown: int) -> tuple[str, ...]:
    """Return what is to be said of the numbers, the longest wording first.

    That is of what they are, where lines are drawn for something else or anew, and how many are shown.
    """
    lit = diagram.lit
    if lit is None:
        return ()
    count = f"{shown} of {lit.count:,} shown" if shown < lit.count else ""
    if not shown:
        return ("Lines: new weights",) if diagram.draws_new_weights else ()
    if not lit.numbers:
        return (count,) if count else ()
    lines = diagram.content.quantity.title.lower()
    whole = "Lines and numbers: new weights" if diagram.draws_new_weights else f"Numbers: {lit.numbers}"
    longest = whole if diagram.draws_new_weights else f"{whole}, lines: {lines}"
    candidates = (longest, capital(lit.numbers), "")
    return tuple(", ".join(part for part in (words, count) if part) for words in candidates if words or count)


def placed_note(diagram: Diagram, placed: Sequence[tuple[Label, QRectF]]) -> tuple[str, QRectF] | None:
    """Return what is said of the numbers, and its place; None where there is nothing to say, or no place."""
    if diagram.lit is None:
        return None
    if len(placed) >= diagram.lit.count:
        return _place_of_note(diagram, len(placed), [box for _, box in placed])
    if not placed:
        return _place_of_note(diagram, 0, [])
    note = _place_of_note(diagram, diagram.lit.count - 1, [])  # as wide as it may be
    if note is None:
        return None
    number = notes_of(diagram, diagram.lit.count - 1).index(note[0])
    return notes_of(diagram, len(placed))[number], note[1]


def _place_of_note(diagram: Diagram, shown: int, written: Sequence[QRectF]) -> tuple[str, QRectF] | None:
    """Return the longest wording that has a free place, from the bottom upwards, and that place."""
    style = diagram.style
    taken = [*occupied_boxes(diagram), *bias_boxes(diagram).values(), *written]
    box, height = diagram.layout.box, 1.4 * style.text
    bottom = (diagram.layout.legend.top if diagram.layout.legend.height else box.bottom) - height
    top = diagram.layout.columns[0].caption.bottom
    rows = [bottom - step * 0.5 * height for step in range(int(2 * max(0.0, bottom - top) / height) + 1)]
    for words in notes_of(diagram, shown):
        width = text_width(words, style) + 0.6 * style.text
        lefts = (box.left, box.right - width, box.centre[0] - width / 2) if width <= box.width else ()
        for place in (QRectF(x, y, width, height) for y in rows for x in lefts):
            if not any(place.intersects(other) for other in taken):
                return words, place
    return None


def occupied_boxes(diagram: Diagram) -> list[QRectF]:
    """Return where neurons, kernels and words are: nothing may be written there."""
    words = [*name_boxes(diagram), *count_boxes(diagram), *caption_boxes(diagram)]
    kernels = [
        box
        for layer in range(1, len(diagram.content.kernels) + 1)
        for _, box in placed_kernels(diagram, layer)
    ]
    return [*neuron_boxes(diagram), *kernels, *words]


def bias_boxes(diagram: Diagram) -> dict[Part, QRectF]:
    """Return where the bars of biases are."""
    layout, content = diagram.layout, diagram.content
    return {
        Bias(layer, unit): rectangle(layout.bias_box(layer, unit))
        for layer, column in enumerate(layout.columns)
        if layer and content.has_biases(layer)
        for unit in column.shown
    }


def neuron_boxes(diagram: Diagram) -> list[QRectF]:
    """Return where the neurons are."""
    layout = diagram.layout
    return [
        rectangle(layout.neuron_box(layer, unit))
        for layer, column in enumerate(layout.columns)
        for unit in column.shown
    ]


def _places(label: Label, diagram: Diagram, size: float) -> Iterator[QRectF]:
    """Go through the boxes in which a number may stand, written so large."""
    style, layout, part = diagram.style, diagram.layout, label.part
    width, height = text_width(label.text, style, size) + 0.6 * size, 1.3 * size
    if isinstance(part, Weight):
        start, end = ends_of(layout, part)
        kernel = next((box for weight, box in placed_kernels(diagram, part.layer) if weight == part), None)
        if kernel is not None:
            middle = kernel.center()
            yield around(QPointF(middle.x(), kernel.top() - 0.7 * height), width, height)
            yield around(QPointF(middle.x(), kernel.bottom() + 0.7 * height), width, height)
        for along in _ALONG:
            yield around(start + (end - start) * along, width, height)
        return
    box = layout.anchor(part)
    middle = QPointF(*box.centre)
    if isinstance(part, Bias):
        yield around(QPointF(middle.x(), box.bottom + 0.6 * height), width, height)
        side = 0.6 * width + box.width / 2
        for x in (middle.x() + side, middle.x() - side):
            yield around(QPointF(x, middle.y()), width, height)
        return
    if isinstance(part, Unit) and not _have_room_above(part.layer, height, diagram):
        yield from _beside(box, part, width, height)
    yield _above(box, width, height)
    yield from _beside(box, part, width, height)


def _above(box: Box, width: float, height: float) -> QRectF:
    return around(QPointF(box.centre[0], box.top - 0.55 * height), width, height)


def _beside(box: Box, neuron: Unit, width: float, height: float) -> Iterator[QRectF]:
    """Go through the places beside a neuron: where its lines come in, or leave; there is an input's name."""
    y = box.centre[1]
    places = [QPointF(box.left - 0.6 * width, y), QPointF(box.right + 0.6 * width, y)]
    for place in places if neuron.layer else reversed(places):
        yield around(place, width, height)


def _have_room_above(layer: int, height: float, diagram: Diagram) -> bool:
    """Whether numbers above the neurons of a layer cover neither neurons, nor biases, nor words above."""
    layout = diagram.layout
    column = layout.columns[layer]
    neurons = [layout.neuron_box(layer, unit) for unit in column.shown]
    words = rectangle(column.caption_line(2))
    words.setBottom(words.center().y() + 0.5 * diagram.style.text)
    bars = [box for part, box in bias_boxes(diagram).items() if part.layer == layer]
    occupied = [words, *bars, *(rectangle(box) for box in neurons)]
    places = [_above(box, 1.0, height) for box in neurons]
    return not any(place.intersects(each) for place in places for each in occupied)


def around(middle: QPointF, width: float, height: float) -> QRectF:
    """Return the box of a size around a point."""
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def _paint_label(painter: QPainter, box: QRectF, label: Label, diagram: Diagram) -> None:
    style = diagram.style
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(style.theme.paper, 0.92))
    painter.drawRoundedRect(box, 3.0 * style.scale, 3.0 * style.scale)
    painter.setPen(QColor(label.colour))
    draw_text(painter, box, label.text, style, size=box.height() / 1.3)
