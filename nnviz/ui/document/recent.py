"""The files that were opened or saved last, and the menu that opens them again."""

import json
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nnviz.files import is_file
from nnviz.ui.settings import Settings
from nnviz.ui.widgets.plain_text import plain_tip

MOST = 9
_KEY = "experiment/recent"
_LONGEST_FOLDER = 40
"""Letters of a folder in the menu; the tip says the whole path."""


class RecentFiles(QMenu):
    """The latest first; those that are no longer there are left out.

    Signals
    -------
    chosen : str
        This file is to be opened.
    """

    chosen = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("Recent files", parent)
        self.setToolTipsVisible(True)
        self._settings = settings
        self.aboutToShow.connect(self._fill)
        self.triggered.connect(self._choose)

    def paths(self) -> list[str]:
        """Return the files that are still there, the latest first."""
        return [path for path in self._kept() if is_file(Path(path))]

    @Slot(str)
    def add(self, location: str) -> None:
        """Put a file at the top; a shipped experiment is no file of the user's."""
        if Path(location).is_absolute():
            kept = [location, *(path for path in self._kept() if path != location)]
            self._settings.set(_KEY, json.dumps(kept[:MOST]))

    def _kept(self) -> list[str]:
        try:
            kept = json.loads(self._settings.text(_KEY, "[]"))
        except ValueError:
            return []
        return [path for path in kept if isinstance(path, str)][:MOST] if isinstance(kept, list) else []

    @Slot()
    def _fill(self) -> None:
        self.clear()
        for path in self.paths():
            action = self.addAction(_words(Path(path)))
            action.setData(path)
            action.setToolTip(plain_tip(path))
        if self.isEmpty():
            self.addAction("No file has been opened or saved yet").setEnabled(False)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(action.data())


def _words(path: Path) -> str:
    folder = str(path.parent)
    if len(folder) > _LONGEST_FOLDER:
        folder = f"…{folder[-_LONGEST_FOLDER:]}"
    return f"{path.name}   ({folder})".replace("&", "&&")
