"""Three short hints at the first start, one at a time; they go away for good."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.settings import Settings
from nnviz.ui.widgets.buttons import tool_button

HINTS = (
    "Press Space, or Play above: the network learns.",
    "A line is a weight: thick is large, blue is positive, orange is negative. Change it while it trains.",
    "Right trains one step, R starts again from the same weights, and ? shows all keys.",
)
_SEEN = "hints/seen"


class Hints(QFrame):
    """A strip under the network."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("hints")
        self._settings = settings
        self._index = 0
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._count = QLabel()
        self._count.setProperty("role", "note")
        self._next = QPushButton("Next")
        self._next.setToolTip("Go on to the next hint")
        self._next.clicked.connect(self.next)
        close = tool_button("x", "Show no more hints")
        close.clicked.connect(self.finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._text, 1)
        row.addWidget(self._count)
        row.addWidget(self._next)
        row.addWidget(close)
        self.setVisible(not settings.text(_SEEN))
        self._show()

    @Slot(bool)
    def stand_back(self, on: bool) -> None:
        """Make room for something else, or come back if not all have been seen."""
        self.setHidden(on or bool(self._settings.text(_SEEN)))

    @Slot()
    def played(self) -> None:
        """Go on from the first hint once it has been followed."""
        if self._index == 0 and not self.isHidden():
            self.next()

    @Slot()
    def next(self) -> None:
        """Show the next hint; after the last, none."""
        self._index += 1
        if self._index == len(HINTS):
            self.finish()
        else:
            self._show()

    @Slot()
    def finish(self) -> None:
        """Go away for good."""
        self._settings.set(_SEEN, "yes")
        self.hide()

    def _show(self) -> None:
        self._text.setText(HINTS[self._index])
        self._count.setText(f"{self._index + 1} of {len(HINTS)}")
        self._next.setText("Done" if self._index == len(HINTS) - 1 else "Next")
