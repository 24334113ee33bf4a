"""Running many experiments beside the window, in threads that step back; news a few times a second."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal, Slot

from nnviz.experiment.results.criterion import parse_criterion
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.runs.crew import Crew, cores
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.named_sweeps import NamedSweep
from nnviz.experiment.sweeps.planning import plan_of, worth_compiling
from nnviz.experiment.sweeps.standings import Standings
from nnviz.experiment.sweeps.sweep import Sweep
from nnviz.tasks.task import Task
from nnviz.tasks.tasks import Tasks
from nnviz.ui.sweep.news import News, news_of

BETWEEN = 0.15
"""Seconds between two pictures of how it stands, at least."""
SHARE = 0.1
"""Of the time that making such a picture may take, since Python's other threads wait meanwhile."""
WATCH = 0.02
"""Seconds between two looks at whether it shall end."""


Work = Callable[[Task], object]
"""What is done beside the window: it publishes news (or words while it waits), and returns the last."""


class Running(QObject):
    """Runs one thing at a time; a new one takes the place of the present one.

    Signals
    -------
    arrived(object)
        How it stands.
    waiting(str)
        What is waited for before the first run.
    ended
        It is done, or was stopped.
    failed(str)
        One sentence.
    """

    arrived = Signal(object)
    waiting = Signal(str)
    ended = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject, what: str) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self, what, threads=2)
        self._tasks.published.connect(self._pass_on)
        self._tasks.finished.connect(self._finish)
        self._tasks.failed.connect(self.failed)

    @property
    def is_busy(self) -> bool:
        """Whether it runs."""
        return self._tasks.is_busy

    def start(self, work: Work) -> None:
        """Do this in place of what is being done."""
        self._tasks.submit(work)

    @Slot()
    def stop(self) -> None:
        """End it; what is done has been handed out."""
        if self._tasks.is_busy:
            self._tasks.give_up()
            self.ended.emit()

    @Slot(object)
    def _pass_on(self, part: object) -> None:
        if isinstance(part, str):
            self.waiting.emit(part)
        else:
            self.arrived.emit(part)

    @Slot(object)
    def _finish(self, news: object) -> None:
        self.arrived.emit(news)
        self.ended.emit()


def run_sweep(spec: Spec, order: NamedSweep, name: str, before: Sweep | None, task: Task) -> News:
    """Run a sweep of an experiment, whatever the order says of which; publish how it stands now and then.

    What an earlier sweep did of it is not done again, where something is missing.

    Raises
    ------
    SpecError
        If it cannot run as ordered.
    CancelledError
        If it was stopped.
    """
    criterion = parse_criterion(order.learned)
    plan = plan_of(spec, name, order.groups(spec), order.seeds, order.overrides())
    heavy = worth_compiling(plan)
    if heavy is not None:
        task.publish("Getting the compiled engine …")
        wait_until_compiled(heavy, give_up=task.cancelled)
    task.check()
    sweep = Sweep(plan, before=before)
    if sweep.found == len(sweep.cells):  # nothing is new: it is to be seen once more
        sweep = Sweep(plan)
    standings = Standings(sweep, criterion)
    crew = Crew(cores())
    begin = time.monotonic()
    task.publish(news_of(sweep, standings, sweep.found, begin))
    publish_at = begin
    with ended_by(task.cancelled, crew.stop):
        for answered in sweep.run(crew):
            now = time.monotonic()
            if now >= publish_at:
                task.publish(news_of(sweep, standings, answered, begin))
                took = time.monotonic() - now
                publish_at = time.monotonic() + max(BETWEEN, took / SHARE)
    task.check()
    return news_of(sweep, standings, len(sweep.cells), begin)


@contextmanager
def ended_by(cancelled: Callable[[], bool], stop: Callable[[], None]) -> Iterator[None]:
    """See to it that `stop` is called soon after something was cancelled, while what is inside goes on."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(WATCH):
            if cancelled():
                stop()
                return

    watcher = threading.Thread(target=watch, name="watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
