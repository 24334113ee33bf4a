"""A picture whose plots are held by the keyboard, too, and that keeps a readout where it was pinned."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.readout import ReadoutRow, paint_readout
from nnviz.paint.drawing.tools import pen
from nnviz.ui.navigation.plots import MOVE, moved, number_at, zoomed
from nnviz.ui.pictures.painted import Painted
from nnviz.ui.pictures.reading import ARROWS, cursor_moved, in_words

NOTCH = 1.25
"""Factor of one press of + or −."""
_ZOOMS = {Qt.Key.Key_Plus: NOTCH, Qt.Key.Key_Equal: NOTCH, Qt.Key.Key_Minus: 1.0 / NOTCH}
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
NAVIGATION_KEYS = frozenset({*_ZOOMS, *_MOVES, Qt.Key.Key_Escape})
"""What a picture of plots answers while it has the focus."""


class HeldPicture(Painted):
    """Shows plots.

    Clicks never take the keyboard from the window; who comes by Tab zooms, and moves, with the keys.
    """

    keys: frozenset[Qt.Key] = frozenset()
    """Keys that the view answers while it has the focus, whatever shortcut the window has for them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pinned: tuple[int, float, float] | None = None

    def axes_at(self, position: QPointF) -> Axes | None:
        """Return the axes whose values are read at a position; None where nothing is read."""
        del position
        return None

    def rows_at(self, position: QPointF) -> list[ReadoutRow]:
        """Return what is read at a position; nothing beside the plots, or where a picture reads otherwise."""
        del position
        return []

    def value_at(self, position: QPointF) -> str:
        """Return what is read at a position, in words."""
        return in_words(self.rows_at(position))

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: RunInstant, cursor: QPointF) -> None:
        """Say what is read under the cursor."""
        del snapshot
        rows = self.rows_at(cursor)
        if rows:
            paint_readout(painter, rows, cursor, rect, self._style)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, the readout that is pinned, and a ring while it has the keyboard."""
        super().paintEvent(event)
        self.paint_above()

    def paint_above(self) -> None:
        """Paint the readout that is pinned, and a ring while the view has the keyboard."""
        if self._pinned is not None:
            with QPainter(self) as painter:
                self._paint_pinned(painter)
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.setPen(pen(self._style, self._style.theme.focus, 2.0))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def navigate(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Zoom with plus and minus about the readout, move with Shift and an arrow; False: no such key."""
        plots = self.plots()
        at = self._cursor if self._cursor is not None else self.picture_rect().center()
        number = number_at(plots, at)
        if number is None:
            return False
        axes = plots[number]
        if key in _ZOOMS:
            at = at if axes.plot.contains(at) else axes.plot.center()
            factor = _ZOOMS[key]
            self.show_ranges(number, zoomed(axes.x, factor, at.x()), zoomed(axes.y, factor, at.y()))
        elif key in _MOVES and modifiers & Qt.KeyboardModifier.ShiftModifier:
            right, up = _MOVES[key]
            x = moved(axes.x, right * MOVE) if right else None
            self.show_ranges(number, x, moved(axes.y, up * MOVE) if up else None)
        else:
            return False
        return True

    def move_readout(self, key: Qt.Key) -> bool:
        """Move the readout with an arrow, take it away with Escape; False: no such key."""
        if key in ARROWS:
            self.set_cursor_at(cursor_moved(self.plots(), self._cursor, key))
        elif key == Qt.Key.Key_Escape:
            self.set_cursor_at(None)
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom and move, the readout with the arrows; F shows all again where no menu has it."""
        key = Qt.Key(event.key())
        if self.navigate(key, event.modifiers()) or self.move_readout(key):
            return
        if key == Qt.Key.Key_F and key in self.keys:
            self.follow()
        else:
            super().keyPressEvent(event)

    def context_actions(self, position: QPointF) -> list[QAction]:
        """Return what can be pinned and copied."""
        copying = super().context_actions(position)
        if not self.plots():
            return copying
        pin = QAction("Let go of the readout" if self._pinned else "Pin the readout here", self)
        pin.triggered.connect(lambda: self.pin_at(None if self._pinned else position))
        self._offered.append(pin)
        return [pin, *copying]

    def pin_at(self, position: QPointF | None) -> None:
        """Keep a readout at what is shown there, whatever part is shown later; None takes it away."""
        plots = self.plots()
        number = None if position is None else number_at(plots, position)
        self._pinned = None
        if number is not None and position is not None:
            axes = plots[number]
            self._pinned = number, axes.x.value(position.x()), axes.y.value(position.y())
        self.update()

    def _paint_pinned(self, painter: QPainter) -> None:
        plots = self.plots()
        if self._pinned is None or self._pinned[0] >= len(plots):
            return
        number, x, y = self._pinned
        axes = plots[number]
        place = QPointF(float(axes.x.place(x)), float(axes.y.place(y)))
        if axes.plot.contains(place):  # never where one of both is not a number
            self.read(painter, place)

    def read(self, painter: QPainter, place: QPointF) -> None:
        """Paint what is read at a place."""
        if self._snapshot is not None:
            self.paint_overlay(painter, self.picture_rect(), self._snapshot, place)

    def event(self, event: QEvent) -> bool:
        """Keep the view's own keys from the shortcuts of the window while it has the focus.

        Where values are read, no tip comes up: it would cover them.
        """
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            axes = self.axes_at(QPointF(event.pos()))
            if axes is not None and axes.plot.contains(QPointF(event.pos())):
                event.ignore()
                return True
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in self.keys
        ):
            event.accept()
            return True
        return super().event(event)
