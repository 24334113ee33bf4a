"""A map of trainings on screen: taken hold of like any plot, a readout, and a click opens a run."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter

from nnviz.experiment.results.map_standing import edges
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.lettering import draw_text
from nnviz.paint.maps.look import MapLook, Window, whole_of
from nnviz.paint.maps.picture import map_axes, map_key_axes, paint_map, paint_map_cursor, pixel_at, readout
from nnviz.ui.navigation.plots import LevelKey, Range, kept_levels, kept_sensible
from nnviz.ui.pictures.beside import PaintedBeside
from nnviz.ui.pictures.copying import tab_separated
from nnviz.ui.pictures.held import NAVIGATION_KEYS
from nnviz.ui.pictures.picture_view import PictureView
from nnviz.ui.pictures.pixmap_layer import is_for_the_screen

AT_ONCE = 64 * 64
"""Runs through which lines are painted within a frame; more have theirs painted beside the window."""
EMPTY = "Every pixel becomes a run of its own"
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class MapView(PictureView):
    """Shows the map it was given last.

    Signals
    -------
    window_chosen(tuple or None)
        Another part is looked at, or all of it again.
    picked(int, int)
        The column and row of a pixel whose run is to be opened.
    """

    window_chosen = Signal(object)
    picked = Signal(int, int)
    keys = NAVIGATION_KEYS | {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    has_table = True

    def __init__(self) -> None:
        super().__init__("Map of trainings", "How the map is shown")
        self.look: MapLook | None = None
        self.part: Window | None = None
        self.whole: Window | None = None
        """What all of the map covers; None before there is one."""
        self.levels: Range | None = None
        """Between which numbers the colours change; None: all there are."""
        self.lines = self.menu.add(
            "Levels", "L", "Lines through runs that come out alike", self._show_lines, checked=False
        )
        self._all_levels = self.menu.add(
            "All colours",
            "C",
            "Colours from the least number to the greatest",
            lambda: self.show_levels(None),
        )
        self._all_levels.setEnabled(False)
        self._with_lines = PaintedBeside(self)
        self._with_lines.arrived.connect(self.update)
        self._all = self.menu.add("Whole map", "F", "Show all of it again", self.follow)
        self._all.setEnabled(False)

    def show_map(self, look: MapLook | None, moment: RunInstant) -> None:
        """Show how a map stands; None: there is none yet."""
        self.look = (
            None
            if look is None
            else replace(
                look, window=self.window_of_picture, lines=self.lines.isChecked(), levels=self.levels
            )
        )
        self.show_snapshot(moment)

    def show_window(self, window: Window | None) -> None:
        """Show a part; None: all of it."""
        self.part = window
        self._all.setEnabled(window is not None)
        if self.look is not None:
            self.look = replace(self.look, window=self.window_of_picture)
        self.update()

    @property
    def window_of_picture(self) -> Window | None:
        """The part that the picture shows: all of the map, though only a part may have been run last."""
        return self.whole if self.part is None else self.part

    def _show_lines(self) -> None:
        if self.look is not None:
            self.look = replace(self.look, lines=self.lines.isChecked())
        self.update()

    def level_keys(self) -> tuple[LevelKey, ...]:
        """Return the numbers along the bar of colours."""
        axes = None if self.look is None else map_key_axes(self.picture_rect(), self.look, self._style)
        if axes is None:
            return ()
        return (LevelKey(axes, self.levels or (axes.y.low, axes.y.high), self.show_levels),)

    def show_levels(self, levels: Range | None) -> None:
        """Let the colours change between two numbers; None: between all there are."""
        axes = None if self.look is None else map_key_axes(self.picture_rect(), self.look, self._style)
        whole = None if axes is None else (axes.y.low, axes.y.high)
        self.levels = None if levels is None or whole is None else kept_levels(levels, whole)
        self._all_levels.setEnabled(self.levels is not None)
        if self.look is not None:
            self.look = replace(self.look, levels=self.levels)
        self.update()

    # Taken hold of

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of the map."""
        return () if self.look is None else (map_axes(self.picture_rect(), self.look, self._style),)

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Look at another part."""
        if self.look is None:
            return
        axes = self.plots()[plot]
        whole = whole_of(self.look.standing) if self.whole is None else self.whole
        here = (axes.x.low, axes.x.high, axes.y.low, axes.y.high)
        x = kept_sensible(here[:2] if x is None else x, whole[:2], axes.x.log)
        y = kept_sensible(here[2:] if y is None else y, whole[2:], axes.y.log)
        if (*x, *y) != here:
            self.show_window((*x, *y))
            self.window_chosen.emit(self.part)

    def follow(self) -> None:
        """Show all of it again."""
        if self.part is not None:
            self.show_window(None)
            self.window_chosen.emit(None)

    def is_part(self) -> bool:
        """Whether only a part is shown."""
        return self.part is not None

    def click(self, position: QPointF) -> None:
        """Open the run of the pixel there."""
        at = self._pixel(position)
        if at is not None and self.look is not None and self.look.standing.pixel(*at) is not None:
            self.picked.emit(*self.look.standing.run_at(*at))

    def axes_at(self, position: QPointF) -> Axes | None:
        """Return the axes, where a run is read."""
        return None if self._pixel(position) is None else self.plots()[0]

    def _pixel(self, position: QPointF) -> tuple[int, int] | None:
        plots = self.plots()
        if not plots or self.look is None:
            return None
        return pixel_at(plots[0], self.look.standing, position)

    # What is shown

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return self.look

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: Instant) -> None:
        """Paint the map."""
        del snapshot
        if self.look is None:
            painter.setPen(QColor(self._style.theme.quiet))
            draw_text(painter, rect, EMPTY, self._style)
        else:
            paint_map(painter, rect, self.look, self._style)

    def _paint(self, painter: QPainter, snapshot: RunInstant) -> None:
        """Paint the map; where its lines take long, without them until they have come.

        While only the runs become finer, the picture with the lines before stays in sight: they do not blink.
        """
        look, style, rect, size = self.look, self._style, self.picture_rect(), self.size()
        if look is None or not look.lines or look.standing.runs <= AT_ONCE or not is_for_the_screen():
            super()._paint(painter, snapshot)
            return
        ratio = painter.paintEngine().paintDevice().devicePixelRatioF()
        frame = (look.quantity, look.levels, look.window, style, size, ratio)
        key, paper = (frame, look.standing, look.before), QColor(style.theme.paper)
        self._with_lines.want(key, size, ratio, lambda inner: paint_map(inner, rect, look, style), paper)
        latest = self._with_lines.latest
        if latest is not None and isinstance(latest.key, tuple) and latest.key[0] == frame:
            painter.drawImage(QPointF(), latest.image)
        else:
            plain = replace(look, lines=False)
            self._picture.draw(painter, size, key, lambda inner: paint_map(inner, rect, plain, style), paper)
        if self._cursor is not None:
            self.paint_overlay(painter, rect, snapshot, self._cursor)

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: Instant, cursor: QPointF) -> None:
        """Paint what is known of the run under the mouse."""
        del snapshot
        if self.look is not None:
            paint_map_cursor(painter, rect, self.look, self._style, cursor)

    def value_at(self, position: QPointF) -> str:
        """Return what is read at a position."""
        at = self._pixel(position)
        if at is None or self.look is None:
            return ""
        return ", ".join(f"{row.name} {row.values[0]}" for row in readout(self.look, at))

    def table(self) -> str:
        """Return the quantity that is shown, a line a row of pixels from the highest down."""
        if self.look is None:
            return ""
        standing, values = self.look.standing, self.look.standing.values(self.look.quantity)
        columns: dict[str, Sequence[float | None]] = {
            f"{standing.y.key} \\ {standing.x.key}": standing.y.values[::-1]
        }
        columns |= {
            f"{value:g}": [number if np.isfinite(number) else None for number in values[::-1, k].tolist()]
            for k, value in enumerate(standing.x.values)
        }
        return tab_separated(columns)

    # Qt's events

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the run under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.click(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and move; go from pixel to pixel with the arrow keys, open the one there with Enter."""
        key = Qt.Key(event.key())
        if self.navigate(key, event.modifiers()):
            return
        if key in _STEPS:
            self._step(*_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.click(self._cursor)
        elif key == Qt.Key.Key_Escape and self._cursor is not None:
            self.set_cursor_at(None)
        else:
            super().keyPressEvent(event)

    def _step(self, right: int, up: int) -> None:
        """Move the readout to the next pixel."""
        plots = self.plots()
        if not plots or self.look is None:
            return
        axes, standing = plots[0], self.look.standing
        at = self._pixel(axes.plot.center() if self._cursor is None else self._cursor)
        if at is None:
            return
        if self._cursor is None:
            right = up = 0
        column = min(max(at[0] + right, 0), len(standing.x.values) - 1)
        row = min(max(at[1] + up, 0), len(standing.y.values) - 1)
        x, y = edges(standing.x), edges(standing.y)
        middle = QPointF(
            float(axes.x.place(x[column : column + 2]).mean()), float(axes.y.place(y[row : row + 2]).mean())
        )
        if axes.plot.contains(middle):
            self.set_cursor_at(middle)
