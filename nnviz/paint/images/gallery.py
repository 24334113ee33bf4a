"""A gallery: samples in rows, each with the network's answer; wrong answers are framed and say the truth."""

import math

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.data.dataset import Dataset
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.gallery import Gallery, Sample
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.numerals import percent, short_number
from nnviz.paint.drawing.lettering import draw_text, elided
from nnviz.paint.drawing.readout import ReadoutRow
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics, pen, saved
from nnviz.paint.images.tiles import paint_tile
from nnviz.paint.output.colours import probabilities

GAP = 8.0
"""Space between tiles at 1x."""
SIDE = 60.0
"""Side of the picture of a sample at 1x."""
WIDE = 2.2
"""Width over height of a tile of words."""
NO_SAMPLE = "No sample is of this kind."
NOT_YET = "The answers are being computed."
MOST_OUTPUTS = 4
"""Outputs that are said under the cursor."""


class GalleryLayout(msgspec.Struct, frozen=True):
    """How many tiles stand in a row, how many rows fit, and how large one is with what is said below it."""

    rect: QRectF
    columns: int
    rows: int
    width: float
    height: float
    picture: float

    def tile(self, number: int) -> QRectF:
        """Return the place of a tile, without the space beside it."""
        row, column = divmod(number, self.columns)
        left = self.rect.left() + column * self.rect.width() / self.columns
        return QRectF(left, self.rect.top() + row * self.height, self.width, self.height)

    @property
    def room(self) -> int:
        """How many tiles there is room for."""
        return self.columns * self.rows


def lay_out_gallery(rect: QRectF, data: Dataset, style: Style) -> GalleryLayout:
    """Return where the tiles of a gallery painted into `rect` stand."""
    gap, line, side = GAP * style.scale, metrics(style).height(), SIDE * style.scale
    wide = side * (WIDE if data.image is None else 1.0)
    columns = max(1, math.floor((rect.width() + gap) / (wide + gap)))
    width = rect.width() / columns - gap
    picture = side if data.image is None else min(max(width, side), 1.5 * side)
    height = picture + line * 1.1 + gap
    return GalleryLayout(rect, columns, max(1, math.floor(rect.height() / height)), width, height, picture)


def paint_gallery(
    painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, followed: Example | None = None
) -> None:
    """Paint the samples of a snapshot into `rect`; `followed` is the one that is being explained."""
    gallery = snapshot.look(Gallery)
    with saved(painter):
        if gallery is None or not gallery.samples:
            painter.setPen(QColor(style.theme.quiet))
            box = QRectF(rect.left(), rect.top(), rect.width(), 2 * metrics(style).height())
            words = NOT_YET if gallery is None else NO_SAMPLE
            draw_text(painter, box, elided(words, box.width(), style), style)
            return
        layout = lay_out_gallery(rect, snapshot.split.train, style)
        for number, sample in enumerate(gallery.samples[: layout.room]):
            data: Dataset = getattr(snapshot.split, sample.part)
            if sample.index < len(data.X):
                _paint_sample(painter, layout, number, sample, data, style, followed)


def _paint_sample(
    painter: QPainter,
    layout: GalleryLayout,
    number: int,
    sample: Sample,
    data: Dataset,
    style: Style,
    followed: Example | None,
) -> None:
    theme, tile = style.theme, layout.tile(number)
    picture = QRectF(tile.left(), tile.top(), tile.width(), layout.picture)
    if data.image is not None:
        side = min(picture.width(), picture.height())
        picture = QRectF(tile.center().x() - side / 2, tile.top(), side, side)
    wrong = is_wrong(sample, data)
    is_followed = followed is not None and (followed.part, followed.index) == (sample.part, sample.index)
    inner = picture.adjusted(2, 2, -2, -2)
    paint_tile(painter, inner, data, sample.index, style)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(style, theme.warning, 2.0) if wrong else pen(style, theme.line, 1.0))
    painter.drawRect(picture.adjusted(1, 1, -1, -1))
    if is_followed:
        painter.setPen(pen(style, theme.focus, 3.0))
        painter.drawRect(picture)
    box = QRectF(tile.left(), picture.bottom(), tile.width(), metrics(style).height() * 1.1)
    painter.setPen(QColor(theme.warning if wrong else theme.ink))
    draw_text(painter, box, elided(said_of(sample, data), box.width() + 1, style), style)


def is_wrong(sample: Sample, data: Dataset) -> bool:
    """Whether the answer is another class than the true one."""
    return data.is_classification and sample.answer != int(data.y[sample.index])


def said_of(sample: Sample, data: Dataset) -> str:
    """Return the answer, and where it is wrong the truth: "9, is 4"; of numbers answer and truth."""
    if not data.is_classification:
        truth = np.ravel(data.y[sample.index])[0]
        return f"{short_number(sample.outputs[0], 3)}, is {short_number(float(truth), 3)}"
    answer = _name(data, sample.answer)
    return f"{answer}, is {_name(data, int(data.y[sample.index]))}" if is_wrong(sample, data) else answer


def sample_rows(sample: Sample, data: Dataset) -> list[ReadoutRow]:
    """Return what is said of a sample under the cursor: which one it is, truth, loss, and the likeliest."""
    rows = [ReadoutRow(f"{sample.part} {sample.index + 1:,}", (f"loss {short_number(sample.loss)}",))]
    if not data.is_classification:
        truths = np.ravel(data.y[sample.index]).tolist()
        for number, (output, truth) in enumerate(zip(sample.outputs, truths, strict=True)):
            if number < MOST_OUTPUTS:
                rows.append(ReadoutRow(f"answer {short_number(output)}", (f"is {short_number(truth)}",)))
        return rows
    rows.append(ReadoutRow("true class", (_name(data, int(data.y[sample.index])),)))
    shares = probabilities(np.array(sample.outputs))
    for k in np.argsort(-shares, kind="stable")[:MOST_OUTPUTS].tolist():
        rows.append(ReadoutRow(f"answer {_name(data, k)}", (percent(float(shares[k])),)))
    return rows


def sample_at(rect: QRectF, snapshot: DataInstant, style: Style, position: QPointF) -> Sample | None:
    """Return the sample at a position of a gallery painted into `rect`; None beside all."""
    gallery = snapshot.look(Gallery)
    if gallery is None:
        return None
    layout = lay_out_gallery(rect, snapshot.split.train, style)
    for number, sample in enumerate(gallery.samples[: layout.room]):
        if layout.tile(number).contains(position):
            return sample
    return None


def _name(data: Dataset, number: int) -> str:
    return data.classes[number] if 0 <= number < len(data.classes) else str(number)
