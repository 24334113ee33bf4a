"""The row under everything: a bookmark, the branches, the timeline, and the way to the latest update."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QMenu, QToolButton, QWidget

from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.timeline import BranchView, TimelineView
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.past.timeline import Flag
from nnviz.paint.past.timeline_picture import picture_of
from nnviz.ui.past.timeline_bar import TimelineBar
from nnviz.ui.widgets.actions import Actions
from nnviz.ui.widgets.branch_chip import chip
from nnviz.ui.widgets.buttons import action_button
from nnviz.ui.widgets.plain_text import plain_tip

LONGEST_NAME = 18
"""Letters of a branch's name beside the timeline; the tip says it all."""


class TimelineRow(QWidget):
    """Shows where in its past the session is.

    Signals
    -------
    branch_chosen(int)
        Go over to another branch.
    bookmark_named(int, str)
        Give the bookmark at an update another name.
    bookmark_deleted(int)
        Forget the bookmark at an update.
    """

    branch_chosen = Signal(int)
    bookmark_named = Signal(int, str)
    bookmark_deleted = Signal(int)

    frames_apart = 2

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.bar = TimelineBar()
        self.bar.bookmark_menu_asked.connect(self._open_bookmark_menu)
        self._style = Style()
        self._timeline: TimelineView | None = None
        self._shown: object = None
        self._branches = QMenu("Branches", self)
        self._branches.aboutToShow.connect(self._fill_menu)
        self._branches.triggered.connect(self._choose)
        self._actions = actions
        self._button = _branch_button(self._branches)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(action_button(actions["bookmark"]))
        row.addWidget(self._button)
        row.addWidget(self.bar, 1)
        row.addWidget(action_button(actions["latest"]))

    def wishes(self) -> Wishes:
        """Return what the row needs."""
        return (TimelineWish(),)

    def show_snapshot(self, snapshot: Instant) -> None:
        """Show a moment of the session."""
        timeline = snapshot.look(TimelineView)
        if timeline is not None:
            self._timeline = timeline
            self._show()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.bar.set_style(style)
        self._shown = None
        self._show()

    def _show(self) -> None:
        if self._timeline is None:
            return
        self.bar.show_picture(picture_of(self._timeline, self._style.theme))
        present, has_choice = self._timeline.present, bool(self._timeline.others)
        names = [branch.name for branch in self._timeline.branches]
        shown = present.id, present.name, has_choice, names
        if shown != self._shown:
            self._shown = shown
            self._name(present, has_choice)
            self._keep_room(names)

    def _keep_room(self, names: Iterable[str]) -> None:
        """Let the button be as wide as its longest name, so that going over to a branch moves nothing."""
        named, metrics = self._button.text(), self._button.fontMetrics()
        self._button.setText(max(map(_short, names), key=metrics.horizontalAdvance, default=named))
        self._button.setFixedWidth(self._button.sizeHint().width())
        self._button.setText(named)

    def _name(self, present: BranchView, has_choice: bool) -> None:
        """Name the present branch; the button is there only where there is a choice."""
        self._button.setIcon(chip(self._style.theme.branch_colour(present.colour)))
        self._button.setText(_short(present.name))
        self._button.setToolTip(plain_tip(f"Branch: {present.name}\nShow another branch of the training"))
        self._button.setVisible(has_choice)

    @Slot()
    def _fill_menu(self) -> None:
        """List the branches, and what can be done with them."""
        self._branches.clear()
        if self._timeline is not None:
            for branch in self._timeline.branches:
                colour = chip(self._style.theme.branch_colour(branch.colour))
                action = self._branches.addAction(colour, branch.name)
                action.setCheckable(True)
                action.setChecked(branch.id == self._timeline.present.id)
                action.setData(branch.id)
        self._branches.addSeparator()
        self._branches.addActions([self._actions[name] for name in ("fork", "runs", "compare")])

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        if action.data() is not None:
            self.branch_chosen.emit(action.data())

    @Slot(object, QPoint)
    def _open_bookmark_menu(self, flag: Flag, where: QPoint) -> None:
        menu = QMenu(self)
        rename, delete = menu.addAction("Rename…"), menu.addAction("Delete bookmark")
        chosen = menu.exec(where)
        menu.deleteLater()
        if chosen is rename:
            name, is_given = QInputDialog.getText(self, "Bookmark", "Name", text=flag.text)
            if is_given and name.strip():
                self.bookmark_named.emit(flag.update, name.strip())
        elif chosen is delete:
            self.bookmark_deleted.emit(flag.update)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _branch_button(menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setObjectName("branch_button")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setAccessibleName("Branch")
    button.setToolTip("Show another branch of the training")
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.hide()
    return button
