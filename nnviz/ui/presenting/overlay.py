"""What lies over a scene: pen, laser dot, spotlight, magnifier; a frozen picture; a black or white screen."""

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from nnviz.paint.drawing.theme import Style
from nnviz.ui.presenting.magnifier import ZOOM, Magnifier
from nnviz.ui.presenting.strokes import Strokes

IDLE = 2000
"""Milliseconds of rest after which the mouse is hidden."""
PENS = 3
_DOT, _LIGHT = 8.0, 110.0
"""Radii of the laser dot and of the spotlight, at scale 1."""
_SHADE = 0.72


class _Taker(Protocol):
    """What lies below and may have the mouse: a question."""

    def isVisible(self) -> bool: ...
    def geometry(self) -> QRect: ...
    def press(self, point: QPointF) -> bool: ...
    def move_to(self, point: QPointF) -> None: ...
    def release(self) -> bool: ...


class Pointer(Enum):
    """What the mouse is."""

    HAND = ""
    PEN = "pen"
    LASER = "laser"
    SPOTLIGHT = "spotlight"
    MAGNIFIER = "magnifier"


class Overlay(QWidget):
    """Lies over the whole stage and has its mouse.

    Parameters
    ----------
    parent : QWidget
    picture_of : callable
        From how much larger to the stage without what lies over it, painted so.
    place_of : callable
        From the name of a panel to where it lies now.

    Signals
    -------
    forward_asked, back_asked
        A click, as mouse-button remotes send them.
    enlarge_asked(QPointF)
        A double click.
    """

    forward_asked = Signal()
    back_asked = Signal()
    enlarge_asked = Signal(QPointF)

    def __init__(
        self,
        parent: QWidget,
        picture_of: Callable[[float], QPixmap],
        place_of: Callable[[str], QRectF | None],
    ) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self._picture_of, self._place_of = picture_of, place_of
        self.tool = Pointer.HAND
        self.pen = 0
        self.strokes = Strokes()
        self.magnifier = Magnifier(self, self._picture)
        self.magnifier.changed.connect(self.update)
        self.blank: QColor | None = None
        self.taker: _Taker | None = None
        """What takes the mouse where it is, unless that is a tool."""
        self._is_taken = False
        self._cover: QPixmap | None = None
        self._frozen: dict[float, QPixmap] = {}
        """The picture that stands still, by how much larger it is painted."""
        self._style = Style()
        self._mouse: QPointF | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE)
        self._idle.timeout.connect(self._hide_mouse)
        self._click = QTimer(self)
        self._click.setSingleShot(True)
        self._click.setInterval(QApplication.doubleClickInterval())
        self._click.timeout.connect(self.forward_asked)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.update()

    # What is asked for

    def next_pen(self) -> None:
        """Take the pen, another colour of it, or put it away after the last."""
        if self.tool is not Pointer.PEN:
            self.pen = 0
            self._take(Pointer.PEN)
        elif self.pen + 1 < PENS:
            self.pen += 1
        else:
            self._take(Pointer.HAND)

    def switch(self, tool: Pointer) -> None:
        """Take a tool, or put it away."""
        self._take(Pointer.HAND if self.tool is tool else tool)

    def _take(self, tool: Pointer) -> None:
        self.tool = tool
        self.magnifier.use(tool is Pointer.MAGNIFIER)
        self._show_mouse()

    def clear(self) -> None:
        """Wipe everything away."""
        self.strokes.clear()
        self.update()

    def show_blank(self, colour: QColor | None) -> None:
        """Show a screen of one colour; the same again, or None, takes it away."""
        self.blank = None if colour == self.blank else colour
        self.update()

    @property
    def is_frozen(self) -> bool:
        """Whether the picture stands still, whatever happens behind it."""
        return bool(self._frozen)

    def freeze(self, on: bool) -> None:
        """Show the present picture in place of what happens behind it, or what happens."""
        self._frozen = {larger: self._picture_of(larger) for larger in (1.0, ZOOM)} if on else {}
        self.update()

    def _picture(self, larger: float) -> QPixmap:
        """Return what is seen below what is drawn over it, painted larger."""
        return self._frozen.get(larger) or self._picture_of(larger)

    @property
    def is_covered(self) -> bool:
        """Whether a picture covers everything for a moment."""
        return self._cover is not None

    def cover(self, picture: QPixmap | None) -> None:
        """Show a picture in place of everything, until what is behind it is there; None: no longer."""
        self._cover = picture
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what lies over the scene."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.blank is not None:
                painter.fillRect(self.rect(), self.blank)
                return
            if self._cover is not None:
                painter.drawPixmap(self.rect(), self._cover)
                return
            if self._frozen:
                painter.drawPixmap(self.rect(), self._frozen[1.0])
            self._paint_strokes(painter)
            if self._mouse is not None:
                self._paint_tool(painter, self._mouse)

    def _paint_strokes(self, painter: QPainter) -> None:
        self.strokes.paint(painter, self.rect().toRectF(), self._place_of, self._style)

    def _paint_tool(self, painter: QPainter, mouse: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if self.tool is Pointer.LASER:
            radius = _DOT * self._style.scale
            halo = QColor("#E00000")
            halo.setAlphaF(0.3)
            for colour, share in ((halo, 1.8), (QColor("#E00000"), 1.0)):
                painter.setBrush(colour)
                painter.drawEllipse(mouse, share * radius, share * radius)
        elif self.tool is Pointer.SPOTLIGHT:
            radius = _LIGHT * self._style.scale
            shade = QPainterPath()
            shade.addRect(QRectF(self.rect()))
            shade.addEllipse(mouse, radius, radius)
            dark = QColor("#000000")
            dark.setAlphaF(_SHADE)
            painter.fillPath(shade, dark)
        elif self.tool is Pointer.MAGNIFIER:
            whole = self.rect().toRectF()
            self.magnifier.paint(painter, mouse, whole, self._style, lambda: self._paint_strokes(painter))

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Draw, or go on or back, as remotes with the buttons of a mouse do."""
        self._show_mouse()
        left = event.button() == Qt.MouseButton.LeftButton
        if self.tool is Pointer.PEN and left:
            self.strokes.begin(self.pen, self._share(event.position()))
            self.update()
        elif left and self.tool is Pointer.HAND:
            self._is_taken = self._offer(event.position())
            if not self._is_taken:
                self._click.start()
        elif event.button() in (Qt.MouseButton.RightButton, Qt.MouseButton.BackButton):
            self.back_asked.emit()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.forward_asked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Make a panel large; with the pen it is one more stroke."""
        if self.tool is Pointer.PEN or self._offer(event.position()):
            self.mousePressEvent(event)
            return
        self._click.stop()
        self.enlarge_asked.emit(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the tool follow."""
        self._mouse = event.position()
        self._show_mouse()
        if self.tool is Pointer.PEN and event.buttons() & Qt.MouseButton.LeftButton:
            self.strokes.draw_to(self._share(event.position()))
        if self._is_taken and self.taker is not None:
            self.taker.move_to(event.position() - self.taker.geometry().topLeft().toPointF())
        if self.tool is not Pointer.HAND:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what was drawn; a mere click goes on."""
        del event
        taken, self._is_taken = self._is_taken, False
        if taken and self.taker is not None and not self.taker.release():
            self._click.start()

    def _offer(self, point: QPointF) -> bool:
        """Let the question have a press within it; False where it means nothing there."""
        taker = self.taker
        if taker is None or not taker.isVisible() or not taker.geometry().contains(point.toPoint()):
            return False
        return taker.press(point - taker.geometry().topLeft().toPointF())

    def _share(self, point: QPointF) -> QPointF:
        return QPointF(point.x() / max(1, self.width()), point.y() / max(1, self.height()))

    def _show_mouse(self) -> None:
        shapes = {Pointer.HAND: Qt.CursorShape.ArrowCursor, Pointer.PEN: Qt.CursorShape.CrossCursor}
        self.setCursor(shapes.get(self.tool, Qt.CursorShape.BlankCursor))
        self._idle.start()
        self.update()

    def _hide_mouse(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor)
