"""The window while something is explained: the explanation below, the network above it, the output beside."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QToolBar, QWidget

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.panels.docks import Docks

SHARE = 0.36
"""Of the window's height, for the explanation."""
MOST = 0.42
"""The same at most, where the text is large."""
MOST_CRAMPED = 0.56
"""The same where the window is cramped: then the formulas come before the network."""
LEAST = 27 * GRID
"""Its least height at text size 1."""

LOW = 96 * GRID
"""A window of less than this height at text size 1 has no room for the timeline below the explanation."""
CRAMPED = 66 * GRID
"""In a window of less than this height at text size 1 the bar at the top makes room too; its keys remain."""


class ExplainLayout:
    """Shows one of several pages in a dock of its own and hides what there is no room for meanwhile."""

    def __init__(self, window: QMainWindow, pages: Sequence[QWidget], docks: Docks) -> None:
        self._window = window
        self._docks = docks
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
        self._before = self._window.saveState(self._docks.version)
        is_low = self._window.height() < LOW * text_size
        rows = self._window.findChildren(QToolBar) if is_low else []
        for other in (*self._docks.in_the_way, *rows):
            other.hide()
        self.dock.show()
        self.fit(text_size)

    def fit(self, text_size: float) -> None:
        """Give the explanation the height that its letters need."""
        if not self.is_open:
            return
        whole = self._window.height()
        is_cramped = whole < CRAMPED * text_size
        self._show_top(not is_cramped)
        height = max(SHARE * whole, LEAST * text_size)
        height = round(min(height, (MOST_CRAMPED if is_cramped else MOST) * whole))
        self._window.resizeDocks([self.dock], [height], Qt.Orientation.Vertical)

    def _show_top(self, on: bool) -> None:
        top = self._window.menuWidget()
        if top is not None:
            top.setVisible(on)

    def close(self) -> None:
        """Put everything back as it was."""
        if self._before is not None:
            self._window.restoreState(self._before, self._docks.version)
            self._before = None
            self._show_top(True)
        self.dock.hide()
