import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.catalogue import find
from nnviz.experiment.spec import SpecError, load_spec
from nnviz.ui.application import FIRST_EXPERIMENT, choose_experiment, show_on_screen
from nnviz.ui.settings import Settings


def start(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Start the app in a process of its own, without any screen unless `changes` says otherwise."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in screens} | changes
    command = [sys.executable, "-m", "nnviz", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS always have a screen")
@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":4711"}])
def test_without_a_screen_it_says_so_in_one_line(display: dict[str, str]) -> None:
    result = start(**display)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "nnviz train" in result.stderr or "train" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_experiment_is_refused_in_one_line() -> None:
    result = start("no-such-experiment", QT_QPA_PLATFORM="offscreen")
    assert result.returncode == 2
    assert "no-such-experiment" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


def test_heavy_libraries_are_not_imported_before_the_window() -> None:
    code = "import sys, nnviz.ui.application; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ("numba", "sklearn", "scipy", "pyqtgraph", "PIL")
    result = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_what_was_asked_for_comes_before_what_was_open_last(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "a.ini")
    settings.set("experiment/last", "lab-b-xor")
    assert choose_experiment(None, settings) == (load_spec(find("lab-b-xor")), "lab-b-xor")
    assert choose_experiment("lab-a-xor", settings)[1] == "lab-a-xor"
    with pytest.raises(SpecError):
        choose_experiment("no-such-experiment", settings)


@pytest.mark.parametrize("gone", ["deleted.toml", "renamed-experiment", ""])
def test_what_is_gone_is_passed_over(tmp_path: Path, gone: str) -> None:
    settings = Settings(tmp_path / "a.ini")
    settings.set("experiment/last", gone)
    assert choose_experiment(None, settings)[1] == FIRST_EXPERIMENT


@pytest.mark.parametrize(("missing", "fills"), [(0, True), (400, False)])
def test_a_window_that_the_screen_has_no_room_for_fills_it(qtbot: QtBot, missing: int, fills: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    room = window.screen().availableGeometry().size()
    window.resize(room.width(), room.height() - missing)
    show_on_screen(window)
    assert window.isMaximized() is fills


def test_what_needs_no_qt_is_imported_before_it_and_blas_keeps_to_one_thread() -> None:
    code = """
import os, sys, nnviz.ui
print("nnviz.experiment.snapshot" in sys.modules, any("PySide6" in name for name in sys.modules))
print(os.environ["OPENBLAS_NUM_THREADS"])
"""
    environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"}
    shown = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert shown.split() == ["True", "False", "1"]
