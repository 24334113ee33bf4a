"""A region over a key of colours: its edges are dragged to where the colours begin and end."""

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from nnviz.paint.drawing.axes import Scale
from nnviz.ui.navigation.plots import LevelKey, Range

REACH = 6.0
"""How far beside a key its region can be taken hold of."""
NOTCH = 1.02
"""Factor of the smallest turn of a wheel."""
_UNITS_A_NOTCH = 24.0


class LevelBox(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """Lies over a key of colours and tells which levels are chosen; the picture below has its own marks."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self._key: LevelKey | None = None
        self._is_placed = False
        self.disableAutoRange()
        self.region = pg.LinearRegionItem(
            orientation="horizontal", swapMode="block", pen=pg.mkPen(None), brush=pg.mkBrush(None)
        )
        for line in self.region.lines:
            line.setCursor(Qt.CursorShape.SizeVerCursor)
        self.addItem(self.region, ignoreBounds=True)
        self.region.sigRegionChanged.connect(self._tell)

    def show_key(self, key: LevelKey, colour: str) -> None:
        """Lie over a key, at its levels."""
        self._key = key
        bar, scale = key.axes.plot, key.axes.y
        self._is_placed = True
        try:
            self.setGeometry(QRectF(bar.left() - REACH, bar.top(), bar.width() + 2 * REACH, bar.height()))
            self.setRange(xRange=(0.0, 1.0), yRange=_inner((scale.low, scale.high), scale), padding=0.0)
            self.updateMatrix()
            for line in self.region.lines:
                line.setHoverPen(pg.mkPen(colour, width=3))
            self.region.setHoverBrush(pg.mkBrush(*pg.mkColor(colour).getRgb()[:3], 50))
            if not self.region.moving and not any(line.moving for line in self.region.lines):
                self.region.setRegion(_inner(key.levels, scale))
        finally:
            self._is_placed = False

    def show_all(self) -> None:
        """Choose no levels."""
        if self._key is not None:
            self._key.chosen(None)

    def paint(self, painter: QPainter, *_arguments: Any) -> None:
        """Paint nothing: the picture is below."""

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        """Draw the levels together about the mouse, or apart."""
        del axis
        event.accept()
        if self._key is None:
            return
        scale = self._key.axes.y
        factor = NOTCH ** (-event.delta() / _UNITS_A_NOTCH)
        about = self.mapSceneToView(event.scenePos()).y()
        low, high = (about + factor * (end - about) for end in _inner(self._key.levels, scale))
        least, most = _inner((scale.low, scale.high), scale)
        self._key.chosen(_outer((max(low, least), min(high, most)), scale))

    def _tell(self, _region: Any) -> None:
        if self._key is not None and not self._is_placed:
            scale = self._key.axes.y
            low, high = sorted(map(float, self.region.getRegion()))
            least, most = _inner((scale.low, scale.high), scale)
            if self.region.moving:  # as a whole: it keeps its width at the ends of the key
                shift = max(least - low, 0.0) + min(most - high, 0.0)
                low, high = low + shift, high + shift
            self._key.chosen(_outer((max(low, least), min(high, most)), scale))


def _inner(ends: Range, scale: Scale) -> Range:
    """Return values as the box has them: on a logarithmic key their logarithms."""
    return (math.log10(ends[0]), math.log10(ends[1])) if scale.log else ends


def _outer(ends: Range, scale: Scale) -> Range:
    return (10.0 ** ends[0], 10.0 ** ends[1]) if scale.log else ends
