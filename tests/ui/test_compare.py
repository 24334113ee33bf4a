"""Two trainings side by side: always at the same update, from the same weights, each as if it were alone."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.catalogue import find
from nnviz.experiment.fields import fields_of, with_values
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot import Request, Snapshot
from nnviz.experiment.spec import Spec, load_spec
from nnviz.paint.theme import DARK, Style
from nnviz.ui.application import FIRST_EXPERIMENT, make_application
from nnviz.ui.compare.difference import ACTIVATION, Difference
from nnviz.ui.compare.window import CompareWindow

XOR = load_spec(find(FIRST_EXPERIMENT))


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[CompareWindow]:
    make_application()
    parent = QWidget()
    qtbot.addWidget(parent)
    made = CompareWindow(XOR, None, parent)
    made.show()
    yield made
    made.close()


def bits(snapshot: Snapshot) -> bytes:
    return b"".join(np.ascontiguousarray(array).tobytes() for array in snapshot.weights + snapshot.biases)


def alone(spec: Spec, updates: int) -> bytes:
    session = Session(spec)
    session.advance(updates)
    return bits(session.snapshot(Request()))


def test_both_start_from_the_same_weights_and_stay_in_step(window: CompareWindow, qtbot: QtBot) -> None:
    pairs: list[tuple[Snapshot, Snapshot]] = []
    window.in_step.arrived.connect(lambda *pair: pairs.append(pair))
    qtbot.waitUntil(lambda: len(pairs) > 0, timeout=10_000)
    assert bits(pairs[0][0]) == bits(pairs[0][1])
    window.play_or_pause()
    qtbot.waitUntil(lambda: pairs[-1][0].update > 100, timeout=20_000)
    window.play_or_pause()
    qtbot.wait(100)
    assert all(left.update == right.update for left, right in pairs)
    left, right = pairs[-1]
    assert bits(left) == alone(XOR, left.update)
    assert bits(right) == alone(window.difference.right, right.update)
    assert bits(left) != bits(right)


def test_a_step_is_one_update_and_reset_goes_back(window: CompareWindow, qtbot: QtBot) -> None:
    pairs: list[tuple[Snapshot, Snapshot]] = []
    window.in_step.arrived.connect(lambda *pair: pairs.append(pair))
    qtbot.waitUntil(lambda: len(pairs) > 0, timeout=10_000)
    window.step()
    qtbot.waitUntil(lambda: pairs[-1][1].update == 1, timeout=10_000)
    window.reset()
    qtbot.waitUntil(lambda: pairs[-1][1].update == 0, timeout=10_000)


def test_the_curves_show_both(window: CompareWindow, qtbot: QtBot) -> None:
    pairs: list[tuple[Snapshot, Snapshot]] = []
    window.in_step.arrived.connect(lambda *pair: pairs.append(pair))
    qtbot.waitUntil(lambda: len(pairs) > 0 and pairs[-1][1].timeline is not None, timeout=10_000)
    window.in_step.step(200)
    qtbot.waitUntil(lambda: pairs[-1][1].update == 200, timeout=10_000)
    both = window._both(*pairs[-1])
    (other,) = both.timeline.others
    assert other.name == "Learning rate 0.02"
    np.testing.assert_array_equal(other.curves.loss["train"], pairs[-1][1].curves.loss["train"])
    window.set_style(Style(DARK))
    window.grab()


def test_a_side_that_cannot_go_on_ends_it_with_a_sentence(window: CompareWindow, qtbot: QtBot) -> None:
    wild = {
        "training.learning_rate": 1e6,
        "training.loss": "half_squared_error",
        "network.activation": "identity",
    }
    window.in_step.open(XOR, with_values(XOR, wild))
    with qtbot.waitSignal(window.in_step.stopped, timeout=20_000) as caught:
        window.play_or_pause()
    assert caught.args[0].startswith("Right: Update ")
    assert not window.in_step.playing


def test_every_setting_can_be_the_difference(qtbot: QtBot) -> None:
    difference = Difference(XOR)
    qtbot.addWidget(difference)
    keys = [field.key for field in fields_of(XOR) if field.key.startswith("training.")]
    for key in (*(set(keys) - {"training.seed", "training.epochs"}), ACTIVATION):
        difference.set_key(key)
        assert difference.key == key
        assert difference.right != XOR, key
        assert difference.right.training.seed == XOR.training.seed
        assert difference.label(difference.right) != difference.label(XOR)
