"""What the document tells the worker and the window, change by change."""

from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Weight
from nnviz.ui.document.document import Document

SPEC = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}})
FASTER = with_value(SPEC, "training.learning_rate", 0.5)
FASTEST = with_value(SPEC, "training.learning_rate", 5.0)


class Worker:
    """Writes down what it is told, as the controller would do it."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: self.told.append((name, *arguments))


class Heard:
    """The signals of a document in their order."""

    def __init__(self, document: Document) -> None:
        self.signals: list[tuple[Any, ...]] = []
        document.changed.connect(lambda spec: self.signals.append(("changed", spec)))
        document.edited.connect(lambda: self.signals.append(("edited",)))
        document.opened.connect(lambda: self.signals.append(("opened",)))

    def taken(self) -> list[tuple[Any, ...]]:
        taken, self.signals = self.signals, []
        return taken


@pytest.fixture
def worker() -> Worker:
    return Worker()


@pytest.fixture
def document(qtbot: QtBot, worker: Worker) -> Document:
    parent = QObject()
    document = Document(SPEC, worker, parent)
    document.kept_parent = parent
    return document


@pytest.fixture
def heard(document: Document) -> Heard:
    return Heard(document)


def changes(worker: Worker) -> list[tuple[str, Spec]]:
    """Return the orders with their settings, without the numbers of steps."""
    return [(name, next(a for a in arguments if isinstance(a, Spec))) for name, *arguments in worker.told]


def test_an_edit_is_told_and_can_be_undone_and_done_again(
    document: Document, worker: Worker, heard: Heard
) -> None:
    document.edit(FASTER, "Learning rate")
    assert document.spec == FASTER
    assert heard.taken() == [("edited",), ("changed", FASTER)]
    document.history.undo()
    assert document.spec == SPEC
    assert heard.taken() == [("edited",), ("changed", SPEC)]
    document.history.redo()
    assert document.spec == FASTER
    assert changes(worker) == [("set_spec", FASTER), ("take_back", SPEC), ("set_spec", FASTER)]


def test_an_edit_that_changes_nothing_is_none(document: Document, worker: Worker, heard: Heard) -> None:
    document.edit(SPEC, "Nothing")
    assert (worker.told, heard.taken()) == ([], [])
    assert not document.history.canUndo()


def test_what_the_worker_refused_can_neither_be_undone_nor_done_again(
    document: Document, worker: Worker, heard: Heard
) -> None:
    document.edit(FASTER, "Learning rate")
    document.history.settle()
    document.edit(FASTEST, "Learning rate")
    heard.taken()
    document.fall_back(FASTER)
    assert document.spec == FASTER
    assert heard.taken()[-1] == ("changed", FASTER)
    assert not document.history.canRedo()
    assert document.history.count() == 1
    document.history.undo()
    assert document.spec == SPEC
    assert not document.history.canUndo()


def test_with_nothing_to_undo_the_settings_still_fall_back(document: Document, heard: Heard) -> None:
    document.fall_back(FASTER)
    assert document.spec == FASTER
    assert heard.taken() == [("changed", FASTER)]


@pytest.mark.parametrize("way", ["open", "take_over"])
def test_another_experiment_forgets_what_was_done(
    document: Document, worker: Worker, heard: Heard, way: str
) -> None:
    document.edit(FASTER, "Learning rate")
    heard.taken()
    worker.told.clear()
    getattr(document, way)(FASTEST)
    assert document.spec == FASTEST
    assert heard.taken() == [("opened",), ("changed", FASTEST)]
    assert not document.history.canUndo()
    assert worker.told == ([("open", FASTEST)] if way == "open" else [])


def test_following_a_moment_is_no_edit(document: Document, worker: Worker, heard: Heard) -> None:
    document.follow(SPEC)
    assert heard.taken() == []
    document.follow(FASTER)
    assert heard.taken() == [("changed", FASTER)]
    assert worker.told == []
    assert not document.history.canUndo()


def test_a_reset_and_a_new_seed_are_steps_of_their_own(document: Document, worker: Worker) -> None:
    document.reset()
    document.new_seed()
    document.new_seed()
    assert document.spec.training.seed == 2
    assert [name for name, _ in changes(worker)] == ["reset", "set_spec", "set_spec"]
    assert document.history.count() == 3
    document.history.undo()
    assert document.spec.training.seed == 1
    last = with_value(SPEC, "training.seed", 2**32 - 1)
    document.take_over(last)
    document.new_seed()
    assert document.spec.training.seed == 0


def test_a_weight_is_set_and_set_back(document: Document, worker: Worker, heard: Heard) -> None:
    weight = Weight(1, 0, 1)
    document.edit_parameter(weight, 0.25, 0.5)
    assert worker.told == [("set_parameter", weight, 0.5)]
    document.history.undo()
    assert worker.told[1:] == [("set_parameter", weight, 0.25)]
    assert heard.taken() == [("edited",), ("edited",)]
