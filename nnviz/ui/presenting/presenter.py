"""What only the lecturer sees: this scene, what comes next, notes, and the time."""

from functools import partial

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTime, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from nnviz.lecture.scene import Scene
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.presenting.keys import Keys
from nnviz.ui.widgets.plain_text import MarkdownBrowser

SIZE = QSize(120 * GRID, 76 * GRID)
SECOND = 1000
NOTES_SIZE = (18, 32)
"""Pixels of the letters of the notes, at least and at most: they are read standing, from a step away."""
ROWS = 32
"""Of the letters of the notes, in the height of the window."""
_BUTTONS = (
    ("back", "Back"),
    ("forward", "Forward"),
    ("play", "Play"),
    ("restore", "Restore"),
    ("black", "Black"),
    ("freeze", "Freeze"),
    ("leave", "End"),
)


class PresenterWindow(QWidget):
    """Follows the stage.

    Signals
    -------
    closed
        It was closed by its own button.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, keys: Keys) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("nnviz – presenter")
        self._keys = keys
        self._running = QElapsedTimer()
        self._running.start()
        self._picture = QPixmap()
        self._shown: tuple[int, Scene] | None = None
        self._clock, self._where = QLabel(), QLabel()
        self._now, self._then = QLabel(), MarkdownBrowser()
        self._now.setMinimumSize(240, 135)
        self._now.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.notes = MarkdownBrowser()
        for browser, name in ((self.notes, "Notes"), (self._then, "Next scene")):
            browser.setAccessibleName(name)
            browser.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._then.setFrameShape(QFrame.Shape.NoFrame)
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        self._clock.setProperty("role", "title")
        self._clock.setAccessibleName("Clock, and time since the presentation began")
        self._lay_out()
        self.resize(SIZE)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tell_time)
        self._timer.start(SECOND)
        self._tell_time()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for name, text in _BUTTONS:
            button = QToolButton()
            button.setText(text)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._keys.asked.emit, name))
            buttons.addWidget(button)
        buttons.addStretch()
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self._where)
        left.addWidget(self._now, 1)
        left.addLayout(buttons)
        right.addWidget(self._clock)
        right.addWidget(self.notes, 3)
        right.addWidget(self._then, 2)
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        grid.setSpacing(2 * GRID)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)

    def show_scene(self, scene: Scene, following: Scene | None, number: int, count: int) -> None:
        """Show what is said in a scene, and what comes after it; the same again leaves it where it is."""
        if (number, scene) == self._shown:
            return
        self._shown = number, scene
        self._where.setText(f"Scene {number + 1} of {count}:  {scene.title}")
        self.notes.show_markdown(scene.notes or "No notes.")
        if following is None:
            self._then.show_markdown("The last scene.")
        else:
            self._then.show_markdown(following.text, f"Next:  {following.title}")

    def show_picture(self, picture: QPixmap) -> None:
        """Show what the hall sees."""
        self._picture = picture
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture, and what is read."""
        super().resizeEvent(event)
        least, most = NOTES_SIZE
        size = min(max(self.height() // ROWS, least), most)
        self.setStyleSheet(f"QTextBrowser, QToolButton, QLabel {{ font-size: {size}px; }}")
        self._clock.setStyleSheet(f"font-size: {round(1.6 * size)}px;")
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the stage does with a key."""
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Go; the presentation goes on."""
        self.closed.emit()
        event.accept()

    def _fit(self) -> None:
        if not self._picture.isNull():
            smooth = Qt.TransformationMode.SmoothTransformation
            kept = Qt.AspectRatioMode.KeepAspectRatio
            self._now.setPixmap(self._picture.scaled(self._now.size(), kept, smooth))

    @Slot()
    def _tell_time(self) -> None:
        minutes, seconds = divmod(self._running.elapsed() // SECOND, 60)
        self._clock.setText(f"{QTime.currentTime().toString('HH:mm')}     {minutes}:{seconds:02}")
