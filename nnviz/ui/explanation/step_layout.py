"""The window while something is explained: the explanation below, the network above it, the output beside."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QToolBar, QWidget

from nnviz.paint.theme import GRID
from nnviz.ui.docks import LAYOUT_VERSION

SHARE = 0.36
"""Of the window's height, for the explanation."""
MOST = 0.42
"""The same at most, where the text is large."""
LEAST = 27 * GRID
"""Its least height at text size 1."""

LOW = 96 * GRID
"""A window of less than this height at text size 1 has no room for the timeline below the explanation."""


class StepLayout:
    """Shows one of several pages in a dock of its own and hides what there is no room for meanwhile."""

    def __init__(self, window: QMainWindow, pages: Sequence[QWidget], others: Sequence[QDockWidget]) -> None:
        self._window = window
        self._others = tuple(others)
        self._before: QByteArray | None = None
        self.dock = QDockWidget("Explanation", window)
        self.dock.setObjectName("explanation")
        self.dock.setAllowedAreas(Qt.DockWidgetArea.BottomDockWidgetArea)
        self.dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.dock.setTitleBarWidget(QWidget())  # the phases are its title
        self._pages = QStackedWidget()
        for page in pages:
            self._pages.addWidget(page)
        self.dock.setWidget(self._pages)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.hide()

    @property
    def is_open(self) -> bool:
        """Whether something is explained."""
        return self._before is not None

    def open(self, page: QWidget, text_size: float) -> None:
        """Show a page, and make room for it if that has not been done."""
        self._pages.setCurrentWidget(page)
        if self.is_open:
            return
        self._before = self._window.saveState(LAYOUT_VERSION)
        is_low = self._window.height() < LOW * text_size
        rows = self._window.findChildren(QToolBar) if is_low else []
        for other in (*self._others, *rows):
            other.hide()
        self.dock.show()
        height = max(SHARE * self._window.height(), LEAST * text_size)
        height = round(min(height, MOST * self._window.height()))
        self._window.resizeDocks([self.dock], [height], Qt.Orientation.Vertical)

    def close(self) -> None:
        """Put everything back as it was."""
        if self._before is not None:
            self._window.restoreState(self._before, LAYOUT_VERSION)
            self._before = None
        self.dock.hide()
