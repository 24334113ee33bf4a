"""A picture of a sweep on screen: lit by the mouse, taken hold of, and a click opens the run under it."""

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy

from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.axis import WHOLE, Zoom
from nnviz.paint.drawing.lettering import draw_text
from nnviz.paint.drawing.readout import paint_readout
from nnviz.paint.drawing.theme import Style
from nnviz.paint.sweep.look import FEW, PictureMark, SweepLook, nearest
from nnviz.ui.navigation.plots import Range, kept_sensible
from nnviz.ui.pictures.beside import PaintedBeside
from nnviz.ui.pictures.held import NAVIGATION_KEYS
from nnviz.ui.pictures.picture_view import PictureView
from nnviz.ui.pictures.reading import ARROWS, in_words
from nnviz.ui.sweep.kinds import PictureKind, readout

REACH = 14.0
"""Pixels around the mouse in which something is found, at 1x."""
SIZE = QSize(420, 260)
EMPTY = "No run is done yet"


class SweepPicture(PictureView):
    """Shows one kind of picture of the sweep.

    Signals
    -------
    lit(object)
        The row under the mouse; None where there is none.
    picked(int, object)
        A row was clicked, and which of its runs, where one is under the mouse.
    zoomed
        Another part of a plot is to be shown.
    """

    lit = Signal(object)
    picked = Signal(int, object)
    zoomed = Signal()
    keys = NAVIGATION_KEYS | {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    has_table = True

    def __init__(self, kind: PictureKind) -> None:
        super().__init__(kind.title, "How the plots are shown")
        self.kind = kind
        self._look: SweepLook | None = None
        self._beside = PaintedBeside(self)
        self._beside.arrived.connect(self.update)
        self._marks: list[PictureMark] | None = None
        self._placed: dict[str, Axes] | None = None
        self._under: PictureMark | None = None
        self._zooms: dict[str, Zoom] = {}
        self._zoomed_of: object = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._offer()

    def _offer(self) -> None:
        """Offer kinds of axes, where there are axes."""
        if self.kind.axes is None:
            self.menu.hide()
            return
        add, log = self.menu.add, "In equal steps, equal factors; where all numbers are positive"
        self._log_x = add("Logarithmic across", "X", log, self._choose_log, checked=False)
        self._log_y = add("Logarithmic up", "Y", log, self._choose_log, checked=False)
        self._all = add("Whole plots", "F", "Show all of them again", self.follow)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        super().set_style(style)
        self._changed()

    def _fit_style(self) -> None:
        self._style = self._asked_style

    def show_look(self, look: SweepLook) -> None:
        """Show a sweep."""
        before, self._look, self._placed = self._look, look, None
        if before is None or (before.standing, before.rows, before.score, before.zooms) != (
            look.standing,
            look.rows,
            look.score,
            look.zooms,
        ):
            self._marks = None
        self._show_log()
        self.update()

    def zooms_of(self, look: SweepLook) -> dict[str, Zoom]:
        """Return which parts of the plots are shown; of another sweep or score, all is."""
        shown = look.standing.plan, look.score
        if self._zoomed_of != shown:
            self._zoomed_of, self._zooms = shown, {}
        return dict(self._zooms)

    def sizeHint(self) -> QSize:
        """Return a good size."""
        return SIZE

    def minimumSizeHint(self) -> QSize:
        """Return no size: the table beside it needs the room more."""
        return QSize()

    def marks(self) -> list[PictureMark]:
        """Return what can be pointed at."""
        if self._marks is None:
            look = self._look
            self._marks = [] if look is None else self.kind.marks(self.picture_rect(), look, self._style)
        return self._marks

    def _changed(self) -> None:
        self._marks = self._placed = None
        self.update()

    # Taken hold of

    def _axes(self) -> dict[str, Axes]:
        if self._placed is None:
            self._placed = {}
            if self._look is not None and self.kind.axes is not None:
                self._placed = self.kind.axes(self.picture_rect(), self._look, self._style)
        return self._placed

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of all plots."""
        return tuple(self._axes().values())

    def axes_at(self, position: QPointF) -> Axes | None:
        """Return the axes of the plot there."""
        return next((axes for axes in self.plots() if axes.plot.contains(position)), None)

    def fixed(self, plot: int) -> tuple[bool, bool]:
        """Whether a plot has words below, which have no parts."""
        if self._look is None or self.kind.words is None:
            return False, False
        return self.kind.words(self._look)[plot], False

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show another part of a plot; the axis of the score is one for all."""
        every = list(self._axes().items())
        if plot >= len(every):
            return
        name, axes = every[plot]
        x = None if self.fixed(plot)[0] else x
        old = self._zooms.get(name, WHOLE)
        whole = self._whole()[name]
        x = old.x if x is None else kept_sensible(x, (whole.x.low, whole.x.high), axes.x.log)
        y = old.y if y is None else kept_sensible(y, (whole.y.low, whole.y.high), axes.y.log)
        self._zooms = {each: replace(self._zooms.get(each, WHOLE), y=y) for each, _ in every}
        self._zooms[name] = replace(self._zooms[name], x=x)
        self.zoomed.emit()

    def _whole(self) -> dict[str, Axes]:
        """Return the axes of all plots as they are where no part is chosen."""
        assert self._look is not None
        assert self.kind.axes is not None
        kept = {name: replace(zoom, x=None, y=None) for name, zoom in self._zooms.items()}
        return self.kind.axes(self.picture_rect(), replace(self._look, zooms=kept), self._style)

    def follow(self) -> None:
        """Show all again."""
        self._zooms = {name: replace(zoom, x=None, y=None) for name, zoom in self._zooms.items()}
        self.zoomed.emit()

    def is_part(self) -> bool:
        """Whether only a part is shown."""
        return any((zoom.x, zoom.y) != (None, None) for zoom in self._zooms.values())

    def _choose_log(self) -> None:
        """Take other kinds of axes; the parts that were chosen mean nothing on them."""
        x, y = self._log_x.isChecked(), self._log_y.isChecked()
        self._zooms = {name: Zoom(log_x=x, log_y=y) for name in self._axes()}
        self.zoomed.emit()

    def _show_log(self) -> None:
        """Let the switches stand as the plots are, until they are chosen."""
        chosen = any(zoom.log_y is not None for zoom in self._zooms.values())
        if self.kind.axes is None or chosen or not self.isVisible():
            return
        for axes in self.plots()[:1]:
            self._log_x.setChecked(axes.x.log)
            self._log_y.setChecked(axes.y.log)

    def hover(self, position: QPointF | None) -> None:
        """Light what is under the mouse."""
        super().hover(position)
        before = None if self._under is None else self._under.row
        self._under = None if position is None else self._mark_at(position)
        now = None if self._under is None else self._under.row
        if before != now:
            self.lit.emit(now)

    def click(self, position: QPointF) -> None:
        """Open what is under the mouse."""
        found = self._mark_at(position)
        if found is not None:
            self.picked.emit(found.row, found.cell)

    def _mark_at(self, position: QPointF) -> PictureMark | None:
        return nearest(self.marks(), position.x(), position.y(), REACH * self._style.scale)

    # What is copied

    def table(self) -> str:
        """Return the numbers that are shown."""
        return "" if self._look is None else self.kind.table(self._look)

    def value_at(self, position: QPointF) -> str:
        """Return what is said about the mark there."""
        mark = self._mark_at(position)
        if mark is None or self._look is None:
            return ""
        return in_words(readout(self._look, mark))

    def paint_alone(self, painter: QPainter) -> None:
        """Paint the picture without what belongs to the mouse."""
        if self._look is not None:
            self.kind.paint(painter, self.picture_rect(), self._look, self._style)

    def context_actions(self, position: QPointF) -> list[QAction]:
        """Return what can be done, as soon as there is a picture."""
        return [] if self._look is None else super().context_actions(position)

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture where it is new, and what is said about the mark under the mouse."""
        look, paper = self._look, QColor(self._style.theme.paper)
        with QPainter(self) as painter:
            if look is None:
                painter.fillRect(event.rect(), paper)
                painter.setPen(QColor(self._style.theme.quiet))
                draw_text(painter, self.picture_rect(), EMPTY, self._style)
                return
            rect = self.picture_rect()
            key = (look.standing, look.rows, look.chosen, look.score, look.zooms, self._style)
            paint, style = self.kind.paint, self._style
            # many rows take longer than a frame, and come several times a second while a sweep runs
            layer = self._beside if len(look.rows) > FEW else self._picture
            layer.draw(painter, self.size(), key, lambda inner: paint(inner, rect, look, style), paper)
            if self._under is not None and self._cursor is not None and self._under.row in look.rows:
                paint_readout(painter, readout(look, self._under), self._cursor, rect, self._style)
        self.paint_above()

    def read(self, painter: QPainter, place: QPointF) -> None:
        """Paint what is said about the mark at a place."""
        mark = self._mark_at(place)
        if mark is not None and self._look is not None:
            paint_readout(painter, readout(self._look, mark), place, self.picture_rect(), self._style)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what is under the mouse, where no hand lies over the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.click(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and move; arrows light one mark after another, Enter opens its run, Escape lights nothing."""
        key = Qt.Key(event.key())
        if self.navigate(key, event.modifiers()):
            return
        if key in ARROWS:
            self._light_next(sum(ARROWS[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.click(self._cursor)
        elif key == Qt.Key.Key_Escape:
            self.hover(None)
        else:
            super().keyPressEvent(event)

    def _light_next(self, step: int) -> None:
        """Point at the mark after the one that is lit, or before it; of lines, at their middle."""
        marks = self.marks()
        if not marks:
            return
        last = next((k for k, mark in enumerate(marks) if mark is self._under), -1 if step > 0 else 0)
        mark = marks[(last + step) % len(marks)]
        if mark.area is not None:
            place = mark.area.center()
        else:
            known = np.flatnonzero(np.isfinite(mark.x) & np.isfinite(mark.y))
            if not len(known):
                return
            middle = known[len(known) // 2]
            place = QPointF(float(mark.x[middle]), float(mark.y[middle]))
        self.hover(place)
        if self._under is not mark:  # others lie over it
            self._under = mark
            self.lit.emit(mark.row)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the menu follow from now on."""
        super().showEvent(event)
        self._show_log()

    def leaveEvent(self, event: QEvent) -> None:
        """Light nothing."""
        super().leaveEvent(event)
        self.hover(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the picture out anew."""
        super().resizeEvent(event)
        self._changed()
