"""What the window says when training met NaN or infinity, and the button that follows the advice."""

from PySide6.QtCore import QObject

from nnviz.experiment.fields import with_value
from nnviz.experiment.snapshot import Divergence, Snapshot
from nnviz.ui.banner import Banner
from nnviz.ui.document import Document
from nnviz.worker.controller import Controller

SMALLER = 10.0
"""The learning rate is divided by this."""


class DivergenceNotice(QObject):
    """Raises the banner once for each divergence and takes it down when it is over."""

    def __init__(self, document: Document, controller: Controller, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._controller = controller
        self._banner = banner
        self._shown: Divergence | None = None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Compare the moment with what was said last."""
        if snapshot.divergence == self._shown:
            return
        self._shown = snapshot.divergence
        if snapshot.divergence is None:
            self._banner.hide()
        else:
            text = f"Divide the learning rate by {SMALLER:.0f} and start again"
            self._banner.say(snapshot.divergence.sentence(), text, self._follow)

    def _follow(self) -> None:
        spec = self._document.spec
        rate = spec.training.learning_rate / SMALLER
        self._document.edit(with_value(spec, "training.learning_rate", rate), "Learning rate")
        self._document.history.settle()
        self._controller.reset()
        self._controller.play()
