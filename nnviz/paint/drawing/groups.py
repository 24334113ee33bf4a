"""Names for the parts of a picture, for devices that can keep them: groups in an SVG that a person edits."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPaintEngine, QPainter

MARK = "@@part-{}@@"
"""What stands in the file before a part, until the device replaces it."""
OF_ITS_OWN = "#010203"
"""Colour of marks and of nothing else: what has the pen of its neighbours stands in one group with them."""


class GroupPainter(QPainter):
    """Like QPainter; puts a mark into the file where a part with a name begins."""

    def name_group(self, name: str) -> None:
        """Begin a part; the one before ends. Other devices than SVG keep no names."""
        if self.paintEngine().type() != QPaintEngine.Type.SVG:
            return
        self.save()
        self.setPen(QColor(OF_ITS_OWN))
        QPainter.drawText(self, QPointF(), MARK.format(name))
        self.restore()


def name_group(painter: QPainter, name: str) -> None:
    """Begin a part of the picture, where the device keeps names."""
    if isinstance(painter, GroupPainter):
        painter.name_group(name)
