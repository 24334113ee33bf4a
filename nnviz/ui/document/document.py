"""The experiment as the window knows it: the present Spec, and every change of it with undo."""

from PySide6.QtCore import QObject, Signal, Slot

from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Parameter
from nnviz.ui.document.undo import ParameterEdit, SpecChange, UndoStack
from nnviz.worker.remote import Remote


class Document(QObject):
    """Turns edits into undoable steps and tells the worker.

    Signals
    -------
    changed(Spec)
        The settings are now these; after an edit, undo, redo, or another experiment.
    opened
        It is another experiment; emitted before `changed`.
    edited
        The user changed a setting or a weight, or took that back; emitted before `changed`.
    """

    changed = Signal(object)
    opened = Signal()
    edited = Signal()

    def __init__(self, spec: Spec, controller: Remote, parent: QObject) -> None:
        super().__init__(parent)
        self._spec = spec
        self._controller = controller
        self.history = UndoStack(self)

    @property
    def spec(self) -> Spec:
        """The present settings."""
        return self._spec

    def open(self, spec: Spec) -> None:
        """Go over to another experiment; what was done before can no longer be undone."""
        self.history.clear()
        self._spec = spec
        self._controller.open(spec)
        self.opened.emit()
        self.changed.emit(spec)

    def take_over(self, spec: Spec) -> None:
        """Show the settings of another run, which the worker has opened already."""
        self.history.clear()
        self._spec = spec
        self.opened.emit()
        self.changed.emit(spec)

    def follow(self, spec: Spec) -> None:
        """Take up the settings of another moment of the session; there is nothing to undo."""
        if spec != self._spec:
            self._spec = spec
            self.changed.emit(spec)

    def fall_back(self, spec: Spec) -> None:
        """Go back to the settings that the worker kept, because it could not carry out the last change."""
        self._spec = spec
        if self.history.canUndo():
            self.history.command(self.history.index() - 1).setObsolete(True)
            self.history.undo()
        self.changed.emit(spec)

    @Slot(object, str)
    def edit(self, spec: Spec, text: str) -> None:
        """Change the settings; `text` names the change in the menu."""
        if spec != self._spec:
            self.history.do(SpecChange(self._spec, spec, text, self._apply, self._take_back))

    def start_again(self, spec: Spec, text: str) -> None:
        """Change the settings and go back to update 0 with them; undone, the run is as it was."""
        change = SpecChange(self._spec, spec, text, self._apply_from_start, self._take_back)
        self.history.do(change)
        self.history.settle()

    @Slot()
    def reset(self) -> None:
        """Go back to update 0 and the same initial weights; undone, the run is as it was."""
        self.start_again(self._spec, "Reset")

    @Slot()
    def new_seed(self) -> None:
        """Start again from other random weights."""
        seed = (self._spec.training.seed + 1) % 2**32
        self.edit(with_value(self._spec, "training.seed", seed), "New seed")
        self.history.settle()

    @Slot(object, float, float)
    def edit_parameter(self, parameter: Parameter, old: float, new: float) -> None:
        """Set one weight or bias by hand."""
        self.history.do(ParameterEdit(parameter, old, new, self._apply_parameter))

    def _apply(self, spec: Spec, step: int) -> None:
        self._spec = spec
        self.edited.emit()
        self._controller.set_spec(spec, step)
        self.changed.emit(spec)

    def _apply_from_start(self, spec: Spec, step: int) -> None:
        self._spec = spec
        self.edited.emit()
        self._controller.reset(spec, step)
        self.changed.emit(spec)

    def _take_back(self, spec: Spec, step: int) -> None:
        self._spec = spec
        self.edited.emit()
        self._controller.take_back(step, spec)
        self.changed.emit(spec)

    def _apply_parameter(self, parameter: Parameter, value: float) -> None:
        self.edited.emit()
        self._controller.set_parameter(parameter, value)
