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

    def stand_beside(self, corner: QRect, reached: float, labelled: float) -> None:
        """Stand at the left of the menu, never on what the axis says: rather nowhere, the menu has it, too.

        Parameters
        ----------
        corner : QRect
            Where the menu is.
        reached : float
            Where the name of the axis ends, in pixels from the left.
        labelled : float
            Where the numbers on the axis end, in pixels from the top.
        """
        self.setText(ALL)
        if corner.left() - self.sizeHint().width() < reached:
            self.setText(SHORT)
        size = self.sizeHint()
        left, top = corner.left() - size.width(), corner.bottom() + 1 - size.height()
        written = top + (size.height() - self.fontMetrics().ascent()) / 2
        if left < reached or written < labelled:
            self.hide()
        self.setGeometry(left, top, size.width(), size.height())
