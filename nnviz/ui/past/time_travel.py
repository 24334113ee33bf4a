"""Going through the past of the session: the window's commands for it, and the settings of each moment."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand

from nnviz.experiment import commands
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.timeline import BranchView, TimelineView
from nnviz.ui.document.document import Document
from nnviz.worker.remote import Remote

Commands = tuple[commands.TimeTravel, ...]


class TimeTravel(QObject):
    """Turns what is asked for into commands of the worker, and lets the document follow.

    Going to another moment changes the settings to those of that moment, without an undo step: going back is
    how to undo it. Bookmarks, names and deletions can be undone like a change.

    Signals
    -------
    left
        Another moment was asked for, so playing stops.
    """

    left = Signal()

    def __init__(self, document: Document, controller: Remote, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._controller = controller
        self._timeline: TimelineView | None = None
        self._follows = False
        document.edited.connect(self._stop_following)
        document.edited.connect(self._forget_timeline)
        document.opened.connect(self._stop_following)
        document.opened.connect(self._forget_timeline)

    def show_snapshot(self, snapshot: DataInstant) -> None:
        """Take up the settings of a moment that was gone to."""
        timeline = snapshot.look(TimelineView)
        if timeline is not None and (self._timeline is not None or self._controller.up_to_date):
            self._timeline = timeline
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
        here, present = self._timeline.target, self._timeline.present
        if here in dict(present.bookmarks):
            self.delete_bookmark(here)
            return
        name = _free_name({name for _, name in present.bookmarks})
        put = commands.SetBookmark(name, here, present.id)
        self._do("Set bookmark", (put,), (commands.DeleteBookmark(here, present.id),))

    @Slot(int, str)
    def name_bookmark(self, update: int, name: str) -> None:
        """Give the bookmark at an update another name."""
        before = self._bookmark_at(update)
        if before is not None and before.name != name:
            renamed = commands.SetBookmark(name, update, before.branch)
            self._do("Rename bookmark", (renamed,), (before,))

    @Slot(int)
    def delete_bookmark(self, update: int) -> None:
        """Forget the bookmark at an update."""
        before = self._bookmark_at(update)
        if before is not None:
            self._do("Delete bookmark", (commands.DeleteBookmark(update, before.branch),), (before,))

    def _bookmark_at(self, update: int) -> commands.SetBookmark | None:
        """Return what puts the bookmark at an update of the present branch there; None if there is none."""
        if self._timeline is None:
            return None
        present = self._timeline.present
        name = dict(present.bookmarks).get(update)
        return None if name is None else commands.SetBookmark(name, update, present.id)

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
        before = next((each.name for each in self._branches if each.id == branch), name)
        if before != name:
            renamed = commands.RenameBranch(branch, name)
            self._do("Rename branch", (renamed,), (commands.RenameBranch(branch, before),))

    @Slot(int)
    def delete_branch(self, branch: int) -> None:
        """Forget a branch; undone, one that was shown is shown again."""
        delete, restore = commands.DeleteBranch(branch), commands.RestoreBranch(branch)
        if len(self._branches) == 1:
            self._controller.travel(delete)  # it says why the last branch stays
            return
        is_shown = self._timeline is not None and self._timeline.present.id == branch
        back = (restore, commands.SwitchBranch(branch)) if is_shown else (restore,)
        self._document.history.push(_Change("Delete branch", (delete,), back, self._go))

    @property
    def _branches(self) -> tuple[BranchView, ...]:
        """The branches of this run."""
        return () if self._timeline is None else self._timeline.branches

    @Slot(int)
    def open_run(self, run: int) -> None:
        """Go back to an earlier run of the session."""
        self._document.history.clear()
        self._go(commands.OpenRun(run))

    @Slot(int)
    def delete_run(self, run: int) -> None:
        """Forget an earlier run of the session; can be undone."""
        self._do("Delete run", (commands.DeleteRun(run),), (commands.RestoreRun(run),))

    def _do(self, text: str, done: Commands, undone: Commands) -> None:
        """Change the past without going anywhere; can be undone."""
        self._document.history.push(_Change(text, done, undone, self._controller.travel))

    def _go(self, command: commands.TimeTravel) -> None:
        self._follows = True
        self.left.emit()
        self._controller.travel(command)

    @Slot()
    def _forget_timeline(self) -> None:
        """Know no branch until the effect of a change is known: it may have begun another run."""
        self._timeline = None

    @Slot()
    def _stop_following(self) -> None:
        self._follows = False


class _Change(QUndoCommand):
    """A bookmark, a branch or an earlier run was named or deleted."""

    def __init__(
        self,
        text: str,
        done: Commands,
        undone: Commands,
        carry_out: Callable[[commands.TimeTravel], None],
    ) -> None:
        super().__init__(text)
        self._done, self._undone = done, undone
        self._carry_out = carry_out

    def redo(self) -> None:
        for command in self._done:
            self._carry_out(command)

    def undo(self) -> None:
        for command in self._undone:
            self._carry_out(command)


def _free_name(taken: set[str]) -> str:
    """Return the first of "Bookmark 1", "Bookmark 2", ... that is not taken."""
    number = next(n for n in range(1, len(taken) + 2) if f"Bookmark {n}" not in taken)
    return f"Bookmark {number}"
