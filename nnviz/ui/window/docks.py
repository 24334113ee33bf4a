"""Where the panels are: their places at the start, one alone, all again, and from one start to the next."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar, QTabWidget, QWidget

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.settings import Settings
from nnviz.ui.window.panel import CentralPanel, Dock

LAYOUT_VERSION = 3
"""Raised when panels are added or renamed, so that a remembered layout that no longer fits is not used."""
LEFT_WIDTH = 34 * GRID
ABOUT_HEIGHT = 24 * GRID
RIGHT_SHARE = 0.28
NARROW_SHARE = 0.45
"""Of the window's width; the panel in the middle has what is left."""
NARROW = 120 * GRID
"""A window of less than this width at text size 1 has no room for three columns."""


class Docks(QObject):
    """The panel in the middle, two at the left (the upper one hidden at first), and two at the right.

    `more` panels are hidden at first, too, and share the place of the lower one at the right, as tabs.
    Where the window is narrow for the size of the text, all are at the right, as tabs.

    Signals
    -------
    sight_changed
        A panel came into sight or went out of it.
    """

    sight_changed = Signal()

    def __init__(
        self,
        window: QMainWindow,
        centre: CentralPanel,
        left: Dock,
        about: Dock,
        right_top: Dock,
        right_bottom: Dock,
        more: Sequence[Dock] = (),
    ) -> None:
        super().__init__(window)
        self._window = window
        self.centre = centre
        self._left = left
        self._about = about
        self._right = (right_top, right_bottom)
        self._more = tuple(more)
        self._docks = (left, about, right_top, right_bottom, *self._more)
        self._before: QByteArray | None = None
        self._given_width = 0
        self._narrow = False
        self._text_size = 0.0
        self._left_widths: dict[float, int] = {}
        window.setCentralWidget(centre)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        options = QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
        window.setDockOptions(options)
        self._arrange()
        window.installEventFilter(self)
        centre.maximise_asked.connect(self.toggle_maximised)
        for panel in self._docks:
            panel.maximise_asked.connect(self.toggle_maximised)
            panel.visibilityChanged.connect(self.sight_changed)
            panel.toggleViewAction().triggered.connect(panel.raise_)  # in front of those that share its place
            panel.leaving.connect(self.restore_all)  # else nothing would be left in the window

    def toggles(self) -> list[QAction]:
        """Return one checkable action a dock that shows or hides it."""
        return [dock.toggleViewAction() for dock in self._docks]

    @property
    def beside_the_output(self) -> tuple[Dock, ...]:
        """All panels but the output picture: what step mode hides."""
        return (self._left, self._about, self._right[1], *self._more)

    @Slot(str)
    def toggle_maximised(self, name: str) -> None:
        """Show one panel alone, or all again."""
        if self._before is not None:
            self.restore_all()
            return
        self._before = self._window.saveState(LAYOUT_VERSION)
        for panel in (self.centre, *self._docks):
            panel.setVisible(panel.objectName() == name)
            if isinstance(panel, Dock) and panel.isVisible():
                panel.setFloating(False)  # one that floats fills the window, too

    @Slot()
    def toggle_focused_maximised(self) -> None:
        """Show the panel that has the focus alone, or all again."""
        self.toggle_maximised(self.panel_of(QApplication.focusWidget()))

    @Slot()
    def restore_all(self) -> None:
        """End showing one panel alone."""
        if self._before is not None:
            self.centre.show()
            self._window.restoreState(self._before, LAYOUT_VERSION)
            self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Escape end showing one panel alone, where nothing else in the window wants it.

        Panels that float come to the front with the window: at the start it would come to lie over them.
        """
        if event.type() == QEvent.Type.WindowActivate:
            for dock in self._docks:
                if dock.isFloating() and dock.isVisible():
                    dock.raise_()
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.KeyPress and self._before is not None:
            self.restore_all()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def toggle_about(self) -> None:
        """Show or hide what to look for."""
        self._about.setVisible(self._about.isHidden())
        heights = [ABOUT_HEIGHT, max(1, self._left.height() - ABOUT_HEIGHT)]
        self._window.resizeDocks([self._about, self._left], heights, Qt.Orientation.Vertical)

    @Slot()
    def toggle_runs(self) -> None:
        """Show the branches and earlier runs in front of what shares their place, or hide them."""
        (dock,) = (dock for dock in self._more if dock.objectName() == "runs")
        dock.setVisible(dock.isHidden() or dock.visibleRegion().isEmpty())
        dock.raise_()

    def reset(self) -> None:
        """Put every panel back in its place at the start."""
        self._before = None
        self.centre.show()
        for dock in self._docks:
            dock.setFloating(False)
            dock.setVisible(dock not in (self._about, *self._more))
        self._arrange()

    @Slot()
    def note_left_width(self) -> None:
        """Keep the width of the panel at the left for the present size of the text, before that changes."""
        if not self._narrow:
            self._left_widths[self._text_size] = self._left.width()

    def fit(self, text_size: float) -> None:
        """Fit the panels to the window's size and the text's, leaving alone what the user changed."""
        other_text = self._text_size not in (0.0, text_size)
        moves = self._before is None and self._is_narrow(text_size) != self._narrow
        if moves:
            self._narrow = not self._narrow
            self._arrange()
        elif abs(self._right[0].width() - self._given_width) <= GRID:
            self._set_right_width()
        if (other_text or moves) and not self._narrow:
            self._fit_left(text_size)
        self._text_size = text_size

    def panel_of(self, widget: QWidget | None) -> str:
        """Return the name of the panel that holds a widget; the panel in the middle where none does."""
        while widget is not None:
            if widget in (self.centre, *self._docks):
                return widget.objectName()
            widget = widget.parentWidget()
        return self.centre.objectName()

    def remember(self, settings: Settings) -> None:
        """Store the layout and the window's place."""
        self.restore_all()
        for key, value in self._layout().items():
            settings.set(key, value)

    def note(self, settings: Settings) -> None:
        """Take the present layout for the one that was there at the start."""
        settings.note(self._layout())

    def _layout(self) -> dict[str, str | QByteArray]:
        return {
            "window/geometry": self._window.saveGeometry(),
            "window/layout": self._window.saveState(LAYOUT_VERSION),
            "window/tabs": "yes" if self._narrow else "no",
        }

    def recall(self, settings: Settings) -> bool:
        """Take up the stored layout; False where there is none that fits."""
        geometry = settings.bytes("window/geometry")
        if geometry.size() == self._window.saveGeometry().size():  # of less Qt would take zeros for the rest
            self._window.restoreGeometry(geometry)
        self._narrow = settings.text("window/tabs") == "yes"
        layout = settings.bytes("window/layout")
        return not layout.isEmpty() and self._window.restoreState(layout, LAYOUT_VERSION)

    def _is_narrow(self, text_size: float) -> bool:
        return self._window.width() < NARROW * text_size

    def _arrange(self) -> None:
        hidden = [dock for dock in self._docks if dock.isHidden()]
        if self._narrow:
            self._arrange_tabs()
        else:
            self._arrange_columns()
        for dock in self._docks:
            dock.setVisible(dock not in hidden)
        self._set_right_width()
        self._hide_left_over_bars()

    def _hide_left_over_bars(self) -> None:
        """Hide the bars of tabs that Qt leaves at the window's corner when panels move before it is shown."""
        bars = self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for bar in bars:
            if not self._has_tabs_together(bar):
                bar.hide()

    def _has_tabs_together(self, bar: QTabBar) -> bool:
        """Return whether a bar has two or more tabs, of panels that share a place."""
        titles = [bar.tabText(index) for index in range(bar.count())]
        together = [dock for dock in self._docks if dock.windowTitle() in titles]
        shared = self._window.tabifiedDockWidgets(together[0]) if together else []
        return len(together) > 1 and all(dock in shared for dock in together[1:])

    def _arrange_tabs(self) -> None:
        first, *others = (*self._right, self._left, self._about, *self._more)
        for dock in (first, *others):
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        for dock in others:
            self._window.tabifyDockWidget(first, dock)
        first.raise_()

    def _arrange_columns(self) -> None:
        window, (top, bottom) = self._window, self._right
        vertical, horizontal = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self._about)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self._left)
        window.splitDockWidget(self._about, self._left, vertical)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, top)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, bottom)
        window.splitDockWidget(top, bottom, vertical)
        for dock in self._more:
            window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            window.tabifyDockWidget(bottom, dock)
        window.resizeDocks([self._left], [LEFT_WIDTH], horizontal)
        window.resizeDocks([top, bottom], [55, 45], vertical)

    def _fit_left(self, text_size: float) -> None:
        """Give the panel at the left the width that it had at a text size: large text had made it wider."""
        width = self._left_widths.get(text_size, LEFT_WIDTH)
        QTimer.singleShot(0, self, lambda: self._set_left_width(width))

    def _set_left_width(self, width: int) -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # now it knows its least width
        self._window.resizeDocks([self._left], [width], Qt.Orientation.Horizontal)

    def _set_right_width(self) -> None:
        share = NARROW_SHARE if self._narrow else RIGHT_SHARE
        self._given_width = round(share * self._window.width())
        self._window.resizeDocks([self._right[0]], [self._given_width], Qt.Orientation.Horizontal)
