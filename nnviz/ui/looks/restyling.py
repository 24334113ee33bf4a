"""Another style sheet for all windows, in turns of the event loop where they hold too much for one."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

MOST_AT_ONCE = 600
"""Widgets that are styled in one turn: about 80 ms, as many as the main window and one beside it have."""

_STYLED, _POLISHED = Qt.WidgetAttribute.WA_StyleSheet, Qt.WidgetAttribute.WA_WState_Polished


class Restyling(QObject):
    """Takes the old sheet away, puts the new one on, has the views follow, and shows window by window.

    Between two turns, keys and training come through. Until all is done no window paints, so that none is
    seen half styled; the one that is worked in is the first to be shown.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._turns: list[Callable[[], None]] = []
        self._held: list[QWidget] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)

    @property
    def is_going_on(self) -> bool:
        """Whether there are turns to come in which sizes change."""
        return bool(self._turns)

    def begin(self, text: Callable[[], str], done: Callable[[], None]) -> None:
        """Style all windows with the sheet that `text` returns, then call `done`; at once if they are few.

        What is still to be done of the time before is replaced.
        """
        self._turns = [lambda: self.put_on(text()), done]
        if not self._held and len(self._app.allWidgets()) <= MOST_AT_ONCE:
            self.take_away()
            while self._turns:
                self._turns.pop(0)()
            return
        for window in self._app.topLevelWidgets():
            if window.isVisible() and window.updatesEnabled():
                window.setUpdatesEnabled(False)
                self._held.append(window)
        active = self._app.activeWindow()
        self._held.sort(key=lambda window: window is active)
        self.take_away()
        self._timer.start()

    def take_away(self) -> None:
        """Take the sheet there is away.

        Qt (6.11) styles each widget anew once for every widget around it where one sheet follows another:
        5,300 palettes for 475 widgets, and three times the time. With the sheet Qt forgets which widgets it
        has to be told of when they go, all but those that asked for their style before they were polished:
        they crash it later, so they are polished now.
        """
        if self._app.styleSheet():
            for widget in self._app.allWidgets():
                if widget.testAttribute(_STYLED) and not widget.testAttribute(_POLISHED):
                    widget.ensurePolished()
            self._app.setStyleSheet("")

    def put_on(self, sheet: str) -> None:
        """Style all widgets there are, and all to come."""
        self.take_away()
        self._app.setStyleSheet(sheet)

    @Slot()
    def _next(self) -> None:
        if self._turns:
            self._turns.pop(0)()
        if not self._turns and self._held:
            window = self._held.pop()
            if isValid(window):
                window.setUpdatesEnabled(True)
        if self._turns or self._held:
            self._timer.start()
