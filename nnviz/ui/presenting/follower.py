"""Keeps the presenter's window at what the stage shows."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

from nnviz.lecture.scene import Scene
from nnviz.ui.presenting.keys import Keys
from nnviz.ui.presenting.presenter import SIZE, PresenterWindow
from nnviz.ui.presenting.show import Show

APART = 400
"""Milliseconds between two looks at the stage."""


class OnStage(Struct, frozen=True, eq=False):
    """What is on the stage: the present scene, which of how many it is, and what comes next."""

    stage: QWidget
    scene: Scene
    following: Scene | None
    number: int
    count: int


def on_stage(stage: QWidget, show: Show | None, scene: Scene) -> OnStage:
    """Return what a stage shows of a lecture, or without one."""
    if show is None:
        return OnStage(stage, scene, None, 0, 1)
    return OnStage(stage, show.scene, show.following, show.number, len(show.lecture.scene))


class Follower(QObject):
    """Shows the presenter's window, or not.

    Parameters
    ----------
    window : QWidget
        The main window, on whose display it opens.
    keys : Keys
    now : callable
        () -> OnStage, or None while nothing is presented.
    """

    def __init__(self, window: QWidget, keys: Keys, now: Callable[[], OnStage | None]) -> None:
        super().__init__(window)
        self._main, self._keys, self._now = window, keys, now
        self.window: PresenterWindow | None = None
        self._fills = False
        self._timer = QTimer(self)
        self._timer.setInterval(APART)
        self._timer.timeout.connect(self.look)

    @Slot()
    def toggle(self) -> None:
        """Open the window, or put it away."""
        if self.window is not None:
            self.close()
        else:
            self.show()

    def show(self) -> None:
        """Open the window, unless it is open."""
        if self.window is not None:
            return
        self.window = PresenterWindow(self._main, self._keys)
        self.window.closed.connect(self.close)
        self.place()
        self.window.show()
        self._timer.start()
        self.look()

    def stand_by(self, stage: QWidget, *, opens: bool) -> None:
        """Have the window fill the display that the stage leaves it, and the keys with the stage."""
        self._fills = opens
        if opens:
            self.show()
        self.place()
        stage.raise_()
        stage.activateWindow()

    def place(self) -> None:
        """Put the window on the display of the main window, wholly within it."""
        window = self.window
        if window is None:
            return
        screen = self._main.screen()
        room = screen.availableGeometry()
        window.setScreen(screen)
        maximised = Qt.WindowState.WindowMaximized
        window.setWindowState(maximised if self._fills else Qt.WindowState.WindowNoState)
        window.resize(room.size() if self._fills else SIZE.boundedTo(room.size()))
        window.move(room.topLeft())

    @Slot()
    def close(self) -> None:
        """Put the window away."""
        window, self.window = self.window, None
        self._timer.stop()
        if window is not None:
            window.blockSignals(True)
            window.close()
            window.deleteLater()

    @Slot()
    def look(self) -> None:
        """Show what is on the stage now."""
        now = self._now()
        if self.window is None or now is None:
            return
        self.window.show_picture(now.stage.grab())
        self.window.show_scene(now.scene, now.following, now.number, now.count)
