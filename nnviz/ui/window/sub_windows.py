"""What opens over the window: the list of experiments, two trainings side by side, all keys."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from nnviz.experiment.spec.catalogue import catalogue
from nnviz.ui.document.document import Document
from nnviz.ui.document.files import ExperimentFiles
from nnviz.ui.exporting.moment import Exporting
from nnviz.ui.looks.look import Look
from nnviz.ui.setup.picker import Picker
from nnviz.ui.window.keys_window import KeysWindow
from nnviz.ui.window.panels import Panels
from nnviz.ui.window.top_bar import TopBar
from nnviz.worker.controller import Controller

COMPARE = "compare"
"""Name of the windows that compare, by which they are found again."""


class SubWindows(QObject):
    """Makes each when it is first asked for: the window opens sooner."""

    def __init__(
        self,
        window: QWidget,
        controller: Controller,
        bar: TopBar,
        panels: Panels,
        document: Document,
        files: ExperimentFiles,
        exporting: Exporting,
        look: Look,
    ) -> None:
        super().__init__(window)
        self._controller = controller
        self._window = window
        self._bar = bar
        self._panels = panels
        self._document = document
        self._files = files
        self._exporting = exporting
        self._look = look
        self._picker: Picker | None = None

    @Slot()
    def pick(self) -> None:
        """Open the list of experiments."""
        if self._picker is None:
            self._picker = Picker(catalogue(), self._window)
            self._picker.picked.connect(self._files.open)
        self._picker.drop_down(self._bar.picker, self._files.location)

    @Slot()
    def compare(self) -> None:
        """Open a window with two trainings side by side."""
        from nnviz.ui.compare.window import CompareWindow  # noqa: PLC0415 (the app starts sooner without)

        window = CompareWindow(self._document.spec, self._bar.transport.speed, self._controller, self._window)
        window.setObjectName(COMPARE)
        window.export_asked.connect(self._exporting.export_moment)
        window.set_style(self._look.style())
        self._look.changed.connect(window.set_style)
        window.show()

    @Slot()
    def show_keys(self) -> None:
        """Show all keys."""
        pictures = {"Output": self._panels.boundary, "Learning curves": self._panels.curves}
        KeysWindow(self._window, {title: view.actions() for title, view in pictures.items()}).open()

    def close(self) -> None:
        """Close the windows that train something of their own."""
        for window in self._window.findChildren(QWidget, COMPARE):
            window.close()
