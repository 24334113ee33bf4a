"""Work beside the thread of the window, which is told about it by signals and can call it off.

Whoever submits something is told in the thread of the window. Nothing is heard any more of work
that was cancelled, or that something newer has taken the place of.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal, Slot

from nnviz.experiment.spec.errors import SpecError
from nnviz.files import WriteError
from nnviz.priority import step_back
from nnviz.tasks.task import CancelledError, Task, TaskError

log = logging.getLogger(__name__)

Work = Callable[[Task], object]


class Tasks(QObject):
    """Does one thing after another, or several at once, in threads that are there only meanwhile.

    Parameters
    ----------
    parent : QObject
        Its window, or something in it: when that is closed, `cancel_below` ends all work that belongs to it.
    what : str
        What fails if an error that nobody foresaw comes up: "The export".
    threads : int
        How many things may be done at once.

    Signals
    -------
    progressed(float)
        The share that is done.
    published(object)
        A part of the result.
    finished(object)
        What the work returned.
    failed(str)
        One sentence.
    """

    progressed = Signal(float)
    published = Signal(object)
    finished = Signal(object)
    failed = Signal(str)
    _arrived = Signal(object, str, object)

    def __init__(self, parent: QObject, what: str = "This", threads: int = 1) -> None:
        super().__init__(parent)
        self._what = what
        self._crew = _Crew(self._do, threads)
        self._open: set[_Order] = set()
        """Orders of which something may still be heard."""
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self._crew.dismiss)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done, or waits, or has not been told yet."""
        return bool(self._open)

    def submit(self, work: Work) -> None:
        """Do this in place of everything submitted before, whose end is not waited for; the latest wins."""
        self._call_off(self._open)
        self.add(work)

    def submit_next(self, work: Work) -> None:
        """Do this as soon as the present work is done, in place of what has been waiting for that."""
        self._call_off(self._crew.waiting)
        self.add(work)

    def add(self, work: Work) -> None:
        """Do this, too."""
        order = _Order(work)
        self._open.add(order)
        self._crew.take(order)

    @Slot()
    def give_up(self) -> None:
        """End everything, without waiting for its end."""
        self._call_off(self._open)

    def cancel(self) -> None:
        """End everything, and wait until it has ended."""
        self.give_up()
        self._crew.dismiss()

    @staticmethod
    def cancel_below(window: QObject) -> None:
        """Cancel all work that belongs to a window, or to windows over it: nothing half-written stays."""
        for tasks in window.findChildren(Tasks):
            tasks.cancel()

    def _call_off(self, orders: "set[_Order]") -> None:
        for order in tuple(orders):
            order.stop.set()
            self._open.discard(order)

    def _do(self, order: "_Order") -> None:
        """Do one thing, in a thread of the crew."""
        try:
            outcome = "finished", order.work(self._task(order))
        except CancelledError:
            outcome = "failed", ""
        except (TaskError, SpecError, WriteError) as error:
            outcome = "failed", str(error)
        except MemoryError:
            outcome = "failed", "There is not enough memory: choose a smaller size."
        except Exception as error:
            log.exception("Unexpected error beside the window")
            outcome = "failed", f"{self._what} failed ({type(error).__name__}: {error})."
        self._tell(order, *outcome)

    def _task(self, order: "_Order") -> Task:
        return Task(
            report=lambda share: self._tell(order, "progressed", share),
            cancelled=order.stop.is_set,
            publish=lambda part: self._tell(order, "published", part),
        )

    def _tell(self, order: "_Order", what: str, content: object) -> None:
        with suppress(RuntimeError):  # the window is gone
            self._arrived.emit(order, what, content)

    @Slot(object, str, object)
    def _pass_on(self, order: "_Order", what: str, content: object) -> None:
        if order not in self._open:
            return
        if what in ("finished", "failed"):
            self._open.discard(order)
        getattr(self, what).emit(content)


class _Order:
    """One thing to do, and whether it is called off."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.stop = threading.Event()


class _Crew:
    """Threads that do orders, the oldest first, and go when there are none."""

    def __init__(self, do: Callable[[_Order], None], most: int) -> None:
        self._do, self._most = do, most
        self._orders: deque[_Order] = deque()
        self._doing: set[_Order] = set()
        self._threads: set[threading.Thread] = set()
        self._lock = threading.Lock()

    @property
    def waiting(self) -> set[_Order]:
        """Orders that nobody has begun."""
        with self._lock:
            return set(self._orders)

    def take(self, order: _Order) -> None:
        """Have an order done."""
        with self._lock:
            self._orders.append(order)
            if len(self._threads) == self._most:
                return
            thread = threading.Thread(target=self._work, name="task", daemon=True)
            self._threads.add(thread)
        thread.start()

    def dismiss(self) -> None:
        """Call everything off, and wait until the last thread is gone."""
        with self._lock:
            for order in (*self._orders, *self._doing):
                order.stop.set()
            threads = tuple(self._threads)
        for thread in threads:
            thread.join()

    def _work(self) -> None:
        step_back()
        while (order := self._next()) is not None:
            if not order.stop.is_set():
                self._do(order)
            with self._lock:
                self._doing.discard(order)

    def _next(self) -> _Order | None:
        with self._lock:
            if not self._orders:
                self._threads.discard(threading.current_thread())
                return None
            order = self._orders.popleft()
            self._doing.add(order)
            return order
