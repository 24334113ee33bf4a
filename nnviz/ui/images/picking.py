"""A picture of many things, one of which is picked: with the mouse, or with arrows and Enter."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from nnviz.ui.pictures.picture_view import PictureView

STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
"""How many rows down and columns to the right each arrow goes."""


class PickingView(PictureView):
    """Shows what can be picked, and how."""

    keys = frozenset({*STEPS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})

    def can_pick(self, position: QPointF) -> bool:
        """Whether there is something to be picked at a position."""
        raise NotImplementedError

    def click(self, position: QPointF) -> None:
        """Pick what is at a position, if anything is."""
        raise NotImplementedError

    def go(self, down: int, right: int) -> None:
        """Put the cursor on the thing so many rows and columns away."""
        raise NotImplementedError

    def hover(self, position: QPointF | None) -> None:
        """Let the readout follow, and show what can be clicked."""
        super().hover(position)
        over = position is not None and self.can_pick(position)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick what is under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.click(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from one to the next with the arrows; Enter picks, Escape takes the cursor away."""
        key = Qt.Key(event.key())
        if key in STEPS:
            self.go(*STEPS[key])
        elif key == Qt.Key.Key_Escape:
            self.set_cursor_at(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cursor is not None:
            self.click(self._cursor)
        else:
            super().keyPressEvent(event)
