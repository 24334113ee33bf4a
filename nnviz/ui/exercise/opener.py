"""Opens the exercise of the experiment that is shown; the window is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from nnviz.ui.document.document import Document

if TYPE_CHECKING:
    from nnviz.ui.exercise.window import ExerciseWindow


class ExerciseOpener(QObject):
    """Makes the window when it is first asked for, and hands it the present experiment each time."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document, self._main = document, parent
        self.window: ExerciseWindow | None = None

    @Slot()
    def open(self) -> None:
        """Show the window; what was filled in stays, as long as the experiment is the same."""
        if self.window is None:
            from nnviz.ui.exercise.window import ExerciseWindow  # noqa: PLC0415

            self.window = ExerciseWindow(self._main)
        self.window.take(self._document.spec)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
