"""The object in the training thread: takes orders, trains in slices, leaves snapshots in a mailbox."""

import logging
import threading
import time
from collections import deque

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from nnviz.engine.compiling import background as compiling
from nnviz.experiment.commands import SetSpec, Visit
from nnviz.experiment.run import engine_watch
from nnviz.experiment.run.chunks import GivenUpError
from nnviz.files import WriteError
from nnviz.worker.delivery import Delivery
from nnviz.worker.keeper import Keeper
from nnviz.worker.mailbox import Mailbox
from nnviz.worker.orders import CopyPast, Open, OpenFile, OpenPast, Order, Remark, SaveFile, Want
from nnviz.worker.player import Player

ENGINE_DELAY = 500  # milliseconds that the window gets to be painted first
SLICES = 8  # of training until other events get their turn; orders are heard after each
KEEP_INTERVAL = 1000  # milliseconds between two looks at whether there is something to keep
WATCH_INTERVAL = 200  # milliseconds between two looks at the compiling engine

log = logging.getLogger(__name__)


class Worker(QObject):
    """Runs in its own thread; every slot is called there by queued connections.

    Parameters
    ----------
    orders : deque of Order
        The GUI thread appends, this one takes from the left (both atomic).
    deliveries : Mailbox
        Where the latest snapshot is left.
    delay : int
        Milliseconds until it looks at the first order, unless `release` is called before.
    keeps : bool
        Whether what is trained is kept for the case that nobody saves it.

    Attributes
    ----------
    begun : threading.Event
        Set as soon as its thread has called it for the first time.
    """

    failed = Signal(str)
    file_opened = Signal(str)
    file_saved = Signal(str)
    copied = Signal(object)

    def __init__(
        self,
        orders: deque[Order | Remark],
        deliveries: Mailbox[Delivery],
        delay: int = 0,
        keeps: bool = False,
    ) -> None:
        super().__init__()
        self.begun = threading.Event()
        self._delay = delay
        self._released = threading.Event()
        self._orders = orders
        self._deliveries = deliveries
        self._orders_done = 0
        self._player = Player()
        self._keeper = Keeper(self._player) if keeps else None
        self._keep_timer: QTimer | None = None
        self._timer: QTimer | None = None
        self._watch: QTimer | None = None
        self._hint = ""

    @Slot()
    def begin(self) -> None:
        """Create the timers, in the thread whose event loop they belong to."""
        self.begun.set()
        self._released.wait(self._delay / 1000.0)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.train)
        self._watch = QTimer(self)
        self._watch.timeout.connect(self.watch_engine)
        self._watch.start(WATCH_INTERVAL)
        self._keep_timer = QTimer(self)
        self._keep_timer.setInterval(KEEP_INTERVAL)
        self._keep_timer.timeout.connect(self.keep)
        QTimer.singleShot(ENGINE_DELAY, self, self.start_engine)

    def release(self) -> None:
        """Let it look at the first order; may be called from any thread, and twice."""
        self._released.set()

    @Slot()
    def start_engine(self) -> None:
        """Have the compiled engine loaded, or made; not at once, since that would slow the window's start."""
        session = self._player.session
        if session is None:
            compiling.start()
        else:
            engine_watch.compile_for(session.spec)

    @Slot()
    def attend(self) -> None:
        """Carry out all waiting orders, then show the result once."""
        if not self._has_orders():
            return
        done: list[Order | Remark] = []
        while self._has_orders():
            order = self._take_order()
            if isinstance(order, Open | SetSpec) and engine_watch.is_wide(order.spec.network):
                engine_watch.wait_until_compiled(order.spec, self._need_not_wait)
                if self._is_overtaken():
                    continue
            try:
                self._obey(order)
            except GivenUpError:
                continue
            except Exception as error:
                self._report(error)
            else:
                done.append(order)
        if self._is_closing():
            return
        if self._player.playing:
            self.start_engine()  # interpreted, an update may take longer than the delay
        self._publish()
        self._tell(done)
        self._schedule(0.0)
        if self._keeper is not None and self._keep_timer is not None and not self._keep_timer.isActive():
            self._keep_timer.start()

    def _obey(self, order: Order | Remark) -> None:
        """Have an order carried out, and what it leaves kept."""
        if isinstance(order, Remark):
            if self._keeper is not None:
                self._keeper.hear(order)
        elif self._keeper is None:
            self._player.obey(order)
        else:
            with self._keeper.watching(order):
                self._player.obey(order)

    @Slot()
    def keep(self) -> None:
        """Keep what has been done; once nothing happens any more, look no more either."""
        if self._keeper is None or self._keep_timer is None:
            return
        try:
            rests = self._keeper.look()
        except Exception:
            log.exception("The run cannot be kept for the case of a crash")
            rests = True
        if rests and not self._player.is_busy:
            self._keep_timer.stop()

    @Slot()
    def train(self) -> None:
        """Train for some slices, show what is due, and come back.

        Going through the event loop after each slice would cost some hundredths of the training: there the
        thread must wait for the interpreter.
        """
        wait, slices = 0.0, SLICES
        while slices > 0 and wait == 0.0 and not self._orders and self._goes_on():
            slices -= 1
            try:
                wait = self._player.tick()
            except GivenUpError:
                self._player.halt()
            except Exception as error:
                self._report(error)
            if self._player.frame_is_due():
                self._publish()
        self._schedule(wait)

    def _goes_on(self) -> bool:
        return self._player.is_busy and not self._is_closing()

    @Slot()
    def watch_engine(self) -> None:
        """Show when the compiled engine takes over; then there is nothing left to watch."""
        if self._engine_hint() != self._hint:
            self._publish()
        if self._watch is not None and engine_watch.is_settled():
            self._watch.stop()

    @Slot()
    def end(self) -> None:
        """Stop everything and leave the thread's event loop."""
        for timer in (self._timer, self._watch, self._keep_timer):
            if timer is not None:
                timer.stop()
        if self._keeper is not None:
            try:
                self._keeper.close()
            except Exception:
                log.exception("The run cannot be kept")
        QThread.currentThread().quit()

    def interrupt(self, *, gives_up: bool = False) -> None:
        """Make a running slice end at the next update, so that orders are heard; callable from any thread.

        Where the present run is to be left, the way to another moment of it, which may be long, is given up.
        """
        session = self._player.session
        if session is None:
            return
        if gives_up:
            session.give_up()
        else:
            session.stop()

    def _has_orders(self) -> bool:
        """Whether orders wait; once the window closes, a run that is yet to be saved is all that counts."""
        if self._is_closing():
            return any(isinstance(order, SaveFile) for order in self._orders)
        return bool(self._orders)

    def _need_not_wait(self) -> bool:
        return self._is_closing() or self._is_overtaken()

    def _is_overtaken(self) -> bool:
        """Whether what is being waited for is given up: something else is to be opened."""
        return any(isinstance(order, Open | OpenFile | OpenPast) for order in self._orders)

    def _take_order(self) -> Order | Remark:
        """Return the next order, skipping those that a later one of the same kind makes pointless."""
        order = self._orders.popleft()
        self._orders_done += 1
        while self._orders and _supersedes(self._orders[0], order):
            order = self._orders.popleft()
            self._orders_done += 1
        return order

    def _engine_hint(self) -> str:
        session = self._player.session
        return engine_watch.hint(None if session is None else session.spec)

    def _publish(self) -> None:
        self._hint = self._engine_hint()
        try:
            snapshot = self._player.snapshot(self._hint)
        except Exception as error:
            self._report(error)
            return
        if snapshot is not None:
            self._deliveries.put(Delivery(self._orders_done, snapshot, time.thread_time()))

    def _schedule(self, wait: float) -> None:
        if self._timer is not None and self._player.is_busy and not self._is_closing():
            self._timer.start(int(wait * 1000))

    def _tell(self, done: list[Order | Remark]) -> None:
        """Say what came of orders besides the next snapshot."""
        for order in done:
            if isinstance(order, CopyPast):
                self.copied.emit(self._player.copies)
            elif isinstance(order, OpenFile):
                self.file_opened.emit(str(order.path))
            elif isinstance(order, SaveFile):
                self.file_saved.emit(str(order.path))

    def _report(self, error: Exception) -> None:
        self._player.halt()
        self.failed.emit(_sentence(error))

    def _is_closing(self) -> bool:
        return QThread.currentThread().isInterruptionRequested()


def _supersedes(later: Order | Remark, earlier: Order | Remark) -> bool:
    """Whether carrying out `earlier` just before `later` would be wasted work (a slider being dragged)."""
    return type(later) is type(earlier) and isinstance(later, SetSpec | Visit | Want)


def _sentence(error: Exception) -> str:
    """Return what went wrong in one line; an error nobody foresaw is logged in full as well."""
    if isinstance(error, ValueError | OSError | WriteError):
        return " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return "There is not enough memory for this: choose fewer units or samples."
    log.error("Unexpected error in the worker", exc_info=error)
    return f"Training stopped because of an unexpected error ({type(error).__name__}: {error})."
