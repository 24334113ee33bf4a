"""Controls above a picture: where there is too little height for both, they scroll, and nothing is cut."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayoutItem, QScrollArea, QWidget

from nnviz.ui.widgets.item_layout import ItemLayout

SHARE = 0.4
"""Height that a picture asks for, of its width, unless there is less in sight."""


class ControlsAbovePicture(QScrollArea):
    """Holds controls and a picture, which gets all the height that the controls leave.

    Where that is too little, the picture is made as high as the room, and one scrolls to it.

    Parameters
    ----------
    controls : sequence of QWidget
        What stands above the picture, from top to bottom; hidden ones take no room.
    picture : QWidget
    """

    def __init__(self, controls: Sequence[QWidget], picture: QWidget) -> None:
        super().__init__()
        inside = QWidget()
        self._column = _Column(inside)
        for widget in (*controls, picture):
            self._column.addWidget(widget)
        self._controls, self._picture = tuple(controls), picture
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to the control that Tab reaches

    def ask_for(self, height: int) -> None:
        """Ask for another height of the picture than the usual share of its width."""
        self._column.wanted = height
        self._column.invalidate()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest part, and the height of a row of controls over a small picture."""
        hints = [widget.minimumSizeHint() for widget in (*self._controls, self._picture)]
        first = self._controls[0].minimumSizeHint().height() if self._controls else 0
        return QSize(max(hint.width() for hint in hints), first + hints[-1].height())

    def sizeHint(self) -> QSize:
        """Return the size at which nothing scrolls."""
        hint = self._picture.sizeHint()
        return QSize(hint.width(), self._column.above(hint.width()) + hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the picture have as much height as is in sight."""
        if self._column.room != event.size().height():
            self._column.room = event.size().height()
            self._column.invalidate()
        super().resizeEvent(event)


class _Column(ItemLayout):
    """Widgets one below the other, each as high as it asks to be; the last one has the rest."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.room = 0
        self.wanted: int | None = None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Vertical

    def heightForWidth(self, width: int) -> int:
        wanted = round(SHARE * width) if self.wanted is None else self.wanted
        return self.above(width) + min(wanted, self.room)

    def above(self, width: int) -> int:
        """Return the height of everything above the picture."""
        return sum(_height(item, width) for item in self._items[:-1])

    def minimumSize(self) -> QSize:
        return QSize(0, 0)  # whatever is wider gives way

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for item in self._items[:-1]:
            height = _height(item, rect.width())
            item.setGeometry(QRect(rect.left(), top, rect.width(), height))
            top += height
        self._items[-1].setGeometry(QRect(rect.left(), top, rect.width(), max(0, rect.bottom() + 1 - top)))


def _height(item: QLayoutItem, width: int) -> int:
    if item.isEmpty():
        return 0
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
