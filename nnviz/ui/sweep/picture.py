"""A picture of a sweep on screen: lit by the mouse, and a click opens the run under it."""

import math
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.paint.drawing.readout import ReadoutRow, paint_readout
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.sweep.curves import curve_marks, paint_sweep_curves
from nnviz.paint.sweep.look import FEW, PictureMark, SweepLook, nearest, title_of_score, words_of_score
from nnviz.paint.sweep.multiples import multiple_marks, paint_sweep_multiples
from nnviz.paint.sweep.parallel import paint_sweep_parallel, parallel_marks
from nnviz.paint.sweep.settings import paint_sweep_settings, setting_marks
from nnviz.tasks.tasks import Tasks
from nnviz.ui.pictures.pixmap_layer import PixmapLayer

REACH = 14.0
"""Pixels around the mouse in which something is found, at 1x."""
SIZE = QSize(420, 260)


Paint = Callable[[QPainter, QRectF, SweepLook, Style], None]


class PictureKind(msgspec.Struct, frozen=True):
    """One kind of picture: how it is called, painted, and what of it can be pointed at."""

    name: str
    title: str
    figure: str
    paint: Paint
    marks: Callable[[QRectF, SweepLook, Style], list[PictureMark]]


KINDS = (
    PictureKind("curves", "Curves", "sweep_curves", paint_sweep_curves, curve_marks),
    PictureKind("settings", "Settings", "sweep_settings", paint_sweep_settings, setting_marks),
    PictureKind("parallel", "Parallel", "sweep_parallel", paint_sweep_parallel, parallel_marks),
    PictureKind("multiples", "Outputs", "sweep_multiples", paint_sweep_multiples, multiple_marks),
)


class SweepPicture(QWidget):
    """Shows one kind of picture of the sweep.

    Signals
    -------
    lit(object)
        The row under the mouse; None where there is none.
    picked(int, object)
        A row was clicked, and which of its runs, where one is under the mouse.
    """

    lit = Signal(object)
    picked = Signal(int, object)

    def __init__(self, kind: PictureKind) -> None:
        super().__init__()
        self.kind = kind
        self._style = Style()
        self._look: SweepLook | None = None
        self._layer = PixmapLayer()
        self._painting = Tasks(self, "The picture")
        self._painting.finished.connect(self._show_painted)
        self._ordered: object = None
        self._image = QImage()
        self._marks: list[PictureMark] | None = None
        self._under: PictureMark | None = None
        self._cursor = QPointF()
        self.setMouseTracking(True)
        self.setAccessibleName(kind.title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self._changed()

    def show_look(self, look: SweepLook) -> None:
        """Show a sweep."""
        before, self._look = self._look, look
        if before is None or (before.standing, before.rows, before.score) != (
            look.standing,
            look.rows,
            look.score,
        ):
            self._marks = None
        self.update()

    def sizeHint(self) -> QSize:
        """Return a good size."""
        return SIZE

    def marks(self) -> list[PictureMark]:
        """Return what can be pointed at."""
        if self._marks is None:
            look = self._look
            self._marks = [] if look is None else self.kind.marks(self._rect(), look, self._style)
        return self._marks

    def _rect(self) -> QRectF:
        margin = GRID * self._style.scale
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

    def _changed(self) -> None:
        self._marks = None
        self.update()

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture where it is new, and what is said about the mark under the mouse."""
        look, paper = self._look, QColor(self._style.theme.paper)
        with QPainter(self) as painter:
            if look is None:
                painter.fillRect(event.rect(), paper)
                return
            rect = self._rect()
            key = (look.standing, look.rows, look.chosen, look.score, self._style)
            if len(look.rows) > FEW:
                self._draw_painted_beside(painter, key, look)
            else:
                self._layer.draw(
                    painter,
                    self.size(),
                    key,
                    lambda inner: self.kind.paint(inner, rect, look, self._style),
                    paper,
                )
            if self._under is not None and self._under.row in look.rows:
                paint_readout(painter, readout(look, self._under), self._cursor, rect, self._style)

    def _draw_painted_beside(self, painter: QPainter, key: object, look: SweepLook) -> None:
        """Draw the picture as it was painted last, and have it painted beside the window where it is new.

        Many rows take longer than a frame, and they come several times a second while a sweep runs.
        """
        ratio = painter.paintEngine().paintDevice().devicePixelRatioF()
        if self._ordered != (key, self.size(), ratio):
            self._ordered = key, self.size(), ratio
            paint, size, rect, style = self.kind.paint, self.size(), self._rect(), self._style
            self._painting.submit_next(lambda _: _painted(size, ratio, paint, rect, look, style))
        painter.fillRect(self.rect(), QColor(self._style.theme.paper))
        painter.drawImage(QPointF(), self._image)

    @Slot(object)
    def _show_painted(self, image: QImage) -> None:
        self._image = image
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light what is under the mouse."""
        self._cursor = event.position()
        reach = REACH * self._style.scale
        found = nearest(self.marks(), self._cursor.x(), self._cursor.y(), reach)
        before = None if self._under is None else self._under.row
        self._under = found
        if before != (None if found is None else found.row):
            self.lit.emit(None if found is None else found.row)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse."""
        reach = REACH * self._style.scale
        found = nearest(self.marks(), event.position().x(), event.position().y(), reach)
        if found is not None:
            self.picked.emit(found.row, found.cell)

    def leaveEvent(self, event: QEvent) -> None:
        """Light nothing."""
        super().leaveEvent(event)
        if self._under is not None:
            self._under = None
            self.lit.emit(None)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the picture out anew."""
        super().resizeEvent(event)
        self._changed()


def _painted(size: QSize, ratio: float, paint: Paint, rect: QRectF, look: SweepLook, style: Style) -> QImage:
    """Return a picture as pixels, `size` in logical pixels; in any thread."""
    pixels = math.ceil(size.width() * ratio), math.ceil(size.height() * ratio)
    image = QImage(*pixels, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(style.theme.paper))
    with QPainter(image) as painter:
        paint(painter, rect, look, style)
    return image


def readout(look: SweepLook, mark: PictureMark) -> list[ReadoutRow]:
    """Return what is said about a mark: which row or run it is, and its scores."""
    standing = look.standing
    name = look.words(mark.row)
    if mark.cell is not None:
        name = f"{name}, seed {standing.cells[mark.cell].seed}"
    rows = [ReadoutRow(name, ("",))]
    for score in standing.scores:
        value = standing.median(mark.row, score) if mark.cell is None else standing.score(mark.cell, score)
        rows.append(ReadoutRow(title_of_score(score), (words_of_score(score, value),)))
    return rows
