"""Names for the parts of a picture, for devices that can keep them: groups in an SVG that a person edits."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPaintEngine, QPainter

MARK = "@@part-{}@@"
"""What stands in the file before a part, until the device replaces it."""


class GroupPainter(QPainter):
    """Like QPainter; puts a mark into the file where a part with a name begins."""

    def name_group(self, name: str) -> None:
        """Begin a part; the one before ends. Other devices than SVG keep no names."""
        if self.paintEngine().type() != QPaintEngine.Type.SVG:
            return
        self.save()
        self.setPen(Qt.GlobalColor.black)
        QPainter.drawText(self, QPointF(), MARK.format(name))
        self.restore()


def name_group(painter: QPainter, name: str) -> None:
    """Begin a part of the picture, where the device keeps names."""
    if isinstance(painter, GroupPainter):
        painter.name_group(name)
