"""What the window may ask of training: calls return at once, snapshots are fetched when wanted.

Whoever only gives orders knows this; who does the work, and in which thread, is in `controller.py`.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from nnviz.experiment.commands import Reset, SetParameter, SetSpec, TakeBack, TimeTravel, Undoably
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.past.saved_run import SavedRun
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.spec import Spec
from nnviz.lecture.conditions import Score, When
from nnviz.parts import Parameter
from nnviz.worker.delivery import Delivery
from nnviz.worker.mailbox import Mailbox
from nnviz.worker.orders import (
    Advance,
    CopyPast,
    CountAsKept,
    NameWork,
    Open,
    OpenFile,
    OpenPast,
    Order,
    Pause,
    Play,
    PlayUntil,
    Remark,
    SaveFile,
    SetSpeed,
    StepBy,
    Unit,
    Want,
)


class Remote(QObject):
    """Gives orders, which are carried out in the order given, between two updates.

    Attributes
    ----------
    failed : Signal(str)
        One sentence for the user; the session is as it was before the order that failed, paused.
    file_opened, file_saved : Signal(str)
        The path of a saved run that is open now, or was written.
    copied : Signal(tuple of PastCopy)
        What was asked for by `copy_past`.
    order_given : Signal
        Something new is to be expected.
    """

    failed = Signal(str)
    file_opened = Signal(str)
    file_saved = Signal(str)
    copied = Signal(object)
    order_given = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._orders: deque[Order | Remark] = deque()
        self._deliveries: Mailbox[Delivery] = Mailbox()
        self._orders_given = 0
        self._orders_seen = 0
        self._is_gathering = False
        self.work_time = 0.0

    def another(self, parent: QObject) -> "Remote":
        """Return one of another training, which is nobody's so far."""
        raise NotImplementedError

    def close(self) -> None:
        """End training, whatever it is doing, and wait for that; may be called twice."""
        raise NotImplementedError

    def end(self) -> None:
        """End training without waiting for it."""
        raise NotImplementedError

    def _interrupt(self, *, gives_up: bool) -> None:
        """Have what is being done end soon: an order waits, for which it may be given up altogether."""
        raise NotImplementedError

    @contextmanager
    def together(self) -> Iterator[None]:
        """Give several orders as one: what they lead to is shown once, when all are carried out."""
        self._is_gathering = True
        try:
            yield
        finally:
            self._is_gathering = False
            self.order_given.emit()

    def open(self, spec: Spec) -> None:
        """Load an experiment in place of the present one; it stays paused at update 0."""
        self._give(Open(spec))

    def open_file(self, path: Path) -> None:
        """Load a saved run in place of the present one, paused at the moment at which it was saved."""
        self._give(OpenFile(path))

    def open_past(self, saved: SavedRun, *, keeps: bool = False) -> None:
        """Take up a copy of what another session has trained, paused at the moment at which that was left.

        With `keeps` earlier runs stay in the list; the present one joins them where it was changed by hand.
        """
        self._give(OpenPast(saved, keeps))

    def copy_past(self) -> None:
        """Have copies made of all that was trained; `copied` hands them out."""
        self._give(CopyPast())

    def save_file(self, path: Path) -> None:
        """Write the present run with its whole past; training waits meanwhile."""
        self._give(SaveFile(path))

    def name_work(self, location: str) -> None:
        """Say which experiment or file is open, for the list of recent work."""
        self._give(NameWork(location))

    def count_as_kept(self) -> None:
        """Say that the present settings need not be kept: they are remembered already."""
        self._give(CountAsKept())

    def set_spec(self, spec: Spec, step: int | None = None) -> None:
        """Go on with changed settings, keeping all weights that still fit.

        `take_back` of the step goes back to the run as it was.
        """
        change = SetSpec(spec)
        self._give(change if step is None else Undoably(change, step))

    def play(self) -> None:
        """Train, up to the experiment's number of epochs; from there on without end."""
        self._give(Play())

    def play_until(self, goal: When | Score) -> None:
        """Train until a condition holds, or to the end of the experiment."""
        self._give(PlayUntil(goal))

    def pause(self) -> None:
        """Stop between two updates."""
        self._give(Pause())

    def step(self, unit: Unit) -> None:
        """Train by exactly one update, to the end of the current epoch, or by 100 epochs; then pause."""
        self._give(StepBy(unit))

    def advance(self, updates: int) -> None:
        """Train by exactly so many updates; then pause."""
        self._give(Advance(updates))

    def reset(self, spec: Spec | None = None, step: int | None = None) -> None:
        """Go back to update 0 and the same initial weights, if asked with other settings; pauses.

        `take_back` of the step goes back to the run as it was.
        """
        change = Reset(spec)
        self._give(change if step is None else Undoably(change, step))

    def take_back(self, step: int, spec: Spec) -> None:
        """Undo what was done in a step; `spec` are the settings before it."""
        self._give(TakeBack(step, spec))

    def set_speed(self, updates_per_second: float | None) -> None:
        """Limit the speed of playing; None: flat out."""
        self._give(SetSpeed(updates_per_second))

    def set_parameter(self, part: Parameter, value: float) -> None:
        """Set one weight or bias."""
        self._give(SetParameter(part, value))

    def travel(self, command: TimeTravel) -> None:
        """Go to another moment, branch or run of the session, or mark one; going somewhere pauses."""
        self._give(command)

    def want(self, wishes: Wishes) -> None:
        """Say what the visible views need from now on."""
        self._give(Want(wishes))

    def latest(self) -> Snapshot | None:
        """Return the newest snapshot; None when there is nothing new since the last call."""
        delivery = self._deliveries.take()
        if delivery is None:
            return None
        self._orders_seen, self.work_time = delivery.orders_done, delivery.work_time
        return delivery.snapshot

    @property
    def up_to_date(self) -> bool:
        """Whether the snapshot fetched last shows the effect of every order given."""
        return self._orders_seen == self._orders_given

    def _give(self, order: Order | Remark) -> None:
        self._orders.append(order)
        self._orders_given += 1
        self._interrupt(gives_up=isinstance(order, Open | OpenFile | OpenPast))
        if not self._is_gathering:
            self.order_given.emit()
