"""The slider and field for one weight or bias, wherever it is edited."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from nnviz.paint.network.weights_scale import round_limit
from nnviz.ui.forms.scales import SliderScale
from nnviz.ui.forms.slider_edit import SliderEditor
from nnviz.ui.widgets.numbers import round_to_digits

LEAST_LIMIT = 2.0
"""The slider reaches at least so far to both sides."""
_DIGITS = 4
"""Shown of the value as it is; what is typed is taken in full."""


class ParameterEditor(SliderEditor):
    """Edits a number around zero; the slider reaches to twice the value that it had at first.

    Parameters
    ----------
    title : str
        What is edited, in words.
    value : float
        Its value now.
    characters : int
        The width of the field.

    Signals
    -------
    changed : float
        It is to be another number than the one shown. That is rounded, so Escape, which brings it back, is no
        change.
    """

    changed = Signal(float)

    def __init__(self, title: str, value: float, characters: int, parent: QWidget | None = None) -> None:
        limit = max(round_limit(2.0 * abs(value)), LEAST_LIMIT)
        super().__init__(SliderScale(-limit, limit), parent=parent)
        self.number.line.characters = characters
        self.name(title, "Type a number and press Enter, or drag the slider", title)
        self.show_value(value)
        self.edited.connect(self._tell_change)

    def show_value(self, value: float) -> None:
        """Show the value as it is now, unless another is being typed."""
        if not self.number.line.isModified():
            self.set_value(round_to_digits(value, _DIGITS))

    @Slot(object)
    def _tell_change(self, value: float) -> None:
        if value != self.value():
            self.changed.emit(float(value))
