"""Comparing: windows with two trainings side by side, each of its own."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from nnviz.ui.document.document import Document
from nnviz.ui.exporting.moment import Exporting
from nnviz.ui.looks.look import Look
from nnviz.ui.modes.mode import Mode
from nnviz.ui.playing.transport import Transport
from nnviz.ui.widgets.actions import Command
from nnviz.worker.remote import Remote

NAME = "compare"
"""Of the windows that compare, by which they are found again."""


class CompareMode(Mode):
    """Opens such a window each time it is entered; leaving closes all of them."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        controller: Remote,
        transport: Transport,
        exporting: Exporting,
        look: Look,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._controller = controller
        self._transport = transport
        self._exporting = exporting
        self._look = look
        self._count = 0

    @Slot()
    def enter(self) -> None:
        """Open a window with two trainings side by side."""
        from nnviz.ui.compare.window import CompareWindow  # noqa: PLC0415 (the app starts sooner without)

        window = CompareWindow(self._document.spec, self._transport.speed, self._controller, self._window)
        window.setObjectName(NAME)
        window.export_asked.connect(self._exporting.export_moment)
        window.set_styles(self._look.styles())
        self._look.changed.connect(window.set_styles)
        window.destroyed.connect(self._note_closed)
        window.show()
        self._count += 1
        self.is_on = True
        self.switched.emit(True)

    def leave(self) -> None:
        """Close the windows, which train something of their own."""
        for window in self._window.findChildren(QWidget, NAME):
            window.close()

    @Slot()
    def _note_closed(self) -> None:
        self._count -= 1
        if not self._count:
            self.is_on = False
            self.switched.emit(False)

    commands = (
        Command(
            "compare",
            "Time",
            "Compare…",
            ("Ctrl+D",),
            "Two trainings side by side, one setting apart",
            "columns-2",
            lambda mode: mode.enter,
        ),
    )
