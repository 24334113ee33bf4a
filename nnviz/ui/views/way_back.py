"""The button that shows all epochs again, beside the menu of the curves."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QToolButton, QWidget

ALL, SHORT = "All epochs", "All"
"""What it is called, and where the name of the axis leaves no room for that."""


class WayBack(QToolButton):
    """Offered while only some epochs are shown: the run goes on out of sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(ALL)
        self.setToolTip("Show the whole run and follow it again  (F)")
        self.setAccessibleName(ALL)
        self.setObjectName("wayBack")
        self.setProperty("role", "small")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def stand_beside(self, corner: QRect, reached: float) -> None:
        """Stand at the left of the menu, and never on the name of the axis: rather nowhere, the menu has it.

        Parameters
        ----------
        corner : QRect
            Where the menu is.
        reached : float
            Where the name of the axis ends, in pixels from the left.
        """
        self.setText(ALL)
        if corner.left() - self.sizeHint().width() < reached:
            self.setText(SHORT)
            if corner.left() - self.sizeHint().width() < reached:
                self.hide()
        size = self.sizeHint()
        height = max(size.height(), corner.height())
        self.setGeometry(corner.left() - size.width(), corner.bottom() + 1 - height, size.width(), height)
