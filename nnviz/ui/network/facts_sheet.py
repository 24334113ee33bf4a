"""The numbers beside what is pointed at: over the controls on the diagram, which lie over its picture."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.paint.drawing.readout import ReadoutRow, paint_readout, readout_box
from nnviz.paint.drawing.theme import Style
from nnviz.ui.network.sheet import PaperSheet

_EDGE = 4.0
"""From the edges of the picture."""


class FactsSheet(QWidget):
    """A readout as a widget of its own, as large as it is; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture = parent
        self._rows: Sequence[ReadoutRow] = ()
        self._beside, self._clear, self._style = QPointF(), 0.0, Style()
        self.hide()

    def tell(self, rows: Sequence[ReadoutRow], beside: QPointF, clear: float, style: Style) -> None:
        """Show rows beside a place of the picture, of which so much stays clear; none: show nothing."""
        self._rows, self._beside, self._clear, self._style = rows, beside, clear, style
        if rows:
            box = readout_box(rows, beside, self._within, style, clear=clear)
            self.setGeometry(box.toAlignedRect().adjusted(-1, -1, 1, 1))  # with the whole of its outline
            self._lie_on_top()
            self.update()
        self.setVisible(bool(rows))

    @property
    def _within(self) -> QRectF:
        return QRectF(self._picture.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)

    def _lie_on_top(self) -> None:
        """Lie over all controls, those that are younger too, and under what is being typed into."""
        for child in reversed(self._picture.children()):
            if isinstance(child, PaperSheet) and child.isVisible():
                self.stackUnder(child)
                return
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the table where it is on the picture."""
        if self._rows:
            with QPainter(self) as painter:
                painter.translate(-self.geometry().topLeft())
                paint_readout(painter, self._rows, self._beside, self._within, self._style, clear=self._clear)
