"""The stage on a real X server with two displays, one of which is unplugged and plugged in again."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("Xvfb") and shutil.which("xrandr")),
    reason="needs Xvfb and xrandr",
)

SCRIPT = """
import subprocess, sys, time
from PySide6.QtWidgets import QApplication, QWidget
from nnviz.lecture.scene import Scene
from nnviz.ui.presenting.displays import Displays
from nnviz.ui.presenting.follower import Follower, OnStage
from nnviz.ui.presenting.keys import Keys
from nnviz.ui.presenting.stage import StageWindow

def monitor(*words):
    subprocess.run(["xrandr", *words], check=True, stdout=subprocess.DEVNULL)
    wait()

def wait():
    end = time.monotonic() + 0.35
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)

def seen():
    image = app.primaryScreen().grabWindow(0, stage.x() + 5, stage.y() + 5, 20, 20).toImage()
    return image.pixelColor(3, 3).name()

def tell(name):
    end = time.monotonic() + 20  # however slow the machine is
    while time.monotonic() < end and (stage.screen().name() != name or seen() != "#ffffff"):
        wait()
    place = stage.geometry().getRect()
    print(stage.screen().name(), place, seen(), stage.isFullScreen(), follower.window.size().toTuple())

app = QApplication([])
monitor("--setmonitor", "A", "1040/260x660/165+0+0", "screen")
monitor("--setmonitor", "B", "800/200x600/150+1040+0", "none")
main = QWidget()
main.setGeometry(10, 10, 300, 200)
main.show()
wait()
keys, displays = Keys(main), Displays(main)
stage = StageWindow(main, keys, "light")
follower = Follower(main, keys, lambda: OnStage(stage, stage.scene, None, 0, 1))
note = lambda: follower.stand_by(stage, opens=displays.is_own)
displays.changed.connect(note)
displays.fill(stage)
note()
stage.show_scene(Scene(title="One"), None)
stage.keep_picture()
stage.show_scene(Scene(title="Two"), None)
wait()
stage.let_be_seen()
tell("B")
monitor("--delmonitor", "B")
tell("A")
monitor("--setmonitor", "B", "800/200x600/150+1040+0", "none")
tell("B")
displays.fill_next()
note()
tell("A")
"""


@pytest.fixture
def display() -> Iterator[str]:
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1840x660x24", "-noreset"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        yield f":{os.read(read, 16).decode().strip()}"
        server.terminate()


def test_a_display_that_is_unplugged_costs_nothing(display: str, tmp_path: Path) -> None:
    env = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(ROOT),
        "NNVIZ_CONFIG_DIR": str(tmp_path),
    }
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout.splitlines() == [
        "B (1040, 0, 800, 600) #ffffff True (1040, 660)",  # notes fill the other; paint is seen
        "A (0, 0, 1040, 660) #ffffff True (960, 608)",
        "B (1040, 0, 800, 600) #ffffff True (1040, 660)",
        "A (0, 0, 1040, 660) #ffffff True (960, 608)",
    ], done.stderr
