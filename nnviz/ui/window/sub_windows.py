"""What opens over the window: the list of experiments, and all keys."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from nnviz.experiment.spec.catalogue import LABS, Entry, catalogue
from nnviz.experiment.sweeps.named_sweeps import shipped_sweeps
from nnviz.lecture.file import lecture_entries
from nnviz.ui.document.files import ExperimentFiles
from nnviz.ui.panels.record import KeyRow
from nnviz.ui.presenting.keys import key_rows
from nnviz.ui.setup.picker import Picker, PickerButton
from nnviz.ui.widgets.actions import Actions
from nnviz.ui.window.keys_window import KeysWindow


class SubWindows(QObject):
    """Makes each when it is first asked for: the window opens sooner."""

    def __init__(
        self,
        window: QWidget,
        button: PickerButton,
        actions: Actions,
        make_view: Callable[[], bool],
        key_rows: Callable[[], dict[str, list[KeyRow]]],
        files: ExperimentFiles,
        open_sweep: Callable[[str], None],
        open_map: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._button = button
        self._actions = actions
        self._make_view, self._key_rows = make_view, key_rows
        self.is_making_views = False
        self._files = files
        self._open_sweep, self._open_map = open_sweep, open_map
        self._picker: Picker | None = None

    @Slot()
    def pick(self) -> None:
        """Open the list of experiments."""
        if self._picker is None:
            self._picker = Picker([*with_sweeps_and_maps(), *lecture_entries()], self._window)
            self._picker.picked.connect(self._open)
        self._picker.drop_down(self._button, self._files.location)

    @Slot(str)
    def _open(self, name: str) -> None:
        from nnviz.experiment.maps.named_maps import shipped_maps  # noqa: PLC0415 (the app starts sooner without)

        if any(entry.name == name for entry in shipped_sweeps()):
            self._open_sweep(name)
        elif any(entry.name == name for entry in shipped_maps()):
            self._open_map(name)
        else:
            self._files.open(name)

    @Slot()
    def show_keys(self) -> None:
        """Show all keys of the window; a presentation has its own.

        Views that say which keys they have are made for it, one in each turn of the window's events.
        """
        if not self.is_making_views:
            self.is_making_views = True
            self._go_on_to_keys()

    @Slot()
    def _go_on_to_keys(self) -> None:
        if self._make_view():
            QTimer.singleShot(0, self, self._go_on_to_keys)
            return
        self.is_making_views = False
        if self._window.isVisible():  # it may have been closed meanwhile
            KeysWindow(self._window, self._actions.commands, self._key_rows()).open()

    @Slot(object)
    def show_keys_of_presentation(self, over: QWidget) -> None:
        """Show the keys of the presentation over one of its windows."""
        KeysWindow(over, (), {"Presentation": key_rows()}).open()


def with_sweeps_and_maps() -> tuple[Entry, ...]:
    """Return the shipped experiments, the sweeps and the maps of each lab after them."""
    from nnviz.experiment.maps.named_maps import shipped_maps  # noqa: PLC0415 (the app starts sooner without)

    many = [
        Entry(each.name, f"{kind}: {each.title}", each.about, each.lab, each.path)
        for kind, shipped in (("Sweep", shipped_sweeps()), ("Map", shipped_maps()))
        for each in shipped
    ]
    return tuple(sorted((*catalogue(), *many), key=lambda entry: LABS.index(entry.lab)))
