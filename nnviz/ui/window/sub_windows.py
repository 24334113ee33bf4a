"""What opens over the window: the list of experiments, and all keys."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from nnviz.experiment.spec.catalogue import catalogue
from nnviz.ui.document.files import ExperimentFiles
from nnviz.ui.setup.picker import Picker, PickerButton
from nnviz.ui.widgets.actions import Actions
from nnviz.ui.window.keys_window import KeysWindow
from nnviz.ui.window.panels import Panels


class SubWindows(QObject):
    """Makes each when it is first asked for: the window opens sooner."""

    def __init__(
        self, window: QWidget, button: PickerButton, actions: Actions, panels: Panels, files: ExperimentFiles
    ) -> None:
        super().__init__(window)
        self._window = window
        self._button = button
        self._actions = actions
        self._panels = panels
        self._files = files
        self._picker: Picker | None = None

    @Slot()
    def pick(self) -> None:
        """Open the list of experiments."""
        if self._picker is None:
            self._picker = Picker(catalogue(), self._window)
            self._picker.picked.connect(self._files.open)
        self._picker.drop_down(self._button, self._files.location)

    @Slot()
    def show_keys(self) -> None:
        """Show all keys."""
        KeysWindow(self._window, self._actions.commands, self._panels.key_rows()).open()
