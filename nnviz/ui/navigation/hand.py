"""The hand over a picture: a transparent view of pyqtgraph that turns the mouse into ranges of its plots.

It paints nothing but what is being dragged, and looks where the plots are only while the mouse is over them:
it costs no frame anything. What it finds out goes into the options of the picture's painter, so paper shows
the same.
"""

from typing import Any, cast

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsView, QWidget

from nnviz.paint.drawing.axes import Axes
from nnviz.ui.navigation.box import PlotBox, Strip
from nnviz.ui.navigation.levels import LevelBox
from nnviz.ui.navigation.lines import EpochLine
from nnviz.ui.navigation.plots import MOVE, Plotted, Range, moved, number_at, zoomed

_MOUSE = {
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
    QEvent.Type.Enter,
}
NOTCH = 120
"""What Qt calls one notch of a wheel, in eighths of a degree."""
NEAR, FAR = 0.5, 60.0
"""Pixels by which longer numbers on an axis push a plot: what is further off is at an end."""
_PRESSES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}


class Hand(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """Lies over a picture as long as that lives."""

    def __init__(self, picture: QWidget) -> None:
        super().__init__(picture, background=None)
        self._picture = cast("Plotted", picture)
        self._boxes: list[PlotBox] = []
        self._strips: list[Strip] = []
        self._lines: list[EpochLine] = []
        self._levels: list[LevelBox] = []
        self._plots: tuple[Axes, ...] = ()
        self._pressed: QPointF | None = None
        self._is_left_alone = False
        self._clicked: QPointF | None = None
        self._waiting = QTimer(self)  # whether a click becomes a double click
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self._click)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("")
        self.scene().contextMenu.clear()  # it would offer pyqtgraph's own export
        self.setCentralItem(None)
        picture.installEventFilter(self)
        self.setGeometry(picture.rect())
        self.lower()
        self.show()

    # What Qt says

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the picture."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self.setGeometry(self._picture.as_widget().rect())
        return False

    def viewportEvent(self, event: QEvent) -> bool:
        """Look where the plots are before the mouse does anything; leave the rest to the picture."""
        kind = event.type()
        if kind == QEvent.Type.ToolTip:
            event.ignore()
            return False
        if isinstance(event, QNativeGestureEvent):
            return self._pinch(event)
        if kind in _MOUSE:
            if self._pressed is None:
                self._look()
            is_scrolling = kind == QEvent.Type.Wheel and self._picture.wheel_scrolls
            if not self._boxes or is_scrolling or self._is_the_pictures(kind, event):
                event.ignore()
                return False
        return bool(super().viewportEvent(event))

    def _is_the_pictures(self, kind: QEvent.Type, event: QEvent) -> bool:
        """Whether the picture itself lets something be dragged: on the way there, from press to release."""
        if isinstance(event, QMouseEvent) and kind in _PRESSES:
            is_left = event.button() == Qt.MouseButton.LeftButton
            self._is_left_alone = is_left and self._picture.takes(event.position())
        elif kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent) and not event.buttons():
            return self._picture.takes(event.position())
        was_left_alone = self._is_left_alone
        if kind == QEvent.Type.MouseButtonRelease:
            self._is_left_alone = False
        return was_left_alone

    def _pinch(self, event: QNativeGestureEvent) -> bool:
        """Zoom about two fingers on a touchpad that move apart; a double tap with both shows everything."""
        self._look()
        at, gesture = event.position(), event.gestureType()
        number = number_at(self._plots, at)
        if number is None:
            return False
        if gesture == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._follow()
        elif gesture == Qt.NativeGestureType.ZoomNativeGesture:
            axes, factor = self._plots[number], min(max(1.0 + event.value(), 0.1), 10.0)
            x, y = zoomed(axes.x, factor, at.x()), zoomed(axes.y, factor, at.y())
            self._picture.show_ranges(number, x, y)
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the plots, which open theirs at a click; where there are none, to the picture."""
        event.setAccepted(bool(self._boxes))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; what is ignored would go on to the picture, which would take it for its own."""
        self._click()  # this one is another
        self._pressed = event.position()
        super().mousePressEvent(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or let the picture show what is under the mouse."""
        super().mouseMoveEvent(event)
        self._picture.hover(None if event.buttons() else event.position())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked, if nothing was dragged."""
        was_dragged = bool(self.scene().dragButtons)
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if event.button() == Qt.MouseButton.LeftButton and pressed is not None and not was_dragged:
            self._clicked = event.position()
            if self._picture.is_part():
                self._waiting.start(QApplication.doubleClickInterval())
            else:
                self._click()
        event.accept()

    @Slot()
    def _click(self) -> None:
        """Choose what was clicked, where that has not been done yet."""
        self._waiting.stop()
        clicked, self._clicked = self._clicked, None
        if clicked is not None:
            self._picture.click(clicked)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything again."""
        self._pressed = self._clicked = None
        if event.button() == Qt.MouseButton.LeftButton:
            over = [box for box in self._levels if box.geometry().contains(event.position())]
            if over:
                over[0].show_all()
            else:
                self._picture.follow()
            self._look()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse; beside the plots nothing happens, and nothing around scrolls.

        What goes to the side, such as two fingers on a touchpad, moves.
        """
        self._click()
        turn, at = event.angleDelta(), event.position()
        number = number_at(self._plots, at)
        before = None if number is None else self._plots[number]
        if abs(turn.x()) <= abs(turn.y()):
            super().wheelEvent(event)
            if number is not None and before is not None and before.plot.contains(at):
                self._hold_under_mouse(number, before, at)
        elif number is not None and before is not None:
            self._picture.show_ranges(number, moved(before.x, -turn.x() / NOTCH * MOVE), None)
        event.accept()

    def _hold_under_mouse(self, number: int, before: Axes, at: QPointF) -> None:
        """Move what was under the mouse back there, where longer numbers on the axes have pushed the plot."""
        now, ranges = self._plots[number], []
        for old, new, place in ((before.x, now.x, at.x()), (before.y, now.y, at.y())):
            off = float(new.place(old.value(place))) - place
            ranges.append(moved(new, off / (new.end - new.start)) if NEAR < abs(off) < FAR else None)
        if ranges != [None, None]:
            self._choose(self._boxes[number], *ranges)

    def leaveEvent(self, event: QEvent) -> None:
        """Let the picture forget the mouse."""
        super().leaveEvent(event)
        self._picture.hover(None)

    # Between the picture and pyqtgraph

    def _look(self) -> None:
        """Put a box over each plot, with its ranges."""
        self._plots = self._picture.plots()
        while len(self._boxes) < len(self._plots):
            self._add_box()
        while len(self._boxes) > len(self._plots):
            self._remove_box()
        colour = self._picture.plot_style().theme.focus
        for number, (box, axes) in enumerate(zip(self._boxes, self._plots, strict=True)):
            box.show_axes(axes, self._picture.fixed(number))
            box.style_band(colour)
            for strip in self._strips[2 * number : 2 * number + 2]:
                strip.stand_beside(axes.plot)
        self._look_at_lines(colour)
        self._look_at_keys(colour)

    def _look_at_lines(self, colour: str) -> None:
        handles = self._picture.handles() if self._boxes else ()
        while len(self._lines) > len(handles):
            self._lines.pop().leave()
        for number, handle in enumerate(handles):
            if number == len(self._lines):
                self._lines.append(EpochLine(self._boxes[handle.plot]))
            self._lines[number].show_handle(handle, self._plots[handle.plot], colour)

    def _look_at_keys(self, colour: str) -> None:
        keys = self._picture.level_keys() if self._boxes else ()
        while len(self._levels) > len(keys):
            self.scene().removeItem(self._levels.pop())
        for number, key in enumerate(keys):
            if number == len(self._levels):
                self._levels.append(LevelBox())
                self.scene().addItem(self._levels[-1])
            self._levels[number].show_key(key, colour)

    def _add_box(self) -> None:
        box = PlotBox(self._choose, self._follow, self._offer)
        box.setZValue(1.0)  # the strips of its neighbours may reach over it
        self.scene().addItem(box)
        self._boxes.append(box)
        for axis in (0, 1):
            strip = Strip(box, axis)
            self.scene().addItem(strip)
            self._strips.append(strip)

    def _remove_box(self) -> None:
        box = self._boxes.pop()
        for line in [line for line in self._lines if line.box is box]:
            self._lines.remove(line)
            line.leave()
        for item in (*self._strips[-2:], box):
            self.scene().removeItem(item)
        del self._strips[-2:]

    def _choose(self, box: PlotBox, x: Range | None, y: Range | None) -> None:
        if box in self._boxes:
            self._picture.show_ranges(self._boxes.index(box), x, y)
            self._look()  # the picture may have shown a little less, or linked plots more

    def _follow(self) -> None:
        self._picture.follow()
        self._look()

    def _offer(self, position: Any) -> list[QAction]:
        return self._picture.context_actions(QPointF(position))
