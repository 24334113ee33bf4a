"""Is there a screen to open a window on? Asked before Qt, which aborts the process where there is none.

Imports no Qt.
"""

import ctypes
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PLATFORM = "QT_QPA_PLATFORM"
"""Environment variable: the platforms that Qt shall try for its windows, separated by semicolons."""

_NEEDS_NO_SCREEN = ("offscreen", "minimal")
_X11_LIBRARIES = ("libxcb.so.1", "libxcb-cursor.so.0", "libxkbcommon-x11.so.0")
_ADVICE = "The window needs a screen; `nnviz list`, `train` and `trace` do not."
_TRIAL = "import sys; from PySide6.QtGui import QGuiApplication; QGuiApplication(sys.argv)"
_TRIAL_SECONDS = 30.0


def missing_display(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return one sentence on why no window can open, or None when it can."""
    if sys.platform in ("win32", "darwin"):
        return None
    names = [name for name in environment.get(PLATFORM, "").split(";") if name]
    reasons = [_problem_of(name.partition(":")[0], environment) for name in names]
    if not names:
        reasons = ["" if _wayland_answers(environment) else _x11_problem(environment.get("DISPLAY", ""))]
    return None if "" in reasons else f"{reasons[0]} {_ADVICE}"


def _problem_of(platform: str, environment: Mapping[str, str]) -> str:
    """Return why Qt cannot open a window with the platform of this name, empty if it can."""
    name = platform.lower()
    if name in _NEEDS_NO_SCREEN:
        return ""
    if name == "xcb":
        return _x11_problem(environment.get("DISPLAY", ""))
    if name.startswith("wayland"):
        if _wayland_answers(environment, "wayland-0"):
            return ""
        return f"{PLATFORM} asks for Wayland, and no Wayland compositor answers: unset it."
    if _opens_in_a_trial(environment):
        return ""
    return f'{PLATFORM} asks for "{platform[:40]}", with which Qt can open no window here: unset it.'


def _x11_problem(display: str) -> str:
    if not display:
        return "No display was found (DISPLAY and WAYLAND_DISPLAY are not set)."
    for library in _X11_LIBRARIES:
        if not _loads(library):
            return f"Qt needs the system library {library} to open a window; the set-up script installs it."
    return "" if _x11_answers(display) else f"The display {display} does not answer."


def _wayland_answers(environment: Mapping[str, str], usual: str = "") -> bool:
    if environment.get("WAYLAND_SOCKET"):  # a connection that is open already
        return True
    name = environment.get("WAYLAND_DISPLAY") or usual
    folder = environment.get("XDG_RUNTIME_DIR", "")
    if not name or not (folder or name.startswith("/")):
        return False
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2.0)
            connection.connect(str(Path(folder) / name))
    except (OSError, ValueError):
        return False
    return True


def _opens_in_a_trial(environment: Mapping[str, str]) -> bool:
    """Have another process start Qt: one that does not know the platform, or lacks its device, aborts."""
    try:
        trial = subprocess.run(
            [sys.executable, "-c", _TRIAL],
            env=dict(environment),
            capture_output=True,
            timeout=_TRIAL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return trial.returncode == 0


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x11_answers(display: str) -> bool:
    """Open and close a connection as Qt will, with the same authorisation."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused
