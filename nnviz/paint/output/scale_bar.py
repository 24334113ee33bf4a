"""What the colours of a map mean: a bar from low to high, or a list of the classes."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.paint.drawing.colours import class_colours, image_of
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.markers import class_marker
from nnviz.paint.drawing.oklab import Bytes
from nnviz.paint.drawing.theme import OF_THEIR_OWN, Style
from nnviz.paint.drawing.ticks import Ticks, linear_ticks
from nnviz.paint.drawing.tools import metrics, pen, saved
from nnviz.paint.output.colours import Levels, ValueScale, map_colours
from nnviz.paint.output.point_marker import paint_marker

BAR = 10.0
GAP = 6.0
RADIUS = 4.5
"""Sizes at 1x."""
SAMPLES = 256


def column_width(classes: tuple[str, ...], widest: float, style: Style, ticks: Ticks | None = None) -> float:
    """Return the width that names of classes and the labels of a bar need, at most `widest`."""
    labels = (
        *classes,
        *_notes(classes),
        f"+{len(classes)}" if len(classes) > 2 else "",
        *(ticks.labels if ticks is not None else ()),
    )
    return min((BAR + GAP) * style.scale + max(text_width(label, style) for label in labels), widest)


def has_bar(classes: tuple[str, ...]) -> bool:
    """Whether the colours lie on one line: real values, or the probability of the second of two classes."""
    return len(classes) <= 2


def bar_ticks(scale: ValueScale | None) -> Ticks:
    """Return the ticks beside the bar."""
    return linear_ticks(0.0, 1.0, 2) if scale is None else linear_ticks(scale.low, scale.high, 4)


def paint_key(
    painter: QPainter,
    rect: QRectF,
    classes: tuple[str, ...],
    scale: ValueScale | None,
    style: Style,
    levels: Levels | None = None,
) -> None:
    """Paint the key into `rect`: names of the classes, and the bar between the two of them or by itself."""
    if not has_bar(classes):
        paint_classes(painter, rect, classes, style)
        return
    with saved(painter):
        if len(classes) == 2:
            row = _row_height(style)
            _paint_class(painter, QRectF(rect.left(), rect.top(), rect.width(), row), 1, classes, style)
            low = QRectF(rect.left(), rect.bottom() - row, rect.width(), row)
            _paint_class(painter, low, 0, classes, style)
        _paint_bar(painter, bar_of(rect, classes, style), scale, style, levels)


def bar_of(rect: QRectF, classes: tuple[str, ...], style: Style) -> QRectF:
    """Return where the bar of a key in `rect` is."""
    off = _row_height(style) + GAP * style.scale if len(classes) == 2 else 0.0
    return QRectF(rect.left(), rect.top() + off, BAR * style.scale, rect.height() - 2 * off)


def ends_of(scale: ValueScale | None) -> Levels:
    """Return the values at the ends of the bar."""
    return (0.0, 1.0) if scale is None else (scale.low, scale.high)


def paint_classes(painter: QPainter, rect: QRectF, classes: tuple[str, ...], style: Style) -> None:
    """Paint the names of the classes beside their markers, one below the other, as many as have room.

    Below them stands how many were left out, and that colours come again where they do.
    """
    row = _row_height(style)
    notes = _notes(classes)
    room, shown = max(1, int(rect.height() / row)), len(classes)
    if shown + len(notes) > room:
        shown = max(1, room - len(notes) - 1)
        notes.insert(0, f"+{len(classes) - shown}")
    rows = [QRectF(rect.left(), rect.top() + k * row, rect.width(), row) for k in range(shown + len(notes))]
    with saved(painter):
        for index in range(shown):
            _paint_class(painter, rows[index], index, classes, style)
        painter.setPen(QColor(style.theme.quiet))
        for note, place in zip(notes, rows[shown:], strict=True):
            beside = (BAR + GAP) * style.scale  # below the names, as far as the note has room there
            left = max(0.0, min(beside, place.width() - text_width(note, style)))
            text = elided(note, place.width() - left + 1.0, style)
            draw_text(
                painter, place.adjusted(left, 0.0, 1.0, 0.0), text, style, align=Qt.AlignmentFlag.AlignLeft
            )


def _notes(classes: tuple[str, ...]) -> list[str]:
    return ["colours repeat"] if len(classes) > OF_THEIR_OWN else []


def _row_height(style: Style) -> float:
    return metrics(style).height() + 2 * style.scale


def _paint_class(painter: QPainter, row: QRectF, index: int, classes: tuple[str, ...], style: Style) -> None:
    radius = RADIUS * style.scale
    colour = class_colours(style.theme, len(classes))[index]
    centre = QPointF(row.left() + BAR * style.scale / 2, row.center().y())
    paint_marker(painter, centre, class_marker(index, radius), colour, style, part="train")
    _write(painter, row, classes[index], style.theme.ink, style)


def _write(painter: QPainter, row: QRectF, words: str, colour: str, style: Style) -> None:
    """Write beside where the markers stand."""
    text = row.adjusted((BAR + GAP) * style.scale, 0.0, 1.0, 0.0)  # a name that just fits is not cut
    painter.setPen(QColor(colour))
    draw_text(painter, text, elided(words, text.width(), style), style, align=Qt.AlignmentFlag.AlignLeft)


def _paint_bar(
    painter: QPainter, bar: QRectF, scale: ValueScale | None, style: Style, levels: Levels | None
) -> None:
    low, high = ends_of(scale)
    values = np.linspace(low, high, SAMPLES)[:, None, None]
    ticks = bar_ticks(scale)
    shares = (np.array(ticks.values) - low) / (high - low)
    colours = map_colours(values, style.theme, scale, levels=levels)
    paint_ramp(painter, bar, colours, ticks, shares, style)
    if levels is not None:
        paint_levels(painter, bar, (np.array(levels) - low) / (high - low), style)


def paint_levels(painter: QPainter, bar: QRectF, shares: Floats, style: Style) -> None:
    """Mark on a bar where its colours begin and end, at shares of its height."""
    reach = 3.0 * style.scale
    painter.setPen(pen(style, style.theme.ink, 1.5))
    for share in shares[(shares >= 0.0) & (shares <= 1.0)].tolist():
        y = bar.bottom() - share * bar.height()
        painter.drawLine(QLineF(bar.left() - reach, y, bar.right() + reach, y))


def paint_ramp(
    painter: QPainter, bar: QRectF, colours: Bytes, ticks: Ticks, shares: Floats, style: Style
) -> None:
    """Paint colours, shape (n, 1, 3), from bottom to top, and ticks right of them at shares of the height."""
    painter.drawImage(bar, image_of(colours))
    height = metrics(style).height()
    for share, label in zip(shares.tolist(), ticks.labels, strict=True):
        y = bar.bottom() - share * bar.height()
        painter.setPen(pen(style, style.theme.quiet, 1.0))
        painter.drawLine(QLineF(bar.right(), y, bar.right() + 3 * style.scale, y))
        painter.setPen(QColor(style.theme.quiet))
        text = QRectF(bar.right() + GAP * style.scale, y - height / 2, 0.0, height)
        draw_text(painter, text, label, style, align=Qt.AlignmentFlag.AlignLeft)
