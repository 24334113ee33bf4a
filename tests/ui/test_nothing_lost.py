"""Whenever the app is killed, the next start has the work of a few seconds before; closing keeps it, too."""

import os
import random
import signal
import subprocess
import sys
import threading

import pytest
from bits import bits
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.commands import Visit
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.run_file.kept_work import KeptWork, kept_work, work_folder
from nnviz.experiment.run_file.run_file import load_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.ui.window.main_window import MainWindow

AGE = 10.0
"""Seconds of work that may be lost at most."""
KILLS = int(os.environ.get("NNVIZ_TEST_KILLS", "3"))
APP = """
import sys, time
from PySide6.QtCore import QTimer
from nnviz.ui import application

shown = application.show_on_screen

def show(window):
    shown(window)
    window.timer = QTimer()
    window.timer.timeout.connect(lambda: say(window))
    window.timer.start(100)
    window.document.new_seed()
    window.bar.transport.set_speed_text("500")
    window.run.play_or_pause()

def say(window):
    latest = window.feed.latest
    if latest is not None:
        print(time.time(), latest.update, flush=True)

application.show_on_screen = show
sys.exit(application.run("lab-a-xor"))
"""


def trained_until_killed(seconds: float) -> list[tuple[float, int]]:
    """Let an app train for so long, kill it, and return at which times it was at which updates."""
    with subprocess.Popen([sys.executable, "-c", APP], stdout=subprocess.PIPE, text=True) as process:
        watchdog = threading.Timer(90.0, process.kill)
        watchdog.start()
        assert process.stdout is not None
        lines = [process.stdout.readline()]  # once there is a window
        killer = threading.Timer(seconds, process.send_signal, [signal.SIGKILL])
        killer.start()
        lines += process.stdout
        watchdog.cancel()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(float(at), int(update)) for at, update in whole]


def straight_bits(work: KeptWork) -> tuple[int, bytes, bytes]:
    """Return the update of kept work, its bits, and those of the same run trained in one go."""
    opened = load_run(work.path)
    straight = Session(opened.spec)
    straight.advance(opened.update)
    return opened.update, bits(opened.snapshot(ScoresWish())), bits(straight.snapshot(ScoresWish()))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is one of Unix")
def test_a_killed_app_leaves_the_run_of_ten_seconds_ago_at_most(compiled_engine: None) -> None:
    chance = random.Random(os.environ.get("NNVIZ_TEST_SEED", "1"))
    for _ in range(KILLS):
        said = trained_until_killed(chance.uniform(6.0, 14.0))
        end = said[-1][0]
        work = kept_work()[0]
        assert work.is_leftover
        update, kept, straight = straight_bits(work)
        assert kept == straight
        assert update >= max(update for at, update in said if at <= end - AGE or at == said[0][0])
        assert work.summary.location == "lab-a-xor"
        assert not [path for path in work_folder().iterdir() if path.suffix not in (".nnviz", ".open")]
        for path in work_folder().iterdir():
            path.unlink()


def update_of(work: KeptWork) -> int:
    return load_run(work.path).update


def trained(window: MainWindow, qtbot: QtBot, updates: int) -> None:
    window.controller.advance(updates)
    qtbot.waitUntil(lambda: settled(window, qtbot).update >= updates, timeout=30_000)


def test_a_closed_window_leaves_its_run_with_its_branches(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    trained(window, qtbot, 300)
    window.time_travel.visit(200)
    window.time_travel.fork()
    window.controller.advance(50)
    qtbot.waitUntil(lambda: settled(window, qtbot).update == 250, timeout=30_000)
    weights = settled(window, qtbot).weights
    window.close()
    (work,) = kept_work()
    assert (update_of(work), work.summary.branches, work.is_leftover) == (250, 2, False)
    again = open_window()
    again.recent_work.aboutToShow.emit()
    (action,) = again.recent_work.actions()
    assert "epoch 11.9, 2 branches, today" in action.text()
    action.trigger()
    qtbot.waitUntil(lambda: settled(again, qtbot).update == 250, timeout=30_000)
    assert all((a == b).all() for a, b in zip(weights, settled(again, qtbot).weights, strict=True))
    qtbot.waitUntil(lambda: again.files.is_modified)
    assert again.files.location == window.files.location
    again.close()
    assert [each.path for each in kept_work()] == [work.path]  # nothing has changed


def test_going_on_with_kept_work_leaves_one_of_it(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    trained(window, qtbot, 300)
    window.close()
    again = open_window()
    again.files.open_work(kept_work()[0])
    qtbot.waitUntil(lambda: settled(again, qtbot).update == 300, timeout=30_000)
    again.controller.advance(7)
    qtbot.waitUntil(lambda: settled(again, qtbot).update == 307, timeout=30_000)
    again.close()
    (work,) = kept_work()
    assert update_of(work) == 307


def test_a_moment_and_a_saved_run_are_not_kept(open_window: Opener, qtbot: QtBot, tmp_path) -> None:
    window = open_window()
    trained(window, qtbot, 20)
    window.close()
    assert kept_work() == []
    window = open_window()
    trained(window, qtbot, 300)
    with qtbot.waitSignal(window.files.saved):
        window.files.save(tmp_path / "run.nnviz")
    window.close()
    assert kept_work() == []
    assert list(work_folder().glob("*")) == []


def test_another_experiment_and_a_reset_keep_the_run(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    trained(window, qtbot, 150)
    window.document.reset()
    qtbot.waitUntil(lambda: settled(window, qtbot).update == 0)
    trained(window, qtbot, 250)
    window.files.open("lab-b-xor")
    qtbot.waitUntil(lambda: settled(window, qtbot).spec == load_spec(find("lab-b-xor")))
    qtbot.waitUntil(lambda: len(kept_work()) == 2)
    assert sorted(map(update_of, kept_work())) == [150, 250]


def test_a_leftover_is_offered_once_and_stays_in_the_list(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    trained(window, qtbot, 300)
    window.close()
    (work,) = kept_work()
    work.path.with_suffix(".open").touch()  # as a process leaves it that is killed
    again = open_window()
    again.recovery.offer()
    assert "Not saved" in again.banner.sentence
    assert again.banner.property("quiet")
    again.banner._advice.click()
    qtbot.waitUntil(lambda: settled(again, qtbot).update == 300, timeout=30_000)
    assert again.banner.sentence == ""
    third = open_window()
    third.recovery.offer()
    assert third.banner.sentence == ""
    assert [each.path for each in kept_work()] == [work.path]


def test_two_windows_keep_two_runs(open_window: Opener, qtbot: QtBot) -> None:
    windows = [open_window(), open_window()]
    for window, updates in zip(windows, (200, 300), strict=True):
        trained(window, qtbot, updates)
    qtbot.waitUntil(lambda: len(list(work_folder().glob("*.open"))) == 2, timeout=10_000)
    assert kept_work() == []  # they are open
    for window in windows:
        window.close()
    assert sorted(map(update_of, kept_work())) == [200, 300]


def test_a_visit_of_the_past_is_no_work(open_window: Opener, qtbot: QtBot, tmp_path) -> None:
    window = open_window()
    trained(window, qtbot, 300)
    with qtbot.waitSignal(window.files.saved):
        window.files.save(tmp_path / "run.nnviz")
    window.controller.travel(Visit(100))
    qtbot.waitUntil(lambda: settled(window, qtbot).update == 100)
    window.close()
    assert kept_work() == []


def test_settings_of_the_last_time_are_no_work(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    window.go_on_with(with_value(window.document.spec, "training.learning_rate", 0.123))
    settled(window, qtbot)
    qtbot.wait(1500)
    assert not list(work_folder().glob("*"))
