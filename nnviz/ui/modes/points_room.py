"""Room for painting points where the text is large for the window: the picture alone, below the tools."""

from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.panels.docks import Docks

LOW = 48 * GRID
"""A window of less than this height at text size 1 has room for the picture only; keys remain."""
_PANEL = "boundary"


class PointsRoom:
    """Hides what there is no room for while points are painted, and puts it back."""

    def __init__(self, window: QMainWindow, docks: Docks, tools: QToolBar) -> None:
        self._window, self._docks, self._tools = window, docks, tools
        self._hidden: list[QWidget] = []
        self._is_alone = False

    def open(self, text_size: float) -> None:
        """Make room, if it is needed."""
        if self._window.height() >= LOW * text_size:
            return
        if not self._docks.is_one_alone:
            self._docks.toggle_maximised(_PANEL)
            self._is_alone = True
        top = self._window.menuWidget()
        rows = [row for row in self._window.findChildren(QToolBar) if row is not self._tools]
        self._hidden = [row for row in (*rows, top) if row is not None and not row.isHidden()]
        for row in self._hidden:
            row.hide()

    def close(self) -> None:
        """Put everything back as it was."""
        if self._is_alone:
            self._docks.restore_all()
        for row in self._hidden:
            row.show()
        self._hidden, self._is_alone = [], False
