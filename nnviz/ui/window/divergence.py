"""What the window says when training met NaN or infinity, and the button that follows the advice."""

from PySide6.QtCore import QObject, Slot

from nnviz.experiment.snapshot.divergence import DivergenceView
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.ui.document.document import Document
from nnviz.ui.widgets.banner import Banner
from nnviz.worker.remote import Remote


class DivergenceNotice(QObject):
    """Raises the banner once for each divergence, and when Play is pressed in vain; takes it down after."""

    def __init__(self, document: Document, controller: Remote, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._controller = controller
        self._banner = banner
        self._shown: DivergenceView | None = None
        self._is_over = False

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Compare the moment with what was said last, unless it is from before an order that may end it."""
        if self._is_over and not self._controller.up_to_date:
            return
        self._is_over = False
        if snapshot.divergence == self._shown:
            return
        self._shown = snapshot.divergence
        if snapshot.divergence is None:
            self._banner.hide()
        else:
            self._say(snapshot.divergence)

    @Slot()
    def say_again(self) -> None:
        """Say at the next moment once more that training cannot go on, if it cannot."""
        self._shown, self._is_over = None, True

    def _say(self, divergence: DivergenceView) -> None:
        remedy = divergence.remedy
        if remedy is None:
            self._banner.say(divergence.sentence())
        else:
            self._banner.say(divergence.sentence(), f"Start again with {remedy.words}", self._follow)

    def _follow(self) -> None:
        remedy = self._shown and self._shown.remedy
        if remedy:
            self.say_again()
            self._document.start_again(remedy.spec, "Advice on divergence")
            self._controller.play()
