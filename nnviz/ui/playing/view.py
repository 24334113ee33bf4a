"""What every view of the run can do, and how often it may be asked to."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.snapshot import Snapshot

FRAME = 16  # milliseconds


class View(Protocol):
    """What every view can do.

    Attributes
    ----------
    frames_apart : int
        While training runs, it is shown another moment at most every so many frames: curves and counts move
        too little for the eye to miss any, and each picture takes time from training.
    """

    frames_apart: int

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show one moment."""

    def wishes(self) -> Wishes:
        """Say what it needs to be computed while it is visible."""


def can_be_seen(view: View) -> bool:
    """Whether any part of a widget is on screen; docks behind a tab are not.

    Qt counts as hidden what is below children that paint their whole area: a view that consists of such
    children only would never be shown.
    """
    return isinstance(view, QWidget) and view.isVisible() and not view.visibleRegion().isEmpty()
