"""The numbers beside what is pointed at: over the controls on the diagram, clear of what is typed into."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.paint.drawing.readout import ReadoutRow, paint_readout, readout_box
from nnviz.paint.drawing.theme import GRID, Style
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
        self._painted_at = QPoint()
        self.hide()

    def tell(self, rows: Sequence[ReadoutRow], beside: QPointF, clear: float, style: Style) -> None:
        """Show rows beside a place of the picture, of which so much stays clear; none: show nothing."""
        self._rows, self._beside, self._clear, self._style = rows, beside, clear, style
        if rows:
            box = readout_box(rows, beside, self._within, style, clear=clear)
            beside_it = box.toAlignedRect().adjusted(-1, -1, 1, 1)  # with the whole of its outline
            self._painted_at = beside_it.topLeft()
            self.setGeometry(self._clear_of_sheets(beside_it))
            self._lie_on_top()
            self.update()
        self.setVisible(bool(rows))

    @property
    def _within(self) -> QRectF:
        return QRectF(self._picture.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)

    def _sheets(self) -> list[PaperSheet]:
        """Return what is being typed into, the youngest first."""
        children = reversed(self._picture.children())
        return [each for each in children if isinstance(each, PaperSheet) and each.isVisible()]

    def _clear_of_sheets(self, box: QRect) -> QRect:
        """Return where the table goes so that no sheet covers it: there, else across, else above or below."""
        covers = [sheet.geometry() for sheet in self._sheets()]
        within = self._within.toAlignedRect()
        across = box.translated(round(2 * (self._beside.x() - box.toRectF().center().x())), 0)
        places = [box, across]
        for cover in covers:
            places += [
                at.translated(0, y)
                for at in (box, across)
                for y in (cover.top() - GRID - at.bottom(), cover.bottom() + GRID - at.top())
            ]
        free = (at for at in places if within.contains(at) and not any(map(at.intersects, covers)))
        return next(free, box) if covers else box

    def _lie_on_top(self) -> None:
        """Lie over all controls, those that are younger too, and under what is being typed into."""
        sheets = self._sheets()
        if sheets:
            self.stackUnder(sheets[0])
        else:
            self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the table where it is on the picture."""
        if self._rows:
            with QPainter(self) as painter:
                painter.translate(-self._painted_at)
                paint_readout(painter, self._rows, self._beside, self._within, self._style, clear=self._clear)
