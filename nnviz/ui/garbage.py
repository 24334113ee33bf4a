"""Garbage is collected in the GUI thread only.

Python collects in whichever thread happens to allocate. In the training thread it would destroy the widgets
and timers of closed windows, which Qt allows in their own thread only, and the app would crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

from nnviz.experiment.run.engine_watch import is_settled

INTERVAL = 500
"""Milliseconds between two looks at how much there may be."""


class GarbageCollection(QObject):
    """Collects in place of Python, by Python's own thresholds, when the event loop gets to it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self.collect)
        self._engine_came = False

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
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
