"""The outputs over the input plane as an image whose sample points lie exactly where they belong."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.maps import InputPlane
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.resampling import refined
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import is_on_paper, saved
from nnviz.paint.output.colours import Levels, ValueScale, map_image

SCREEN_SAMPLES = 200
"""Samples a side between which Qt smooths the image on screen: more are slower and look the same."""
PAPER_SAMPLES = 800
"""The same on paper, where viewers do not smooth."""


def paint_heat_map(
    painter: QPainter,
    axes: Axes,
    plane: InputPlane,
    style: Style,
    *,
    scale: ValueScale | None,
    hard: bool,
    levels: Levels | None = None,
) -> None:
    """Fill the plot with the colours of the outputs, smoothed between the samples."""
    outputs = plane.outputs
    wanted = _samples_wanted(painter, axes.plot, 2.0 if hard else 0.5 if outputs.shape[2] > 1 else 1.0)
    while min(outputs.shape[:2]) > 1 and max(outputs.shape[:2]) < wanted:
        outputs = refined(outputs)
    image = map_image(outputs, style.theme, scale, hard, levels)
    with saved(painter):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(axes.plot, Qt.ClipOperation.IntersectClip)
        painter.drawImage(_image_rect(axes, plane, outputs.shape[0], outputs.shape[1]), image)


def _samples_wanted(painter: QPainter, plot: QRectF, detail: float) -> float:
    """Return the samples a side that are enough on the device.

    `detail` is more for hard edges, less for maps of many classes, whose colours take longer.
    """
    if is_on_paper(painter):
        return PAPER_SAMPLES
    pixels = painter.deviceTransform().mapRect(plot)
    return min(max(pixels.width(), pixels.height()) / 2, detail * SCREEN_SAMPLES)


def _image_rect(axes: Axes, plane: InputPlane, rows: int, columns: int) -> QRectF:
    """Return where the image belongs: the outermost samples, in the middle of their pixels, at the extent."""
    left, right, bottom, top = plane.extent
    x_left, x_right = axes.x.place(np.array([left, right])).tolist()
    y_bottom, y_top = axes.y.place(np.array([bottom, top])).tolist()
    width = (x_right - x_left) / max(columns - 1, 1)
    height = (y_bottom - y_top) / max(rows - 1, 1)
    return QRectF(x_left - width / 2, y_top - height / 2, columns * width, rows * height)
