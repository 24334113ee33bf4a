"""The menu of a plot: of pyqtgraph, without what means nothing here; ranges are in numbers of the plot."""

import math
from collections.abc import Callable
from typing import Any

from pyqtgraph.graphicsItems.ViewBox.ViewBoxMenu import ViewBoxMenu
from PySide6.QtCore import Slot

from nnviz.ui.navigation.plots import MOST_DECADES, Range
from nnviz.ui.widgets.numbers import NumberError, parse_number

_HIDDEN = ("invertCheck", "visibleOnlyCheck", "autoPanCheck", "linkCombo", "autoPercentSpin", "label")
"""What would turn the picture, or do nothing to it."""


class PlotMenu(ViewBoxMenu):  # type: ignore[misc]  # pyqtgraph has no types
    """Offers View All, the range of each axis, and what the mouse does.

    What is typed and is no number, or none that the axis can show, goes back to what is shown.

    Parameters
    ----------
    box : ViewBox
        Its ranges are powers of ten where an axis is logarithmic; here they are written as numbers.
    logs : callable
        Returns for each axis whether it is logarithmic now.
    """

    def __init__(self, box: Any, logs: Callable[[], tuple[bool, bool]]) -> None:
        self._logs = logs
        self._texts: list[list[str]] = [[], []]
        super().__init__(box)
        self._axes = [action.menu() for action in self.actions() if action.menu() is not None][:2]
        for control in self.ctrl:
            for name in _HIDDEN:
                widget = getattr(control, name, None)
                if widget is not None:
                    widget.hide()
            for field in (control.minText, control.maxText):
                field.setValidator(None)  # it would keep silent about what it does not take

    def show_axes(self, fixed: tuple[bool, bool]) -> None:
        """Offer the ranges of the axes that are not fixed, as they are now."""
        for menu, is_fixed in zip(self._axes, fixed, strict=True):
            menu.menuAction().setVisible(not is_fixed)
        self.updateState()

    def updateState(self) -> None:
        """Show the state of the box."""
        super().updateState()
        for axis, log in enumerate(self._logs()):
            for field, end in zip(self._fields(axis), self.view().viewRange()[axis], strict=True):
                field.setText(f"{10.0**end if log else end:.5g}")
            self._texts[axis] = [field.text() for field in self._fields(axis)]

    @Slot()
    def xRangeTextChanged(self) -> None:
        """Show the range of x that was typed."""
        self._take(0)

    @Slot()
    def yRangeTextChanged(self) -> None:
        """Show the range of y that was typed."""
        self._take(1)

    def _fields(self, axis: int) -> tuple[Any, Any]:
        return self.ctrl[axis].minText, self.ctrl[axis].maxText

    def _take(self, axis: int) -> None:
        low, high = self._typed(axis)
        if low != high:
            show = self.view().setYRange if axis else self.view().setXRange
            show(min(low, high), max(low, high), padding=0)
        self.updateState()

    def _typed(self, axis: int) -> Range:
        """Return the ends in the numbers of the box; those shown in place of what is no number."""
        ends: list[float] = list(self.view().viewRange()[axis])
        shown = list(ends)
        for place, field in enumerate(self._fields(axis)):
            if field.text() == self._texts[axis][place]:
                continue  # a number that was only rounded to be written
            number = _number(field.text())
            if self._logs()[axis]:
                number = math.log10(number) if 0.0 < number < math.inf else math.nan
                number = min(max(number, -MOST_DECADES), MOST_DECADES)
            if math.isfinite(number) and abs(number) <= 1e300:
                ends[place] = number
        return (ends[0], ends[1]) if ends[0] != ends[1] else (shown[0], shown[1])


def _number(text: str) -> float:
    try:
        return parse_number(text)
    except NumberError:
        return math.nan
