"""Lines over a plot that are dragged: seen only under the mouse, since the picture has its own."""

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt

from nnviz.paint.drawing.axes import Axes
from nnviz.ui.navigation.box import PlotBox
from nnviz.ui.navigation.plots import Handle


class EpochLine(pg.InfiniteLine):  # type: ignore[misc]  # pyqtgraph has no types
    """Stands at a value of x and tells where it is dragged to."""

    def __init__(self, box: PlotBox) -> None:
        super().__init__(angle=90, movable=True, pen=pg.mkPen(None))
        self.box = box
        self._handle: Handle | None = None
        self._log = False
        self._is_placed = False
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        box.addItem(self, ignoreBounds=True)
        self.sigPositionChanged.connect(self._tell)

    def show_handle(self, handle: Handle, axes: Axes, colour: str) -> None:
        """Stand where the picture says."""
        self._handle, self._log = handle, axes.x.log
        self.setHoverPen(pg.mkPen(colour, width=3))
        shown = math.log10(handle.x) if self._log and handle.x > 0.0 else handle.x
        self._is_placed = True
        try:
            if not self.moving:
                self.setVisible(axes.x.low <= handle.x <= axes.x.high)
                self.setPos(shown)
        finally:
            self._is_placed = False

    def leave(self) -> None:
        """Go."""
        self.box.removeItem(self)

    def _tell(self, _line: Any) -> None:
        if self._handle is not None and not self._is_placed:
            value = float(self.value())
            self._handle.moved(10.0 ** min(value, 300.0) if self._log else value)
