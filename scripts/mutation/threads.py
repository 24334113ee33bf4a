"""A plugin of pytest: code in threads of Qt is watched by coverage, as that in Python's own is."""

import ctypes
import sys
import threading

from PySide6.QtCore import Qt, QThread

from nnviz.worker import controller


class WatchedThread(QThread):
    """A thread whose code is watched from its start on."""

    def __init__(self) -> None:
        super().__init__()
        self.started.connect(_watch, Qt.ConnectionType.DirectConnection)


def _watch() -> None:
    ctypes.pythonapi.PyGILState_Ensure()  # one state for the thread: each slot would have its own
    sys.settrace(threading.gettrace())


controller.QThread = WatchedThread  # type: ignore[misc]
