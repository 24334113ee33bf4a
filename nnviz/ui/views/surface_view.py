"""The loss surface on screen: as a map with a readout, or as a landscape that turns with the mouse."""

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.surface import LossSurface
from nnviz.experiment.snapshot.terrain import Terrain
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.lettering import draw_text
from nnviz.paint.surface.camera import Camera
from nnviz.paint.surface.map import (
    columns_of_surface,
    key_axes,
    paint_surface_cursor,
    paint_surface_map,
    rows_under,
    surface_axes,
)
from nnviz.paint.surface.options import SurfaceOptions, Window
from nnviz.paint.surface.solid import paint_surface_solid
from nnviz.ui.navigation.plots import LevelKey, Range, kept_levels, kept_sensible
from nnviz.ui.pictures.copying import tab_separated
from nnviz.ui.pictures.held import NAVIGATION_KEYS
from nnviz.ui.pictures.picture_view import PictureView
from nnviz.ui.pictures.reading import in_words

WAITING = "Computing the loss …"
TOO_LARGE = (
    "The loss surface is there for networks that are not too large: one point of it would take too long"
)
SPEED = 0.5
"""Degrees a pixel."""
STEP = 10.0
"""Degrees of one press of an arrow key."""
_ARROWS = {
    Qt.Key.Key_Left: (-STEP, 0.0),
    Qt.Key.Key_Right: (STEP, 0.0),
    Qt.Key.Key_Up: (0.0, STEP),
    Qt.Key.Key_Down: (0.0, -STEP),
}


class SurfaceView(PictureView):
    """Shows the surface it was given last.

    Signals
    -------
    window_chosen(tuple or None)
        Another part of the plane is looked at, or all of it again.
    """

    window_chosen = Signal(object)
    keys = NAVIGATION_KEYS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Loss surface", "How the loss surface is shown", parent)
        self.surface: LossSurface | None = None
        self._problem = ""
        self.camera = Camera()
        self._grabbed: QPointF | None = None
        self.solid = self.menu.add(
            "Landscape",
            "L",
            "Show the surface in three dimensions; drag turns it",
            self._choose,
            checked=False,
        )
        self.reset = self.menu.add("Look from the start", "R", "Turn it back", self.look_from_the_start)
        self.options = SurfaceOptions()
        self._whole: Window | None = None
        self._follow = self.menu.add("Whole map", "F", "Show all of it again", self.follow)
        self._all_levels = self.menu.add(
            "All colours", "C", "Colours from the least loss to the greatest", lambda: self.show_levels(None)
        )
        self._all_levels.setEnabled(False)
        self._choose()

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of the map."""
        if self.surface is None or self.solid.isChecked():
            return ()
        return (surface_axes(self.picture_rect(), self.surface, self._style, self.options),)

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Look at another part of the plane."""
        axes = self.plots()[plot]
        here = (axes.x.low, axes.x.high, axes.y.low, axes.y.high)
        if self._whole is None:
            self._whole = here
        x = kept_sensible(here[:2] if x is None else x, self._whole[:2])
        y = kept_sensible(here[2:] if y is None else y, self._whole[2:])
        self.show_window((*x, *y))

    def follow(self) -> None:
        """Show all of it again."""
        self._whole = None
        self.show_window(None)

    def show_window(self, window: Window | None) -> None:
        """Show a part of the plane; None: all of it."""
        if window != self.options.window:
            self.options = replace(self.options, window=window)
            self._follow.setEnabled(window is not None)
            self.window_chosen.emit(window)
            self.update()

    def level_keys(self) -> tuple[LevelKey, ...]:
        """Return the losses along the bar of colours."""
        if self.surface is None or self.solid.isChecked():
            return ()
        axes = key_axes(self.picture_rect(), self.surface, self._style, self.options)
        return (LevelKey(axes, self.options.levels or (axes.y.low, axes.y.high), self.show_levels),)

    def show_levels(self, levels: Range | None) -> None:
        """Let the colours change between two losses; None: between all there are."""
        if self.surface is not None:
            axes = key_axes(self.picture_rect(), self.surface, self._style, self.options)
            levels = kept_levels(levels, (axes.y.low, axes.y.high))
            self.options = replace(self.options, levels=levels)
            self._all_levels.setEnabled(levels is not None)
            self.update()

    has_table = True

    def table(self) -> str:
        """Return the losses that were computed, with their places on both axes."""
        return "" if self.surface is None else tab_separated(columns_of_surface(self.surface))

    def value_at(self, position: QPointF) -> str:
        """Return the loss there, and where that is."""
        if self.surface is None or self.solid.isChecked():
            return ""
        axes = surface_axes(self.picture_rect(), self.surface, self._style, self.options)
        rows = rows_under(self.surface, axes, position) if axes.plot.contains(position) else []
        return in_words(rows)

    def show_surface(self, surface: LossSurface | None) -> None:
        """Show another surface; None while there is none yet."""
        self.surface, self._problem = surface, ""
        self.update()

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Say why there is no surface."""
        self.surface, self._problem = None, sentence
        self.update()

    def look_from_the_start(self) -> None:
        """Turn the landscape back."""
        self.camera = Camera()
        self.update()

    @property
    def shown_from(self) -> Camera | None:
        """From where the landscape is seen; None while the map is shown."""
        return self.camera if self.solid.isChecked() else None

    def _choose(self) -> None:
        on = self.solid.isChecked()
        self.setToolTip("Drag, or arrow keys, to turn" if on else "")
        self.setCursor(Qt.CursorShape.OpenHandCursor if on else Qt.CursorShape.ArrowCursor)
        self.update()

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return self.surface, self.shown_from, self.options, self._problem

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: Instant) -> None:
        """Paint the map or the landscape."""
        if self.surface is None:
            painter.setPen(QColor(self._style.theme.quiet))
            known = snapshot.look(Terrain) is not None
            draw_text(painter, rect, self._problem or (WAITING if known else TOO_LARGE), self._style)
        elif self.solid.isChecked():
            paint_surface_solid(painter, rect, self.surface, self._style, self.camera, self.options)
        else:
            paint_surface_map(painter, rect, self.surface, self._style, self.options)

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: Instant, cursor: QPointF) -> None:
        """Paint the loss under the cursor."""
        if self.surface is not None and snapshot.look(Terrain) is not None and not self.solid.isChecked():
            paint_surface_cursor(painter, rect, self.surface, self._style, cursor, self.options)

    def turn(self, azimuth: float, elevation: float) -> None:
        """Turn the landscape by so many degrees."""
        self.camera = self.camera.turned(azimuth, elevation)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the landscape."""
        if event.button() == Qt.MouseButton.LeftButton and self.solid.isChecked():
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn the landscape, or let the readout follow."""
        if self._grabbed is not None:
            moved = event.position() - self._grabbed
            self._grabbed = event.position()
            self.turn(-SPEED * moved.x(), SPEED * moved.y())
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the landscape."""
        super().mouseReleaseEvent(event)
        self._grabbed = None
        self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn with the arrow keys; of the map they move the readout, or with Shift what is shown."""
        key, is_map = Qt.Key(event.key()), not self.solid.isChecked()
        if is_map and self.navigate(key, event.modifiers()):
            return
        if key in _ARROWS and not is_map:
            self.turn(*_ARROWS[key])
        elif not self.move_readout(key):
            super().keyPressEvent(event)
