"""The scales below a network diagram: width and colour of a weight, and what a neuron's picture says."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen

from nnviz.numerals import MINUS, short_number
from nnviz.paint.drawing.colours import STEPS, diverging_table
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.content.record import NetworkContent
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.geometry import rectangle
from nnviz.paint.network.layout import Box
from nnviz.paint.network.lines import line_pen, widest_line
from nnviz.paint.network.neurons import paint_bias_bars
from nnviz.paint.network.weights_scale import BINS

PICTURES = ("squares: output a", "output a")
"""What the pictures of the neurons show, in as many words as have room."""
ERRORS = ("squares: error δ", "error δ")
"""The same on the way back."""
_SAMPLES = (-BINS, -BINS // 2, -BINS // 8, BINS // 8, BINS // 2, BINS)


def paint_legend(painter: QPainter, diagram: Diagram) -> None:
    """Paint the scale of lines and bars at the left and that of the neurons' pictures at the right."""
    if not diagram.layout.legend.height or not (diagram.content.dense or diagram.content.pictured):
        return
    box = rectangle(diagram.layout.legend)
    used = _paint_line_scale(painter, box, diagram)
    if diagram.content.has_maps:
        rest = box.adjusted(used + diagram.style.text, 0.0, 0.0, 0.0)
        _paint_picture_scale(painter, rest, diagram.content, diagram.style)


def legend_key(content: NetworkContent, limit: float) -> tuple[object, ...]:
    """Return what the scales say, comparable; that of the pictures is there only once there are maps."""
    goes_on = content.largest > limit
    ends = picture_ends(content) if content.has_maps else None
    return content.quantity, limit, goes_on, content.shown, ends


def _paint_line_scale(painter: QPainter, box: QRectF, diagram: Diagram) -> float:
    """Paint sample lines from -limit to limit, a sample bar if there is room; return the width used."""
    content, layout, style, limit = diagram.content, diagram.layout, diagram.style, diagram.limit
    theme, widest = style.theme, widest_line(layout, style)
    length, gap = 18.0 * style.scale, 4.0 * style.scale
    number, goes_on = short_number(limit), content.largest > limit  # where the scale is fixed
    x, y = box.left() + gap, box.center().y()

    def write(text: str, colour: str) -> None:
        nonlocal x
        width = text_width(text, style)
        painter.setPen(QColor(colour))
        draw_text(painter, QRectF(x, box.top(), width, box.height()), text, style)
        x += width + gap

    write("lines", theme.quiet)  # bars, squares and points have the same two colours
    write(content.quantity.symbol, theme.ink)
    x += gap
    write(("≤ " if goes_on else "") + MINUS + number, theme.quiet)
    for sample in _SAMPLES:
        if sample == BINS // 8:
            write("0", theme.quiet)
        painter.setPen(_centred(line_pen(sample, widest, style), length))
        painter.drawLine(QPointF(x, y), QPointF(x + length, y))
        x += length + gap
    write(("≥ " if goes_on else "") + number, theme.quiet)
    if any(content.has_biases(layer) for layer in range(1, len(content.layers))):
        words = "bars", content.quantity.symbol.replace("w", "b")
        if x + 6 * gap + sum(text_width(word, style) for word in words) + 2 * length > box.right():
            return x - box.left()
        x += 3 * gap
        for word, colour in zip(words, (theme.quiet, theme.ink), strict=True):
            write(word, colour)
        track = Box(x, y - layout.bias_height / 2, 2 * length, layout.bias_height)
        paint_bias_bars(painter, [track], [limit / 2], limit, style)
        x = track.right
    return x - box.left()


def _centred(pen: QPen, length: float) -> QPen:
    """Return the pen with a gap in the middle of a line of `length`, so that both ends look the same."""
    pattern = pen.dashPattern()
    if pattern:
        pen = QPen(pen)
        pen.setDashOffset(pattern[0] + pattern[1] / 2 - length / pen.widthF() / 2)
    return pen


def _paint_picture_scale(painter: QPainter, box: QRectF, content: NetworkContent, style: Style) -> None:
    """Paint the colour map of the neurons' pictures, right-aligned, with the numbers at its ends."""
    low, high = picture_ends(content)
    gap, bar = 5.0 * style.scale, 64.0 * style.scale
    room = box.width() - sum(text_width(text, style) for text in (low, high)) - bar - 4 * gap
    titles = ERRORS if content.shown == "delta" else PICTURES
    title = next((text for text in titles if text_width(text, style) <= room), "")
    if not title:
        return
    widths = [text_width(text, style) for text in (title, low, high)]
    needed = sum(widths) + bar + 4 * gap
    x = box.right() - needed
    painter.setPen(QColor(style.theme.ink))
    draw_text(painter, QRectF(x, box.top(), widths[0], box.height()), title, style)
    painter.setPen(QColor(style.theme.quiet))
    x += widths[0] + 2 * gap
    draw_text(painter, QRectF(x, box.top(), widths[1], box.height()), low, style)
    x += widths[1] + gap
    height = 0.7 * style.text
    _paint_colour_bar(painter, QRectF(x, box.center().y() - height / 2, bar, height), style)
    x += bar + gap
    painter.setPen(QColor(style.theme.quiet))
    draw_text(painter, QRectF(x, box.top(), widths[2], box.height()), high, style)


def picture_ends(content: NetworkContent) -> tuple[str, str]:
    """Return the numbers at the ends of the scale; words where layers have ranges of their own."""
    ranges = {content.range_of(layer) for layer in range(1, len(content.layers))}
    if len(ranges) == 1:
        low, high = ranges.pop()
        return short_number(low, 2), short_number(high, 2)
    return "low", "high"


def _paint_colour_bar(painter: QPainter, box: QRectF, style: Style) -> None:
    table = diverging_table(style.theme)
    gradient = QLinearGradient(box.left(), 0.0, box.right(), 0.0)
    for stop in range(0, STEPS, (STEPS - 1) // 10):
        gradient.setColorAt(stop / (STEPS - 1), QColor(*(int(part) for part in table[stop])))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRect(box)
