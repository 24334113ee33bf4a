"""One neuron's response, large, in place of the network's output: its small picture in the diagram."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.experiment.snapshot.maps import Maps
from nnviz.explain.formulas.sums import capital
from nnviz.paint.charts.chart import Chart, paint_chart
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.axis import Axis, axis_range
from nnviz.paint.drawing.colours import class_colours, diverging_table, fading_table, image_of, look_up
from nnviz.paint.drawing.lettering import draw_text
from nnviz.paint.drawing.numbers import steady_number
from nnviz.paint.drawing.oklab import Bytes
from nnviz.paint.drawing.resampling import refined
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.ticks import linear_ticks
from nnviz.paint.drawing.tools import faded, metrics, saved
from nnviz.paint.network.captions import fitting
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.content.record import NetworkContent
from nnviz.paint.network.words import words_of
from nnviz.paint.output.scale_bar import BAR, SAMPLES, paint_ramp
from nnviz.parts import Unit

_SAMPLES = 120
"""Samples a side that look smooth."""
_ROOM = 0.1
"""Room beyond the bounds of an activation."""


def paint_response(
    painter: QPainter, axes: Axes, snapshot: NetworkInstant, neuron: Unit, style: Style
) -> bool:
    """Fill the plot with the response of a neuron; False where there is none to show."""
    content = content_of(snapshot)
    response = content.picture(neuron.layer, neuron.unit)
    if response is None or len(response) == 1:
        return False
    low, high = content.range_of(neuron.layer)
    values = response
    while max(values.shape) < _SAMPLES:
        values = refined(values)
    with saved(painter):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(axes.plot, Qt.ClipOperation.IntersectClip)
        painter.drawImage(
            _place(axes, snapshot), image_of(look_up(values, low, high, _table(content, neuron, style)))
        )
    return True


def paint_response_words(
    painter: QPainter, axes: Axes, key: QRectF, snapshot: NetworkInstant, neuron: Unit, style: Style
) -> None:
    """Say over the plot, points and all, whose response it is, and beside it what its colours mean."""
    content = content_of(snapshot)
    response, name = content.picture(neuron.layer, neuron.unit), words_of(neuron, content)
    if response is not None:
        ends = f"{steady_number(float(np.min(response)))} to {steady_number(float(np.max(response)))}"
        _paint_caption(painter, axes.plot, (f"{name}: {ends}", name), style)
    _paint_key(painter, key, snapshot, neuron, style)


def _place(axes: Axes, snapshot: Instant) -> QRectF:
    """Return where the response belongs: it may have been made for another part than the plot shows."""
    maps = snapshot.look(Maps)
    if maps is None or maps.extent is None:
        return axes.plot
    left, right, bottom, top = maps.extent
    (x_left, x_right), (y_bottom, y_top) = (
        axis.place(np.array(ends)).tolist()
        for axis, ends in ((axes.x, (left, right)), (axes.y, (bottom, top)))
    )
    return QRectF(x_left, y_top, x_right - x_left, y_bottom - y_top)


def _paint_key(painter: QPainter, key: QRectF, snapshot: NetworkInstant, neuron: Unit, style: Style) -> None:
    """Paint what the colours of a neuron's response mean over the key of the output, which means another."""
    content = content_of(snapshot)
    low, high = content.range_of(neuron.layer)
    colours = look_up(np.linspace(low, high, SAMPLES)[:, None], low, high, _table(content, neuron, style))
    ticks = linear_ticks(low, high, 2)
    half = metrics(style).height() / 2
    painter.fillRect(key.adjusted(-2.0 * style.scale, -half, 2 * half, half), QColor(style.theme.paper))
    bar = QRectF(key.left(), key.top(), BAR * style.scale, key.height())
    paint_ramp(painter, bar, colours, ticks, (np.array(ticks.values) - low) / (high - low), style)


def paint_response_line(
    painter: QPainter, rect: QRectF, snapshot: NetworkInstant, neuron: Unit, style: Style
) -> bool:
    """Paint the response of a neuron along the one input into `rect`; False where there is none to show.

    It has an axis of its own, since a hidden neuron does not answer in the units of the targets.
    """
    content, train = content_of(snapshot), snapshot.split.train
    response = content.picture(neuron.layer, neuron.unit)
    if response is None or len(response) != 1:
        return False
    maps = snapshot.look(Maps)
    low, high = train.domain[0] if maps is None or maps.extent is None else maps.extent[:2]
    x, values = np.linspace(low, high, response.shape[1]), response[0].astype(np.float64)
    ends = _ends(content, neuron, values)
    name = words_of(neuron, content)
    chart = Chart(
        (Series("", x, values, style.theme.ink, width=2.0, end=False),),
        Axis(train.feature_names[0], low, high),
        Axis(capital(name), *ends),
        legend=False,
    )
    paint_chart(painter, rect, chart, style)
    return True


def _ends(content: NetworkContent, neuron: Unit, values: Floats) -> tuple[float, float]:
    """Return the range of the axis: that of the activation where it has one, with room above and below."""
    low, high = content.range_of(neuron.layer)
    if not content.is_bounded(neuron.layer):
        return axis_range(Axis(), [values])
    room = _ROOM * (high - low)
    return low - room, high + room


def _table(content: NetworkContent, neuron: Unit, style: Style) -> Bytes:
    if content.is_choice(neuron.layer):
        return fading_table(class_colours(style.theme, content.layers[-1])[neuron.unit], style.theme)
    return diverging_table(style.theme)


def _paint_caption(painter: QPainter, plot: QRectF, texts: tuple[str, ...], style: Style) -> None:
    """Write the first text that fits, else as much of the last as does."""
    height = 1.5 * metrics(style).height()
    box = QRectF(plot.left(), plot.top(), plot.width(), height)
    painter.fillRect(box, faded(style.theme.paper, 0.9))
    painter.setPen(QColor(style.theme.ink))
    room = box.width() - 8.0 * style.scale
    draw_text(painter, box, fitting([capital(text) for text in texts], room, style), style)
