"""A painter that draws text as paths: the file looks the same wherever the font is missing."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath, QTextLayout

from nnviz.paint.drawing.groups import GroupPainter


class OutlinePainter(GroupPainter):
    """Text becomes filled paths in the colour of the pen."""

    def drawText(self, *arguments: Any) -> Any:  # noqa: N802 (the name is Qt's)
        """Draw text at a point, or wrapped into a box from its upper left corner, as paths."""
        match arguments:
            case (QPointF() as origin, str() as text):
                self._draw_line(origin, text)
            case (QRectF() as box, int(), str() as text):
                for below, line in _lines(text, box.width(), self.font()):
                    self._draw_line(box.topLeft() + QPointF(0.0, below), line)
            case _:
                raise TypeError("text is drawn at a point or into a box")

    def _draw_line(self, origin: QPointF, text: str) -> None:
        path = QPainterPath()
        path.addText(origin, self.font(), text)
        self.save()
        self.setBrush(self.pen().brush())
        self.setPen(Qt.PenStyle.NoPen)
        self.drawPath(path)
        self.restore()


def _lines(text: str, width: float, font: QFont) -> Iterator[tuple[float, str]]:
    """Go through the lines that QPainter would make of a text: the base line, from the top, and the words."""
    layout, leading, top = QTextLayout(text, font), QFontMetricsF(font).leading(), 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        yield top + line.ascent(), text[line.textStart() : line.textStart() + line.textLength()]
        top += line.height() + leading
    layout.endLayout()
