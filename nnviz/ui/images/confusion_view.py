"""The table of confusion on screen: what is under the cursor, and a click on a cell."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.agreement import ClassAgreement
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.paint.images.options import ScoresOptions
from nnviz.paint.images.scores import (
    ConfusionCell,
    cell_at,
    cell_words,
    paint_marked_cell,
    paint_scores,
    shown_part,
)
from nnviz.paint.images.scores_layout import lay_out
from nnviz.ui.pictures.picture_view import PictureView

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_TIP = "Move over a cell for its numbers; a click shows its samples in the gallery"


class ConfusionView(PictureView):
    """Shows how classes are confused in one part of the data.

    Signals
    -------
    cell_chosen(str, int, int)
        Samples are asked for: the part, the true class, and the answer.
    """

    cell_chosen = Signal(str, int, int)
    keys = frozenset({*_STEPS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Confusion of classes, precision and recall", "What the table shows", parent)
        self.setToolTip(_TIP)
        self.options = ScoresOptions()

    def show_options(self, options: ScoresOptions) -> None:
        """Show another part, or shares in place of counts."""
        self.options = options
        self.update()

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return self.options

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: Snapshot) -> None:
        """Paint the table."""
        paint_scores(painter, rect, snapshot, self._style, self.options)

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: Snapshot, cursor: QPointF) -> None:
        """Frame the cell under the cursor, and say what it means."""
        cell = self.cell_at(cursor)
        if cell is not None:
            paint_marked_cell(painter, rect, snapshot, self._style, self.options, cell)

    def cell_at(self, position: QPointF) -> ConfusionCell | None:
        """Return the cell at a position; None beside the table."""
        if self._snapshot is None:
            return None
        return cell_at(self.picture_rect(), self._snapshot, self._style, self.options, position)

    def hover(self, position: QPointF | None) -> None:
        """Let the readout follow, and show what can be clicked."""
        super().hover(position)
        over = position is not None and self.cell_at(position) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the samples of the cell under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.click(event.position())

    def click(self, position: QPointF) -> None:
        """Ask for the samples of the cell there."""
        cell = self.cell_at(position)
        shown = None if self._snapshot is None else shown_part(self._snapshot, self.options)
        if cell is not None and shown is not None:
            self.cell_chosen.emit(shown[0], cell.truth, cell.answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell with the arrows; Enter shows the samples, Escape leaves the table."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._go(*_STEPS[key])
        elif key == Qt.Key.Key_Escape:
            self.set_cursor_at(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.click(self._cursor)
        else:
            super().keyPressEvent(event)

    def _go(self, down: int, right: int) -> None:
        table = self._table()
        if table is None:
            return
        layout = lay_out(self.picture_rect(), table, self._style)
        here = None if self._cursor is None else self.cell_at(self._cursor)
        row, column = (0, 0) if here is None else (here.truth + down, here.answer + right)
        last = layout.count - 1
        self.set_cursor_at(layout.cell(min(max(row, 0), last), min(max(column, 0), last)).center())

    def _table(self) -> ClassAgreement | None:
        shown = None if self._snapshot is None else shown_part(self._snapshot, self.options)
        return shown[1] if shown is not None and isinstance(shown[1], ClassAgreement) else None

    has_table = True

    def table(self) -> str:
        """Return the counts with the names of the classes, true ones down, answers across."""
        found = self._table()
        if found is None:
            return ""
        lines = ["\t".join(("", *found.classes))]
        for name, row in zip(found.classes, found.counts.tolist(), strict=True):
            lines.append("\t".join((name, *map(str, row))))
        return "\n".join(lines) + "\n"

    def value_at(self, position: QPointF) -> str:
        """Return what is said of the cell there."""
        cell, table = self.cell_at(position), self._table()
        return "" if cell is None or table is None else cell_words(table, cell)
