"""The real thread, the real session: what the window relies on."""

import time

import numpy as np
import pytest
import shiboken6
from bits import bits
from PySide6.QtCore import QObject, QThread, QTimer, Slot

from nnviz.experiment.commands import Visit
from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.run import engine_watch
from nnviz.experiment.run_file.run_file import load_run
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.overrides import with_value, with_values
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Bias, Weight
from nnviz.worker.controller import Controller, _ending, close_all_ending

XOR = spec_from_dict(
    {
        "data": {"name": "xor"},
        "network": {"layers": [2, 3, 1]},
        "training": {"learning_rate": 0.5, "batch_size": 7, "shuffle": True, "epochs": 1_000_000},
    }
)


@pytest.fixture
def controller(qapp):
    made = Controller()
    yield made
    made.close()


def expected(spec: Spec, updates: int) -> bytes:
    session = Session(spec)
    session.advance(updates)
    return bits(session.snapshot(ScoresWish()))


def wait_for(qtbot, controller, condition=lambda _snapshot: True) -> Snapshot:
    """Fetch snapshots as the window does until one fulfils the condition and shows every order given."""
    found = []

    def look():
        snapshot = controller.latest()
        if snapshot is not None and controller.up_to_date and condition(snapshot):
            found.append(snapshot)
        return bool(found)

    qtbot.waitUntil(look, timeout=30_000)
    return found[-1]


def test_opening_shows_the_initial_weights_paused(qtbot, controller):
    controller.open(XOR)
    snapshot = wait_for(qtbot, controller)
    assert (snapshot.update, snapshot.running) == (0, False)
    assert bits(snapshot) == expected(XOR, 0)


@pytest.mark.parametrize(("unit", "updates"), [("update", 1), ("epoch", 3), ("100 epochs", 300)])
def test_a_step_is_exact(qtbot, controller, unit, updates):
    controller.open(XOR)
    controller.step(unit)
    snapshot = wait_for(qtbot, controller, lambda s: not s.running and s.update)
    assert snapshot.update == updates
    assert bits(snapshot) == expected(XOR, updates)


def test_a_step_of_an_epoch_ends_the_current_one(qtbot, controller):
    controller.open(XOR)
    controller.step("update")
    controller.step("epoch")
    assert wait_for(qtbot, controller, lambda s: not s.running).update == 3


@pytest.mark.parametrize(("unit", "updates"), [("update", 7), ("epoch", 21), ("100 epochs", 2100)])
def test_quick_steps_are_all_taken(qtbot, controller, unit, updates):
    controller.open(XOR)
    for _ in range(7):
        controller.step(unit)
    snapshot = wait_for(qtbot, controller, lambda s: s.update >= updates and not s.running)
    assert bits(snapshot) == expected(XOR, updates)


def test_an_epoch_asked_for_while_one_is_under_way_is_another_one(qtbot, controller):
    controller.open(XOR)
    controller.step("update")
    controller.step("epoch")
    controller.step("epoch")
    assert wait_for(qtbot, controller, lambda s: s.update >= 6 and not s.running).update == 6


@pytest.mark.parametrize("speed", [None, 40.0, 500.0])
def test_the_same_bits_at_any_speed_and_whatever_is_looked_at(qtbot, controller, speed):
    controller.open(XOR)
    controller.want((ScoresWish(), MapsWish(boundary=20, responses=10), PredictionsWish(), GradientsWish()))
    controller.set_speed(speed)
    controller.play()
    wait_for(qtbot, controller, lambda s: s.update > 5)
    controller.pause()
    snapshot = wait_for(qtbot, controller, lambda s: not s.running)
    assert bits(snapshot) == expected(XOR, snapshot.update)
    if snapshot.look(Maps).boundary.outputs.shape[0] < 20:  # on a slow machine the finest one comes later
        snapshot = wait_for(qtbot, controller, lambda s: s.look(Maps).boundary.outputs.shape[0] == 20)
        assert bits(snapshot) == expected(XOR, snapshot.update)


def test_a_limited_speed_is_kept(qtbot, controller):
    controller.open(XOR)
    controller.set_speed(20.0)
    controller.play()
    begin = time.perf_counter()
    snapshot = wait_for(qtbot, controller, lambda s: s.update >= 10)
    assert time.perf_counter() - begin > 0.4
    assert snapshot.updates_per_second == pytest.approx(20, rel=0.5)


def test_playing_stops_at_the_experiments_end_and_goes_on_when_asked_again(qtbot, controller):
    spec = with_value(XOR, "training.epochs", 4)
    controller.open(spec)
    controller.play()
    snapshot = wait_for(qtbot, controller, lambda s: not s.running)
    assert snapshot.update == 12
    assert "4 epochs" in snapshot.hint
    controller.play()
    assert wait_for(qtbot, controller, lambda s: s.update > 12).running


def test_reset_pauses_and_a_new_seed_starts_from_other_weights(qtbot, controller):
    controller.open(XOR)
    controller.play()
    wait_for(qtbot, controller, lambda s: s.update > 3)
    controller.reset()
    snapshot = wait_for(qtbot, controller)
    assert (snapshot.update, snapshot.running) == (0, False)
    assert bits(snapshot) == expected(XOR, 0)
    controller.set_spec(with_value(XOR, "training.seed", 1))
    snapshot = wait_for(qtbot, controller)
    assert snapshot.spec.training.seed == 1
    assert bits(snapshot) != expected(XOR, 0)


def test_changes_while_training_are_hot(qtbot, controller):
    controller.open(XOR)
    controller.play()
    wait_for(qtbot, controller, lambda s: s.update > 3)
    for rate in np.linspace(0.1, 0.4, 30):
        controller.set_spec(with_value(XOR, "training.learning_rate", float(rate)))
    snapshot = wait_for(qtbot, controller)
    assert snapshot.running
    assert snapshot.spec.training.learning_rate == 0.4
    assert snapshot.update > 3
    assert "→ 0.4" in snapshot.marks[-1][1]


def test_edits_show_at_once(qtbot, controller):
    controller.open(XOR)
    controller.set_parameter(Weight(1, 1, 2), 3.5)
    controller.set_parameter(Bias(2, 0), -1.5)
    snapshot = wait_for(qtbot, controller)
    assert snapshot.weights[0][1, 2] == 3.5
    assert snapshot.biases[1][0] == -1.5


def test_an_order_that_fails_is_one_sentence_and_leaves_the_worker_alive(qtbot, controller):
    controller.open(XOR)
    with qtbot.waitSignal(controller.failed, timeout=30_000) as failure:
        controller.set_parameter(Weight(10, 0, 0), 1.0)
    assert failure.args == ["There is no such weight or bias in the network."]
    controller.step("update")
    assert wait_for(qtbot, controller, lambda s: s.update).update == 1


def test_an_experiment_that_cannot_be_loaded_leaves_the_present_one(qtbot, controller, tmp_path):
    table = tmp_path / "points.csv"
    table.write_text("x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n")
    spec = with_values(XOR, {"data.name": "csv", "data.path": str(table)})
    table.unlink()
    controller.open(XOR)
    with qtbot.waitSignal(controller.failed, timeout=30_000) as failure:
        controller.open(spec)
    assert "data.path" in failure.args[0]
    assert wait_for(qtbot, controller).spec == XOR


def test_orders_without_an_experiment_say_so(qtbot, controller):
    with qtbot.waitSignal(controller.failed, timeout=30_000) as failure:
        controller.play()
    assert "open one first" in failure.args[0]


def test_divergence_pauses_and_tells(qtbot, controller):
    spec = with_values(
        XOR,
        {"network.activation": "identity", "training.learning_rate": 1e5, "training.reduction": "sum"},
    )
    controller.open(spec)
    controller.play()
    snapshot = wait_for(qtbot, controller, lambda s: s.divergence is not None)
    assert not snapshot.running
    assert f"Update {snapshot.update + 1:,}" in snapshot.divergence.sentence()
    assert all(np.isfinite(w).all() for w in snapshot.weights)


class Frames(QObject):
    """A frame timer that notes in which thread and how regularly it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.frame)
        self._timer.start(16)

    @Slot()
    def frame(self) -> None:
        self.times.append(time.perf_counter())


def test_the_gui_thread_keeps_its_frames_while_training_flat_out(qtbot, controller):
    frames = Frames()
    controller.open(XOR)
    controller.play()
    seen: set[int] = set()

    def seen_often() -> bool:
        latest = controller.latest()
        seen.update([] if latest is None else [latest.update])
        return len(seen) > 10

    qtbot.waitUntil(seen_often, timeout=60_000)  # as many moments as it takes on a busy machine
    assert len(frames.times) > 5


def test_failures_arrive_in_the_gui_thread(qtbot, controller):
    threads = []

    class Listener(QObject):
        @Slot(str)
        def hear(self, sentence: str) -> None:
            threads.append(QThread.currentThread())

    listener = Listener()
    controller.failed.connect(listener.hear)
    controller.play()
    qtbot.waitUntil(lambda: bool(threads), timeout=30_000)
    assert threads == [QThread.currentThread()]


def close_untouched(controller):
    pass


def close_while_loading(controller):
    controller.open(with_value(XOR, "data.name", "breast_cancer"))


def close_while_playing(controller):
    controller.open(XOR)
    controller.play()


def close_while_crawling(controller):
    controller.open(XOR)
    controller.set_speed(0.5)
    controller.play()


def close_in_a_long_step(controller):
    controller.open(with_values(XOR, {"data.name": "circles", "training.batch_size": 0}))
    controller.step("100 epochs")


@pytest.mark.parametrize(
    "state",
    [close_untouched, close_while_loading, close_while_playing, close_while_crawling, close_in_a_long_step],
)
@pytest.mark.parametrize("wait", [0, 100])
def test_closing_in_any_state_joins_the_thread(qtbot, qapp, state, wait):
    controller = Controller()
    state(controller)
    qtbot.wait(wait)
    controller.close()
    controller.close()
    assert controller._thread.isFinished()
    assert not controller._thread.isRunning()


def test_closing_at_once_still_saves_what_was_to_be_saved(qtbot, qapp, tmp_path):
    controller = Controller()
    controller.open(XOR)
    controller.play()
    controller.save_file(tmp_path / "run.nnviz")
    controller.open(with_value(XOR, "data.name", "breast_cancer"))
    controller.close()
    assert load_run(tmp_path / "run.nnviz").spec == XOR


def test_advancing_is_exact(qtbot, controller):
    controller.open(XOR)
    controller.advance(17)
    snapshot = wait_for(qtbot, controller, lambda s: not s.running and s.update)
    assert snapshot.update == 17
    assert bits(snapshot) == expected(XOR, 17)


def test_visiting_while_it_trains_pauses_at_the_exact_moment(qtbot, controller):
    controller.open(XOR)
    controller.want((ScoresWish(), TimelineWish()))
    controller.play()
    length = wait_for(qtbot, controller, lambda s: s.update > 500).update
    for update in (3, length - 7, 400, 123):
        controller.travel(Visit(update))
    snapshot = wait_for(qtbot, controller, lambda s: (past := s.look(TimelineView)) and past.arrived)
    assert (snapshot.update, snapshot.running) == (123, False)
    assert bits(snapshot) == expected(XOR, 123)


def test_a_run_is_saved_and_opened_where_it_was(qtbot, controller, tmp_path):
    controller.open(XOR)
    controller.advance(40)
    wait_for(qtbot, controller, lambda s: s.update == 40)
    with qtbot.waitSignal(controller.file_saved, timeout=30_000) as saved:
        controller.save_file(tmp_path / "run.nnviz")
    assert saved.args == [str(tmp_path / "run.nnviz")]
    controller.reset()
    assert wait_for(qtbot, controller).update == 0
    with qtbot.waitSignal(controller.file_opened, timeout=30_000):
        controller.open_file(tmp_path / "run.nnviz")
    snapshot = wait_for(qtbot, controller)
    assert snapshot.update == 40
    assert bits(snapshot) == expected(XOR, 40)


def test_ending_does_not_wait_and_outlives_the_parent(qtbot):
    parent = QObject()
    controller = Controller(parent)
    controller.open(with_value(XOR, "data.name", "breast_cancer"))
    controller.end()
    assert _ending == {controller}  # until this thread's event loop hears that the other one has ended
    shiboken6.delete(parent)
    qtbot.waitUntil(lambda: not _ending, timeout=30_000)
    assert controller._thread.isFinished()


def test_the_app_waits_for_what_has_been_told_to_end(qapp):
    controllers = [Controller(), Controller()]
    for controller in controllers:
        controller.open(XOR)
        controller.end()
    close_all_ending()
    assert not _ending
    assert all(controller._thread.isFinished() for controller in controllers)


def test_another_experiment_does_not_wait_for_a_wide_one_to_be_compiled(qtbot, controller):
    wide = with_value(XOR, "network.layers", (2, 60, 60, 1))
    assert engine_watch.is_wide(wide.network)
    controller.open(wide)
    controller.open(with_value(wide, "data.noise", 0.1))
    controller.set_spec(with_value(wide, "data.noise", 0.2))
    controller.open(XOR)
    snapshot = wait_for(qtbot, controller)
    assert snapshot.spec == XOR
    controller.step("update")
    assert wait_for(qtbot, controller, lambda s: s.update == 1).spec == XOR


def test_nothing_else_is_done_until_the_thread_has_begun(controller):
    assert controller._worker.begun.is_set()
