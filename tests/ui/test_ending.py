"""However the app ends, settings are kept, the exit code says how, and there is no traceback."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from nnviz.ui.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of Unix")

APP = """
import signal, sys
for name in ("SIGINT", "SIGHUP", "SIGTERM"):
    signal.signal(getattr(signal, name), signal.SIG_DFL)  # whoever runs the tests may ignore some
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from nnviz.ui import application

shown = application.show_on_screen

def show(window):
    shown(window)
    QTimer.singleShot(1000, lambda: act(window))

def act(window):
    {act}
    print("ready", flush=True)

def say_when_a_dialog_is_open():
    if QApplication.activeModalWidget() is None:
        QTimer.singleShot(20, say_when_a_dialog_is_open)
    else:
        print("open", flush=True)

def copy(window):
    from nnviz.ui.exporting.window import ExportWindow
    made = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ExportWindow)]
    if not made or not made[0].copy_button.isEnabled():
        QTimer.singleShot(100, lambda: copy(window))
        return
    made[0].copy_button.click()
    kinds = QApplication.clipboard().mimeData().formats()
    QTimer.singleShot(300, window.close if "image/svg+xml" in kinds else lambda: sys.exit(7))

application.show_on_screen = show
sys.exit(application.run(None))
"""
CHANGE = """window.look.set_theme("dark"); window.document.new_seed(); window.run.play_or_pause()"""
COPY = "window.exporting.export(); copy(window)"


def app(act: str, **surroundings: str) -> subprocess.Popen[str]:
    """Start the app in a process of its own and wait until it has done something."""
    process = subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", APP.format(act=act)],
        env={**os.environ, **surroundings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(60.0, process.kill)  # a test that waits in vain fails
    watchdog.daemon = True
    watchdog.start()
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        _, errors = process.communicate()
        pytest.fail(f"ended with {process.returncode} before it was ready:\n{errors}")
    return process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_as_closing_does(number: signal.Signals) -> None:
    process = app(CHANGE)
    process.send_signal(number)
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 128 + number
    assert "Traceback" not in errors
    settings = Settings()
    assert settings.text("look/theme") == "dark"
    assert settings.text("experiment/changed")


def test_a_signal_ends_it_while_a_dialog_is_open() -> None:
    process = app(f"{CHANGE}; say_when_a_dialog_is_open(); QTimer.singleShot(0, window.files.ask_open)")
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=240)
    assert (process.returncode, "Traceback" in errors) == (143, False)
    assert Settings().text("look/theme") == "dark"


def test_a_signal_ends_it_while_a_number_is_typed() -> None:
    type_there = (
        "from PySide6.QtWidgets import QLineEdit; window.activateWindow(); "
        "next(line for line in window.findChildren(QLineEdit) if line.isVisible()).setFocus()"
    )
    process = app(f"{CHANGE}; {type_there}; assert isinstance(QApplication.focusWidget(), QLineEdit)")
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=240)
    assert (process.returncode, "Traceback" in errors) == (143, False)


def test_it_ends_well_after_the_clipboard_was_used() -> None:
    process = app(COPY)
    _, errors = process.communicate(timeout=240)
    assert (process.returncode, "Traceback" in errors) == (0, False)


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Start an X server of its own on a display that is free."""
    if not shutil.which("Xvfb"):
        pytest.skip("needs Xvfb")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as process:
        os.close(write)
        yield process, f":{os.read(read, 16).decode().strip()}"
        process.kill()


def test_a_display_that_dies_takes_no_settings_along(server: tuple[subprocess.Popen[bytes], str]) -> None:
    screen, display = server
    process = app(CHANGE, DISPLAY=display, QT_QPA_PLATFORM="xcb")
    screen.kill()
    _, errors = process.communicate(timeout=240)
    assert (process.returncode, "Traceback" in errors) == (1, False)
    assert Settings().text("look/theme") == "dark"
    assert Settings().text("experiment/changed")


def test_it_ends_well_on_a_screen_after_the_clipboard_was_used(
    server: tuple[subprocess.Popen[bytes], str],
) -> None:
    process = app(COPY, DISPLAY=server[1], QT_QPA_PLATFORM="xcb")
    _, errors = process.communicate(timeout=240)
    assert (process.returncode, "Traceback" in errors) == (0, False)
