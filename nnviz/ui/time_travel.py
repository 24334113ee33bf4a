"""Going through the past of the session: the window's commands for it, and the settings of each moment."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from nnviz.experiment import commands
from nnviz.experiment.snapshot import Snapshot, TimelineView
from nnviz.ui.document import Document
from nnviz.worker.controller import Controller


class TimeTravel(QObject):
    """Turns what is asked for into commands of the worker, and lets the document follow.

    Going to another moment changes the settings to those of that moment, without an undo step: going back is
    how to undo it. Only deleting a branch or an earlier run can be undone like a change.

    Signals
    -------
    left
        Another moment was asked for, so playing stops.
    """

    left = Signal()

    def __init__(self, document: Document, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._controller = controller
        self._timeline: TimelineView | None = None
        self._follows = False
        document.edited.connect(self._stop_following)
        document.opened.connect(self._stop_following)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take up the settings of a moment that was gone to."""
        if snapshot.timeline is not None:
            self._timeline = snapshot.timeline
        if self._follows and self._controller.up_to_date:
            self._document.follow(snapshot.spec)

    def follow(self) -> None:
        """Take up the settings of the moments to come, until the user changes some."""
        self._follows = True

    # Moments

    @Slot(int)
    def visit(self, update: int) -> None:
        """Go to an update of the present branch."""
        self._go(commands.Visit(update))

    def back(self, unit: str) -> None:
        """Go back by one step unit."""
        self._go(commands.StepBack(unit))

    @Slot()
    def back_one_update(self) -> None:
        """Go back by one update."""
        self.back("update")

    @Slot()
    def first(self) -> None:
        """Go to the initial weights."""
        self.visit(0)

    @Slot()
    def latest(self) -> None:
        """Go to the last update of the present branch."""
        if self._timeline is not None:
            self.visit(self._timeline.present.length)

    @Slot()
    def next_mark(self) -> None:
        """Go to the next bookmark or change of settings; after the last, to the latest update."""
        if self._timeline is not None:
            now, last = self._timeline.target, self._timeline.present.length
            self.visit(min((update for update in self._marked() if update > now), default=last))

    @Slot()
    def mark_before(self) -> None:
        """Go to the bookmark or change of settings before; before the first, to the initial weights."""
        if self._timeline is not None:
            now = self._timeline.target
            self.visit(max((update for update in self._marked() if update < now), default=0))

    def _marked(self) -> set[int]:
        if self._timeline is None:
            return set()
        present = self._timeline.present
        return {update for update, _ in (*present.marks, *present.bookmarks)}

    # Bookmarks

    @Slot()
    def bookmark(self) -> None:
        """Put a bookmark at this moment, or take the one that is there away."""
        if self._timeline is None:
            return
        here, bookmarks = self._timeline.target, self._timeline.present.bookmarks
        if any(update == here for update, _ in bookmarks):
            self._controller.travel(commands.DeleteBookmark(here))
        else:
            self._controller.travel(commands.SetBookmark(_free_name({name for _, name in bookmarks})))

    @Slot(int, str)
    def name_bookmark(self, update: int, name: str) -> None:
        """Give the bookmark at an update another name."""
        self._controller.travel(commands.SetBookmark(name, update))

    @Slot(int)
    def delete_bookmark(self, update: int) -> None:
        """Forget the bookmark at an update."""
        self._controller.travel(commands.DeleteBookmark(update))

    # Branches and runs

    @Slot()
    def fork(self) -> None:
        """Begin a new branch at this moment."""
        self._go(commands.Fork())

    @Slot(int)
    def choose_branch(self, branch: int) -> None:
        """Go over to another branch."""
        self._go(commands.SwitchBranch(branch))

    @Slot(int, str)
    def name_branch(self, branch: int, name: str) -> None:
        """Give a branch another name."""
        self._controller.travel(commands.RenameBranch(branch, name))

    @Slot(int)
    def delete_branch(self, branch: int) -> None:
        """Forget a branch; can be undone."""
        deletion = commands.DeleteBranch(branch), commands.RestoreBranch(branch)
        if self._timeline is not None and not self._timeline.others:
            self._controller.travel(deletion[0])  # it says why the last branch stays
            return
        self._document.history.push(_Deletion("Delete branch", *deletion, self._go))

    @Slot(int)
    def open_run(self, run: int) -> None:
        """Go back to an earlier run of the session."""
        self._document.history.clear()
        self._go(commands.OpenRun(run))

    @Slot(int)
    def delete_run(self, run: int) -> None:
        """Forget an earlier run of the session; can be undone."""
        deletion = commands.DeleteRun(run), commands.RestoreRun(run)
        self._document.history.push(_Deletion("Delete run", *deletion, self._controller.travel))

    def _go(self, command: commands.TimeTravel) -> None:
        self._follows = True
        self.left.emit()
        self._controller.travel(command)

    @Slot()
    def _stop_following(self) -> None:
        self._follows = False


class _Deletion(QUndoCommand):
    """A branch or an earlier run was deleted."""

    def __init__(
        self,
        text: str,
        delete: commands.TimeTravel,
        restore: commands.TimeTravel,
        carry_out: Callable[[commands.TimeTravel], None],
    ) -> None:
        super().__init__(text)
        self._delete, self._restore = delete, restore
        self._carry_out = carry_out

    def redo(self) -> None:
        self._carry_out(self._delete)

    def undo(self) -> None:
        self._carry_out(self._restore)


def _free_name(taken: set[str]) -> str:
    """Return the first of "Bookmark 1", "Bookmark 2", ... that is not taken."""
    number = next(n for n in range(1, len(taken) + 2) if f"Bookmark {n}" not in taken)
    return f"Bookmark {number}"
