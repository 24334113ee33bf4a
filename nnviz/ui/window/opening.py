"""What the window opens or writes beside itself, each imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Slot
from shiboken6 import isValid

from nnviz.experiment.snapshot.origin import Origin
from nnviz.tasks.tasks import Tasks
from nnviz.ui.exporting.moment import Exporting, ToExport
from nnviz.ui.window.parts import Parts

if TYPE_CHECKING:
    from nnviz.experiment.snapshot.instants.run_instant import RunInstant
    from nnviz.explain.formulas.step import Depth
    from nnviz.explain.update.walk import Walk
    from nnviz.export.run import Run
    from nnviz.export.shown import Shown
    from nnviz.tasks.task import Task
    from nnviz.ui.explanation.paper import WalkOnPaper
    from nnviz.ui.exporting.window import ExportWindow


class ExportWindows(QObject):
    """Opens them for whom `Exporting` speaks.

    Attributes
    ----------
    shown : ExportWindow or None
        The one that is open.
    """

    def __init__(self, exporting: Exporting) -> None:
        super().__init__(exporting)
        self._exporting = exporting
        self.shown: ExportWindow | None = None
        self._asked: ToExport | None = None
        self.work = Tasks(self, "The export")
        self.work.finished.connect(self._open)
        self.work.failed.connect(exporting.tell)
        exporting.asked.connect(self._complete)

    @Slot(object)
    def _complete(self, asked: ToExport) -> None:
        """Make the looks of a moment fine enough for paper, then open the window on it."""
        if not self.work.is_busy:
            self._asked = asked
            self.work.submit(lambda task: completed(asked, task))

    @Slot(object)
    def _open(self, fine: tuple[Run, Shown]) -> None:
        from nnviz.ui.exporting.window import ExportWindow  # noqa: PLC0415 (the app starts sooner without)

        asked, self._asked = self._asked, None
        if asked is None or not isValid(asked.over):
            return  # the window was closed meanwhile
        self.shown = ExportWindow(*fine, asked.style, asked.folder, asked.over)
        if asked.figure:
            self.shown.form.choose(asked.figure)
        self.shown.folder_chosen.connect(self._exporting.remember_folder)
        self.shown.destroyed.connect(self._forget)
        self.shown.show()

    @Slot()
    def _forget(self) -> None:
        self.shown = None


def completed(asked: ToExport, task: Task) -> tuple[Run, Shown]:
    """Return what was asked for in the detail that paper needs, that of a second run beside it, too."""
    from nnviz.export.closeup import Closeup, wishes_of  # noqa: PLC0415 (the app starts sooner without)
    from nnviz.export.run import Run  # noqa: PLC0415

    wishes, shown = wishes_of(asked.shown), asked.shown
    fine = Closeup().complete(asked.snapshot, wishes, task)
    if shown.beside is not None:
        second = Closeup().complete(shown.beside.snapshot, wishes, task)
        shown = replace(shown, beside=replace(shown.beside, snapshot=second))
    origin = asked.snapshot.look(Origin) or Origin(asked.snapshot.spec)
    return Run(asked.name, origin.start, origin.log, fine), shown


class Opening(QObject):
    """Answers the parts that ask for a window or a file of their own."""

    def __init__(self, window: Parts) -> None:
        super().__init__(window)
        self._panel = window.step_mode.panel
        self._paper: WalkOnPaper | None = None
        self.exports = ExportWindows(window.exporting)
        self._panel.paper_asked.connect(self._put_on_paper)

    @Slot(object, object, object)
    def _put_on_paper(self, walk: Walk, depth: Depth, moment: RunInstant) -> None:
        """Ask where the explained update is to be saved, and save it."""
        if self._paper is None:
            from nnviz.ui.explanation.paper import WalkOnPaper  # noqa: PLC0415 (the window opens sooner)

            self._paper = WalkOnPaper(self._panel)
            self._paper.said.connect(self._panel.bar.say)
        self._paper.ask(walk, depth, moment)
