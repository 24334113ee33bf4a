"""The gallery on screen: what is under the cursor, a click that explains, and a wheel that leads on."""

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.gallery import Gallery, Sample
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.paint.drawing.readout import paint_readout
from nnviz.paint.images.gallery import GalleryLayout, lay_out_gallery, paint_gallery, sample_at, sample_rows
from nnviz.paint.images.gallery import said_of as said_of_sample
from nnviz.spreadsheet_cells import copied_cell
from nnviz.ui.images.picking import PickingView

SMALLEST_ROW = QSize(180, 100)
NOTCH = 120
"""What one notch of a wheel counts."""
_TIP = "Move over a sample for its numbers; a click explains it; the wheel leads on"


class GalleryView(PickingView):
    """Shows the samples of the latest snapshot.

    Signals
    -------
    sample_chosen(int, str)
        A sample was chosen: its row and its part of the split.
    rows_passed(int)
        So many rows further are asked for.
    """

    sample_chosen = Signal(int, str)
    rows_passed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Gallery of samples", "What the gallery shows", parent)
        self.setToolTip(_TIP)
        self._followed: Example | None = None
        self._wheel = 0

    def minimumSizeHint(self) -> QSize:
        """Return the size of one row: the choices above need room, too."""
        return SMALLEST_ROW

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return self._followed

    def mark_example(self, example: Example | None) -> None:
        """Mark the sample that is being explained."""
        self._followed = example if example is not None and example.part else None
        self.update()

    def layout_now(self) -> GalleryLayout | None:
        """Return where the tiles are; None before there are data."""
        if self._snapshot is None:
            return None
        return lay_out_gallery(self.picture_rect(), self._snapshot.split.train, self._style)

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: DataInstant) -> None:
        """Paint the samples."""
        paint_gallery(painter, rect, snapshot, self._style, self._followed)

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: DataInstant, cursor: QPointF) -> None:
        """Say what the network makes of the sample under the cursor."""
        sample = self.sample_at(cursor)
        if sample is not None:
            data = getattr(snapshot.split, sample.part)
            paint_readout(painter, sample_rows(sample, data), cursor, rect, self._style)

    def sample_at(self, position: QPointF) -> Sample | None:
        """Return the sample at a position; None beside all."""
        if self._snapshot is None:
            return None
        return sample_at(self.picture_rect(), self._snapshot, self._style, position)

    def can_pick(self, position: QPointF) -> bool:
        """Whether a sample is there."""
        return self.sample_at(position) is not None

    def click(self, position: QPointF) -> None:
        """Choose the sample there."""
        sample = self.sample_at(position)
        if sample is not None:
            self.sample_chosen.emit(sample.index, sample.part)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go on by a row a notch."""
        self._wheel -= event.angleDelta().y()
        rows = int(self._wheel / NOTCH)
        if rows:
            self._wheel -= rows * NOTCH
            self.rows_passed.emit(rows)
        event.accept()

    def go(self, down: int, right: int) -> None:
        """Put the cursor on another sample; where it would leave the page, ask for the next one."""
        layout = self.layout_now()
        gallery = None if self._snapshot is None else self._snapshot.look(Gallery)
        if layout is None or gallery is None or not gallery.samples:
            return
        last = min(len(gallery.samples), layout.room) - 1
        here = self._place_of_cursor(layout, last)
        wanted = 0 if here is None else here + right + down * layout.columns
        if not 0 <= wanted <= last:
            self.rows_passed.emit(1 if wanted > last else -1)
        else:
            self.set_cursor_at(layout.tile(wanted).center())

    def _place_of_cursor(self, layout: GalleryLayout, last: int) -> int | None:
        cursor = self._cursor
        if cursor is None:
            return None
        return next((k for k in range(last + 1) if layout.tile(k).contains(cursor)), None)

    has_table = True

    def table(self) -> str:
        """Return the samples that are shown, with truth, answer, loss and outputs."""
        gallery = None if self._snapshot is None else self._snapshot.look(Gallery)
        if self._snapshot is None or gallery is None:
            return ""
        lines = ["part\trow\tanswer\tloss\toutputs"]
        for sample in gallery.samples:
            data = getattr(self._snapshot.split, sample.part)
            numbers = "\t".join(map(repr, sample.outputs))
            words = copied_cell(said_of_sample(sample, data))
            lines.append(f"{sample.part}\t{sample.index + 1}\t{words}\t{sample.loss!r}\t{numbers}")
        return "\n".join(lines) + "\n"
