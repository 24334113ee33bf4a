"""What went wrong can be copied with all that is needed to find out why, and without the owner's name."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from windows import Opener

from nnviz.ui.failures import report_failures
from nnviz.ui.window import trouble_report
from nnviz.ui.window.trouble_report import END_OF_LOG, end_of, report


def copied(window, qtbot: QtBot) -> str:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    qtbot.waitUntil(lambda: "clipboard" in window.banner.sentence, timeout=60_000)
    return clipboard.text()


def test_an_error_in_the_window_can_be_copied_with_its_place(
    open_window: Opener, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    report_failures(window.trouble.tell, tmp_path / "nnviz.log")
    told = []
    hook = sys.excepthook

    def fail_in_a_slot() -> None:
        try:
            raise KeyError("of a slot")
        except KeyError:
            hook(*sys.exc_info())
            told.append(True)

    QTimer.singleShot(0, fail_in_a_slot)
    qtbot.waitUntil(lambda: bool(told))
    assert "KeyError" in window.banner.sentence
    (button,) = [each for each in window.banner.findChildren(QPushButton) if each.text() == "Copy report"]
    assert not button.isHidden()
    button.click()
    text = copied(window, qtbot)
    assert "fail_in_a_slot" in text
    assert "numpy" in text
    assert "The end of the log:" in text


def test_a_report_can_be_copied_from_the_menu_when_nothing_is_wrong(
    open_window: Opener, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble_report, "log_file", lambda: tmp_path / "nnviz.log")
    window = open_window()
    window.actions_["report"].trigger()
    text = copied(window, qtbot)
    assert text.startswith("nnviz ")
    assert "Traceback" not in text


def test_a_report_does_not_name_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "a-persons-name"))
    log = tmp_path / "a-persons-name" / "nnviz.log"
    log.parent.mkdir()
    log.write_text(f"could not read {log.parent}/table.csv\n", encoding="utf-8")
    text = report(f"in {log.parent}", log)
    assert "a-persons-name" not in text
    assert "~/table.csv" in text


def test_of_a_long_log_whole_lines_at_its_end_are_taken(tmp_path: Path) -> None:
    log = tmp_path / "nnviz.log"
    log.write_text("".join(f"line {i} ä\n" for i in range(5000)), encoding="utf-8")
    lines = end_of(log).splitlines()
    assert lines[-1] == "line 4999 ä"
    assert lines[0].startswith("line ")
    assert END_OF_LOG / 2 < len(end_of(log)) <= END_OF_LOG
    assert end_of(tmp_path / "none.log") == "(there is none)"
