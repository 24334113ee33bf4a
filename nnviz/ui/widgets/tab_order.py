"""Where Tab goes: Qt appends every new control to the end of the window's order, wherever it stands."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stop_before(widget: QWidget) -> QWidget | None:
    """Return the control at which Tab stops before it comes to `widget` or what is inside it."""
    before = widget.previousInFocusChain()
    while before is not None and before is not widget:
        if takes_tab(before) and not widget.isAncestorOf(before):
            return before
        before = before.previousInFocusChain()
    return None


def stops_in(widget: QWidget) -> list[QWidget]:
    """Return the controls at which Tab stops: the widget itself, or those inside it as they were made."""
    window = widget.window()  # a list that opens is a window of its own
    parts = (widget, *widget.findChildren(QWidget))
    return [part for part in parts if takes_tab(part) and part.window() is window]


def chain_tabs(before: QWidget | None, stops: Iterable[QWidget]) -> None:
    """Let Tab go from `before`, if that is a control, through `stops` in their order."""
    for stop in stops:
        if before is not None:
            QWidget.setTabOrder(before, stop)
        before = stop


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops at this very widget, rather than at another for it."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
