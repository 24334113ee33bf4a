"""The loss over a plane as a landscape seen from above at an angle, drawn patch by patch, the farthest first.

The projection is parallel, so equal heights stay equal wherever they are; everything is drawn by QPainter, so
the picture needs no graphics card and is the same on paper.
"""

import math

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.surface import LossSurface
from nnviz.paint.drawing.axes import label_width
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.paths import polygon
from nnviz.paint.drawing.resampling import values_at
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, metrics, pen, saved
from nnviz.paint.surface.camera import Camera
from nnviz.paint.surface.map import GAP, KEY_TICKS, paint_surface_key, paint_trace
from nnviz.paint.surface.options import DEFAULTS, SurfaceOptions
from nnviz.paint.surface.scale import SurfaceScale, surface_scale

HEIGHT = 0.9
"""Height of the greatest loss, where the plane reaches from -1 to 1."""
PATCHES = 32
"""Patches a side at most: more are slower to turn and look the same."""
SHADE = 0.35
"""How much darker a patch is that faces away from the light."""


def paint_surface_solid(
    painter: QPainter,
    rect: QRectF,
    surface: LossSurface,
    style: Style,
    camera: Camera,
    options: SurfaceOptions = DEFAULTS,
) -> None:
    """Paint the landscape into `rect` on any device, seen by a camera, in the colours that are chosen."""
    scale = surface_scale(surface.losses, options.levels)
    line, gap = metrics(style).height(), GAP * style.scale
    key_width = label_width(scale.ticks(KEY_TICKS), style) + 4 * gap
    view = rect.adjusted(0.0, line, -key_width, -2.0 * line)
    stage = _stage(camera, view)
    with saved(painter):
        _paint_floor(painter, view, stage, surface, style)
        _paint_patches(painter, stage, surface, scale, style)
        _paint_path(painter, stage, surface, scale, style)
        key = QRectF(view.right() + 2 * gap, view.top() + 0.15 * view.height(), 0.0, 0.7 * view.height())
        paint_surface_key(painter, key, scale, style)
        painter.setPen(QColor(style.theme.ink))
        name = QRectF(key.left(), key.top() - 1.4 * line, 0.0, line)
        draw_text(painter, name, "loss", style, align=Qt.AlignmentFlag.AlignLeft)


class _Stage(msgspec.Struct, frozen=True):
    """A camera and where on paper it puts things."""

    camera: Camera
    middle: QPointF
    unit: float

    def place(self, points: Floats) -> Floats:
        """Return points (..., 3) as (x, y, towards the viewer) in the painter's units."""
        seen = self.camera.project(points)
        placed = seen * self.unit
        placed[..., 0] += self.middle.x()
        placed[..., 1] = self.middle.y() - placed[..., 1]
        return placed


def _stage(camera: Camera, view: QRectF) -> _Stage:
    """Return the stage on which the landscape fills the view, from whatever side it is seen."""
    e, across = math.radians(camera.elevation), 2 * math.sqrt(2)  # a diagonal of the plane
    raised = HEIGHT * math.cos(e)
    unit = min(view.width() / across, view.height() / (across * math.sin(e) + raised))
    return _Stage(camera, QPointF(view.center().x(), view.center().y() + 0.5 * raised * unit), unit)


def _paint_floor(painter: QPainter, view: QRectF, stage: _Stage, surface: LossSurface, style: Style) -> None:
    """Draw the edge of the plane and the names of its directions along the two nearest edges."""
    corners = np.array([[-1.0, -1.0, 0.0], [1.0, -1.0, 0.0], [1.0, 1.0, 0.0], [-1.0, 1.0, 0.0]])
    placed = stage.place(corners)
    painter.setPen(pen(style, style.theme.quiet, 1.0))
    painter.setBrush(QColor(style.theme.surface))
    painter.drawPolygon(polygon(placed[:, 0], placed[:, 1]))
    painter.setPen(QColor(style.theme.ink))
    line = metrics(style).height()
    reached = QRectF()
    for edge, name in zip(((0, 1), (1, 2)), surface.plane.names, strict=True):
        edges = (edge, (3, 2) if edge == (0, 1) else (0, 3))
        nearest = max(edges, key=lambda pair: placed[pair[0], 2] + placed[pair[1], 2])
        x, y = placed[list(nearest), :2].mean(axis=0)
        width = text_width(name, style)
        left = x if x > stage.middle.x() else x - width
        left = min(max(left, view.left()), max(view.right() - width, view.left()))
        box = QRectF(left, y + 0.5 * line, width, line)
        if box.adjusted(-line, 0.0, line, 0.0).intersects(reached):  # in a small picture one below the other
            box.moveTop(reached.bottom())
        reached = box
        draw_text(painter, box, name, style, align=Qt.AlignmentFlag.AlignLeft)


def _grid(surface: LossSurface, scale: SurfaceScale) -> Floats:
    """Return the landscape's points (n, n, 3), n at most PATCHES + 1."""
    step = max(1, (surface.side - 1) // PATCHES)
    heights = HEIGHT * scale.share(surface.losses[::step, ::step])
    across = np.linspace(-1.0, 1.0, len(heights))
    s, t = np.meshgrid(across, across)
    return np.stack([s, t, heights], axis=-1)


def _paint_patches(
    painter: QPainter, stage: _Stage, surface: LossSurface, scale: SurfaceScale, style: Style
) -> None:
    points = _grid(surface, scale)
    corners = np.stack([points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]], axis=2)
    corners = corners.reshape(-1, 4, 3)
    corners = corners[np.isfinite(corners).all(axis=(1, 2))]
    placed = stage.place(corners)
    normals = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    light = np.array([-0.4, -0.3, 0.87])
    brightness = 1.0 - SHADE * (1.0 - np.clip(normals @ light, 0.0, 1.0))
    colours = scale.colours(corners[:, :, 2].mean(axis=1) / HEIGHT, style.theme) * brightness[:, None]
    mesh = pen(style, faded(style.theme.ink, 0.22), 0.5)
    for k in np.argsort(placed[:, :, 2].mean(axis=1)).tolist():
        red, green, blue = colours[k].astype(int).tolist()
        painter.setBrush(QColor(red, green, blue))
        painter.setPen(mesh)
        painter.drawPolygon(polygon(placed[k, :, 0], placed[k, :, 1]))


def _paint_path(
    painter: QPainter, stage: _Stage, surface: LossSurface, scale: SurfaceScale, style: Style
) -> None:
    """Draw the path on the landscape; where it leaves the plane's part that is shown, it is left out."""
    s_low, s_high, t_low, t_high = surface.plane.extent
    path = surface.plane.path
    inside = (path[:, 0] >= s_low) & (path[:, 0] <= s_high) & (path[:, 1] >= t_low) & (path[:, 1] <= t_high)
    path = path[inside]
    heights = HEIGHT * scale.share(values_at(path, surface.losses, surface.plane.extent))
    s = 2.0 * (path[:, 0] - s_low) / (s_high - s_low) - 1.0
    t = 2.0 * (path[:, 1] - t_low) / (t_high - t_low) - 1.0
    points = np.stack([s, t, heights], axis=1)
    points = points[np.isfinite(points).all(axis=1)]
    if len(points):
        placed = stage.place(points)
        paint_trace(painter, placed[:, 0], placed[:, 1], style)
