"""The window: what it shows of each moment, and what it does when Qt says that something happened to it.

Its parts are made in `parts.py` and joined in `wiring.py`; `panels.py` lists the panels, `commands.py` what
can be asked for, and `remembering.py` keeps what is remembered.
"""

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent

from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID
from nnviz.tasks.tasks import Tasks
from nnviz.ui.looks.look import Look, Styles
from nnviz.ui.modes.lecturing import LectureEditing
from nnviz.ui.modes.present import PresentMode
from nnviz.ui.settings import Settings
from nnviz.ui.widgets.keyboard import Keyboard, focus_by_tab_only
from nnviz.ui.widgets.plain_text import make_labels_plain
from nnviz.ui.window.commands import COMMANDS, PANEL_COMMANDS, QUIT, WINDOW_COMMANDS
from nnviz.ui.window.loading import waiting_words
from nnviz.ui.window.opening import Opening
from nnviz.ui.window.parts import Parts
from nnviz.ui.window.remembering import Remembering
from nnviz.ui.window.wiring import connect_all
from nnviz.worker.controller import Controller

_HINTS_HEIGHT = 56 * GRID
"""A window of less than this height at text size 1 has no room for hints: the network needs it."""
_STATUS_HEIGHT = 38 * GRID
"""A window of less than this height at text size 1 shows the line at the bottom only when it has news."""
_TIME_TO_BE_PAINTED = 3000
"""Milliseconds after which the training thread begins even if nobody has painted the window yet."""
_TIME_TO_BE_PLACED = 600
"""Milliseconds in which the system may move and fill the window, and panels find their sizes."""


class MainWindow(Parts):
    """Everything a lecturer sees."""

    def __init__(self, spec: Spec, location: str, look: Look, settings: Settings) -> None:
        thread = Controller(delay=_TIME_TO_BE_PAINTED, keeps=True)
        super().__init__(spec, location, look, settings, COMMANDS, thread)
        self.painted.connect(thread.release)
        self._was_shown = False
        self.presenting = PresentMode(
            self,
            self.document,
            self.controller,
            self.feed,
            self.files,
            self.bar.transport,
            self.look,
            self.note,
        )
        self.presenting.keys_asked.connect(self.sub_windows.show_keys_of_presentation)
        self.modes = (*self.modes, self.presenting)
        self.lecturing = LectureEditing(
            self, self.panels, self.presenting, self.controller, self.seen, self.note, self.tell
        )
        self.opening = Opening(self)
        connect_all(self, (*WINDOW_COMMANDS, *PANEL_COMMANDS, QUIT))
        self._connect_news()
        self.remembering = Remembering(self)
        self.remembering.take_up()
        self.controller.open(spec)
        self.controller.name_work(location)
        self.remembering.begin_past()
        self.show_spec(spec)
        self.show_style(look.styles())
        Keyboard(self)
        self.feed.run(True)
        self.setFocus()

    def _connect_news(self) -> None:
        """Let what document, worker and look have to say be seen."""
        self.document.changed.connect(self.show_spec)
        self.feed.arrived.connect(self.show_snapshot)
        self.feed.waiting.connect(self.show_waiting)
        self.controller.failed.connect(self.fall_back)
        self.controller.file_opened.connect(self.show_opened_run)
        self.look.changed.connect(self.show_style)

    def go_on_with(self, changed: Spec) -> None:
        """Take up the settings as they were left, and say so: who opens the window next may not know."""
        self.document.start_again(changed, "Changes of the last time")
        self.controller.count_as_kept()
        self.status.say_changed()

    # Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        """Note where everything is, once it is there: only what is moved from then on is remembered."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            for wait in (0, _TIME_TO_BE_PLACED):
                QTimer.singleShot(wait, self, self.remembering.note_layout)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember everything and end the training thread, whatever it is doing."""
        self.feed.run(False)
        for mode in self.modes:
            mode.leave()
        self.lecturing.write_now()
        self.remembering.store()
        self.hide()  # reading data takes its time even if nobody waits for them any more
        Tasks.cancel_below(self)
        self.controller.close()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Fetch no frames for a window that is minimised; training goes on."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and hasattr(self, "feed"):
            self.feed.run(not self.isMinimized())
            self.actions_["full_screen"].setChecked(self.isFullScreen())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the panels at the right grow with the window."""
        super().resizeEvent(event)
        self._fit(self.look.styles())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and cells of a spreadsheet, that are dragged over the window."""
        self.tables.invite(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that was dropped, or import a table of text."""
        self.tables.invite(event)
        self.tables.take(event.mimeData())

    # What it shows

    @Slot(object)
    def show_spec(self, spec: Spec) -> None:
        """Show the settings in force."""
        self.bar.picker.show_title(spec.title or self.files.location, modified=self.files.is_modified)
        self.setWindowTitle(f"{spec.title} – nnviz" if spec.title else "nnviz")
        self.panels.show_spec(spec)
        focus_by_tab_only(self)
        make_labels_plain(self)

    @Slot(object)
    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment where it is always visible."""
        for part in (self.run, self.status, self.divergence, self.data, self.time_travel):
            part.show_snapshot(snapshot)

    def keep_in_need(self) -> None:
        """Keep what closing keeps, without asking anything of a screen that is gone."""
        self.remembering.store_choices()
        self.controller.close()

    @Slot(str)
    def fall_back(self, sentence: str) -> None:
        """Say what the worker could not do, and show the settings that it kept."""
        self.tell(sentence)
        self.feed.frame()
        kept = self.feed.latest
        if kept is not None and kept.spec != self.document.spec:
            if not self.document.history.canUndo():
                self.files.go_back()
            self.document.fall_back(kept.spec)

    @Slot(str)
    def show_opened_run(self, path: str) -> None:
        """Take up a run that the worker has read."""
        self.feed.frame()
        if self.feed.latest is not None:
            self.files.run_opened(path, self.feed.latest.spec)
            self.time_travel.follow()

    @Slot(bool)
    def show_waiting(self, on: bool) -> None:
        """Say that the worker takes long, or take that back."""
        latest, spec = self.feed.latest, self.document.spec
        shown = None if latest is None else (latest.spec.title, latest.spec.data.name)
        other = on and shown != (spec.title, spec.data.name)
        line, cover = waiting_words(spec, other) if on else ("", "")
        self.status.show_waiting(line, other=other)
        self.covers.show_text(cover, self.look.styles().contents)
        self.bar.counters.show_moment(None if other else latest)

    @Slot(Styles)
    def show_style(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self.timeline.set_style(styles.controls)
        for part in (self.panels, self.step_mode, self.painting):
            part.set_styles(styles)
        self._fit(styles)
        self.actions_.show_theme_icon(self.look.theme_icon)

    def _fit(self, styles: Styles) -> None:
        """Fit what is around the network to the window's size and to what controls and contents need."""
        self.docks.fit(styles.controls.scale, styles.contents.scale)
        self.status.stand_back(self.height() < _STATUS_HEIGHT * styles.largest)
        if not self.step_mode.is_on:
            self.hints.stand_back(self.height() < _HINTS_HEIGHT * styles.largest)
