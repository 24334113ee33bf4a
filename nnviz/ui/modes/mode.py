"""What a mode of the window can do; while one is on, some keys mean something else."""

from typing import Any, ClassVar

from PySide6.QtCore import QObject, Signal, Slot

from nnviz.ui.widgets.actions import Command


class Mode(QObject):
    """Something that the whole window can be for, beside training.

    Attributes
    ----------
    commands : tuple of Command
        What can be asked of it; each is carried out by the mode itself.
    takes : tuple of str
        Names of the window's commands whose keys mean something else while it is on.
    is_on : bool

    Signals
    -------
    switched : bool
        It was entered or left.
    """

    switched = Signal(bool)
    commands: ClassVar[tuple[Command[Any], ...]] = ()
    takes: ClassVar[tuple[str, ...]] = ()

    is_on = False

    @Slot()
    def toggle(self) -> None:
        """Enter, or leave where it is on."""
        if self.is_on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Begin."""
        raise NotImplementedError

    def leave(self) -> None:
        """Go back to the window as it was; where the mode is not on, nothing happens."""
        raise NotImplementedError
