"""What each layer sees: a picture a layer, side by side, each sample in all of them at its place."""

import math
import re
from functools import partial

import msgspec
import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from nnviz.arrays import Floats
from nnviz.data.dataset import Dataset, Split
from nnviz.experiment.snapshot.embedding import Embedding, LayerEmbedding, Place
from nnviz.paint.drawing.axes import Axes, make_axes
from nnviz.paint.drawing.colours import class_colours
from nnviz.paint.drawing.legend import MarkerEntry, legend_height, paint_legend
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.markers import class_marker
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, metrics, pen, saved
from nnviz.paint.images.options import EmbeddingOptions
from nnviz.paint.images.stamps import Mark, paint_marks
from nnviz.paint.images.tiles import paint_tile
from nnviz.paint.output.colours import targets_of, value_scale

GAP = 10.0
SMALLEST, LARGEST = 2.0, 4.5
"""Radius of a marker at 1x, in a small picture and in a large one."""
MARGIN = 0.06
"""Share of a picture around its points."""
HANDLE = 4.0
_ROOMY = 20.0
"""Width in text sizes of a picture in which ten axes have room for their names."""
TOUCH = 12.0
"""How near the mouse must be to a point or a handle, at 1x."""
TILE = 72.0
"""Side of the sample under the cursor at 1x."""
NOTHING = "What each layer sees is being computed."
EVERYTHING = EmbeddingOptions()


class EmbeddingPlot(msgspec.Struct, frozen=True, eq=False):
    """Where one layer stands: its title, and the square with what is shown of its coordinates."""

    shown: LayerEmbedding
    title: QRectF
    axes: Axes

    @property
    def square(self) -> QRectF:
        """Where its points are."""
        return self.axes.plot

    def place(self, positions: Floats) -> Floats:
        """Return positions of the layer, (..., 2), in the painter's units."""
        return np.stack([self.axes.x.place(positions[..., 0]), self.axes.y.place(positions[..., 1])], axis=-1)

    def value(self, position: QPointF) -> tuple[float, float]:
        """Return where a position is in the layer's coordinates."""
        return self.axes.x.value(position.x()), self.axes.y.value(position.y())


def plots_of(
    rect: QRectF,
    embedding: Embedding,
    split: Split,
    style: Style,
    options: EmbeddingOptions = EVERYTHING,
) -> list[EmbeddingPlot]:
    """Return where the layers of an embedding painted into `rect` stand: as large as they can be."""
    line, gap = metrics(style).height(), GAP * style.scale
    room = rect.adjusted(0.0, _legend_height(rect, split, style), 0.0, 0.0)
    count = len(embedding.layers)
    columns = max(range(1, count + 1), key=lambda tried: (_side(room, count, tried, line, gap), -tried))
    side = max(_side(room, count, columns, line, gap), 1.0)
    width = room.width() / columns
    plots = []
    for number, shown in enumerate(embedding.layers):
        row, column = divmod(number, columns)
        top = room.top() + row * (side + 2 * line + gap)
        left = room.left() + column * width
        title = QRectF(left, top, width - gap, 2 * line)
        square = QRectF(left + (width - gap - side) / 2, top + 2 * line, side, side)
        x, y, span = options.window(shown.layer) or _whole(shown)
        across, up = ((middle - span / 2, middle + span / 2) for middle in (x, y))
        plots.append(EmbeddingPlot(shown, title, make_axes(square, across, up)))
    return plots


def _side(room: QRectF, count: int, columns: int, line: float, gap: float) -> float:
    rows = math.ceil(count / columns)
    return min(room.width() / columns - gap, room.height() / rows - 2 * line - gap)


def _whole(shown: LayerEmbedding) -> tuple[float, float, float]:
    """Return the middle of a layer's coordinates, and how much of them has room for everything."""
    everything = [shown.positions, *shown.grid]
    points = np.concatenate(everything) if len(shown.axes) == 0 else shown.positions
    points = points[np.isfinite(points).all(axis=1)] if len(points) else np.zeros((1, 2))
    if not len(points):
        points = np.zeros((1, 2))
    low, high = points.min(axis=0), points.max(axis=0)
    if len(shown.axes):  # the middle is where the axes meet
        reach = max(float(np.abs(points).max()), float(np.abs(shown.axes).max()), 1e-12)
        return 0.0, 0.0, reach / (0.5 - MARGIN)
    span = max(float((high - low).max()), 1e-12)
    x, y = ((low + high) / 2).tolist()
    return x, y, span / (1.0 - 2 * MARGIN)


def paint_embedding(
    painter: QPainter,
    rect: QRectF,
    embedding: Embedding | None,
    split: Split,
    style: Style,
    options: EmbeddingOptions = EVERYTHING,
) -> None:
    """Paint all layers into `rect`."""
    with saved(painter):
        if embedding is None:
            painter.setPen(QColor(style.theme.quiet))
            draw_text(painter, rect, elided(NOTHING, rect.width(), style), style)
            return
        if split.train.is_classification:
            entries = _class_entries(split.train, style)
            paint_legend(painter, rect, entries, 0.0, style)
        looks = _looks(embedding.samples, split, style)
        for plot in plots_of(rect, embedding, split, style, options):
            if plot.square.width() > 1.0:
                _paint_plot(painter, plot, looks, style)


def _legend_height(rect: QRectF, split: Split, style: Style) -> float:
    if not split.train.is_classification:
        return 0.0
    return legend_height(_class_entries(split.train, style), rect.width(), 0.0, style)


def _class_entries(train: Dataset, style: Style) -> list[MarkerEntry]:
    colours = class_colours(style.theme, max(len(train.classes), 2))
    return [
        MarkerEntry(name, partial(_paint_entry, index=k, colour=colours[k], style=style))
        for k, name in enumerate(train.classes)
    ]


def _paint_entry(painter: QPainter, place: QPointF, index: int, colour: str, style: Style) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPath(class_marker(index, 4.0 * style.scale).translated(place))


def _paint_plot(painter: QPainter, plot: EmbeddingPlot, looks: list[Mark], style: Style) -> None:
    line, shown, theme = metrics(style).height(), plot.shown, style.theme
    for row, (words, colour) in enumerate(((shown.title, theme.ink), (shown.how, theme.quiet))):
        box = QRectF(plot.title.left(), plot.title.top() + row * line, plot.title.width(), line)
        painter.setPen(QColor(colour))
        draw_text(painter, box, _fitting(words, box.width(), style), style)
    painter.setPen(pen(style, theme.line, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(plot.square)
    painter.setClipRect(plot.square)
    painter.setPen(pen(style, faded(theme.quiet, 0.35), 1.0))
    for points in shown.grid:
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in plot.place(points).tolist()]))
    _paint_points(painter, plot, looks, style)
    if len(shown.axes):
        _paint_axes(painter, plot, style)
    painter.setClipping(False)


def _fitting(words: str, width: float, style: Style) -> str:
    """Return as much of "Hidden 1: 10 × 24 × 24" or "PCA, 19 % of the variance" as there is room for."""
    shorter = words.removesuffix(" of the variance")
    wordings = (words, shorter, re.split("[:,]", words)[0])
    fitting = (each for each in wordings if text_width(each, style) <= width)
    return next(fitting, elided(wordings[-1], width, style))


def _paint_points(painter: QPainter, plot: EmbeddingPlot, looks: list[Mark], style: Style) -> None:
    """Paint the samples one after the other, so that no class covers the others."""
    radius = round(min(max(plot.square.width() / 75, SMALLEST * style.scale), LARGEST * style.scale), 1)
    edge = pen(style, style.theme.paper, 0.5)
    places = plot.place(plot.shown.positions)
    square, beside = plot.square, 2 * radius
    low = np.array([square.left(), square.top()]) - beside
    high = np.array([square.right(), square.bottom()]) + beside
    seen = np.all((places >= low) & (places <= high), axis=1).tolist()  # nor where it is not a number
    shown = [mark for mark, is_seen in zip(looks, seen, strict=True) if is_seen]
    paint_marks(painter, places[seen], shown, radius, edge)


def _looks(samples: tuple[Place, ...], split: Split, style: Style) -> list[Mark]:
    """Return the mark of each sample."""
    train = split.train
    if train.is_classification:
        colours = [QColor(colour) for colour in class_colours(style.theme, max(len(train.classes), 2))]
        numbers = (int(getattr(split, part).y[index]) for part, index in samples)
        return [(number, colours[number]) for number in numbers]
    values = np.array([targets_of(getattr(split, part))[index, 0] for part, index in samples])
    bytes_ = value_scale(values).colours(values, style.theme).tolist()
    return [(0, QColor(r, g, b)) for r, g, b in bytes_]


def _paint_axes(painter: QPainter, plot: EmbeddingPlot, style: Style) -> None:
    """Draw the axes of a tour from the middle, each with a handle at its end."""
    centre = QPointF(*plot.place(np.zeros(2)).tolist())
    line = metrics(style).height()
    for name, (x, y) in zip(plot.shown.axis_names, plot.place(plot.shown.axes).tolist(), strict=True):
        end = QPointF(x, y)
        painter.setPen(pen(style, style.theme.quiet, 1.0))
        painter.drawLine(QLineF(centre, end))
        painter.setPen(pen(style, style.theme.paper, 1.0))
        painter.setBrush(QColor(style.theme.focus))
        painter.drawEllipse(end, HANDLE * style.scale, HANDLE * style.scale)
        painter.setPen(QColor(style.theme.ink))
        away = QPointF(0.0, -line * 0.8)
        words = name if plot.square.width() > _ROOMY * style.text else name.removeprefix("PC ")
        draw_text(painter, QRectF(end.x() - 40, end.y() - line / 2, 80, line).translated(away), words, style)


# Under the mouse


def sample_near(
    plots: list[EmbeddingPlot], position: QPointF, style: Style, touch: float = TOUCH
) -> int | None:
    """Return the number of the sample nearest to a position, if it is near enough."""
    for plot in plots:
        if plot.square.contains(position) and len(plot.shown.positions):
            away = plot.place(plot.shown.positions) - [position.x(), position.y()]
            distances = np.nan_to_num(np.hypot(away[:, 0], away[:, 1]), nan=np.inf)
            nearest = int(distances.argmin())
            return nearest if distances[nearest] <= touch * style.scale else None
    return None


def handle_near(plots: list[EmbeddingPlot], position: QPointF, style: Style) -> tuple[int, int] | None:
    """Return the layer and the number of the axis whose handle is at a position."""
    for plot in plots:
        if len(plot.shown.axes) and plot.square.contains(position):
            away = plot.place(plot.shown.axes) - [position.x(), position.y()]
            distances = np.hypot(away[:, 0], away[:, 1])
            nearest = int(distances.argmin())
            if distances[nearest] <= TOUCH * style.scale:
                return plot.shown.layer, nearest
    return None


def paint_sample_in_all(
    painter: QPainter,
    plots: list[EmbeddingPlot],
    embedding: Embedding,
    split: Split,
    number: int,
    style: Style,
    at: QPointF | None = None,
) -> None:
    """Ring one sample in every layer, and show it beside the position of the mouse."""
    with saved(painter):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = 2.2 * LARGEST * style.scale
        for plot in plots:
            x, y = plot.place(plot.shown.positions[number]).tolist()
            if plot.square.contains(x, y):
                for colour, width in ((style.theme.paper, 4.0), (style.theme.focus, 2.0)):
                    painter.setPen(pen(style, colour, width))
                    painter.drawEllipse(QPointF(x, y), ring, ring)
        if at is not None:
            _paint_tile_at(painter, plots, embedding.samples[number], split, style, at)


def _paint_tile_at(
    painter: QPainter, plots: list[EmbeddingPlot], sample: Place, split: Split, style: Style, at: QPointF
) -> None:
    part, index = sample
    data: Dataset = getattr(split, part)
    line, side = metrics(style).height(), TILE * style.scale
    width, height = side, side
    if data.image is None:  # words: a line an input
        width, height = 1.8 * side, min(side, data.inputs * line + 6)
    right = max(plot.square.right() for plot in plots)
    bottom = max(plot.square.bottom() for plot in plots)
    left = at.x() + 16 * style.scale
    left = left if left + width <= right else at.x() - 16 * style.scale - width
    box = QRectF(left, max(min(at.y(), bottom - height - line), 0.0), width, height + line)
    painter.setPen(pen(style, style.theme.line, 1.0))
    painter.setBrush(QColor(style.theme.paper))
    painter.drawRect(box)
    paint_tile(painter, QRectF(box.left() + 3, box.top() + 3, width - 6, height - 6), data, index, style)
    painter.setPen(QColor(style.theme.ink))
    name = data.classes[int(data.y[index])] if data.is_classification else f"{part} {index + 1}"
    words = elided(name, width - 4, style)
    draw_text(painter, QRectF(box.left(), box.bottom() - line, width, line), words, style)
