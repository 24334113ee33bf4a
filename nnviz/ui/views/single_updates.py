"""Single updates on the curves: replayed beside the window from a copy of the run, and shown as they come."""

from PySide6.QtCore import QObject, Slot

from nnviz.experiment.past.saved_run import PastCopy, SavedRun
from nnviz.tasks.task import Task
from nnviz.tasks.tasks import Tasks
from nnviz.ui.views.curves_view import CurvesView
from nnviz.worker.remote import Remote


class SingleUpdates(QObject):
    """Answers what a view of curves asks for; the training goes on meanwhile.

    Parameters
    ----------
    controller : Remote
        Hands out copies of what was trained.
    curves : CurvesView
    parent : QObject
        Its window.
    """

    def __init__(self, controller: Remote, curves: CurvesView, parent: QObject) -> None:
        super().__init__(parent)
        self._controller, self._curves = controller, curves
        self._wanted: tuple[int, int] | None = None
        self.tasks = Tasks(self, "Replaying single updates")
        self.tasks.published.connect(curves.show_singles)
        curves.singles_asked.connect(self.ask)
        controller.copied.connect(self._take)

    @Slot(int, int)
    def ask(self, first: int, last: int) -> None:
        """Have all updates from the first to the last replayed; none where that is before the first."""
        self.tasks.give_up()
        self._wanted = (first, last) if last >= first else None
        if self._wanted is not None:
            self._controller.copy_past()

    @Slot(object)
    def _take(self, copies: tuple[PastCopy, ...]) -> None:
        wanted, self._wanted = self._wanted, None
        present = next((copy for copy in copies if copy.is_present), None)
        if wanted is not None and present is not None:
            self._replay(present.saved, wanted[0], min(wanted[1], present.length))

    def _replay(self, saved: SavedRun, first: int, last: int) -> None:
        from nnviz.experiment.runs.single_updates import single_updates  # noqa: PLC0415 (the app starts sooner without)

        def work(task: Task) -> None:
            for part in single_updates(saved, first, last, task.cancelled):
                task.publish(part)

        self.tasks.submit(work)
