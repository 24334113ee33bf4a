"""Two trainings side by side: always at the same update, from the same weights, each as if it were alone."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from threading import Event
from time import sleep, thread_time

import numpy as np
import pytest
from bits import bits
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.commands import SetSpec, Visit
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.results.several import Several
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.fields import fields_of
from nnviz.experiment.spec.overrides import with_value, with_values
from nnviz.experiment.spec.reading import load_spec, spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.files import written_whole
from nnviz.paint.drawing.theme import DARK, Style
from nnviz.tasks.task import Task
from nnviz.tasks.tasks import Tasks
from nnviz.ui.application import FIRST_EXPERIMENT, make_application
from nnviz.ui.compare.in_step import LEAST_ROUND, LONG
from nnviz.ui.compare.pairing import What
from nnviz.ui.compare.setting import ACTIVATION, SettingApart
from nnviz.ui.compare.side import SideStart
from nnviz.ui.compare.window import CompareWindow
from nnviz.ui.looks.look import Styles
from nnviz.worker.controller import Controller

XOR = load_spec(find(FIRST_EXPERIMENT))


def wait_for(update: int, controller: Controller, qtbot: QtBot) -> None:
    """Wait until so much is trained: the next order would end it early."""

    def there() -> bool:
        moment = controller.latest()
        return moment is not None and moment.update == update and not moment.running

    qtbot.waitUntil(there, timeout=20_000)


@pytest.fixture
def trained(qtbot: QtBot) -> Iterator[Controller]:
    """The worker of a main window that has trained for 300 updates, and a branch of 40 more than 100."""
    make_application()
    controller = Controller()
    controller.want((ScoresWish(), TimelineWish()))
    controller.open(XOR)
    controller.advance(300)
    wait_for(300, controller, qtbot)
    controller.travel(Visit(100))
    controller.set_spec(with_value(XOR, "training.learning_rate", 0.02))
    controller.advance(40)
    wait_for(140, controller, qtbot)
    yield controller
    controller.close()


@pytest.fixture
def window(trained: Controller, qtbot: QtBot) -> Iterator[CompareWindow]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = CompareWindow(XOR, None, trained, parent)
    made.show()
    yield made
    made.close()


def shown(window: CompareWindow, qtbot: QtBot, update: int) -> tuple[Snapshot, Snapshot]:
    """Wait until both sides show an update."""

    def both_there() -> bool:
        pair = window._pair
        return pair is not None and pair.left.update == pair.right.update == update

    qtbot.waitUntil(both_there, timeout=20_000)
    assert window._pair is not None
    return window._pair.left, window._pair.right


def alone(spec: Spec, updates: int) -> bytes:
    session = Session(spec)
    session.advance(updates)
    return bits(session.snapshot(ScoresWish()))


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
    assert bits(right) == alone(window.pairing.setting.right, right.update)
    assert bits(left) != bits(right)


def test_what_others_work_meanwhile_does_not_make_the_rounds_smaller(
    window: CompareWindow, qtbot: QtBot
) -> None:
    pair, shown = window.in_step, [0]
    qtbot.waitUntil(lambda: all(moment is not None for moment in pair._latest), timeout=10_000)
    pair._timer.stop()
    pair.arrived.connect(lambda left, _: shown.append(left.update))
    pair.play()

    def a_round_is_over() -> bool:
        rounds = len(shown)
        pair.frame()
        begin = thread_time()
        while thread_time() - begin < 1.5 * LONG * LEAST_ROUND:  # so works a main window that trains
            pass
        return len(shown) > rounds

    for _ in range(6):
        qtbot.waitUntil(a_round_is_over, timeout=20_000)
    assert max(after - before for before, after in pairwise(shown)) > 1


def test_a_step_is_one_update_and_reset_goes_back(window: CompareWindow, qtbot: QtBot) -> None:
    pairs: list[tuple[Snapshot, Snapshot]] = []
    window.in_step.arrived.connect(lambda *pair: pairs.append(pair))
    qtbot.waitUntil(lambda: len(pairs) > 0, timeout=10_000)
    window.step()
    qtbot.waitUntil(lambda: pairs[-1][1].update == 1, timeout=10_000)
    window.begin()
    qtbot.waitUntil(lambda: pairs[-1][1].update == 0, timeout=10_000)


def test_the_curves_show_both(window: CompareWindow, qtbot: QtBot) -> None:
    pairs: list[tuple[Snapshot, Snapshot]] = []
    window.in_step.arrived.connect(lambda *pair: pairs.append(pair))
    qtbot.waitUntil(lambda: len(pairs) > 0 and pairs[-1][1].look(TimelineView) is not None, timeout=10_000)
    window.in_step.step(200)
    qtbot.waitUntil(lambda: pairs[-1][1].update == 200, timeout=10_000)
    both = window._both(*pairs[-1])
    (other,) = both.look(Several).others
    assert both.look(TimelineView) is pairs[-1][0].look(TimelineView)  # nothing is disguised as a branch
    assert other.name == "Learning rate 0.02"
    recorded = pairs[-1][1].curves.loss["train"]
    np.testing.assert_array_equal(other.curves.loss["train"][: len(recorded)], recorded)
    assert other.curves.updates[-1] == 200
    assert other.now.metrics.train.loss == other.curves.loss["train"][-1]
    window.set_styles(Styles(Style(DARK), Style(DARK)))
    window.grab()


def test_from_here_both_begin_with_the_present_weights_and_part(window: CompareWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(window.pairing._copies) == 2, timeout=20_000)
    window.pairing.set_what(What.FROM_HERE)
    left, right = shown(window, qtbot, 140)
    assert bits(left) == bits(right)
    assert (left.spec.training.learning_rate, right.spec.training.learning_rate) == (0.02, 0.002)
    window.in_step.step(60)
    left, right = shown(window, qtbot, 200)
    assert bits(left) != bits(right)
    straight = Session(XOR)
    for updates, rate in ((100, 0.02), (40, 0.002), (60, None)):
        straight.advance(updates)
        if rate is not None:
            straight.apply(SetSpec(with_value(straight.spec, "training.learning_rate", rate)))
    assert bits(straight.snapshot(ScoresWish())) == bits(right)
    window.in_step.visit(70)
    left, right = shown(window, qtbot, 70)
    assert bits(left) == bits(right) == alone(XOR, 70)


def test_two_branches_are_shown_at_the_same_update(window: CompareWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(window.pairing._copies) == 2, timeout=20_000)
    window.pairing.choose(0, 1)
    left, right = shown(window, qtbot, 140)  # the last that both have reached
    assert bits(left) == alone(XOR, 140) != bits(right)
    window.actions_["difference"].trigger()
    qtbot.waitUntil(lambda: window._pair is not None and window._pair.left.look(Metrics) is not None)
    assert "answers differ" in window._message.text()
    assert window.apart.isVisible()
    window.grab()
    window.in_step.visit(1000)
    shown(window, qtbot, 140)
    window.in_step.back()
    shown(window, qtbot, 139)
    window.visit(0)
    shown(window, qtbot, 0)
    window.in_step.latest()
    shown(window, qtbot, 140)
    window.in_step.step(200)  # trained on, beyond both
    left, _ = shown(window, qtbot, 340)
    assert bits(left) == alone(XOR, 340)


def test_a_side_that_cannot_go_on_ends_it_with_a_sentence(window: CompareWindow, qtbot: QtBot) -> None:
    wild = {
        "training.learning_rate": 1e6,
        "training.loss": "half_squared_error",
        "network.activation": "identity",
    }
    window.in_step.open(SideStart(XOR), SideStart(with_values(XOR, wild)))
    with qtbot.waitSignal(window.in_step.stopped, timeout=20_000) as caught:
        window.play_or_pause()
    assert caught.args[0].startswith("Right: Update ")
    assert not window.in_step.playing


def test_every_setting_can_be_the_difference(qtbot: QtBot) -> None:
    difference = SettingApart(XOR)
    qtbot.addWidget(difference)
    keys = [field.key for field in fields_of(XOR) if field.key.startswith("training.")]
    for key in (*(set(keys) - {"training.seed", "training.epochs"}), ACTIVATION):
        difference._setting.setCurrentIndex(difference._setting.findData(key))
        assert difference.key == key
        assert difference.right != XOR, key
        assert difference.right.training.seed == XOR.training.seed
        assert difference.label(difference.right) != difference.label(XOR)


def test_the_activation_of_a_convolutional_network_can_be_the_difference(qtbot: QtBot) -> None:
    network = {
        "layers": [
            [8, 8, 1],
            {"kind": "conv", "units": 2, "size": 3, "activation": "identity"},
            {"kind": "batch_norm", "activation": "relu"},
            {"kind": "max_pool", "size": 2},
            {"kind": "flatten"},
            5,
            10,
        ],
        "activation": ["identity", "tanh", "softmax"],
    }
    data, training = {"name": "digits"}, {"loss": "cross_entropy"}
    left = spec_from_dict({"data": data, "network": network, "training": training})
    assert left.network.activations == ("identity", "relu", "identity", "identity", "tanh", "softmax")
    difference = SettingApart(left)
    qtbot.addWidget(difference)
    difference._setting.setCurrentIndex(difference._setting.findData(ACTIVATION))
    right = difference.right
    assert right.network.activations == ("identity", "tanh", "identity", "identity", "tanh", "softmax")
    assert (difference.label(left), difference.label(right)) == ("Activation ReLU", "Activation Tanh")


def test_closing_ends_an_export_of_the_comparison(window: CompareWindow, tmp_path: Path) -> None:
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    started = Event()

    def work(task: Task) -> None:
        with written_whole(tmp_path / "film.gif", replace=False):
            started.set()
            while True:
                task.check()
                sleep(0.01)

    export = Tasks(QDialog(window))
    export.submit(work)
    assert started.wait(10.0)
    window.close()
    assert not export.is_busy
    assert not list(tmp_path.iterdir())


def test_both_sides_go_to_the_export(window: CompareWindow, qtbot: QtBot) -> None:
    left, right = shown(window, qtbot, 0)
    with qtbot.waitSignal(window.export_asked) as asked:
        window.ask_export()
    moment, look, over = asked.args
    assert moment.update == left.update
    assert look.beside.snapshot is right
    assert look.beside.first_name != look.beside.second_name
    assert over is window


def test_the_window_opens_nearly_as_large_as_the_one_it_belongs_to(trained: Controller, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1920, 1080)
    made = CompareWindow(XOR, None, trained, parent)
    assert (made.width(), made.height()) == (1728, 972)
    made.close()
