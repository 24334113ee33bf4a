import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from nnviz.ui import garbage
from nnviz.ui.garbage import BETWEEN_RETURNS, GarbageCollection


class Knot(QObject):
    """Refers to itself, so that only the collector can destroy it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def collection(qapp: QObject) -> Iterator[GarbageCollection]:
    parent = QObject()
    made = GarbageCollection(parent)
    made.begin()
    yield made
    gc.unfreeze()
    gc.enable()


def allocate_much() -> None:
    kept = [[number] for number in range(20 * gc.get_threshold()[0])]
    assert kept


def test_other_threads_destroy_no_objects_of_the_gui_thread(collection, qtbot: QtBot) -> None:
    ended_in: list[QThread] = []
    knot = Knot()
    weakref.finalize(knot, lambda: ended_in.append(QThread.currentThread()))
    del knot
    thread = threading.Thread(target=allocate_much)
    thread.start()
    thread.join()
    assert ended_in == []
    kept = [[number] for number in range(20 * gc.get_threshold()[0])]
    collection.collect()
    assert ended_in == [QThread.currentThread()]
    assert kept


def test_garbage_is_collected_while_the_event_loop_runs(collection, qtbot: QtBot) -> None:
    ended: list[bool] = []
    knot = Knot()
    weakref.finalize(knot, lambda: ended.append(True))
    del knot
    kept = [[number] for number in range(20 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: bool(ended))
    assert kept


def test_what_came_with_the_engine_is_not_looked_through_again(
    collection: GarbageCollection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "is_settled", lambda: True)
    ended: list[bool] = []
    knot = Knot()
    weakref.finalize(knot, lambda: ended.append(True))
    del knot
    frozen = gc.get_freeze_count()
    came = [[number] for number in range(1000)]
    collection.collect()
    assert ended  # garbage is not kept
    assert gc.get_freeze_count() >= frozen + len(came)
    collection.collect()
    later = gc.get_freeze_count()
    collection.collect()
    assert gc.get_freeze_count() == later


def test_free_memory_goes_back_to_the_system_now_and_then(
    collection: GarbageCollection, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bool] = []
    monkeypatch.setattr(collection, "_give_back", lambda: given.append(True))
    for _ in range(2 * BETWEEN_RETURNS + 1):
        collection.collect()
    assert len(given) == 2


def test_asking_for_it_works_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    garbage._giver_back()()

    def nowhere(_name: object) -> object:
        raise OSError("no such library")

    monkeypatch.setattr(garbage.ctypes, "CDLL", nowhere)
    garbage._giver_back()()
