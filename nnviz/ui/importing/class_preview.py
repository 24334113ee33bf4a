"""The pictures of a folder, class by class, as the network will see them."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.data.tables.understood import shown
from nnviz.experiment.spec.own_images import OwnPictures
from nnviz.numerals import counted
from nnviz.paint.drawing.colours import image_of
from nnviz.paint.drawing.lettering import draw_text, elided
from nnviz.paint.drawing.sharp import paint_image
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics

TILE = 48.0
"""Side of a picture at 1x."""
GAP = 6.0


class PreviewOfClasses(QWidget):
    """A row a class: its name, how many pictures it has, and the first of them as they are read."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Pictures by class")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._style = Style()
        self._own: OwnPictures | None = None

    def show_pictures(self, own: OwnPictures) -> None:
        """Show pictures as they were read last."""
        self._own = own
        self._fit()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self._fit()

    def _fit(self) -> None:
        if self._own is not None:
            self.setFixedHeight(round(len(self._own.found.classes) * self._row_height() + GAP))
        self.update()

    def _row_height(self) -> float:
        return metrics(self._style).height() + (TILE + 2 * GAP) * self._style.scale

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are seen."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self._style.theme.paper))
            if self._own is not None:
                for number in range(len(self._own.found.classes)):
                    row = QRectF(0.0, number * self._row_height(), self.width(), self._row_height())
                    if row.intersects(QRectF(event.rect())):
                        self._paint_class(painter, row, self._own, number)

    def _paint_class(self, painter: QPainter, row: QRectF, own: OwnPictures, number: int) -> None:
        style, scale = self._style, self._style.scale
        places = np.flatnonzero(own.pictures.labels == number)
        line, gap = metrics(style).height(), GAP * scale
        painter.setPen(QColor(style.theme.ink))
        head = QRectF(row.left() + gap, row.top() + gap, row.width() - 2 * gap, line)
        words = f"{shown(own.found.classes[number])}: {counted(len(places), 'picture')}"
        draw_text(painter, head, elided(words, head.width(), style), style, align=Qt.AlignmentFlag.AlignLeft)
        room = max(int((row.width() - gap) / ((TILE + GAP) * scale)), 1)
        for column, place in enumerate(places[:room].tolist()):
            x = row.left() + gap + column * (TILE + GAP) * scale
            tile = QRectF(x, head.bottom() + gap / 2, TILE * scale, TILE * scale)
            pixels = own.pictures.pixels[place][::-1]
            paint_image(painter, tile, image_of(np.broadcast_to(pixels, (*pixels.shape[:2], 3))))
