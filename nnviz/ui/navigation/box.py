"""One plot of a picture as pyqtgraph navigates it: a ViewBox that paints nothing, and strips for its axes."""

import math
from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QPainter

from nnviz.paint.drawing.axes import Axes, Scale
from nnviz.ui.navigation.menu import PlotMenu
from nnviz.ui.navigation.plots import Range

STRIP = 40.0
"""How far beside and below a plot its axes can be taken hold of."""


class PlotBox(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """Turns what the mouse does into ranges.

    Parameters
    ----------
    chosen : callable
        Given the ranges that were chosen, each None where it stays.
    follow : callable
        Called where everything is to be seen again.
    offer : callable
        Given the scene's position, returns what else a menu offers there.
    """

    def __init__(
        self,
        chosen: Callable[["PlotBox", Range | None, Range | None], None],
        follow: Callable[[], None],
        offer: Callable[[Any], list[QAction]],
    ) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self._chosen, self._follow, self._offer = chosen, follow, offer
        self._logs = self._fixed = (False, False)
        self._is_shown = False
        self._mode = self.state["mouseMode"]
        self._menu: PlotMenu | None = None
        self._offered: list[QAction] = []
        self.disableAutoRange()
        self.sigRangeChanged.connect(self._tell)
        self._is_ready = True

    def show_axes(self, axes: Axes, fixed: tuple[bool, bool]) -> None:
        """Stand where a plot is painted, with its ranges, of which some may be fixed."""
        if self._fixed != fixed:
            self._fixed = fixed
            self.setMouseEnabled(not fixed[0], not fixed[1])
        self._is_shown = True
        try:
            if self.geometry() != axes.plot:
                self.setGeometry(axes.plot)
            self._logs = axes.x.log, axes.y.log
            self.setRange(xRange=_ends(axes.x), yRange=_ends(axes.y), padding=0.0)
            self.updateMatrix()  # which would wait for the next painting, and the mouse may come before
        finally:
            self._is_shown = False

    # What pyqtgraph asks for

    def paint(self, painter: QPainter, *_arguments: Any) -> None:
        """Paint nothing: the picture is below."""

    def autoRange(self, *_arguments: Any, **_named: Any) -> None:
        """Show everything: which is more than this knows of."""
        if getattr(self, "_is_ready", False):
            self._follow()

    def enableAutoRange(self, axis: Any = None, enable: Any = True, x: Any = None, y: Any = None) -> None:
        """Show everything, where it is asked for."""
        is_asked = enable is not False and x is None and y is None
        if is_asked and getattr(self, "_is_ready", False) and not self._is_shown:
            self._follow()
        else:
            super().enableAutoRange(axis, enable, x, y)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        """Move; with Shift draw a rectangle that is to fill the plot."""
        if event.isStart() and axis is None:
            self._mode = self.state["mouseMode"]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.state["mouseMode"] = pg.ViewBox.RectMode
        super().mouseDragEvent(event, axis)
        if event.isFinish() and axis is None:
            self.state["mouseMode"] = self._mode

    def mouseClickEvent(self, event: Any) -> None:
        """Open the menu."""
        if event.button() == Qt.MouseButton.RightButton:
            event.accept()
            self._show_menu(event)

    def style_band(self, colour: str) -> None:
        """Draw the rectangle in the colour of the focus."""
        self.rbScaleBox.setPen(pg.mkPen(colour, width=1.5))
        self.rbScaleBox.setBrush(pg.mkBrush(*pg.mkColor(colour).getRgb()[:3], 40))

    def _tell(self, _box: Any, ranges: Any, changed: Any) -> None:
        if not self._is_shown:
            x, y = (
                _values(ends, log) if is_new else None
                for ends, log, is_new in zip(ranges, self._logs, changed, strict=True)
            )
            self._chosen(self, x, y)

    def _show_menu(self, event: Any) -> None:
        if self._menu is None:
            self._menu = PlotMenu(self, lambda: self._logs)
        self._menu.show_axes(self._fixed)
        for action in self._offered:
            self._menu.removeAction(action)
        self._offered = self._offer(event.scenePos())
        self._menu.addActions(self._offered)
        self._menu.popup(event.screenPos().toPoint())


class Strip(pg.GraphicsWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """The place of an axis: the wheel and the drag change its range alone."""

    def __init__(self, box: PlotBox, axis: int) -> None:
        super().__init__()
        self._box, self._axis = box, axis

    def stand_beside(self, plot: QRectF) -> None:
        """Take the place of the axis of a plot."""
        beside = QRectF(plot.left() - STRIP, plot.top(), STRIP, plot.height())
        below = QRectF(plot.left(), plot.bottom(), plot.width(), STRIP)
        self.setGeometry(below if self._axis == 0 else beside)

    def wheelEvent(self, event: Any) -> None:
        """Zoom along this axis."""
        event.setPos(self.mapToItem(self._box, event.pos()))
        self._box.wheelEvent(event, axis=self._axis)
        event.accept()

    def mouseDragEvent(self, event: Any) -> None:
        """Move along this axis."""
        event.currentItem = self._box
        self._box.mouseDragEvent(event, axis=self._axis)

    def mouseClickEvent(self, event: Any) -> None:
        """Open the menu of the plot."""
        self._box.mouseClickEvent(event)


def _ends(scale: Scale) -> Range:
    return (math.log10(scale.low), math.log10(scale.high)) if scale.log else (scale.low, scale.high)


def _values(ends: Any, log: bool) -> Range:
    low, high = float(ends[0]), float(ends[1])
    if not log:
        return low, high
    return 10.0 ** max(min(low, 300.0), -300.0), 10.0 ** max(min(high, 300.0), -300.0)
