"""What every layer answers to a drawing: the image, the classes as bars, the activations of each layer."""

import math
from itertools import pairwise

import msgspec
import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import Dataset
from nnviz.engine.layers.layer import Layer, maps_of
from nnviz.experiment.snapshot.drawing import DrawingAnswers
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.numerals import percent, short_number
from nnviz.paint.drawing.colours import image_of, look_up
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.numbers import nice_ceiling
from nnviz.paint.drawing.sharp import paint_image
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics, saved
from nnviz.paint.images.tiles import image_of_sample
from nnviz.paint.output.colours import ValueScale, probabilities

GAP = 8.0
NOTHING = "Draw in the square: every layer answers."
NO_IMAGES = "A drawing needs data that are images: MNIST, or the digits of 8 x 8."
MOST_BARS = 10
MOST_MAPS = 64
"""Maps of a layer that are shown."""
LEAST_LINE = 0.8
"""A bar needs this share of the height of a line of text."""
MOST_ROWS = 64
LEAST_BAND = 2.2
"""A layer needs so many lines of text, its title among them."""


Bar = tuple[str, float, str]
"""The name, the length from 0 to 1, and the number that is said."""


class LayerBand(msgspec.Struct, frozen=True, eq=False):
    """One layer as pictures of its values: units in one picture, each map in one of its own."""

    title: str
    pictures: tuple[Floats, ...]
    scale: ValueScale


def paint_drawing(painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style) -> None:
    """Paint the answers of a snapshot to a drawing into `rect`; a sentence where there are none."""
    answers, data = snapshot.look(DrawingAnswers), snapshot.split.train
    with saved(painter):
        if answers is None:
            painter.setPen(QColor(style.theme.quiet))
            words = NO_IMAGES if data.image is None else NOTHING
            flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
            painter.drawText(rect, flags, words)
            return
        gap, line = GAP * style.scale, metrics(style).height()
        rows = fitting_bars(bar_rows(answers, data), 0.6 * rect.height() / line)
        height = min(len(rows) * line, 0.6 * rect.height())
        side = min(height, 0.35 * rect.width())
        assert data.image is not None
        picture = image_of_sample(np.array(answers.drawing.values), data.image, data.domain[0], style.theme)
        paint_image(painter, QRectF(rect.left(), rect.top(), side, side), picture)
        bars = QRectF(rect.left() + side + gap, rect.top(), rect.width() - side - gap, height)
        _paint_bars(painter, bars, rows, style)
        below = rect.adjusted(0.0, max(height, side) + gap, 0.0, 0.0)
        _paint_bands(painter, below, bands_of(answers), style)


def bar_rows(answers: DrawingAnswers, data: Dataset) -> list[Bar]:
    """Return the name, the length from 0 to 1 and the number of each bar: classes, or real outputs."""
    outputs = answers.activations[-1].ravel()
    if not data.is_classification:
        largest = max(float(np.abs(outputs).max(initial=0.0)), 1e-300)
        return [
            (f"output {k + 1}", abs(value) / largest, short_number(value))
            for k, value in enumerate(outputs.tolist())
        ]
    shares = probabilities(outputs).tolist()
    names = [*data.classes, *map(str, range(len(data.classes), len(shares)))]
    return [(name, share, percent(share)) for name, share in zip(names, shares, strict=False)]


def fitting_bars(rows: list[Bar], lines: float) -> list[Bar]:
    """Return the bars that so many lines of text have room for: all in their order, or the longest first."""
    room = max(1, min(MOST_BARS, math.floor(lines / LEAST_LINE)))
    return rows if len(rows) <= room else sorted(rows, key=lambda row: -row[1])[:room]


def bands_of(answers: DrawingAnswers) -> list[LayerBand]:
    """Return what is shown of each layer before the output; a layer that only arranges values is left out."""
    bands = []
    for number, (layer, a) in enumerate(zip(answers.layers[:-1], answers.activations[:-1], strict=True), 1):
        if layer.kind != "flatten":
            bands.append(_band(number, layer, a))
    return bands


def _band(number: int, layer: Layer, a: Floats) -> LayerBand:
    height, width, channels = maps_of(layer.shape_out)
    low, high = float(np.nan_to_num(a).min()), float(np.nan_to_num(a).max())
    limit = nice_ceiling(max(-low, high)) if max(-low, high) > 0.0 else 1.0
    scale = ValueScale(-limit if low < 0.0 else 0.0, limit, signed=low < 0.0)
    count = f"{channels} units" if height * width == 1 else f"{channels} maps of {height} × {width}"
    title = f"{number}. {layer.title}, {count}, {short_number(scale.low)} to {short_number(scale.high)}"
    if height * width == 1:
        return LayerBand(title, (a.reshape(1, -1),), scale)
    maps = a.reshape(height, width, channels)
    return LayerBand(title, tuple(maps[:, :, k] for k in range(min(channels, MOST_MAPS))), scale)


def _paint_bars(painter: QPainter, rect: QRectF, rows: list[Bar], style: Style) -> None:
    gap = GAP * style.scale
    height = rect.height() / len(rows)
    size = max(min(style.text, math.floor(0.95 * height)), 6.0)
    names = min(max(text_width(name, style, size) for name, _, _ in rows), 0.45 * rect.width())
    numbers = max(
        *(text_width(number, style, size) for _, _, number in rows), text_width("100.0 %", style, size)
    )
    longest = max(rect.width() - names - numbers - 2 * gap, 1.0)
    best = max(share for _, share, _ in rows)
    for k, (name, share, number) in enumerate(rows):
        row = QRectF(rect.left(), rect.top() + k * height, rect.width(), height)
        is_best = share == best
        painter.setPen(QColor(style.theme.ink if is_best else style.theme.quiet))
        box = QRectF(row.left(), row.top(), names, height)
        words = elided(name, names + 1, style, size)
        draw_text(painter, box, words, style, align=Qt.AlignmentFlag.AlignRight, size=size, bold=is_best)
        length = longest * (share if math.isfinite(share) else 0.0)
        bar = QRectF(box.right() + gap, row.top() + 0.15 * height, max(length, 1.0), 0.7 * height)
        painter.fillRect(bar, QColor(style.theme.positive if is_best else style.theme.quiet))
        box = QRectF(row.right() - numbers, row.top(), numbers, height)
        draw_text(painter, box, number, style, align=Qt.AlignmentFlag.AlignRight, size=size, bold=is_best)


def _paint_bands(painter: QPainter, rect: QRectF, bands: list[LayerBand], style: Style) -> None:
    """Paint the layers below each other, as many as there is room for, the last ones first to go."""
    line = metrics(style).height()
    room = max(int(rect.height() / (LEAST_BAND * line)), 0)
    shown = bands[:room]
    if not shown:
        return
    edges = np.linspace(rect.top(), rect.bottom(), len(shown) + 1).tolist()
    for band, (top, bottom) in zip(shown, pairwise(edges), strict=True):
        title = QRectF(rect.left(), top, rect.width(), line)
        painter.setPen(QColor(style.theme.quiet))
        words = elided(band.title, title.width(), style)
        draw_text(painter, title, words, style, align=Qt.AlignmentFlag.AlignLeft)
        _paint_values(
            painter, QRectF(rect.left(), top + line, rect.width(), bottom - top - 1.3 * line), band, style
        )


def _paint_values(painter: QPainter, rect: QRectF, band: LayerBand, style: Style) -> None:
    if rect.height() < 1.0:
        return
    table = band.scale.table(style.theme)
    low, high = band.scale.low, band.scale.high
    if len(band.pictures) == 1 and len(band.pictures[0]) == 1:
        units = _in_rows(band.pictures[0][0], rect)
        colours = look_up(units, low, high, table)
        colours[np.isnan(units)] = _bytes(style.theme.paper)
        paint_image(painter, rect, image_of(colours[::-1]), to_left=True)
        return
    columns = _columns(len(band.pictures), rect)
    side = min(rect.width() / columns, rect.height() / math.ceil(len(band.pictures) / columns))
    for k, values in enumerate(band.pictures):
        place = QRectF(
            rect.left() + k % columns * side, rect.top() + k // columns * side, 0.94 * side, 0.94 * side
        )
        paint_image(painter, place, image_of(look_up(values, low, high, table)[::-1]))


def _in_rows(units: Floats, rect: QRectF) -> Floats:
    """Return the values of units in rows that fill a rectangle with squares; NaN where there is no more."""
    columns = _columns(len(units), rect)
    rows = math.ceil(len(units) / columns)
    grid = np.full(rows * columns, np.nan)
    grid[: len(units)] = np.nan_to_num(units)
    return grid.reshape(rows, columns)


def _columns(count: int, rect: QRectF) -> int:
    """Return in how many columns so many squares are the largest in a rectangle."""
    splits = ((math.ceil(count / rows), rows) for rows in range(1, min(count, MOST_ROWS) + 1))
    return max(splits, key=lambda split: min(rect.width() / split[0], rect.height() / split[1]))[0]


def _bytes(colour: str) -> list[int]:
    return list(bytes.fromhex(colour[1:]))
