"""A picture, or a part of one, kept as pixels until what it shows changes."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

Paint = Callable[[QPainter], None]
Colour = QColor | Qt.GlobalColor


def painted_pixmap(
    size: QSize, ratio: float, paint: Paint, background: Colour = Qt.GlobalColor.transparent
) -> QPixmap:
    """Return what `paint` paints on a background, `size` in logical pixels of `ratio` device pixels each."""
    # a pixel that is covered in part is painted too: nothing may shine through at an edge
    pixmap = QPixmap(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
    if pixmap.isNull():  # for a moment, where controls take all the room there is
        return pixmap
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(background)
    with QPainter(pixmap) as painter:
        paint(painter)
    return pixmap


_elsewhere: ContextVar[bool] = ContextVar("_elsewhere", default=False)


@contextmanager
def not_for_the_screen() -> Iterator[None]:
    """Paint what is not for the screen meanwhile: layers keep what they have for it, and nothing larger."""
    token = _elsewhere.set(True)
    try:
        yield
    finally:
        _elsewhere.reset(token)


def is_for_the_screen() -> bool:
    """Return whether what is painted now is seen on the screen."""
    return not _elsewhere.get()


class PixmapLayer:
    """The last pictures painted, each with the key it was painted for: those on screen, one magnified.

    Parameters
    ----------
    most : int
        How many pictures for the screen are kept.
    """

    def __init__(self, most: int = 1) -> None:
        self._most = most
        self._kept: list[tuple[tuple[object, QSize, float], QPixmap]] = []

    def draw(
        self,
        painter: QPainter,
        size: QSize,
        key: object,
        paint: Paint,
        background: Colour = Qt.GlobalColor.transparent,
    ) -> None:
        """Draw the layer at the origin, painting it anew only for another key, size or pixel ratio.

        Parameters
        ----------
        painter : QPainter
            Where to draw.
        size : QSize
            Size of the layer in logical pixels.
        key : object
            Compared with ==; everything that `paint` depends on.
        paint : callable
            Paints the layer with the painter it is given.
        background : colour
            What the layer is filled with before.
        """
        # of what is really painted on: a screenshot has more pixels than the widget
        ratio = painter.paintEngine().paintDevice().devicePixelRatioF()
        wanted = (key, size, ratio)
        found = next((pixmap for kept, pixmap in self._kept if kept == wanted), None)
        if found is None:
            found = painted_pixmap(size, ratio, paint, background)
            if is_for_the_screen():
                others = [each for each in self._kept if each[0][2] != ratio][-1:]
                alike = [each for each in self._kept if each[0][2] == ratio]
                self._kept = [*others, *alike[max(0, len(alike) - self._most + 1) :], (wanted, found)]
        painter.drawPixmap(QPointF(0.0, 0.0), found)
