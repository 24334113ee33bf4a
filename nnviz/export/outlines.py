"""A painter that draws text as paths: the file looks the same wherever the font is missing."""

from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath

from nnviz.paint.groups import GroupPainter


class OutlinePainter(GroupPainter):
    """Text at a point becomes a filled path in the colour of the pen."""

    def drawText(self, *arguments: Any) -> Any:  # noqa: N802 (the name is Qt's)
        """Draw text at a point as a path; text in a box as Qt does."""
        match arguments:
            case (QPointF() as origin, str() as text):
                path = QPainterPath()
                path.addText(origin, self.font(), text)
                self.save()
                self.setBrush(self.pen().brush())
                self.setPen(Qt.PenStyle.NoPen)
                self.drawPath(path)
                self.restore()
                return None
            case _:
                return super().drawText(*arguments)
