"""Runs that are in no file of the user's: the menu that opens them again, and the offer after a crash."""

import time
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nnviz.experiment.run_file.kept_work import KeptWork, count_as_told, kept_work
from nnviz.ui.widgets.banner import Banner
from nnviz.ui.widgets.plain_text import plain_tip

_TIP = "Runs that were left without being saved: the oldest go when there are too many"
_NOTHING = "No run has been left unsaved"


class RecentWork(QMenu):
    """The latest first.

    Signals
    -------
    chosen : KeptWork
        This is to be opened.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Recent work", parent)
        self.setToolTipsVisible(True)
        self.menuAction().setToolTip(_TIP)
        self.aboutToShow.connect(self._fill)
        self.triggered.connect(self._choose)

    @Slot()
    def _fill(self) -> None:
        self.clear()
        for work in kept_work():
            action = self.addAction(words_of(work).replace("&", "&&"))
            action.setData(work)
            action.setToolTip(plain_tip(work.summary.location))
        if self.isEmpty():
            self.addAction(_NOTHING).setEnabled(False)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(action.data())


class Recovery(QObject):
    """Offers, in one line, what a process that was killed has left."""

    def __init__(self, banner: Banner, recent: RecentWork, parent: QObject) -> None:
        super().__init__(parent)
        self._banner, self._recent = banner, recent

    @Slot()
    def offer(self) -> None:
        """Say what was left, unless there is something else to be said: it stands in the list in any case."""
        left = [work for work in kept_work() if work.is_leftover]
        if not left or self._banner.sentence:
            return
        for work in left:
            count_as_told(work)
        latest = left[0]
        more = f" {len(left) - 1} more under Recent work." if len(left) > 1 else ""
        self._banner.say(
            f"Not saved when nnviz was killed: {words_of(latest)}.{more}",
            "Open it",
            lambda: self._recent.chosen.emit(latest),
            tip="Go on where you were",
            quiet=True,
        )


def words_of(work: KeptWork) -> str:
    """Return title, epochs, branches and time of a run in one line."""
    summary = work.summary
    epochs = f"{summary.epoch:,.1f}".removesuffix(".0")
    branches = f", {summary.branches} branches" if summary.branches > 1 else ""
    return f"{summary.title or 'Untitled'}, epoch {epochs}{branches}, {_when(work.when)}"


def _when(seconds: float) -> str:
    then, today = datetime.fromtimestamp(seconds), datetime.fromtimestamp(time.time())
    if then.date() == today.date():
        return f"today {then:%H:%M}"
    return f"{then.day} {then:%b %H:%M}" if then.year == today.year else f"{then:%Y-%m-%d}"
