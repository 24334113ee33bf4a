"""Is there a screen to open a window on? Asked before Qt, which aborts the process where there is none.

Imports no Qt.
"""

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_NEEDS_NO_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
_X11_LIBRARIES = ("libxcb.so.1", "libxcb-cursor.so.0", "libxkbcommon-x11.so.0")
_ADVICE = "The window needs a screen; `nnviz list`, `train` and `trace` do not."


def missing_display(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return one sentence on why no window can open, or None when it can."""
    platform = environment.get("QT_QPA_PLATFORM", "")
    if sys.platform in ("win32", "darwin") or platform.partition(":")[0] in _NEEDS_NO_SCREEN:
        return None
    if not platform.startswith("xcb") and _wayland_socket(environment):
        return None
    reason = _x11_problem(environment.get("DISPLAY", ""))
    return f"{reason} {_ADVICE}" if reason else None


def _x11_problem(display: str) -> str:
    if not display:
        return "No display was found (DISPLAY and WAYLAND_DISPLAY are not set)."
    for library in _X11_LIBRARIES:
        if not _loads(library):
            return f"Qt needs the system library {library} to open a window; the set-up script installs it."
    return "" if _x11_answers(display) else f"The display {display} does not answer."


def _wayland_socket(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    return bool(name) and (Path(environment.get("XDG_RUNTIME_DIR", "/")) / str(name)).exists()


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
