"""What a hand does on the picture of the network: pointing, selecting, walking with the keys."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from nnviz.paint.network.words import sentence
from nnviz.parts import Part, Unit
from nnviz.ui.network.arrow_keys import Way, walk
from nnviz.ui.network.picture import NetworkPicture

_WAYS = {
    Qt.Key.Key_Left: Way.LEFT,
    Qt.Key.Key_Right: Way.RIGHT,
    Qt.Key.Key_Up: Way.UP,
    Qt.Key.Key_Down: Way.DOWN,
}
_EDIT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

REACH = 5.0
"""So near the mouse must come to a line at 1x."""


class NetworkCanvas(NetworkPicture):
    """Says what is pointed at, selected and clicked.

    Signals
    -------
    hovered, selected : Unit, Weight, Bias or None
        What is under the mouse; what is selected.
    edit_asked : Unit, Weight or Bias
        This was clicked, or Enter was pressed on it.
    chosen : Unit, Weight, Bias or None
        What was clicked; None for a click on empty space.
    """

    hovered = Signal(object)
    selected = Signal(object)
    edit_asked = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # after a click the window keeps its keys
        self.setAccessibleName("Network diagram")
        self._first: Unit | None = None  # what was selected because Tab came here

    def select(self, part: Part | None) -> None:
        """Select a part, or nothing."""
        if part != self.selection:
            self.selection = part
            if part is not None and self.diagram is not None:
                self.setAccessibleDescription(sentence(part, self.diagram.content))
            self._refresh()
            self.selected.emit(part)

    def _hover(self, part: Part | None) -> None:
        if part != self.under_mouse:
            self.under_mouse = part
            hand = part is not None and not isinstance(part, Unit)
            self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
            self._refresh()
            self.hovered.emit(part)

    def _moved(self) -> None:
        """Point at and select nothing that is gone."""
        assert self.diagram is not None
        if self.selection is not None and not self.diagram.layout.shows(self.selection):
            self.select(None)
        if self.under_mouse is not None and not self.diagram.layout.shows(self.under_mouse):
            self._hover(None)

    # Qt's events

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at things."""
        if self.diagram is not None:
            reach = REACH * self._style.scale
            place = event.position()
            self._hover(self.diagram.layout.part_at(place.x(), place.y(), reach))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._hover(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select what is clicked; a number is edited at once."""
        if event.button() != Qt.MouseButton.LeftButton or self.diagram is None:
            return
        place = event.position()
        part = self.diagram.layout.part_at(place.x(), place.y(), REACH * self._style.scale)
        if self._lit is None or not isinstance(part, Unit):
            self.select(part)
        self.chosen.emit(part)
        if part is not None and not isinstance(part, Unit):
            self.edit_asked.emit(part)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that work the diagram from the window's shortcuts, while it has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if (key in _WAYS or key in _EDIT_KEYS) and not event.modifiers():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrow keys; Enter edits, Escape selects nothing."""
        key = Qt.Key(event.key())
        if self.diagram is None:
            super().keyPressEvent(event)
        elif key in _WAYS:
            start = self.selection
            self.select(
                Unit(0, self.diagram.layout.columns[0].shown[0])
                if start is None
                else walk(start, _WAYS[key], self.diagram.layout)
            )
        elif key in _EDIT_KEYS and self.selection is not None:
            self.edit_asked.emit(self.selection)
        elif key == Qt.Key.Key_Escape and self.selection is not None:
            self.select(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first input when reached by Tab."""
        super().focusInEvent(event)
        if _is_by_tab(event) and self.selection is None and self.diagram is not None:
            self._first = Unit(0, self.diagram.layout.columns[0].shown[0])
            self.select(self._first)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the numbers of a selected line no longer; what only Tab selected is selected no longer."""
        super().focusOutEvent(event)
        if self.selection == self._first and _is_by_tab(event):
            self.select(None)
        self._first = None
        self._refresh()


def _is_by_tab(event: QFocusEvent) -> bool:
    return event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
