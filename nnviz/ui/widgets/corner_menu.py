"""The quiet button in the corner of a picture: what the picture shows, as a menu."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.looks.icons import icon


class CornerMenu(QToolButton):
    """A button that opens a menu of switches; it stays at the bottom right of its parent."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._picture = parent
        self.setIcon(icon("ellipsis", QPalette.ColorRole.PlaceholderText))
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setProperty("role", "small")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def add(
        self, text: str, key: str, tip: str, chosen: Callable[[], None], checked: bool | None = None
    ) -> QAction:
        """Append an entry, a switch if `checked` is given; `key` works while the picture has the focus."""
        action = QAction(text, self)
        action.setToolTip(tip)
        action.setStatusTip(tip)
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        action.triggered.connect(chosen)
        self._menu.addAction(action)
        self._picture.addAction(action)
        return action

    def entries(self) -> list[QAction]:
        """Return all that it offers now."""
        return [action for action in self._menu.actions() if action.isVisible()]

    def place(self) -> None:
        """Move to the corner."""
        size = self.sizeHint()
        parent = self._picture
        self.setGeometry(
            parent.width() - size.width() - GRID // 2,
            parent.height() - size.height() - GRID // 2,
            size.width(),
            size.height(),
        )
