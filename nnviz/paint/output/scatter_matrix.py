"""Scatter plots of up to six inputs against one another, coloured by class, by target, or by the answer."""

import math

import msgspec
import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from nnviz.arrays import Floats
from nnviz.data.dataset import Dataset
from nnviz.engine.classes import predicted_classes
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.paint.drawing.axes import Axes, make_axes
from nnviz.paint.drawing.colours import class_colours
from nnviz.paint.drawing.lettering import draw_name, draw_text, elided, shortened, text_width
from nnviz.paint.drawing.markers import class_marker
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.ticks import linear_ticks
from nnviz.paint.drawing.tools import metrics, pen, saved
from nnviz.paint.output.colours import scale_of, targets_of
from nnviz.paint.output.options import ScatterOptions
from nnviz.paint.output.points import answers_of, shown_parts

MOST_INPUTS = 6
MOST_POINTS = 600
"""More are not told apart in so small plots: of more, so many are taken evenly."""
STEPS_OF_VALUES = 12
"""Colours of real targets in steps, so that points of one colour are painted together."""
GAP = 4.0
RADIUS = 2.4
"""Sizes at 1x."""
TICK = 0.2
"""Length of a tick mark in lines."""


DEFAULTS = ScatterOptions()


class _Group(msgspec.Struct, frozen=True, eq=False):
    """Points of one colour and shape."""

    colour: str
    shape: int
    X: Floats


def shown_inputs(dataset: Dataset, options: ScatterOptions) -> tuple[int, ...]:
    """Return the inputs that have rows and columns: those chosen that there are, else the first ones."""
    chosen = tuple(dict.fromkeys(each for each in options.inputs if 0 <= each < dataset.inputs))
    return chosen[:MOST_INPUTS] or tuple(range(min(dataset.inputs, MOST_INPUTS)))


def has_scatter(dataset: Dataset) -> bool:
    """Whether there are inputs to be drawn against one another; those of images are pixels."""
    return dataset.inputs > 1 and dataset.image is None


def paint_scatter_matrix(
    painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, options: ScatterOptions = DEFAULTS
) -> None:
    """Paint the plots into `rect` on any device: a row and a column an input, names on the diagonal."""
    train = snapshot.split.train
    inputs = shown_inputs(train, options)
    groups, words = _groups(snapshot, style, options)
    real = not train.is_classification
    body = _body(rect, style)
    with saved(painter):
        for row, up in enumerate(inputs):
            for column, across in enumerate(inputs):
                axes = _axes(body, train, (row, column), style, options)
                if row == column:
                    _paint_name(painter, axes, train, up, style)
                else:
                    _paint_cell(painter, axes, groups, (across, up), real, style)
        _paint_foot(painter, rect, train, words, style)


def _body(rect: QRectF, style: Style) -> QRectF:
    return rect.adjusted(0.0, 0.0, 0.0, -1.5 * metrics(style).height())


def pairs_of(train: Dataset, options: ScatterOptions) -> list[tuple[int, int]]:
    """Return the inputs of each plot, row by row: the one across, and the one upwards."""
    inputs = shown_inputs(train, options)
    return [(across, up) for up in inputs for across in inputs if across != up]


def pair_axes_of(rect: QRectF, train: Dataset, style: Style, options: ScatterOptions) -> tuple[Axes, ...]:
    """Return the axes of the plots of `pairs_of` painted into `rect`."""
    if not has_scatter(train):
        return ()
    body, numbers = _body(rect, style), range(len(shown_inputs(train, options)))
    places = [(row, column) for row in numbers for column in numbers if row != column]
    return tuple(_axes(body, train, place, style, options) for place in places)


def _shown_range(train: Dataset, options: ScatterOptions, number: int) -> tuple[float, float]:
    chosen = (ends for each, *ends in options.ranges if each == number)
    low, high = next(chosen, train.domain[number])
    return low, high


def points_table(snapshot: DataInstant, options: ScatterOptions) -> str:
    """Return all points that are shown, a line each, separated by tabs: inputs, part, class or target."""
    train = snapshot.split.train
    inputs = shown_inputs(train, options)
    names = (" ".join(train.feature_names[k].split()) for k in inputs)
    lines = ["\t".join((*names, "part", _truth_name(train)))]
    for name, part in shown_parts(snapshot, options.test):
        truths = _truths(part)
        for row, truth in zip(part.X[:, list(inputs)].tolist(), truths, strict=True):
            lines.append("\t".join((*map(repr, row), name, " ".join(truth.split()))))
    return "\n".join(lines) + "\n"


def _truth_name(train: Dataset) -> str:
    return "class" if train.is_classification else "target"


def _truths(part: Dataset) -> list[str]:
    if part.is_classification:
        return [part.classes[int(k)] for k in part.y]
    return [repr(value) for value in targets_of(part)[:, 0].tolist()]


def _axes(
    body: QRectF, train: Dataset, place: tuple[int, int], style: Style, options: ScatterOptions
) -> Axes:
    inputs = shown_inputs(train, options)
    gap, count = GAP * style.scale, len(inputs)
    width, height = ((side + gap) / count - gap for side in (body.width(), body.height()))
    left, top = body.left() + place[1] * (width + gap), body.top() + place[0] * (height + gap)
    cell = QRectF(left, top, max(width, 1.0), max(height, 1.0))
    across, up = (_shown_range(train, options, inputs[each]) for each in reversed(place))
    return make_axes(cell, across, up)


def _groups(snapshot: DataInstant, style: Style, options: ScatterOptions) -> tuple[list[_Group], str]:
    """Return the points by colour and shape, and how many of how many they are, in words."""
    parts, answers = shown_parts(snapshot, options.test), answers_of(snapshot)
    known = [(name, part) for name, part in parts if not options.by_answer or name in answers]
    if not known:
        return [], "The answers are not known yet."
    X = np.concatenate([part.X for _, part in known])
    if snapshot.split.train.is_classification:
        said = [
            predicted_classes(answers[name]) if options.by_answer else np.asarray(part.y)
            for name, part in known
        ]
    else:
        said = [answers[name][:, 0] if options.by_answer else targets_of(part)[:, 0] for name, part in known]
    step = max(1, math.ceil(len(X) / MOST_POINTS))
    X, values = X[::step], np.concatenate(said)[::step].astype(np.float64)
    total = sum(len(part.X) for _, part in known)
    some = f"{len(X):,} of {total:,} points" if step > 1 else f"{total:,} points"
    coloured = "answer" if options.by_answer else _truth_name(snapshot.split.train)
    return _coloured(snapshot, X, values, style), f"{some}, coloured by {coloured}"


def _coloured(snapshot: DataInstant, X: Floats, values: Floats, style: Style) -> list[_Group]:
    train = snapshot.split.train
    if train.is_classification:
        colours = class_colours(style.theme, max(len(train.classes), 2))
        return [_Group(colours[k], k, X[values == k]) for k in range(len(colours)) if (values == k).any()]
    scale = scale_of(snapshot.split)
    assert scale is not None
    low, high = scale.ends
    levels = np.linspace(low, high, STEPS_OF_VALUES)
    near = np.rint((np.clip(values, low, high) - low) / (high - low) * (STEPS_OF_VALUES - 1))
    drawn = scale.colours(levels, style.theme).tolist()
    return [
        _Group(f"#{r:02X}{g:02X}{b:02X}", 0, X[near == k])
        for k, (r, g, b) in enumerate(drawn)
        if (near == k).any()
    ]


def _paint_cell(
    painter: QPainter, axes: Axes, groups: list[_Group], pair: tuple[int, int], real: bool, style: Style
) -> None:
    """Paint the points of one plot; those of `real` targets, which may be pale, with a dark rim."""
    painter.setPen(pen(style, style.theme.quiet, 0.8))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(axes.plot)
    radius = min(RADIUS * style.scale, 0.03 * axes.plot.width())
    for group in groups:
        outline, path = class_marker(group.shape, radius), QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        xs, ys = axes.x.place(group.X[:, pair[0]]), axes.y.place(group.X[:, pair[1]])
        for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
            place = QPointF(x, y)
            if axes.plot.contains(place):
                path.addPath(outline.translated(place))
        painter.setPen(pen(style, style.theme.quiet if real else style.theme.paper, 0.4))
        painter.setBrush(QColor(group.colour))
        painter.drawPath(path)


def _paint_name(painter: QPainter, axes: Axes, train: Dataset, number: int, style: Style) -> None:
    """Write the name of an input into its cell on the diagonal, and its range along the edges."""
    line, cell = metrics(style).height(), axes.plot
    painter.setPen(QColor(style.theme.ink))
    draw_name(painter, cell, shortened(train.feature_names[number], cell.width(), style), style)
    painter.setPen(QColor(style.theme.quiet))
    ticks = linear_ticks(axes.x.low, axes.x.high, 2)
    mark = TICK * line  # below the numbers: within them it would look like a decimal sign
    foot = QRectF(cell.left(), cell.bottom() - line - mark, cell.width(), line)
    if not ticks.labels:  # where a part is so small that numbers cannot tell its ends apart
        return
    words = (ticks.labels[0], ticks.labels[-1])
    first, last = axes.x.place(np.array([ticks.values[0], ticks.values[-1]])).tolist()
    needed = sum(text_width(word, style) for word in words) / 2 + GAP * style.scale
    if cell.height() < 3.0 * line or last - first < needed:
        return
    for value, word in zip((ticks.values[0], ticks.values[-1]), words, strict=True):
        x, half = float(axes.x.place(value)), text_width(word, style) / 2
        x = min(max(x, cell.left() + half), cell.right() - half)
        draw_text(painter, QRectF(x - half, foot.top(), 2 * half, line), word, style)
        painter.setPen(pen(style, style.theme.quiet, 0.8))
        painter.drawLine(QLineF(x, cell.bottom(), x, cell.bottom() - mark))


def _paint_foot(painter: QPainter, rect: QRectF, train: Dataset, words: str, style: Style) -> None:
    """Say what the colours are of, and which is which."""
    line = metrics(style).height()
    row = QRectF(rect.left(), rect.bottom() - line, rect.width() - 2.0 * style.text, line)
    colours = class_colours(style.theme, len(train.classes))
    for k, name in enumerate(train.classes):
        word = elided(name, 0.3 * rect.width(), style)
        width = text_width(word, style) + 1.6 * style.text
        if width > 0.5 * row.width():
            break
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours[k]))
        painter.drawPath(
            class_marker(k, 4.0 * style.scale).translated(row.left() + 5.0 * style.scale, row.center().y())
        )
        painter.setPen(QColor(style.theme.ink))
        place = row.adjusted(0.9 * style.text, 0.0, 0.0, 0.0)
        draw_text(painter, place, word, style, align=Qt.AlignmentFlag.AlignLeft)
        row.setLeft(row.left() + width)
    painter.setPen(QColor(style.theme.quiet))
    draw_text(painter, row, elided(words, row.width(), style), style, align=Qt.AlignmentFlag.AlignRight)
