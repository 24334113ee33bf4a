"""Images whose pixels are seen as such: digits, kernels, maps of features."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from nnviz.paint.drawing.tools import is_on_paper


def paint_image(painter: QPainter, rect: QRectF, picture: QImage, *, to_left: bool = False) -> None:
    """Paint an image as large as fits into the middle of `rect`, each pixel a sharp square on any device."""
    share = min(rect.width() / picture.width(), rect.height() / picture.height())
    width, height = share * picture.width(), share * picture.height()
    left = rect.left() if to_left else rect.center().x() - width / 2
    place = QRectF(left, rect.center().y() - height / 2, width, height)
    if is_on_paper(painter):  # viewers of vectors smooth images, or do not, as they like
        times = max(1, 512 // max(picture.width(), picture.height()))
        picture = picture.scaled(times * picture.width(), times * picture.height())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(place, picture)
