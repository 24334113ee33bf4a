"""Loading pyqtgraph when the window has been painted, and giving every picture to it; imports none of it.

Whatever keeps pyqtgraph from being imported keeps nothing else: keys still navigate, and it is said once.

All of it happens in the thread of the window, a little in each turn of its events. A thread of its own would
be smoother and kills the app once in a hundred starts: PySide makes a type of Qt known to Python when it is
first asked for, in a table that the window reads without a lock (in Python 3.11; there is none from 3.12 on).
pyqtgraph asks for every type there is, which takes longer than all the rest of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from nnviz.ui.failures import LOGGER

if TYPE_CHECKING:
    from nnviz.ui.navigation.plots import Plotted

MISSING = (
    "Plots cannot be dragged or zoomed with the mouse, since {reason}; the keys + and − still zoom them. "
    "To mend it: pip install pyqtgraph."
)
TURN = 0.004
"""Seconds of each turn of the window's events."""
NEEDED = ("PySide6.QtSvg", "PySide6.QtOpenGLWidgets", "PySide6.QtTest", "multiprocessing", "pydoc")
"""The larger modules that pyqtgraph imports, of which none changes anything by being imported before."""


class _Loader(QObject):
    """Imports in so many turns of the window's events that none of them is worth noticing."""

    def __init__(self) -> None:
        super().__init__()
        self.hand: Any = None
        self.problem = ""
        self._steps: Iterator[None] | None = None
        self._waiting: WeakSet[QWidget] = WeakSet()
        self._held: WeakKeyDictionary[QWidget, QWidget] = WeakKeyDictionary()
        self._told: list[Callable[[str], None]] = []

    def begin(self, tell: Callable[[str], None]) -> None:
        """Import it, and say once if that fails."""
        self._told.append(tell)
        if self._steps is None:
            self._steps = self._load()
            self._go_on()

    def load_now(self) -> None:
        """Import it at once."""
        self._steps = self._steps or self._load()
        for _ in self._steps:
            pass

    def hold(self, picture: QWidget) -> None:
        """Put a hand over a picture, now or as soon as there is one."""
        if self.hand is None:
            self._waiting.add(picture)
        elif picture not in self._held:
            self._held[picture] = self.hand(picture)

    def _go_on(self) -> None:
        """Take as many steps as fit into one turn, and leave the rest to the next."""
        end = perf_counter() + TURN
        for _ in self._steps or ():
            if perf_counter() > end:
                QTimer.singleShot(0, self, self._go_on)
                return

    def _load(self) -> Iterator[None]:
        for module in (QtCore, QtGui, QtWidgets):
            for name in dir(module):
                getattr(module, name)
                yield
        for name in (*NEEDED, "pyqtgraph"):
            with suppress(Exception):  # what is missing and needed is missed below
                import_module(name)
            yield
        try:
            self.hand = import_module("nnviz.ui.navigation.hand").Hand
        except Exception as error:  # whatever is the matter with it, the pictures are there
            LOGGER.warning("pyqtgraph cannot be imported", exc_info=error)
            self.problem = f"pyqtgraph cannot be loaded ({error})".rstrip(".")
        self._take()

    def _take(self) -> None:
        if self.hand is not None:
            for picture in list(self._waiting):
                if isValid(picture):  # Python may know it longer than Qt does
                    self.hold(picture)
            self._waiting.clear()
        elif self.problem:
            for tell in self._told:
                tell(MISSING.format(reason=self.problem))
        self._told.clear()


_LOADER: list[_Loader] = []


def _loader() -> _Loader:
    if not _LOADER:
        _LOADER.append(_Loader())
    return _LOADER[0]


def begin(tell: Callable[[str], None]) -> None:
    """Load pyqtgraph in the next turns; `tell` is given a sentence if it cannot be."""
    _loader().begin(tell)


def load_now() -> None:
    """Load pyqtgraph before going on."""
    _loader().load_now()


def hold(picture: Plotted) -> None:
    """Let a picture be taken hold of as soon as that is possible."""
    _loader().hold(picture.as_widget())
