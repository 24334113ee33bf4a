"""A picture that takes longer than a frame, painted beside the window; meanwhile its owner shows another."""

import math

import msgspec
from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QSize, Signal, Slot
from PySide6.QtGui import QImage, QPainter

from nnviz.tasks.tasks import Tasks
from nnviz.ui.pictures.pixmap_layer import Colour, Paint, is_for_the_screen


class PaintedImage(msgspec.Struct, frozen=True, eq=False):
    """Pixels, and what they were painted for."""

    key: object
    image: QImage


class PaintedBeside(QObject):
    """Paints what was asked for last.

    Signals
    -------
    arrived
        There is a new picture: `latest`.
    """

    arrived = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.latest: PaintedImage | None = None
        self._ordered: object = None
        self._tasks = Tasks(self, "The picture")
        self._tasks.finished.connect(self._take)

    def want(self, key: object, size: QSize, ratio: float, paint: Paint, background: Colour) -> None:
        """Have a picture painted, `size` in logical pixels, unless this key was asked for last.

        `paint` runs in another thread: it asks no widget for anything.
        """
        if self._ordered != key:
            self._ordered = key
            self._tasks.submit_next(
                lambda _task: PaintedImage(key, painted_image(size, ratio, paint, background))
            )

    def draw(self, painter: QPainter, size: QSize, key: object, paint: Paint, background: Colour) -> None:
        """Draw the picture of another key until the one that is wanted has come; at the origin.

        As a `PixmapLayer` does, but for the wait. What is not for the screen is painted at once.
        """
        ratio = painter.paintEngine().paintDevice().devicePixelRatioF()
        if not is_for_the_screen():
            painter.drawImage(QPointF(), painted_image(size, ratio, paint, background))
            return
        self.want((key, size, ratio), size, ratio, paint, background)
        painter.fillRect(QRect(QPoint(), size), background)
        if self.latest is not None:
            painter.drawImage(QPointF(), self.latest.image)

    @Slot(object)
    def _take(self, painted: PaintedImage) -> None:
        self.latest = painted
        self.arrived.emit()


def painted_image(size: QSize, ratio: float, paint: Paint, background: Colour) -> QImage:
    """Return what `paint` paints on a background, `size` in logical pixels of `ratio` each; in any thread."""
    pixels = math.ceil(size.width() * ratio), math.ceil(size.height() * ratio)
    image = QImage(*pixels, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(background)
    with QPainter(image) as painter:
        paint(painter)
    return image
