"""The training thread: begun with the window, ended with it, and told of orders meanwhile."""

import sys

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from nnviz.worker.remote import Remote
from nnviz.worker.worker import Worker

SWITCH_INTERVAL = 0.0005
"""Seconds until Python's other thread gets its turn (default: 5 ms).

The training thread needs the interpreter for a moment after each call of the compiled engine; waiting out a
repaint each time cost a tenth of its speed.
"""

MOST_SECONDS_TO_BEGIN = 10.0

_ending: set["Controller"] = set()
"""Those whose threads have been told to end, and perhaps have not yet."""


def close_all_ending() -> None:
    """Wait for the threads that have been told to end; before the app itself ends."""
    for controller in tuple(_ending):
        controller.close()


class Controller(Remote):
    """Lives in the GUI thread and owns the training thread; every method but `close` returns at once.

    Parameters
    ----------
    parent : QObject, optional
    delay : int
        Milliseconds until the first order is looked at, at most: a window that is just being made would have
        to share the interpreter with the training thread, and be painted later. It calls `release`.
    keeps : bool
        Whether what is trained is kept for the case that nobody saves it.
    """

    _end_asked = Signal()

    def __init__(self, parent: QObject | None = None, delay: int = 0, keeps: bool = False) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._thread = QThread()
        self._thread.setObjectName("training")
        self._worker = Worker(self._orders, self._deliveries, delay, keeps)
        self._worker.moveToThread(self._thread)
        queued = Qt.ConnectionType.QueuedConnection
        self._thread.started.connect(self._worker.begin)
        self.order_given.connect(self._worker.attend, queued)
        self._end_asked.connect(self._worker.end, queued)
        self._worker.failed.connect(self.failed, queued)
        self._worker.file_opened.connect(self.file_opened, queued)
        self._worker.file_saved.connect(self.file_saved, queued)
        self._worker.copied.connect(self.copied, queued)
        self._thread.start()
        # No other thread may make objects of PySide while a thread calls its first slot: about one start
        # in two hundred crashed on a busy machine. The thread needs less than a millisecond to begin.
        self._worker.begun.wait(MOST_SECONDS_TO_BEGIN)

    def another(self, parent: QObject) -> "Controller":
        """Return one with a thread of its own, at once and keeping nothing."""
        return Controller(parent)

    @Slot()
    def close(self) -> None:
        """End the training thread, whatever it is doing, and wait for it; may be called twice."""
        if self._thread.isRunning():
            self._tell_to_end()
            self._thread.wait()
        _ending.discard(self)

    @Slot()
    def release(self) -> None:
        """Let the thread look at the first order, whatever of the delay is left."""
        self._worker.release()

    def end(self) -> None:
        """End the training thread without waiting for it: a window that goes on must not stand still.

        Without compiled code a single measurement may take a second. Until the thread has ended, this object
        is kept alive, also when its parent is destroyed.
        """
        if self._thread.isRunning():
            self.setParent(None)
            _ending.add(self)
            self._thread.finished.connect(self.close, Qt.ConnectionType.QueuedConnection)
            self._tell_to_end()

    def _tell_to_end(self) -> None:
        self._thread.requestInterruption()
        self._worker.release()
        self._worker.interrupt(gives_up=True)
        self._end_asked.emit()

    def _interrupt(self, *, gives_up: bool) -> None:
        self._worker.interrupt(gives_up=gives_up)
