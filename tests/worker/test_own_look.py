"""A look that the worker does not know comes through it."""

from own_look import Largest, LargestWish, largest
from pytestqt.qtbot import QtBot

from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.wish import combined
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.worker.controller import Controller

XOR = load_spec(find("lab-a-xor"))


def test_a_new_look_comes_through_the_worker(qtbot: QtBot) -> None:
    controller = Controller()
    controller.open(XOR)
    controller.want(combined([LargestWish(), ScoresWish(), LargestWish(2)]))
    found = []

    def arrived() -> bool:
        snapshot = controller.latest()
        if snapshot is not None and snapshot.look(Largest) is not None:
            found.append(snapshot)
        return bool(found)

    try:
        qtbot.waitUntil(arrived, timeout=20_000)
    finally:
        controller.close()
    assert found[0].look(Largest).weights == largest(found[0].weights, 2)
