"""One sentence across the top of the network that something went wrong, and what can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.widgets.buttons import tool_button

_WRAPPED = Qt.TextFlag.TextWordWrap.value
_SMALLER = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4, 1 / 3)
"""Of the text size: the first with which the whole sentence has room is taken."""


class Banner(QFrame):
    """Hidden until there is something to say; all of it is seen, in smaller letters where that takes it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit)
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
        self._begin_fitting()

    def amend(self, sentence: str) -> None:
        """Put another sentence, of about the same length, for the one that is shown."""
        self._text.setText(sentence)
        self._text.setAccessibleName(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take letters with which the sentence has room: large ones again where it became wider."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._begin_fitting()
        self._fitting.start()

    def changeEvent(self, event: QEvent) -> None:
        """Take the size of the text anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._begin_fitting()

    def _begin_fitting(self) -> None:
        """Ask for all the room that the whole size needs; what is given is seen later."""
        self._text.setFont(QApplication.font())
        self._fitting.start()

    @Slot()
    def _fit(self) -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        font, room = self._text.font(), self._text.size()
        for share in _SMALLER:
            font.setPixelSize(min(font.pixelSize(), round(share * QApplication.font().pixelSize())))
            needed = QFontMetrics(font).boundingRect(0, 0, room.width(), 0, _WRAPPED, self._text.text())
            if needed.height() <= room.height():
                break
        if font.pixelSize() < self._text.font().pixelSize():
            self._text.setFont(font)

    def _followed(self) -> None:
        self.hide()
        self._follow()
