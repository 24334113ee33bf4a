"""Ends of the app that nobody clicked on: SIGTERM, SIGHUP, Ctrl+C in the terminal, or a screen that dies.

Settings and the run are kept as when the window is closed, and the exit code says which end it was.
"""

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    QtMsgType,
    Slot,
    qInstallMessageHandler,
)

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Those of them that the system knows."""
_SCREEN_IS_GONE = "connection broke"
"""What Qt says of X11 and of Wayland right before it ends the process."""
_GONE_CODE = 1


class Ending(QObject):
    """Closes everything when the system asks for it.

    Python's own handlers of signals wait for the interpreter, which Qt's event loop may not enter for long:
    a signal wakes that loop through a socket. A second signal ends the process at once.

    Parameters
    ----------
    parent : QObject
    close : callable
        Closes every window as a user would.
    keep : callable
        Keeps what must not be lost, without anything of Qt's windows: their screen is gone.
    """

    def __init__(self, parent: QObject, close: Callable[[], object], keep: Callable[[], None]) -> None:
        super().__init__(parent)
        self._close, self._keep = close, keep
        self._signals = 0
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._end)

    def listen(self) -> None:
        """Hear signals, but those that whoever started the app wants ignored, and what Qt says."""
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for name in SIGNALS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._count)
        qInstallMessageHandler(self._hear)

    def _count(self, number: int, _frame: FrameType | None) -> None:
        self._signals += 1
        if self._signals > 1:
            os._exit(128 + number)

    @Slot()
    def _end(self) -> None:
        """Close the windows and leave the event loops, those of dialogs, too."""
        with contextlib.suppress(BlockingIOError):
            number = self._reader.recv(16)[0]
            try:
                self._close()
            finally:
                QCoreApplication.exit(128 + number)

    def _hear(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        """Pass on what Qt says; keep everything where it is about to end the process."""
        if sys.stderr is not None:
            with contextlib.suppress(OSError, ValueError):
                print(message, file=sys.stderr, flush=True)
        if _SCREEN_IS_GONE in message and kind != QtMsgType.QtDebugMsg:
            try:
                self._keep()
            finally:
                os._exit(_GONE_CODE)
