"""The runs of a map as one image: sharp edges, clear where nothing is known yet."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from nnviz.arrays import IntArray
from nnviz.experiment.results.map_standing import MapAxis, MapStanding, edges
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.theme import Style, Theme
from nnviz.paint.drawing.tools import is_on_paper
from nnviz.paint.maps.look import MapLook
from nnviz.paint.maps.scale import MapScale, map_scale
from nnviz.paint.maps.worked_out import WorkedOut

Pixels = NDArray[np.uint32]

PAPER = 1024
"""About so many pixels has each side of the image on paper, a whole number for each run."""
SAMPLES_UNEVEN = 512
"""Pixels of each side of the image where runs are not equally wide."""
UNEVEN = 0.02
"""Share of a pixel by which one may be wider than another and still count as equal."""


def paint_runs(painter: QPainter, axes: Axes, standing: MapStanding, scale: MapScale, style: Style) -> None:
    """Paint what is known of a map: as one image with a pixel a run, where these are equally large."""
    across, up = _seen(axes, standing, 0), _seen(axes, standing, 1)
    if across is None or up is None:
        return
    pixels = pixels_of(standing, scale, style.theme)
    if _is_even(standing.x) and _is_even(standing.y):
        x, y = edges(standing.x), edges(standing.y)
        left, right = axes.x.place(x[[across.start, across.stop]]).tolist()
        bottom, top = axes.y.place(y[[up.start, up.stop]]).tolist()
        place, columns, rows = QRectF(QPointF(left, top), QPointF(right, bottom)), across, up
        flip = (slice(None, None, 1 if bottom > top else -1), slice(None, None, 1 if right > left else -1))
        pixels = pixels[rows, columns][flip]
        place = place.normalized()
    else:
        place = axes.plot
        at = np.ix_(_pixels(axes, standing, 1, SAMPLES_UNEVEN), _pixels(axes, standing, 0, SAMPLES_UNEVEN))
        inside = (at[0] >= 0) & (at[1] >= 0)
        pixels = np.where(inside, pixels[at], np.uint32(0))
    if is_on_paper(painter):  # whose viewers smooth what has few pixels
        down, over = (max(1, PAPER // size) for size in pixels.shape)
        pixels = pixels.repeat(down, axis=0).repeat(over, axis=1)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(place, _image_of(pixels))


def prepare_runs(look: MapLook, theme: Theme) -> None:
    """Work out colours beforehand, in any thread: this look is painted sooner then."""
    scale = map_scale(look)
    for standing in (look.before, look.standing):
        if standing is not None:
            pixels_of(standing, scale, theme)


def pixels_of(standing: MapStanding, scale: MapScale, theme: Theme) -> Pixels:
    """Return the colours of all runs as Qt has them, (rows, columns): clear where nothing is known yet."""
    return _pixels_kept.of(standing, (scale, theme), lambda: _coloured(standing, scale, theme))


_pixels_kept: WorkedOut[tuple[MapScale, Theme], Pixels] = WorkedOut()


def _coloured(standing: MapStanding, scale: MapScale, theme: Theme) -> Pixels:
    colours = scale.colours(standing, theme)
    red, green, blue = (colours[..., channel].astype(np.uint32) for channel in range(3))
    opaque = np.uint32(0xFF000000) | red << 16 | green << 8 | blue
    return np.where(standing.size > 0, opaque, np.uint32(0))


def _image_of(pixels: Pixels) -> QImage:
    """Return colours, the lowest row first, as an image."""
    rows, columns = pixels.shape
    image = QImage(columns, rows, QImage.Format.Format_ARGB32)
    np.frombuffer(image.bits(), np.uint32).reshape(rows, columns)[:] = pixels[::-1]
    return image


def _is_even(axis: MapAxis) -> bool:
    """Whether the pixels of an axis are equally wide on screen."""
    values = np.array(axis.values, dtype=np.float64)
    steps = np.diff(np.log(values) if axis.by_factors else values)
    return len(steps) < 2 or bool(np.ptp(steps) <= UNEVEN * np.abs(steps).max())


def _seen(axes: Axes, standing: MapStanding, which: int) -> slice | None:
    """Return the pixels along an axis of which something is in sight; None: there are none."""
    scale, axis = ((axes.x, standing.x), (axes.y, standing.y))[which]
    ends = edges(axis)
    low, high = np.minimum(ends[:-1], ends[1:]), np.maximum(ends[:-1], ends[1:])
    found = np.flatnonzero((high > scale.low) & (low < scale.high))
    return slice(int(found[0]), int(found[-1]) + 1) if len(found) else None


def _pixels(axes: Axes, standing: MapStanding, which: int, count: int) -> IntArray:
    """Return the pixel of a map in whose place each of so many even steps along the plot is; -1: none."""
    scale = (axes.x, axes.y)[which]
    axis = (standing.x, standing.y)[which]
    steps = scale.start + (np.arange(count) + 0.5) / count * (scale.end - scale.start)
    values = np.array([scale.value(step) for step in steps.tolist()])
    ends = edges(axis)
    if ends[0] > ends[-1]:
        found = len(axis.values) - np.searchsorted(ends[::-1], values, side="left")
    else:
        found = np.searchsorted(ends, values, side="right") - 1
    return np.where((found >= 0) & (found < len(axis.values)), found, -1)
