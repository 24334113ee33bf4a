"""Garbage is collected in the GUI thread only.

Python collects in whichever thread happens to allocate. In the training thread it would destroy the widgets
and timers of closed windows, which Qt allows in their own thread only, and the app would crash.
"""

import ctypes
import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from nnviz.experiment.run.engine_watch import is_settled

INTERVAL = 500
"""Milliseconds between two looks at how much there may be."""

BETWEEN_RETURNS = 20
"""Looks between two times at which memory goes back to the system."""


class GarbageCollection(QObject):
    """Collects in place of Python, by Python's own thresholds, when the event loop gets to it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self.collect)
        self._engine_came = False
        self._looks = 0
        self._give_back = _giver_back()

    @Slot()
    def begin(self) -> None:
        """Collect from now on, but never look again at what the start has made: it stays."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due, and with it the younger ones.

        What came with the compiled engine stays as well: looking through it would cost some frames each time.
        """
        if not self._engine_came and is_settled():
            self._engine_came = True
            gc.collect()
            gc.freeze()
            return
        self._looks += 1
        if self._looks % BETWEEN_RETURNS == 0:
            self._give_back()
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return


def _giver_back() -> Callable[[], object]:
    """Return what gives free memory back to the system, in about 2 ms.

    The allocator of Linux keeps what lies between things still in use, after an hour as much again as all of
    them; other systems, and other C libraries, need no asking.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return lambda: None
    return lambda: trim(0)
