"""Where the panels are: their places at the start, one alone, all again, and from one start to the next."""

from PySide6.QtCore import QByteArray, QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

from nnviz.paint.theme import GRID
from nnviz.ui.panel import CentralPanel, Dock
from nnviz.ui.settings import Settings

LAYOUT_VERSION = 1
"""Raised when panels are added or renamed, so that a remembered layout that no longer fits is not used."""
LEFT_WIDTH = 34 * GRID
RIGHT_SHARE = 0.28
"""Of the window's width; the panel in the middle has what is left."""


class Docks(QObject):
    """The panel in the middle, two at the left (the upper one hidden at first), and two at the right."""

    def __init__(
        self,
        window: QMainWindow,
        centre: CentralPanel,
        left: Dock,
        about: Dock,
        right_top: Dock,
        right_bottom: Dock,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._centre = centre
        self._left = left
        self._about = about
        self._right = (right_top, right_bottom)
        self._docks = (left, about, right_top, right_bottom)
        self._before: QByteArray | None = None
        self._given_width = 0
        window.setCentralWidget(centre)
        self._arrange()
        for panel in (centre, *self._docks):
            panel.maximise_asked.connect(self.toggle_maximised)

    def toggles(self) -> list[QAction]:
        """Return one checkable action a dock that shows or hides it."""
        return [dock.toggleViewAction() for dock in self._docks]

    @property
    def is_maximised(self) -> bool:
        """Whether one panel is shown alone."""
        return self._before is not None

    @Slot(str)
    def toggle_maximised(self, name: str) -> None:
        """Show one panel alone, or all again."""
        if self._before is not None:
            self.restore_all()
            return
        self._before = self._window.saveState(LAYOUT_VERSION)
        for panel in (self._centre, *self._docks):
            panel.setVisible(panel.objectName() == name)

    @Slot()
    def restore_all(self) -> None:
        """End showing one panel alone."""
        if self._before is not None:
            self._centre.show()
            self._window.restoreState(self._before, LAYOUT_VERSION)
            self._before = None

    @Slot()
    def toggle_about(self) -> None:
        """Show or hide what to look for."""
        self._about.setVisible(self._about.isHidden())

    def reset(self) -> None:
        """Put every panel back in its place at the start."""
        self._before = None
        self._centre.show()
        for dock in self._docks:
            dock.setFloating(False)
            dock.setVisible(dock is not self._about)
        self._arrange()
        self._window.resizeDocks([self._left], [LEFT_WIDTH], Qt.Orientation.Horizontal)
        self._window.resizeDocks(list(self._right), [55, 45], Qt.Orientation.Vertical)
        self._set_right_width()

    def keep_share(self) -> None:
        """Give the right its share of a window that was resized, unless the user chose another width."""
        if abs(self._right[0].width() - self._given_width) <= GRID:
            self._set_right_width()

    def panel_of(self, widget: QWidget | None) -> str:
        """Return the name of the panel that holds a widget; the panel in the middle where none does."""
        while widget is not None:
            if widget in (self._centre, *self._docks):
                return widget.objectName()
            widget = widget.parentWidget()
        return self._centre.objectName()

    def remember(self, settings: Settings) -> None:
        """Store the layout and the window's place."""
        self.restore_all()
        settings.set("window/geometry", self._window.saveGeometry())
        settings.set("window/layout", self._window.saveState(LAYOUT_VERSION))

    def recall(self, settings: Settings) -> bool:
        """Take up the stored layout; False where there is none that fits."""
        geometry = settings.bytes("window/geometry")
        if not geometry.isEmpty():
            self._window.restoreGeometry(geometry)
        layout = settings.bytes("window/layout")
        return not layout.isEmpty() and self._window.restoreState(layout, LAYOUT_VERSION)

    def _arrange(self) -> None:
        top, bottom = self._right
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self._about)
        self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self._left)
        self._window.splitDockWidget(self._about, self._left, Qt.Orientation.Vertical)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, top)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, bottom)
        self._window.splitDockWidget(top, bottom, Qt.Orientation.Vertical)
        options = QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
        self._window.setDockOptions(options)

    def _set_right_width(self) -> None:
        self._given_width = round(RIGHT_SHARE * self._window.width())
        self._window.resizeDocks([self._right[0]], [self._given_width], Qt.Orientation.Horizontal)
