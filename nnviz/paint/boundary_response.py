"""One neuron's response, large, in place of the network's output: its small picture in the diagram."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot import Snapshot
from nnviz.paint.axes import Axes
from nnviz.paint.colours import class_colours, diverging_table, fading_table, image_of, look_up
from nnviz.paint.heat_map import refined
from nnviz.paint.lettering import draw_text, elided
from nnviz.paint.network_content import content_of
from nnviz.paint.network_layout import Neuron
from nnviz.paint.network_words import number, place
from nnviz.paint.theme import Style
from nnviz.paint.tools import faded, metrics, saved

_SAMPLES = 120
"""Samples a side that look smooth."""


def paint_response(painter: QPainter, axes: Axes, snapshot: Snapshot, neuron: Neuron, style: Style) -> bool:
    """Fill the plot with the response of a neuron and say whose it is; False where there is none to show."""
    content = content_of(snapshot)
    response = content.picture(*neuron)
    if response is None or len(response) == 1:
        return False
    low, high = content.range_of(neuron.layer)
    table = diverging_table(style.theme)
    if content.is_choice(neuron.layer):
        table = fading_table(class_colours(style.theme, content.layers[-1])[neuron.unit], style.theme)
    values = response
    while max(values.shape) < _SAMPLES:
        values = refined(values)
    with saved(painter):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(axes.plot, Qt.ClipOperation.IntersectClip)
        painter.drawImage(axes.plot, image_of(look_up(values, low, high, table)))
        ends = f"{number(float(np.min(response)))} to {number(float(np.max(response)))}"
        _paint_caption(painter, axes.plot, f"{place(neuron, content)}: {ends}", style)
    return True


def _paint_caption(painter: QPainter, plot: QRectF, text: str, style: Style) -> None:
    height = 1.5 * metrics(style).height()
    box = QRectF(plot.left(), plot.top(), plot.width(), height)
    painter.fillRect(box, faded(style.theme.paper, 0.9))
    painter.setPen(QColor(style.theme.ink))
    draw_text(
        painter, box, elided(text[:1].upper() + text[1:], box.width() - 8.0 * style.scale, style), style
    )
