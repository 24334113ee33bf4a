"""Work beside the window: what is told, what is called off, and that nothing outlives its window."""

import os
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.spec.errors import SpecError
from nnviz.files import WriteError
from nnviz.priority import NICENESS
from nnviz.tasks.task import CancelledError, Task, TaskError
from nnviz.tasks.tasks import Tasks

LONG = 20_000


class Listener(QObject):
    """Notes what it is told, and in which thread."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__(tasks)
        self.heard: list[tuple[str, object]] = []
        self.threads: set[object] = set()
        tasks.progressed.connect(self.progress)
        tasks.published.connect(self.part)
        tasks.finished.connect(self.end)
        tasks.failed.connect(self.fail)

    def note(self, what: str, content: object) -> None:
        self.heard.append((what, content))
        self.threads.add(QThread.currentThread())

    @Slot(float)
    def progress(self, share: float) -> None:
        self.note("progress", share)

    @Slot(object)
    def part(self, part: object) -> None:
        self.note("part", part)

    @Slot(object)
    def end(self, result: object) -> None:
        self.note("end", result)

    @Slot(str)
    def fail(self, sentence: str) -> None:
        self.note("fail", sentence)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def tasks(window: QWidget) -> Iterator[Tasks]:
    made = Tasks(window, "The sum")
    yield made
    made.cancel()


@pytest.fixture
def listener(tasks: Tasks) -> Listener:
    return Listener(tasks)


def until_cancelled(begun: threading.Event, ended: threading.Event) -> Callable[[Task], object]:
    def work(task: Task) -> object:
        begun.set()
        try:
            while True:
                task.check()
                ended.wait(0.001)
        finally:
            ended.set()

    return work


def test_everything_is_told_in_order_in_the_thread_of_the_window(
    qtbot: QtBot, tasks: Tasks, listener: Listener
) -> None:
    where = []

    def work(task: Task) -> object:
        where.append(QThread.currentThread())
        task.report(0.5)
        task.publish("half")
        task.report(1.0)
        return "whole"

    tasks.submit(work)
    assert tasks.is_busy
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=LONG)
    assert listener.heard == [("progress", 0.5), ("part", "half"), ("progress", 1.0), ("end", "whole")]
    assert listener.threads == {QThread.currentThread()}
    assert where[0] is not QThread.currentThread()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (TaskError("Too wide."), "Too wide."),
        (SpecError("No such key."), "No such key."),
        (WriteError("The disk is full."), "The disk is full."),
        (MemoryError(), "There is not enough memory: choose a smaller size."),
        (ZeroDivisionError("by 0"), "The sum failed (ZeroDivisionError: by 0)."),
        (CancelledError(), ""),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    qtbot: QtBot, tasks: Tasks, listener: Listener, error: Exception, sentence: str
) -> None:
    def work(_task: Task) -> object:
        raise error

    tasks.submit(work)
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=LONG)
    assert listener.heard == [("fail", sentence)]


def test_the_latest_wins_and_the_window_does_not_wait_for_what_went_before(
    qtbot: QtBot, tasks: Tasks, listener: Listener
) -> None:
    begun, ended, may_end = threading.Event(), threading.Event(), threading.Event()

    def stubborn(task: Task) -> object:
        begun.set()
        may_end.wait(LONG / 1000)
        task.publish("too late")
        ended.set()
        return "first"

    tasks.submit(stubborn)
    assert begun.wait(LONG / 1000)
    for number in range(5):
        tasks.submit(lambda _task, number=number: number)
    assert not ended.is_set()
    may_end.set()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=LONG)
    assert listener.heard == [("end", 4)]


def test_the_next_one_lets_the_present_one_finish_and_takes_the_place_of_those_that_wait(
    qtbot: QtBot, tasks: Tasks, listener: Listener
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def present(_task: Task) -> object:
        begun.set()
        may_end.wait(LONG / 1000)
        return "present"

    tasks.submit_next(present)
    assert begun.wait(LONG / 1000)
    for number in range(5):
        tasks.submit_next(lambda _task, number=number: number)
    may_end.set()
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=LONG)
    assert listener.heard == [("end", "present"), ("end", 4)]


def test_all_that_is_added_is_done_several_at_once(qtbot: QtBot, window: QWidget) -> None:
    crew = Tasks(window, threads=3)
    listener = Listener(crew)
    together = threading.Barrier(3)
    for number in range(9):
        crew.add(lambda _task, number=number: (together.wait(LONG / 1000), number)[1])
    qtbot.waitUntil(lambda: not crew.is_busy, timeout=LONG)
    assert sorted(result for _, result in listener.heard) == list(range(9))


def test_to_cancel_is_to_wait_for_the_end_and_to_hear_no_more(
    qtbot: QtBot, tasks: Tasks, listener: Listener
) -> None:
    begun, ended = threading.Event(), threading.Event()
    tasks.submit(until_cancelled(begun, ended))
    tasks.add(lambda _task: "waiting")
    assert begun.wait(LONG / 1000)
    tasks.cancel()
    assert ended.is_set()
    assert not tasks.is_busy
    tasks.submit(lambda _task: "afterwards")
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=LONG)
    assert listener.heard == [("end", "afterwards")]


def test_closing_a_window_ends_the_work_of_everything_in_it(window: QWidget) -> None:
    events = [(threading.Event(), threading.Event()) for _ in range(3)]
    dialog = QWidget(window)
    owners = (window, dialog, QObject(dialog))
    crews = [Tasks(owner) for owner in owners]
    for crew, (begun, ended) in zip(crews, events, strict=True):
        crew.submit(until_cancelled(begun, ended))
        assert begun.wait(LONG / 1000)
    Tasks.cancel_below(window)
    assert all(ended.is_set() for _, ended in events)
    assert not any(crew.is_busy for crew in crews)


def test_work_whose_window_is_destroyed_ends_and_nothing_is_left_behind(qtbot: QtBot) -> None:
    owner = QObject()
    begun, ended = threading.Event(), threading.Event()
    Tasks(owner).submit(until_cancelled(begun, ended))
    assert begun.wait(LONG / 1000)
    with qtbot.waitSignal(owner.destroyed, timeout=LONG):
        owner.deleteLater()
    assert ended.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name == "task"]


def test_a_task_without_anybody_to_tell_goes_on() -> None:
    task = Task()
    task.report(0.3)
    task.publish(1)
    task.warn("doubtful")
    task.check()
    with pytest.raises(CancelledError):
        Task(cancelled=lambda: True).check()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads have no priority of their own")
def test_work_beside_the_window_steps_back_behind_it(qtbot: QtBot, tasks: Tasks) -> None:
    own, there = os.getpriority(os.PRIO_PROCESS, threading.get_native_id()), []

    def work(task: Task) -> object:
        there.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return None

    tasks.submit(work)
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=LONG)
    assert there == [NICENESS] > [own]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == own
