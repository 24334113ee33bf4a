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
    _, errors = app.communicate(timeout=30)
    assert app.returncode == 0
    assert errors.decode() == ""
