"""Some seconds of random actions in the real window; `scripts/monkey.py` does it for as long as one likes."""

import json
from pathlib import Path

from monkey import Monkey, watch
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from windows import Opener

SEED = 7
ACTIONS = 120
MOST_SECONDS = 20.0
"""On a machine with other things to do it acts less."""


def test_random_actions_raise_nothing(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    monkey = Monkey(open_window(), SEED, tmp_path / "actions.jsonl", most=ACTIONS)
    with watch(monkey, tmp_path):
        monkey.start(MOST_SECONDS)
        qtbot.waitUntil(lambda: monkey.done, timeout=2_000 * int(MOST_SECONDS))
    for top in QApplication.topLevelWidgets():
        top.close()
    assert monkey.report.faults == []
    assert monkey.report.actions > 10


def test_what_was_recorded_is_done_again(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    actions = [
        {"do": "key", "key": "N"},
        {"do": "command", "name": "theme"},
        {"do": "experiment", "name": "lab-a-xor"},
    ]
    monkey = Monkey(window, 0, tmp_path / "again.jsonl", replay=actions)
    with watch(monkey, tmp_path):
        monkey.start(MOST_SECONDS)
        qtbot.waitUntil(lambda: monkey.done, timeout=2_000 * int(MOST_SECONDS))
    assert monkey.report.faults == []
    assert [json.loads(line) for line in (tmp_path / "again.jsonl").read_text().splitlines()] == actions
    assert (window.files.location, window.look.theme_name) == ("lab-a-xor", "dark")


def test_a_fault_is_told_with_the_action_before_it(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    window.actions_["theme"].triggered.connect(lambda: 1 / 0)
    replay = [{"do": "command", "name": "theme"}]
    monkey = Monkey(window, 0, tmp_path / "again.jsonl", replay=replay)
    with qtbot.captureExceptions(), watch(monkey, tmp_path):
        monkey.start(MOST_SECONDS)
        qtbot.waitUntil(lambda: monkey.done, timeout=2_000 * int(MOST_SECONDS))
    (fault,) = monkey.report.faults
    assert "ZeroDivisionError" in fault
    assert '"theme"' in fault
