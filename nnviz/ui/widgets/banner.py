"""One sentence across the top of the network that something went wrong, and what can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.widgets.buttons import tool_button


class Banner(QFrame):
    """Hidden until there is something to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self._advice = QPushButton()
        self._follow: Callable[[], None] = self.hide
        self._advice.clicked.connect(self._followed)
        close = tool_button("x", "Close this message")
        close.clicked.connect(self.hide)
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        grid.setSpacing(GRID)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._text, 0, 0)
        grid.addWidget(close, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._advice, 1, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said, or empty."""
        return "" if self.isHidden() else self._text.text()

    def say(
        self,
        sentence: str,
        advice: str = "",
        follow: Callable[[], None] | None = None,
        tip: str = "Follow this advice (Undo takes it back)",
        quiet: bool = False,
    ) -> None:
        """Show a sentence, and a button that follows the advice where there is one.

        `quiet` says that nothing is wrong.
        """
        self.setProperty("quiet", quiet)
        self.style().polish(self)
        self._text.setText(sentence)
        self._text.setAccessibleName(sentence)
        self._advice.setText(advice)
        self._advice.setToolTip(tip)
        self._advice.setVisible(follow is not None)
        self._follow = follow or self.hide
        self.show()

    def _followed(self) -> None:
        self.hide()
        self._follow()
