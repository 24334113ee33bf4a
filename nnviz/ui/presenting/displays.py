"""Which display the stage fills: another one than the window has, where there is one; they come and go."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from nnviz.ui.presenting.early_keys import EarlyKeys


class Displays(QObject):
    """Puts the stage on a display, on the next one if that is asked for, on another if one is unplugged.

    Signals
    -------
    changed
        A display came or went, and the stage is where it belongs now.
    """

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._stage: QWidget | None = None
        self._chosen = ""
        """The name of the display that was asked for; the stage goes back to it when it is there again."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._wait)
            application.screenRemoved.connect(self._wait)

    @property
    def is_own(self) -> bool:
        """Whether the stage has another display than the window."""
        return self._stage is not None and self._stage.screen() is not self._window.screen()

    def fill(self, stage: QWidget) -> None:
        """Fill a display; keys that come before the stage can be seen are meant for it already."""
        self._stage = stage
        EarlyKeys(self._window, stage)
        self._put(self._best())

    def fill_next(self) -> None:
        """Fill the next display, after the last the first; it is remembered until the app is closed."""
        if self._stage is None:
            return
        screens = QGuiApplication.screens()
        names = [screen.name() for screen in screens]
        here = self._stage.screen().name()
        place = names.index(here) + 1 if here in names else 0
        screen = screens[place % len(screens)]
        self._chosen = screen.name()
        self._put(screen)

    def forget(self) -> None:
        """Count the stage as closed."""
        self._stage = None

    def _best(self) -> QScreen:
        """Return the display that was asked for, or one that the window does not have, or the only one."""
        screens = QGuiApplication.screens()
        chosen = [screen for screen in screens if screen.name() == self._chosen]
        others = [screen for screen in screens if screen is not self._window.screen()]
        return (chosen or others or screens)[0]

    @Slot(QScreen)
    def _wait(self, _screen: QScreen) -> None:
        QTimer.singleShot(0, self, self._look_again)  # Qt moves windows from a display that goes, first

    @Slot()
    def _look_again(self) -> None:
        if self._stage is not None and QGuiApplication.screens():
            self._put(self._best())
            self.changed.emit()

    def _put(self, screen: QScreen) -> None:
        stage = self._stage
        assert stage is not None
        stage.setScreen(screen)
        stage.setGeometry(screen.geometry())
        stage.showFullScreen()
        stage.raise_()
        stage.activateWindow()
        stage.setFocus()
