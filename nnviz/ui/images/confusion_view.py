"""The table of confusion on screen: what is under the cursor, and a click on a cell."""

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.agreement import ClassAgreement
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.instant import Instant
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
from nnviz.spreadsheet_cells import copied_cell
from nnviz.ui.images.picking import PickingView

_TIP = "Move over a cell for its numbers; a click shows its samples in the gallery"


class ConfusionView(PickingView):
    """Shows how classes are confused in one part of the data.

    Signals
    -------
    cell_chosen(str, int, int)
        Samples are asked for: the part, the true class, and the answer.
    """

    cell_chosen = Signal(str, int, int)

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

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: DataInstant) -> None:
        """Paint the table."""
        paint_scores(painter, rect, snapshot, self._style, self.options)

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: Instant, cursor: QPointF) -> None:
        """Frame the cell under the cursor, and say what it means."""
        cell = self.cell_at(cursor)
        if cell is not None:
            paint_marked_cell(painter, rect, snapshot, self._style, self.options, cell)

    def cell_at(self, position: QPointF) -> ConfusionCell | None:
        """Return the cell at a position; None beside the table."""
        if self._snapshot is None:
            return None
        return cell_at(self.picture_rect(), self._snapshot, self._style, self.options, position)

    def can_pick(self, position: QPointF) -> bool:
        """Whether a cell is there."""
        return self.cell_at(position) is not None

    def click(self, position: QPointF) -> None:
        """Ask for the samples of the cell there."""
        cell = self.cell_at(position)
        shown = None if self._snapshot is None else shown_part(self._snapshot, self.options)
        if cell is not None and shown is not None:
            self.cell_chosen.emit(shown[0], cell.truth, cell.answer)

    def go(self, down: int, right: int) -> None:
        """Put the cursor on another cell."""
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
        names = [copied_cell(name) for name in found.classes]
        lines = ["\t".join(("", *names))]
        for name, row in zip(names, found.counts.tolist(), strict=True):
            lines.append("\t".join((name, *map(str, row))))
        return "\n".join(lines) + "\n"

    def value_at(self, position: QPointF) -> str:
        """Return what is said of the cell there."""
        cell, table = self.cell_at(position), self._table()
        return "" if cell is None or table is None else cell_words(table, cell)
