"""The window in step mode: the explanation below, the network above it large, the output beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from nnviz.paint.theme import GRID
from nnviz.ui.docks import LAYOUT_VERSION

SHARE = 0.36
"""Of the window's height, for the explanation."""
LEAST = 27 * GRID
"""Its least height at text size 1."""


class StepLayout:
    """Shows the explanation in a dock of its own and hides what there is no room for meanwhile."""

    def __init__(self, window: QMainWindow, content: QWidget, others: Sequence[QDockWidget]) -> None:
        self._window = window
        self._others = tuple(others)
        self._before: QByteArray | None = None
        self.dock = QDockWidget("Explanation", window)
        self.dock.setObjectName("explanation")
        self.dock.setAllowedAreas(Qt.DockWidgetArea.BottomDockWidgetArea)
        self.dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.dock.setTitleBarWidget(QWidget())  # the phases are its title
        self.dock.setWidget(content)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.dock.hide()

    def enter(self, text_size: float) -> None:
        """Make room for the explanation."""
        self._before = self._window.saveState(LAYOUT_VERSION)
        for dock in self._others:
            dock.hide()
        self.dock.show()
        height = max(round(SHARE * self._window.height()), round(LEAST * text_size))
        self._window.resizeDocks([self.dock], [height], Qt.Orientation.Vertical)

    def leave(self) -> None:
        """Put everything back as it was."""
        if self._before is not None:
            self._window.restoreState(self._before, LAYOUT_VERSION)
            self._before = None
        self.dock.hide()
