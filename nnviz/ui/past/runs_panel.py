"""The branches of this run and the earlier runs of the session: go to them, compare, rename, delete."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QFrame, QInputDialog, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.timeline import BranchView, RunView, TimelineView
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.output.run_thumbnail import paint_run
from nnviz.ui.looks.icons import picture_icon
from nnviz.ui.past.past_memory import PastMemory
from nnviz.ui.past.run_words import progress_of_branch, progress_of_run, settings_of_run
from nnviz.ui.pictures.pixmap_layer import painted_pixmap
from nnviz.ui.widgets.branch_chip import chip
from nnviz.ui.widgets.list_heading import add_heading, demi_bold

THUMBNAIL = 48
"""Side of a thumbnail at text size 1."""
_ID = Qt.ItemDataRole.UserRole
_IS_RUN = Qt.ItemDataRole.UserRole + 1


class RunsPanel(QWidget):
    """A list; a tick shows an earlier run in the curves.

    Signals
    -------
    branch_chosen, branch_deleted, run_chosen, run_deleted : int
        What is to be done with which.
    branch_named(int, str)
        Give a branch another name.
    runs_ticked(frozenset of int)
        The earlier runs to be shown in the curves.
    """

    branch_chosen = Signal(int)
    branch_deleted = Signal(int)
    branch_named = Signal(int, str)
    run_chosen = Signal(int)
    run_deleted = Signal(int)
    runs_ticked = Signal(object)
    frames_apart = 6

    def __init__(self) -> None:
        super().__init__()
        self._style = Style()
        self._snapshot: DataInstant | None = None
        self._listed: object = None
        self._present: int | None = None
        self._ticked: frozenset[int] = frozenset()
        self._list = _list()
        self._list.itemDoubleClicked.connect(self._open)
        self._list.itemChanged.connect(self._note_ticks)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._open_action = self._action("Go there", "Return", self._open)
        self._rename_action = self._action("Rename…", "F2", self._rename)
        self._delete_action = self._action("Delete", "Del", self._delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list)
        self.memory = PastMemory()
        column.addWidget(self.memory)

    def wishes(self) -> Wishes:
        """Return what the panel needs."""
        return (TimelineWish(),)

    def show_snapshot(self, snapshot: DataInstant) -> None:
        """Show the past of the session; the numbers of what is being trained follow when it pauses."""
        self._snapshot = snapshot
        timeline = snapshot.look(TimelineView)
        if timeline is None:
            return
        self.memory.show_use(timeline.memory, timeline.budget)
        known = {run.id for run in timeline.runs}
        if not self._ticked <= known:
            self._tick(self._ticked & known)
        length = None if snapshot.running else timeline.present.length
        names = tuple((branch.id, branch.name) for branch in timeline.branches)
        listed = timeline.present.id, names, tuple(known), length, snapshot.spec
        if listed != self._listed:
            self._listed = listed
            self._fill(timeline)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self._listed = None
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)

    # The list

    def _fill(self, timeline: TimelineView) -> None:
        chosen = self._chosen(timeline)
        with QSignalBlocker(self._list):
            self._list.clear()
            add_heading(self._list, "Branches of this run")
            for branch in timeline.branches:
                self._add_branch(branch, is_present=branch is timeline.present)
            if timeline.runs:
                add_heading(self._list, "Earlier runs")
            for run in reversed(timeline.runs):
                self._add_run(run)
            self._choose(chosen)
        side = round(THUMBNAIL * self._style.scale)
        self._list.setIconSize(QSize(side, side))

    def _chosen(self, timeline: TimelineView) -> tuple[int, bool]:
        """Return what is chosen now: what was, or the present branch where that is another one."""
        here, before = (timeline.present.id, False), self._current()
        is_elsewhere = self._present != timeline.present.id
        self._present = timeline.present.id
        return here if is_elsewhere or before is None else before

    def _choose(self, chosen: tuple[int, bool]) -> None:
        """Choose a branch or run; the first branch if it is there no more."""
        rows = range(self._list.count())
        found = [row for row in rows if self._of(self._list.item(row)) == chosen]
        self._list.setCurrentRow(found[0] if found else 1)

    def _add_branch(self, branch: BranchView, is_present: bool) -> None:
        assert self._snapshot is not None
        colour = self._style.theme.branch_colour(branch.colour)
        is_trained = is_present and self._snapshot.running
        progress = "is being trained" if is_trained else progress_of_branch(branch)
        item = QListWidgetItem(chip(colour), f"{branch.name}\n{progress}")
        item.setData(_ID, branch.id)
        item.setData(_IS_RUN, False)
        if is_present:
            item.setFont(demi_bold(self._list.font()))
        self._list.addItem(item)

    def _add_run(self, run: RunView) -> None:
        assert self._snapshot is not None
        title = f"Run {run.id}, {progress_of_run(run)}"
        item = QListWidgetItem(
            self._thumbnail(run), f"{title}\n{settings_of_run(run.spec, self._snapshot.spec)}"
        )
        item.setData(_ID, run.id)
        item.setData(_IS_RUN, True)
        item.setToolTip("Tick to show its curves; double-click to go back to it")
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if run.id in self._ticked else Qt.CheckState.Unchecked)
        self._list.addItem(item)

    def _thumbnail(self, run: RunView) -> QIcon:
        side = round(THUMBNAIL * self._style.scale)
        return picture_icon(
            painted_pixmap(
                QSize(side, side),
                self.devicePixelRatioF(),
                lambda painter: paint_run(painter, QRectF(0, 0, side, side), run, self._style),
            )
        )

    # What can be done with an item

    def _action(self, text: str, key: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _current(self) -> tuple[int, bool] | None:
        """Return the number of the chosen branch or run, and whether it is a run."""
        item = self._list.currentItem()
        return None if item is None else self._of(item)

    def _of(self, item: QListWidgetItem) -> tuple[int, bool] | None:
        """Return the number of the branch or run that an item stands for, and whether it is a run."""
        number = item.data(_ID)
        return None if number is None else (number, item.data(_IS_RUN))

    @Slot()
    def _open(self) -> None:
        match self._current():
            case (number, False):
                self.branch_chosen.emit(number)
            case (number, True):
                self.run_chosen.emit(number)

    @Slot()
    def _rename(self) -> None:
        match self._current():
            case (number, False):
                name, is_given = QInputDialog.getText(self, "Branch", "Name", text=self._name_of(number))
                if is_given and name.strip():
                    self.branch_named.emit(number, name.strip())

    @Slot()
    def _delete(self) -> None:
        match self._current():
            case (number, False):
                self.branch_deleted.emit(number)
            case (number, True):
                self.run_deleted.emit(number)

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        current = self._current()
        if current is None:
            return
        self._rename_action.setEnabled(not current[1])
        menu = QMenu(self)
        menu.addActions([self._open_action, self._rename_action, self._delete_action])
        menu.exec(self._list.mapToGlobal(position))
        menu.deleteLater()
        self._rename_action.setEnabled(True)

    @Slot()
    def _note_ticks(self) -> None:
        items = (self._list.item(row) for row in range(self._list.count()))
        runs = [item for item in items if item.data(_IS_RUN)]
        self._tick(frozenset(item.data(_ID) for item in runs if item.checkState() == Qt.CheckState.Checked))

    def _tick(self, runs: frozenset[int]) -> None:
        self._ticked = runs
        self.runs_ticked.emit(runs)

    def _name_of(self, number: int) -> str:
        timeline = None if self._snapshot is None else self._snapshot.look(TimelineView)
        branches = () if timeline is None else timeline.branches
        return next((branch.name for branch in branches if branch.id == number), "")


def _list() -> QListWidget:
    made = QListWidget()
    made.setAccessibleName("Branches and earlier runs")
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setWordWrap(True)
    made.setSpacing(GRID // 4)
    made.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
    made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    made.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)
    return made
