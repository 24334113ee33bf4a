"""What every form control has in common."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nnviz.paint.drawing.theme import Style
from nnviz.ui.widgets.tab_order import stops_in


class Editor(QWidget):
    """A control that edits one value.

    Signals
    -------
    edited : object
        The user chose this value (never emitted by `set_value`).
    grabbed
        A drag begins: the changes from now on to `settled` belong together.
    settled
        The drag has ended (the button or the key came up).
    entered
        Enter was pressed on a text that was taken, or Escape on one that is in force.
    rejected : str
        The user typed something that is no value; one sentence. The value stays as it was.
    """

    edited = Signal(object)
    grabbed = Signal()
    settled = Signal()
    entered = Signal()
    rejected = Signal(str)

    def value(self) -> object:
        """Return the value in force."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show `value` without emitting anything; the same value leaves a text being typed alone."""
        raise NotImplementedError

    def stops(self) -> list[QWidget]:
        """Return the controls at which Tab stops, in their order."""
        return stops_in(self)

    def mark_wrong(self, wrong: bool) -> None:
        """Mark the shown text as not in force, where the control has one."""

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""

    def name(self, title: str, description: str, tooltip: str) -> None:
        """Set the accessible name and description, and the tooltip, of everything that takes the focus."""
        self.setToolTip(tooltip)
        target = self.focusProxy() or self
        for widget in (self, target):
            widget.setAccessibleName(title)
            widget.setAccessibleDescription(description)
