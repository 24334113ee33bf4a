"""A painted picture of the latest snapshot, kept as pixels, with what follows the cursor painted over it."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.navigation.loading import hold
from nnviz.ui.navigation.plots import Handle, LevelKey, Range
from nnviz.ui.pictures.copying import copy_actions
from nnviz.ui.pictures.pixmap_layer import PixmapLayer


class Painted(QWidget):
    """Shows a picture of the latest snapshot."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what is behind need not be painted
        self.setMouseTracking(True)
        self._style = Style()
        self._snapshot: RunInstant | None = None
        self._cursor: QPointF | None = None
        self._offered: list[QAction] = []
        self._picture = PixmapLayer()

    # What a picture adds

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: RunInstant) -> None:
        """Paint the picture itself."""
        raise NotImplementedError

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: RunInstant, cursor: QPointF) -> None:
        """Paint what belongs to the cursor; nothing unless a picture has something."""

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return None

    def moment_key(self, snapshot: RunInstant) -> object:
        """Return what of a moment the picture depends on: everything, unless a picture knows better."""
        return snapshot

    # What a picture of plots adds, to be taken hold of

    wheel_scrolls = False
    """Whether the wheel belongs to what is around the picture."""
    is_painted_on = False
    """Whether presses of the left button are those of a hand that paints points."""

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of each plot as they are painted now; none: nothing can be taken hold of."""
        return ()

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show other ranges of a plot; None leaves one as it is."""

    def fixed(self, plot: int) -> tuple[bool, bool]:
        """Return whether x and y of a plot have no parts, such as an axis of words."""
        del plot
        return False, False

    def follow(self) -> None:
        """Show everything again."""

    def is_part(self) -> bool:
        """Whether only a part is shown: a click then waits whether it becomes a double one."""
        return False

    def click(self, position: QPointF) -> None:
        """Choose what is under the mouse."""

    def takes(self, position: QPointF) -> bool:
        """Whether a press there is the picture's own, such as of something that it lets be dragged."""
        del position
        return self.is_painted_on

    def handles(self) -> tuple[Handle, ...]:
        """Return the lines that can be dragged."""
        return ()

    def level_keys(self) -> tuple[LevelKey, ...]:
        """Return the keys of colours whose levels can be chosen."""
        return ()

    def context_actions(self, position: QPointF) -> list[QAction]:
        """Return what a menu at a position offers besides navigation: what can be copied."""
        for action in self._offered:
            action.deleteLater()
        self._offered = copy_actions(self, position)
        return list(self._offered)

    # What can be copied

    has_table = False
    """Whether the picture shows numbers that `table` returns."""

    def table(self) -> str:
        """Return the numbers that are shown now, separated by tabs."""
        return ""

    def value_at(self, position: QPointF) -> str:
        """Return what is read at a position, in words; empty where nothing is."""
        del position
        return ""

    def paint_alone(self, painter: QPainter) -> None:
        """Paint the picture without what belongs to the mouse."""
        if self._snapshot is not None:
            self.paint_picture(painter, self.picture_rect(), self._snapshot)

    # What every picture does

    def as_widget(self) -> QWidget:
        """Return itself."""
        return self

    def plot_style(self) -> Style:
        """Return its colours and sizes."""
        return self._style

    def hover(self, position: QPointF | None) -> None:
        """Let the readout follow the mouse."""
        self.set_cursor_at(position)

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Show a moment of the run."""
        self._snapshot = snapshot
        self.update()

    def picture_rect(self) -> QRectF:
        """Return the part of the widget that the picture fills."""
        margin = GRID * self._style.scale
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

    def set_cursor_at(self, cursor: QPointF | None) -> None:
        """Move the readout; None takes it away."""
        self._cursor = cursor
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture if it is new, and the overlay."""
        with QPainter(self) as painter:
            if self._snapshot is None:
                painter.fillRect(event.rect(), QColor(self._style.theme.paper))
            else:
                self._paint(painter, self._snapshot)

    def _paint(self, painter: QPainter, snapshot: RunInstant) -> None:
        rect = self.picture_rect()
        key = (self.moment_key(snapshot), self._style, self.picture_key())
        paper = QColor(self._style.theme.paper)
        self._picture.draw(
            painter, self.size(), key, lambda inner: self.paint_picture(inner, rect, snapshot), paper
        )
        if self._cursor is not None:
            self.paint_overlay(painter, rect, snapshot, self._cursor)

    def showEvent(self, event: QShowEvent) -> None:
        """Be taken hold of from now on, where there are plots."""
        super().showEvent(event)
        if type(self).plots is not Painted.plots:
            hold(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu where nothing is taken hold of: pictures without plots are copied, too."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.context_actions(QPointF(event.pos())))
        menu.popup(event.globalPos())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the readout follow."""
        self.hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Take the readout away."""
        super().leaveEvent(event)
        self.set_cursor_at(None)
