"""Loading pyqtgraph when the window has been painted, and giving every picture to it; imports none of it.

Whatever keeps pyqtgraph from being imported keeps nothing else: keys still navigate, and it is said once.
"""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from nnviz.ui.failures import LOGGER

if TYPE_CHECKING:
    from nnviz.ui.navigation.plots import Plotted

MISSING = (
    "Plots cannot be dragged or zoomed with the mouse, since {reason}; the keys + and − still zoom them. "
    "To mend it: pip install pyqtgraph."
)


class _Loader(QObject):
    """Imports in a thread of its own, which stops the window for no moment worth noticing."""

    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.hand: Any = None
        self.problem = ""
        self._begun = False
        self._waiting: WeakSet[QWidget] = WeakSet()
        self._held: WeakKeyDictionary[QWidget, QWidget] = WeakKeyDictionary()
        self._told: list[Any] = []
        self.done.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def begin(self, tell: Any) -> None:
        """Import it, and say once if that fails."""
        self._told.append(tell)
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._load, name="pyqtgraph", daemon=True).start()

    def load_now(self) -> None:
        """Import it at once."""
        self._begun = True
        self._import()
        self._take()

    def hold(self, picture: QWidget) -> None:
        """Put a hand over a picture, now or as soon as there is one."""
        if self.hand is None:
            self._waiting.add(picture)
        elif picture not in self._held:
            self._held[picture] = self.hand(picture)

    def _load(self) -> None:
        self._import()
        self.done.emit()

    def _import(self) -> None:
        try:
            self.hand = import_module("nnviz.ui.navigation.hand").Hand
        except Exception as error:  # whatever is the matter with it, the pictures are there
            LOGGER.warning("pyqtgraph cannot be imported", exc_info=error)
            self.problem = f"pyqtgraph cannot be loaded ({error})".rstrip(".")

    @Slot()
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


def begin(tell: Any) -> None:
    """Load pyqtgraph in the background; `tell` is given a sentence if it cannot be."""
    _loader().begin(tell)


def load_now() -> None:
    """Load pyqtgraph before going on."""
    _loader().load_now()


def hold(picture: Plotted) -> None:
    """Let a picture be taken hold of as soon as that is possible."""
    _loader().hold(picture.as_widget())
