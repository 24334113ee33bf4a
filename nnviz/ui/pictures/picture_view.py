"""What the panels with a painted picture have in common: size of text, focus, own keys, corner menu."""

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.look.wish import Wishes
from nnviz.paint.drawing.theme import Style
from nnviz.ui.pictures.held import HeldPicture
from nnviz.ui.widgets.corner_menu import CornerMenu

SIZE = QSize(360, 300)
SMALLEST = QSize(220, 180)
LINES_ACROSS, LINES_DOWN = 16, 13
"""Where so many times the text size does not fit, the text is smaller than asked, down to `SMALLEST_TEXT`."""
SMALLEST_TEXT = 13.0


class PictureView(HeldPicture):
    """Shows a picture of the latest snapshot in a panel of its own.

    The corner has a menu of what it shows, which the menu of the right button has, too.
    """

    frames_apart = 2
    lines_across = LINES_ACROSS
    """So many times the text size fits into the width of the picture as it is now."""

    def __init__(self, name: str, menu_name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._asked_style = self._style
        self.menu = CornerMenu(self, menu_name)

    def wishes(self) -> Wishes:
        """Ask for nothing: every moment has data, weights and curves."""
        return ()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._asked_style = style
        self._fit_style()
        self.menu.place()
        self.update()

    def _fit_style(self) -> None:
        """Leave room for the picture beside its words where the view is small for large text."""
        asked = self._asked_style
        text = min(asked.text, self.width() / self.lines_across, self.height() / LINES_DOWN)
        share = max(text, min(SMALLEST_TEXT, asked.text)) / asked.text
        self._style = replace(asked, text=share * asked.text, scale=share * asked.scale)

    def sizeHint(self) -> QSize:
        """Return a good size."""
        return SIZE

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the picture can be read."""
        return SMALLEST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in its corner."""
        super().resizeEvent(event)
        self._fit_style()
        self.menu.place()

    def context_actions(self, position: QPointF) -> list[QAction]:
        """Return what the button in the corner offers, and what can be pinned and copied."""
        return [*self.menu.entries(), *super().context_actions(position)]
