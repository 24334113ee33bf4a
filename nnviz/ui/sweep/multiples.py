"""The small multiples on screen: each picture is kept as pixels, and new ones come a few a frame."""

import time

from PySide6.QtCore import QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPixmap, QShowEvent

from nnviz.paint.drawing.theme import Style
from nnviz.paint.sweep.look import SweepLook
from nnviz.paint.sweep.multiples import paint_lit, paint_multiple, paint_rest, place_multiples
from nnviz.ui.pictures.pixmap_layer import painted_pixmap
from nnviz.ui.sweep.kinds import PictureKind
from nnviz.ui.sweep.picture import SweepPicture

BUDGET = 0.02
"""Seconds of one painting that new pictures may take."""


class MultiplesPicture(SweepPicture):
    """Shows the ends of runs as they come.

    Signals
    -------
    seen(bool)
        Somebody looks at it, or nobody any more.
    """

    seen = Signal(bool)

    def __init__(self, kind: PictureKind) -> None:
        super().__init__(kind)
        self._pixmaps: dict[int, tuple[object, QPixmap]] = {}

    def show_look(self, look: SweepLook) -> None:
        """Show a sweep; pictures of rows that are gone go."""
        super().show_look(look)
        self._pixmaps = {row: kept for row, kept in self._pixmaps.items() if row in look.rows}

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._pixmaps.clear()
        super().set_style(style)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is kept, and as many new pictures as a frame has time for."""
        look, style = self._look, self._style
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(style.theme.paper))
            if look is None:
                return
            rect, begin, left_over = self.picture_rect(), time.monotonic(), False
            for row, place in place_multiples(rect, look, style):
                key = (look.ends.get(row), place, look.score, look.standing, style)
                kept_key, pixmap = self._pixmaps.get(row, (None, QPixmap()))
                if kept_key != key and time.monotonic() - begin < BUDGET:
                    pixmap = self._painted(look, row, place, painter)
                    self._pixmaps[row] = key, pixmap
                elif kept_key != key:
                    left_over = True
                painter.drawPixmap(place.topLeft(), pixmap)
                if row == look.chosen:
                    paint_lit(painter, place, style)
            paint_rest(painter, rect, look, style)
        self.paint_above()
        if left_over:
            QTimer.singleShot(0, self.update)

    def _painted(self, look: SweepLook, row: int, place: QRectF, painter: QPainter) -> QPixmap:
        ratio = painter.paintEngine().paintDevice().devicePixelRatioF()
        inner = QRectF(QPointF(), place.size())
        return painted_pixmap(
            place.size().toSize(),
            ratio,
            lambda onto: paint_multiple(onto, inner, look, row, self._style),
            QColor(self._style.theme.paper),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Have pictures made."""
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Have none made."""
        super().hideEvent(event)
        self.seen.emit(False)
