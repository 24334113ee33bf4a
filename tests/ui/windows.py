"""Opening the real window in tests, and waiting for it."""

from typing import Protocol

from pytestqt.qtbot import QtBot

from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.spec import Spec
from nnviz.ui.application import FIRST_EXPERIMENT
from nnviz.ui.window.main_window import MainWindow

XOR = with_value(load_spec(find(FIRST_EXPERIMENT)), "training.epochs", 1_000_000)


class Opener(Protocol):
    """What the fixture `open_window` is."""

    def __call__(
        self, spec: Spec = XOR, location: str = FIRST_EXPERIMENT, text_size: float = 1.0
    ) -> MainWindow:
        """Open a window and wait for its first picture; those of one test share their settings."""


def settled(window: MainWindow, qtbot: QtBot) -> Snapshot:
    """Wait until the window shows the effect of everything asked for."""

    def caught_up() -> bool:
        window.feed.frame()
        return window.controller.up_to_date

    qtbot.waitUntil(caught_up)
    assert window.feed.latest is not None
    return window.feed.latest
