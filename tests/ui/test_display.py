import os
import socket
import sys
from pathlib import Path

import pytest

from nnviz.ui.display import missing_display

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS always have a screen")


def test_says_so_without_any_display() -> None:
    reason = missing_display({})
    assert reason is not None
    assert "DISPLAY" in reason
    assert "nnviz list" in reason


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "x11;offscreen"])
def test_some_platforms_need_no_display(platform: str) -> None:
    assert missing_display({**os.environ, "QT_QPA_PLATFORM": platform}) is None


@pytest.mark.parametrize(
    "platform", ["wayland", "wayland-egl", "xcb", "x11", "eglfs", "no such thing", "wayland;xcb"]
)
def test_a_platform_that_cannot_open_a_window_is_named(platform: str) -> None:
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    bare = {key: value for key, value in os.environ.items() if key not in screens}
    reason = missing_display({**bare, "QT_QPA_PLATFORM": platform})
    assert reason is not None
    assert "\n" not in reason
    assert "DISPLAY" in reason if platform == "xcb" else "QT_QPA_PLATFORM" in reason


def test_the_platform_that_is_named_decides_which_screen_is_asked() -> None:
    reason = missing_display({"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":0", "XDG_RUNTIME_DIR": "/nowhere"})
    assert reason is not None
    assert "Wayland" in reason


def test_says_so_when_the_display_does_not_answer() -> None:
    reason = missing_display({"DISPLAY": ":4711"})
    assert reason is not None
    assert "\n" not in reason


def test_a_wayland_socket_is_a_display(tmp_path: Path) -> None:
    surroundings = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        assert missing_display(surroundings) is None
        assert missing_display({"WAYLAND_DISPLAY": str(tmp_path / "wayland-0")}) is None
    assert missing_display(surroundings) is not None  # the socket is there, and nobody listens
    assert missing_display({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(tmp_path)}) is not None
