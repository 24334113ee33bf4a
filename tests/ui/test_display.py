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


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600"])
def test_some_platforms_need_no_display(platform: str) -> None:
    assert missing_display({"QT_QPA_PLATFORM": platform}) is None


def test_says_so_when_the_display_does_not_answer() -> None:
    reason = missing_display({"DISPLAY": ":4711"})
    assert reason is not None
    assert "\n" not in reason


def test_a_wayland_socket_is_a_display(tmp_path: Path) -> None:
    (tmp_path / "wayland-0").touch()
    assert missing_display({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}) is None
    assert missing_display({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(tmp_path)}) is not None
