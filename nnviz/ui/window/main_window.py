"""The window: panels around the network, the bar above, the line below.

The panels are in `panels.py`, their places in `docks.py`. What the commands do is in `run_control.py`,
`files.py`, `time_travel.py`, `sub_windows.py` and `exporting.py`; which signal goes where is in `wiring.py`.
"""

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLayout, QMainWindow

from nnviz.experiment.commands import LimitPast
from nnviz.experiment.past.timeline import BUDGET
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.spec import Spec
from nnviz.export.look import Look as ExportLook
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.document.document import Document
from nnviz.ui.document.files import ExperimentFiles
from nnviz.ui.exporting.moment import Exporting
from nnviz.ui.graph.opener import GraphOpener
from nnviz.ui.looks.look import Look
from nnviz.ui.past.past_memory import MEGABYTE
from nnviz.ui.past.time_travel import TimeTravel
from nnviz.ui.past.timeline_row import TimelineRow
from nnviz.ui.playing.frame_feed import FrameFeed
from nnviz.ui.settings import Settings
from nnviz.ui.widgets.actions import Actions
from nnviz.ui.widgets.background import Background
from nnviz.ui.widgets.banner import Banner
from nnviz.ui.widgets.keyboard import focus_by_tab_only, keeps_key
from nnviz.ui.window.commands import COMMANDS
from nnviz.ui.window.divergence import DivergenceNotice
from nnviz.ui.window.hints import Hints
from nnviz.ui.window.loading import LoadingCovers, waiting_words
from nnviz.ui.window.panel import BottomBar
from nnviz.ui.window.panels import Panels
from nnviz.ui.window.run_control import RunControl
from nnviz.ui.window.status import StatusLine
from nnviz.ui.window.step_mode import StepMode
from nnviz.ui.window.sub_windows import SubWindows
from nnviz.ui.window.top_bar import TopBar
from nnviz.ui.window.wiring import connect_all
from nnviz.worker.controller import Controller

_HINTS_HEIGHT = 56 * GRID
"""A window of less than this height at text size 1 has no room for hints: the network needs it."""
_STATUS_HEIGHT = 38 * GRID
"""A window of less than this height at text size 1 shows the line at the bottom only when it has news."""
_TIME_TO_BE_PAINTED = 200
"""Milliseconds that the window gets for itself before the training thread begins."""
_FIRST_SIZE = (1280, 720)
_LEAST_SIZE = (640, 400)
FIRST_SPEED = "2000"
"""Updates a second at the very first start: slow enough to see the first experiment learn, in two seconds."""


class MainWindow(QMainWindow):
    """Everything a lecturer sees."""

    def __init__(self, spec: Spec, location: str, look: Look, settings: Settings) -> None:
        super().__init__()
        self._was_shown = False
        self.look = look
        self.settings = settings
        self.controller = Controller(delay=_TIME_TO_BE_PAINTED)
        self.document = Document(spec, self.controller, self)
        self.actions_ = Actions(self, COMMANDS)
        self.banner = Banner()
        self.hints = Hints(settings)
        self._make_panels()
        look.apply_sheet()
        self.covers = LoadingCovers((self.network, self.boundary, self.curves))
        views = (*self.panels.of_moments, *self.step_mode.views, self.timeline, self.bar.counters)
        self.feed = FrameFeed(self.controller, views, self)
        self.files = ExperimentFiles(self.document, self.controller, location, self.banner, self)
        self.exporting = Exporting(
            self,
            settings,
            moment=lambda: self.feed.latest,
            look=self.export_look,
            style=look.style,
            name=lambda: self.files.location,
            tell=self.tell,
        )
        self.graphs = GraphOpener(look, self.feed, self)
        self.sub_windows = SubWindows(
            self,
            self.controller,
            self.bar,
            self.panels,
            self.document,
            self.files,
            self.exporting,
            look,
        )
        self.time_travel = TimeTravel(self.document, self.controller, self)
        self.run = RunControl(self.controller, self.bar.transport, self.step_mode, self.time_travel, self)
        self.divergence = DivergenceNotice(self.document, self.controller, self.banner, self)
        connect_all(self)
        self._take_up_settings()
        self.controller.open(spec)
        self.controller.travel(LimitPast(self._memory_of_past()))
        self.show_spec(spec)
        self.show_style(look.style())
        self.feed.run(True)
        self.setFocus()

    # What the user asks for

    @Slot(bool)
    def full_screen(self, on: bool) -> None:
        """Fill the screen, or not."""
        state = self.windowState()
        full = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | full if on else state & ~full)

    def export_look(self) -> ExportLook:
        """Return what the pictures show now, for figures that show the same."""
        walker = self.step_mode.panel.walker
        return ExportLook(
            self.network.header.quantity,
            self.boundary.options,
            self.curves.options,
            plane_of=self.surface.plane_maker(),
            camera=self.surface.view.shown_from,
            step=walker.step() if self.step_mode.is_on else None,
            digits=walker.digits,
        )

    def tell(self, sentence: str) -> None:
        """Say that something went wrong."""
        self.banner.say(sentence)

    def go_on_with(self, changed: Spec) -> None:
        """Take up the settings as they were left, and say so: who opens the window next may not know."""
        self.document.start_again(changed, "Changes of the last time")
        self.status.say_changed()

    # Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        """Note where everything is, once it is there: only what is moved from then on is remembered."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self, self._note_layout)

    @Slot()
    def _note_layout(self) -> None:
        self.docks.note(self.settings)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember everything and end the training thread, whatever it is doing."""
        self.feed.run(False)
        Background.cancel_below(self)
        self.step_mode.leave()
        self.sub_windows.close()
        self.store_settings()
        self.hide()  # reading data takes its time even if nobody waits for them any more
        self.controller.close()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Let a control that has the focus keep the keys it works by."""
        if isinstance(event, QKeyEvent) and keeps_key(QApplication.focusWidget(), event):
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Fetch no frames for a window that is minimised; training goes on."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and hasattr(self, "feed"):
            self.feed.run(not self.isMinimized())
            self.actions_["full_screen"].setChecked(self.isFullScreen())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the panels at the right grow with the window."""
        super().resizeEvent(event)
        self._fit(self.look.text_size)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged over the window."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files.open(paths[0])

    # How it is put together

    def _make_panels(self) -> None:
        panels = self.panels = Panels(self.settings)
        self.network, self.boundary, self.curves = panels.network, panels.boundary, panels.curves
        self.data, self.training, self.about = panels.data, panels.training, panels.about
        self.runs, self.health, self.surface = panels.runs, panels.health, panels.surface
        self.docks = panels.make_docks(self, above=self.banner, below=self.hints)
        self.step_mode = StepMode(self, self.docks, self.network, self.controller, self.actions_)
        self.timeline = TimelineRow(self.actions_)
        bottom = BottomBar("timelineBar", "Timeline", self.timeline)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, bottom)
        self.bar = TopBar(self.actions_, [*self.docks.toggles(), bottom.toggleViewAction()])
        self.setMenuWidget(self.bar)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.addActions(self.actions_.all())
        self.setAcceptDrops(True)
        layout = self.layout()
        assert layout is not None
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # never grow beyond the screen
        self.setMinimumSize(*_LEAST_SIZE)

    def _memory_of_past(self) -> int:
        """Return the bytes that the past may take, as was chosen."""
        megabytes = self.settings.number("past/megabytes", BUDGET / MEGABYTE)
        return int(MEGABYTE * min(max(megabytes, 1.0), 1e6))

    @Slot(int)
    def limit_past(self, budget: int) -> None:
        """Let the past take so many bytes, now and after the next start."""
        self.settings.set("past/megabytes", budget / MEGABYTE)
        self.controller.travel(LimitPast(budget))

    def _take_up_settings(self) -> None:
        transport = self.bar.transport
        transport.set_step_unit(self.settings.text("run/step_unit"))
        transport.set_speed_text(self.settings.text("run/speed", FIRST_SPEED))
        self.actions_["motion"].setChecked(self.settings.text("look/motion", "yes") == "yes")
        self.resize(*_FIRST_SIZE)
        if not self.docks.recall(self.settings):
            self.docks.reset()
        self.settings.note(self._choices())

    def _choices(self) -> dict[str, str | float]:
        """Return what the controls of the window stand at, as the settings have it."""
        return {
            "look/theme": self.look.theme_name,
            "look/text_size": self.look.text_size,
            "look/motion": "yes" if self.actions_["motion"].isChecked() else "no",
            "run/step_unit": self.bar.transport.step_unit,
            "run/speed": self.bar.transport.speed_text,
        }

    def store_settings(self) -> None:
        """Write what was changed in this window; what was not may have been changed in another."""
        self.docks.remember(self.settings)
        for key, value in self._choices().items():
            self.settings.set(key, value)
        self.files.remember(self.settings)
        self.settings.flush()

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

    # What it shows

    @Slot(object)
    def show_spec(self, spec: Spec) -> None:
        """Show the settings in force."""
        self.bar.picker.show_title(spec.title or self.files.location, modified=self.files.is_modified)
        self.setWindowTitle(f"{spec.title} – nnviz" if spec.title else "nnviz")
        for panel in self.panels.with_settings:
            panel.set_spec(spec)
        focus_by_tab_only(self)

    @Slot(object)
    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment where it is always visible."""
        self.run.show_snapshot(snapshot)
        self.status.show_snapshot(snapshot)
        self.divergence.show_snapshot(snapshot)
        self.data.show_snapshot(snapshot)
        self.time_travel.show_snapshot(snapshot)

    @Slot(bool)
    def show_step_mode(self, on: bool) -> None:
        """Leave the keys of the past to the walk, or take them back."""
        self.run.show_paused()
        for name in ("back", "first", "latest"):  # the walk has these keys
            self.actions_[name].setEnabled(not on)

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
        other = latest is None or (latest.spec.title, latest.spec.data.name) != (spec.title, spec.data.name)
        line, cover = waiting_words(spec, other) if on else ("", "")
        self.status.show_waiting(line)
        self.covers.show_text(cover, self.look.style())

    def _fit(self, text_size: float) -> None:
        """Fit what is around the network to the window's size and the text's."""
        self.docks.fit(text_size)
        self.status.stand_back(self.height() < _STATUS_HEIGHT * text_size)
        if not self.step_mode.is_on:
            self.hints.stand_back(self.height() < _HINTS_HEIGHT * text_size)

    @Slot(Style)
    def show_style(self, style: Style) -> None:
        """Take colours and sizes."""
        for view in (self.panels, self.timeline, self.step_mode):
            view.set_style(style)
        self._fit(style.scale)
        self.actions_.show_theme_icon(self.look.theme_icon)
