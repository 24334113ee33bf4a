"""A sample as a small picture: an image in greys, or of other data its inputs in words."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import Dataset, Image
from nnviz.numerals import short_number
from nnviz.paint.drawing.colours import image_of, look_up
from nnviz.paint.drawing.lettering import draw_text, elided, spoken
from nnviz.paint.drawing.oklab import ramp
from nnviz.paint.drawing.sharp import paint_image
from nnviz.paint.drawing.theme import Style, Theme
from nnviz.paint.drawing.tools import metrics

RGB = 3
"""Channels of an image that is shown in its own colours."""


def image_of_sample(values: Floats, image: Image, domain: tuple[float, float], theme: Theme) -> QImage:
    """Return the values of an image, row by row, as a picture.

    One channel is grey, paper for `domain`'s low end and ink for its high one; three are red, green and blue;
    of others the mean is shown.
    """
    pixels = np.asarray(values, dtype=np.float64).reshape(image)
    low, high = domain
    if image[2] == RGB:
        shares = np.clip((pixels - low) / ((high - low) or 1.0), 0.0, 1.0)
        return image_of(np.rint(255.0 * shares[::-1]).astype(np.uint8))
    shades = ramp(theme.paper, theme.ink, 256)
    return image_of(look_up(pixels.mean(axis=-1), low, high, shades)[::-1])


def paint_tile(painter: QPainter, rect: QRectF, data: Dataset, index: int, style: Style) -> None:
    """Paint one sample into `rect`."""
    if data.image is not None:
        domain = data.domain[0]
        picture = image_of_sample(data.X[index], data.image, domain, style.theme)
        paint_image(painter, rect, picture)
        return
    line = metrics(style).height()
    rows = max(1, int(rect.height() / line))
    names = data.feature_names[: rows if data.inputs <= rows else rows - 1]
    painter.setPen(QColor(style.theme.ink))
    for number, name in enumerate(names):
        words = f"{spoken(name)} {short_number(float(data.X[index, number]), 3)}"
        box = QRectF(rect.left(), rect.top() + number * line, rect.width(), line)
        draw_text(painter, box, elided(words, box.width(), style), style, align=Qt.AlignmentFlag.AlignLeft)
    if len(names) < data.inputs:
        box = QRectF(rect.left(), rect.top() + len(names) * line, rect.width(), line)
        painter.setPen(QColor(style.theme.quiet))
        words = f"and {data.inputs - len(names)} more"
        draw_text(painter, box, elided(words, box.width(), style), style, align=Qt.AlignmentFlag.AlignLeft)
