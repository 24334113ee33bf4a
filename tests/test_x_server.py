"""The app on a real X server, worked by keys as at a lecture."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Xvfb and xdotool")


@pytest.fixture
def display() -> Iterator[str]:
    """Start an X server of its own on a display that is free."""
    assert shutil.which("Xvfb"), "install xvfb and xdotool: scripts/test.py does"
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        number = os.read(read, 16).decode().strip()
        yield f":{number}"
        server.terminate()


def test_play_step_and_quit_by_keys(display: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "NNVIZ_CONFIG_DIR": str(tmp_path),
    }

    def xdotool(*words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    app = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), "xor-quickstart"], env=environment, stderr=subprocess.PIPE
    )
    window = xdotool("search", "--sync", "--onlyvisible", "--name", "nnviz").split()[-1]
    time.sleep(1.0)
    xdotool("windowfocus", "--sync", window)
    for key in ("space", "space", "Right", "e", "Right", "Escape", "ctrl+q"):
        xdotool("key", key)
        time.sleep(0.3)
    _, errors = app.communicate(timeout=240)
    assert app.returncode == 0
    assert errors.decode() == ""


def test_space_plays_after_a_number_was_typed_and_the_help_was_closed(display: str, tmp_path: Path) -> None:
    """It removed a layer: a window without a focus gives it to its first button."""
    script = tmp_path / "watch.py"
    script.write_text(WATCH, encoding="utf-8")
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "NNVIZ_CONFIG_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    app = subprocess.run(
        [sys.executable, str(script)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert app.stdout.split() == ["MainWindow", "running", "3"], app.stderr


WATCH = """
import subprocess, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from nnviz.ui.application import choose_experiment, make_application, show_on_screen
from nnviz.ui.forms.number_edit import NumberLine
from nnviz.ui.looks.look import Look
from nnviz.ui.settings import Settings
from nnviz.ui.window.main_window import MainWindow

app, settings = make_application(), Settings()
beginning = choose_experiment("xor-quickstart", settings)
window = MainWindow(beginning.spec, beginning.location, Look(app, "light", 1.0), settings)
show_on_screen(window)

def xdotool(*words):
    subprocess.run(["xdotool", *words], check=True)

def focus():
    xdotool("search", "--onlyvisible", "--name", "^XOR", "windowfocus")

def type_number():
    window.training.findChild(NumberLine).setFocus()
    xdotool("key", "ctrl+a", "0", "period", "5", "Return")

def tell():
    print(type(QApplication.focusWidget()).__name__)
    print("running" if window.feed.latest.running else "paused")
    print(len(window.document.spec.network.layers))
    window.close()

steps = [focus, type_number, lambda: xdotool("key", "F1"), lambda: xdotool("key", "Escape"), focus,
         lambda: xdotool("key", "space"), tell]
for number, step in enumerate(steps):
    QTimer.singleShot(1000 * (number + 1), step)
app.exec()
"""
"""Works the window by keys and prints what has the focus, whether it trains, and its layers."""
