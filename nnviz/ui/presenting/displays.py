"""Which display the stage fills: another one than the window has, where there is one."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


class Displays:
    """Puts the stage on a display, and on the next one when that is asked for."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._place = 0

    def fill(self, stage: QWidget) -> bool:
        """Fill a display; return whether it is another one than the window's."""
        screens = QGuiApplication.screens()
        own = self._window.screen()
        others = [place for place, screen in enumerate(screens) if screen is not own]
        self._place = others[0] if others else screens.index(own)
        self._put(stage)
        return bool(others)

    def fill_next(self, stage: QWidget) -> None:
        """Fill the next display, after the last the first."""
        self._place += 1
        self._put(stage)

    def _put(self, stage: QWidget) -> None:
        screens = QGuiApplication.screens()  # one may have been unplugged
        self._place %= len(screens)
        screen = screens[self._place]
        stage.setScreen(screen)
        stage.setGeometry(screen.geometry())
        stage.showFullScreen()
        stage.raise_()
        stage.activateWindow()
        stage.setFocus()
