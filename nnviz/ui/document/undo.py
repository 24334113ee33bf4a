"""Undo and redo of everything a user changes."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Parameter, symbol

MOST_STEPS = 200
"""Steps kept; the oldest are forgotten beyond that."""

_SPEC_CHANGE = 1
_PARAMETER_EDIT = 2


class SpecChange(QUndoCommand):
    """The settings changed from `old` to `new`; `text` says which setting, for the menu.

    `apply` and `take_back` get the settings that are to be in force and the number of the gesture.
    """

    def __init__(
        self,
        old: Spec,
        new: Spec,
        text: str,
        apply: Callable[[Spec, int], None],
        take_back: Callable[[Spec, int], None],
    ) -> None:
        super().__init__(text)
        self.old = old
        self.new = new
        self.gesture = 0
        self._apply = apply
        self._take_back = take_back

    def id(self) -> int:
        """Return what Qt tells mergeable commands by."""
        return _SPEC_CHANGE

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the end of `other` when both belong to one drag of one control."""
        if not isinstance(other, SpecChange) or other.gesture != self.gesture or other.text() != self.text():
            return False
        self.new = other.new
        self.setObsolete(self.new == self.old)
        return True

    def redo(self) -> None:
        """Apply the new settings."""
        self._apply(self.new, self.gesture)

    def undo(self) -> None:
        """Go back to the old settings, and to the run that was left for the new ones."""
        self._take_back(self.old, self.gesture)


class ParameterEdit(QUndoCommand):
    """One weight or bias was set by hand from `old` to `new`."""

    def __init__(
        self, parameter: Parameter, old: float, new: float, apply: Callable[[Parameter, float], None]
    ) -> None:
        super().__init__(f"Set {symbol(parameter)}")
        self.parameter = parameter
        self.old = old
        self.new = new
        self.gesture = 0
        self._apply = apply

    def id(self) -> int:
        """Return what Qt tells mergeable commands by."""
        return _PARAMETER_EDIT

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the end of `other` when both belong to one drag of one number."""
        if not isinstance(other, ParameterEdit):
            return False
        if (other.gesture, other.parameter) != (self.gesture, self.parameter):
            return False
        self.new = other.new
        self.setObsolete(self.new == self.old)
        return True

    def redo(self) -> None:
        """Set the new number."""
        self._apply(self.parameter, self.new)

    def undo(self) -> None:
        """Set the old number."""
        self._apply(self.parameter, self.old)


class UndoStack(QUndoStack):
    """Keeps the last changes; those of one drag are one step.

    Connect `begin_drag` to the `grabbed` signals of the controls and `settle` to their `settled` signals.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoLimit(MOST_STEPS)
        self._gesture = 0
        self._dragging = False

    def do(self, change: SpecChange | ParameterEdit) -> None:
        """Carry out `change` and keep it; it joins the step before when that belongs to the same drag."""
        if not self._dragging:
            self._gesture += 1
        change.gesture = self._gesture
        self.push(change)

    @Slot()
    def begin_drag(self) -> None:
        """Begin a drag: all changes from now on to `settle` are one step."""
        if not self._dragging:
            self._dragging = True
            self._gesture += 1

    @Slot()
    def settle(self) -> None:
        """End a drag: each change is a step of its own again."""
        self._dragging = False
