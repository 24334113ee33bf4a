"""The timeline on screen: drag to any update, or move by keys."""

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.drawing.tools import pen
from nnviz.paint.past.timeline import (
    HEIGHT,
    Flag,
    FlagKind,
    TimelineLayout,
    TimelinePicture,
    moment_text,
    paint_timeline,
)
from nnviz.ui.widgets.plain_text import plain_tip

_STEPS = 20
"""Presses of Page Up from one end to the other."""
_KEYS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
"""All others mean what they mean in the whole window: Left and Right go by the step unit."""


class TimelineBar(QWidget):
    """The line itself.

    Signals
    -------
    visited(int)
        The user wants to see this update; many in quick succession while the knob is dragged.
    bookmark_menu_asked(Flag, QPoint)
        A menu is wanted for this bookmark, at this place of the screen.
    """

    visited = Signal(int)
    bookmark_menu_asked = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what is behind need not be painted
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._picture: TimelinePicture | None = None
        self._style = Style()
        self._held: int | None = None
        self._pointed: QPointF | None = None

    @property
    def picture(self) -> TimelinePicture | None:
        """What is shown; while the knob is held, at the update under it."""
        if self._picture is None or self._held is None:
            return self._picture
        return replace(self._picture, position=self._held)

    def show_picture(self, picture: TimelinePicture) -> None:
        """Show a moment of a run."""
        self._picture = picture
        self.setAccessibleDescription(moment_text(picture, picture.position))
        self.update()
        if self._pointed is not None and QToolTip.isVisible():  # as the run grows another moment lies there
            self._show_tip(self._pointed)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a good size."""
        return QSize(60 * GRID, round(HEIGHT * self._style.scale))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which it can be used."""
        return QSize(16 * GRID, round(HEIGHT * self._style.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(self._style.theme.surface))
            if (picture := self.picture) is not None:
                paint_timeline(painter, QRectF(self.rect()), picture, self._style)
            if self.hasFocus():
                painter.setPen(pen(self._style, self._style.theme.focus, 2.0))
                painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the knob wherever the line is pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._hold(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the knob, and say what lies under the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._hold(event.position())
        self._pointed = event.position()
        self._show_tip(self._pointed)

    def leaveEvent(self, _event: QEvent) -> None:
        """Say nothing more of what lay under the mouse."""
        self._pointed = None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the knob."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = None
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a bookmark."""
        layout = self._layout()
        flag = None if layout is None else layout.flag_at(event.pos().x())
        if flag is not None and flag.kind is FlagKind.BOOKMARK:
            self.bookmark_menu_asked.emit(flag, event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Keep the line's own keys from the shortcuts of the window, and the tip at the mouse."""
        if isinstance(event, QHelpEvent):
            return True  # shown as the mouse moves
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _KEYS
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by a twentieth of the run."""
        picture = self._picture
        if picture is None or event.key() not in _KEYS:
            super().keyPressEvent(event)
            return
        page = max(1, picture.present.end // _STEPS)
        update = picture.position + _KEYS[Qt.Key(event.key())] * page
        self.visited.emit(min(max(update, 0), picture.present.end))

    # Inside

    def _hold(self, position: QPointF) -> None:
        layout = self._layout()
        if layout is None:
            return
        update = layout.update_at(position.x())
        if update != self._held:
            self._held = update
            self.update()
            self.visited.emit(update)

    def _show_tip(self, position: QPointF) -> None:
        layout, picture = self._layout(), self._picture
        if layout is None or picture is None:
            return
        flag = layout.flag_at(position.x())
        lines = [moment_text(picture, layout.update_at(position.x())), *(_words(flag) if flag else [])]
        where = QCursor.pos()
        where.setY(self.mapToGlobal(self.rect().topLeft()).y() - round((len(lines) + 2) * self._style.text))
        QToolTip.showText(where, plain_tip("\n".join(lines)), self)

    def _layout(self) -> TimelineLayout | None:
        picture = self._picture
        return None if picture is None else TimelineLayout(QRectF(self.rect()), picture, self._style)


def _words(flag: Flag) -> list[str]:
    """Return what a flag says, and that a bookmark has a menu."""
    return [flag.text, "Right click: rename, delete"] if flag.kind is FlagKind.BOOKMARK else [flag.text]
