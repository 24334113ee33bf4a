"""What the app puts on the clipboard, so that it neither goes with the app nor takes it along.

Where the system has a clipboard, Qt hands the content over as it ends. Where it has none (no screen), Qt
keeps the content until after Python has ended, and the content, an object of Python, would crash the process.
"""

import atexit

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_WITH_A_CLIPBOARD = ("xcb", "wayland", "windows", "cocoa")


def put_on_clipboard(content: QMimeData) -> None:
    """Put something on the clipboard; it is let go of in time, however the app ends."""
    QGuiApplication.clipboard().setMimeData(content)
    atexit.unregister(_let_go)
    atexit.register(_let_go)


def _let_go() -> None:
    if QGuiApplication.instance() is None or QGuiApplication.platformName().startswith(_WITH_A_CLIPBOARD):
        return
    QGuiApplication.clipboard().clear()
