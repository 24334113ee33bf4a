"""Work that takes long, done beside the window, with progress and cancel."""

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from nnviz.export.errors import CancelledError, ExportError
from nnviz.export.options import Task
from nnviz.files import WriteError

log = logging.getLogger(__name__)


class Background(QObject):
    """Does one thing at a time; starting another cancels the one before.

    Signals
    -------
    progressed(float)
        The share that is done.
    finished(object)
        What the work returned.
    failed(str)
        One sentence; empty when it was cancelled.
    """

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)
    _arrived = Signal(int, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._thread is not None

    def start(self, work: Callable[[Task], object]) -> None:
        """Begin; `work` is given a Task to report to and to ask whether it shall end."""
        self.cancel()
        self._number += 1
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(work, self._number, self._stop), name="export", daemon=True
        )
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to end, and wait until it has."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            self._number += 1  # what it still has to say concerns nobody

    @staticmethod
    def cancel_below(window: QObject) -> None:
        """Cancel all work that belongs to a window, or to windows over it: nothing half-written stays."""
        for background in window.findChildren(Background):
            background.cancel()

    def _run(self, work: Callable[[Task], object], number: int, stop: threading.Event) -> None:
        def report(share: float) -> None:
            self._arrived.emit(number, "progress", share)

        try:
            result = work(Task(report, stop.is_set))
        except CancelledError:
            self._arrived.emit(number, "failed", "")
        except (ExportError, WriteError) as error:
            self._arrived.emit(number, "failed", str(error))
        except MemoryError:
            self._arrived.emit(number, "failed", "There is not enough memory: choose a smaller size.")
        except Exception as error:
            log.exception("Unexpected error in an export")
            self._arrived.emit(number, "failed", f"The export failed ({type(error).__name__}: {error}).")
        else:
            self._arrived.emit(number, "finished", result)

    @Slot(int, str, object)
    def _pass_on(self, number: int, what: str, content: object) -> None:
        if number != self._number:
            return
        if what == "progress":
            assert isinstance(content, float)
            self.progressed.emit(content)
            return
        self._thread = None
        if what == "finished":
            self.finished.emit(content)
        else:
            self.failed.emit(str(content))
