"""Loss surfaces computed beside the window, each finer than the one before; a new order ends the last."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from nnviz.experiment.look.surface import Plane, surfaces
from nnviz.experiment.snapshot.terrain import Terrain


class SurfaceWorker(QObject):
    """One thread at a time.

    Signals
    -------
    made(Surface)
        Another surface of the last order.
    """

    made = Signal(object)
    _arrived = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._number = 0
        self._stale = threading.Event()
        self._thread: threading.Thread | None = None
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether surfaces of the last order are still being computed."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, terrain: Terrain, plane_of: Callable[[Terrain], Plane], levels: tuple[int, ...]) -> None:
        """Compute the loss over a plane with these numbers of points a side."""
        self.stop()
        self._stale = threading.Event()
        work = (terrain, plane_of, levels, self._number, self._stale)
        self._thread = threading.Thread(target=self._run, args=work, name="surface", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the computation: it looks up after each point."""
        self._stale.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._number += 1  # what is still on its way concerns nobody

    def _run(
        self,
        terrain: Terrain,
        plane_of: Callable[[Terrain], Plane],
        levels: tuple[int, ...],
        number: int,
        stale: threading.Event,
    ) -> None:
        try:
            for surface in surfaces(terrain, plane_of(terrain), levels, stale.is_set):
                self._arrived.emit(number, surface)
        except Exception as error:
            self._arrived.emit(number, error)

    @Slot(int, object)
    def _pass_on(self, number: int, found: object) -> None:
        if number != self._number:
            return
        if isinstance(found, Exception):
            raise found  # here, in the window's thread, the user is told
        self.made.emit(found)
