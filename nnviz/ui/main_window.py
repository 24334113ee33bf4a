"""The window: panels around the network, the bar above, the line below; it wires them to the document."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from nnviz.experiment import engine_watch
from nnviz.experiment.catalogue import catalogue
from nnviz.experiment.snapshot import Snapshot
from nnviz.experiment.spec import Spec
from nnviz.export.look import Look as ExportLook
from nnviz.paint.theme import GRID, Style
from nnviz.ui.about_panel import AboutPanel
from nnviz.ui.banner import Banner
from nnviz.ui.boundary_view import BoundaryView
from nnviz.ui.commands import Actions
from nnviz.ui.curves_view import CurvesView
from nnviz.ui.data_panel import DataPanel
from nnviz.ui.divergence import DivergenceNotice
from nnviz.ui.docks import Docks
from nnviz.ui.document import Document
from nnviz.ui.explanation.step_mode import StepMode
from nnviz.ui.exporting import Exporting
from nnviz.ui.files import ExperimentFiles
from nnviz.ui.frame_feed import FrameFeed
from nnviz.ui.graph.opener import GraphOpener
from nnviz.ui.health_panel import HealthPanel
from nnviz.ui.hints import Hints
from nnviz.ui.keyboard import focus_by_tab_only, keeps_key
from nnviz.ui.keys_window import KeysWindow
from nnviz.ui.loading import LoadingCovers
from nnviz.ui.look import SCREEN_THEMES, Look
from nnviz.ui.network_view import NetworkView
from nnviz.ui.panel import BottomBar, CentralPanel, Dock
from nnviz.ui.picker import Picker
from nnviz.ui.runs_panel import RunsPanel
from nnviz.ui.scroll_column import ScrollColumn
from nnviz.ui.settings import Settings
from nnviz.ui.status import StatusLine
from nnviz.ui.surface_panel import SurfacePanel
from nnviz.ui.time_travel import TimeTravel
from nnviz.ui.timeline_row import TimelineRow
from nnviz.ui.top_bar import TopBar
from nnviz.ui.training_panel import TrainingPanel
from nnviz.worker.controller import Controller

_THEME_ICONS = {"light": "sun", "dark": "moon", "projector": "projector"}
_HINTS_HEIGHT = 56 * GRID
"""A window of less than this height at text size 1 has no room for hints: the network needs it."""
_FIRST_SIZE = (1280, 720)
COMPARE = "compare"
"""Name of the windows that compare, by which they are found again."""
FIRST_SPEED = "2000"
"""Updates a second at the very first start: slow enough to see the first experiment learn, in two seconds."""


class MainWindow(QMainWindow):
    """Everything a lecturer sees."""

    def __init__(self, spec: Spec, location: str, look: Look, settings: Settings) -> None:
        super().__init__()
        self.look = look
        self.settings = settings
        self.controller = Controller()
        self.document = Document(spec, self.controller, self)
        self.actions_ = Actions(self)
        self.banner = Banner()
        self.hints = Hints(settings)
        self._play_asked = False
        self._make_views()
        self._make_panels()
        self.covers = LoadingCovers((self.network, self.boundary, self.curves))
        views = (
            self.network,
            self.boundary,
            self.curves,
            *self.step_mode.views,
            self.timeline,
            self.runs,
            self.health,
            self.surface,
        )
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
        self._picker: Picker | None = None
        self.graphs = GraphOpener(look, self.feed, self)
        self.time_travel = TimeTravel(self.document, self.controller, self)
        self.divergence = DivergenceNotice(self.document, self.controller, self.banner, self)
        self._connect()
        self._take_up_settings()
        self.controller.open(spec)
        self._show_spec(spec)
        self._show_style(look.style())
        self.feed.run(True)
        self.setFocus()

    # What the user asks for

    @Slot()
    def play_or_pause(self) -> None:
        """Train, or stop training; in step mode walk on by itself, or stop."""
        if self.step_mode.is_on:
            self.step_mode.panel.play_or_stop()
            return
        self._play_asked = not self._play_asked
        if self._play_asked:
            self.controller.play()
            self.hints.played()
        else:
            self.controller.pause()
        self.bar.transport.show_running(self._play_asked)

    @Slot()
    def step(self) -> None:
        """Train for one step unit and stop; in step mode go one step on in the walk."""
        unit = self.bar.transport.step_unit
        if self.step_mode.is_on:
            self.step_mode.forward()
        elif unit == "phase":
            self.step_mode.enter()
        else:
            self.controller.step(unit)

    @Slot()
    def back(self) -> None:
        """Go back by one step unit."""
        unit = self.bar.transport.step_unit
        self.time_travel.back("update" if unit == "phase" else unit)

    @Slot()
    def next_theme(self) -> None:
        """Go on to the next of the screen's themes."""
        place = SCREEN_THEMES.index(self.look.theme_name)
        self.look.set_theme(SCREEN_THEMES[(place + 1) % len(SCREEN_THEMES)])

    @Slot()
    def pick(self) -> None:
        """Open the list of experiments."""
        if self._picker is None:  # made when first asked for: the window opens sooner
            self._picker = Picker(catalogue(), self)
            self._picker.picked.connect(self.files.open)
        self._picker.drop_down(self.bar.picker, self.files.location)

    @Slot()
    def maximise(self) -> None:
        """Show the panel that has the focus alone, or all panels again."""
        self.docks.toggle_maximised(self.docks.panel_of(QApplication.focusWidget()))

    @Slot()
    def show_runs(self) -> None:
        """Show the branches and earlier runs, or hide them."""
        self.docks.toggle(self.runs_dock)

    @Slot()
    def compare(self) -> None:
        """Open a window with two trainings side by side."""
        from nnviz.ui.compare.window import CompareWindow  # noqa: PLC0415 (the app starts sooner without)

        window = CompareWindow(self.document.spec, self.bar.transport.speed, self)
        window.setObjectName(COMPARE)
        window.set_style(self.look.style())
        self.look.changed.connect(window.set_style)
        window.show()

    @Slot(bool)
    def full_screen(self, on: bool) -> None:
        """Fill the screen, or not."""
        state = self.windowState()
        full = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | full if on else state & ~full)

    @Slot()
    def show_keys(self) -> None:
        """Show all keys."""
        KeysWindow(self).open()

    @property
    def is_running(self) -> bool:
        """Whether training goes on by itself, or will once the worker has got to it."""
        return self._play_asked

    def export_look(self) -> ExportLook:
        """Return what the pictures show now, for figures that show the same."""
        return ExportLook(self.network.header.quantity, self.boundary.options, self.curves.options)

    def tell(self, sentence: str) -> None:
        """Say that something went wrong."""
        self.banner.say(sentence)

    # Qt's events

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember everything and end the training thread, whatever it is doing."""
        self.feed.run(False)
        self.exporting.close()
        self.step_mode.leave()
        for window in self.findChildren(QWidget, COMPARE):
            window.close()
        self.controller.close()
        self._store_settings()
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

    def _make_views(self) -> None:
        self.network = NetworkView()
        self.boundary = BoundaryView()
        self.curves = CurvesView()
        self.data = DataPanel(self.settings)
        self.training = TrainingPanel(self.settings)
        self.about = AboutPanel()
        self.runs = RunsPanel()
        self.health = HealthPanel()
        self.surface = SurfacePanel()
        self._styled = (
            self.network,
            self.boundary,
            self.curves,
            self.data,
            self.training,
            self.about,
            self.runs,
            self.health,
            self.surface,
        )

    def _make_panels(self) -> None:
        diagram = _stack(self.banner, self.network, self.hints)
        centre = CentralPanel("network", "Network", diagram, self.network.header)
        settings = Dock("settings", "Data and training", "Settings", ScrollColumn(self.data, self.training))
        self.runs_dock = Dock("runs", "Branches and runs", "Runs", self.runs)
        self.docks = Docks(
            self,
            centre,
            left=settings,
            about=Dock("about", "What to look for", "About", self.about),
            right_top=Dock("boundary", "Output", "Output", self.boundary),
            right_bottom=Dock("curves", "Learning curves", "Curves", self.curves),
            more=[
                self.runs_dock,
                Dock("health", "Health", "Health", self.health),
                Dock("surface", "Loss surface", "Surface", self.surface),
            ],
        )
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

    def _connect(self) -> None:
        transport, files, history = self.bar.transport, self.files, self.document.history
        slots = {
            "play": self.play_or_pause,
            "step": self.step,
            "back": self.back,
            "reset": self.controller.reset,
            "new_seed": self.document.new_seed,
            "slower": transport.slower,
            "faster": transport.faster,
            "step_unit": transport.next_step_unit,
            "pick": self.pick,
            "open": files.ask_open,
            "save": files.ask_save,
            "export": self.exporting.export,
            "screenshot": self.exporting.ask_screenshot,
            "about": self.docks.toggle_about,
            "undo": history.undo,
            "redo": history.redo,
            "theme": self.next_theme,
            "larger": self.look.larger_text,
            "smaller": self.look.smaller_text,
            "normal": self.look.normal_text,
            "maximise": self.maximise,
            "full_screen": self.full_screen,
            "reset_layout": self.docks.reset,
            "graph": self.graphs.open,
            "keys": self.show_keys,
            "quit": self.close,
        }
        for name, slot in slots.items():
            self.actions_[name].triggered.connect(slot)
        transport.speed_changed.connect(self.controller.set_speed)
        self.bar.picker.clicked.connect(self.pick)
        self.health.spec_changed.connect(self.document.edit)
        for panel in (self.network, self.data, self.training):
            panel.spec_changed.connect(self.document.edit)
            panel.grabbed.connect(history.begin_drag)
            panel.settled.connect(history.settle)
        self.network.parameter_edited.connect(self.document.edit_parameter)
        self.network.refused.connect(self.tell)
        self.document.opened.connect(self._show_paused)
        self.document.changed.connect(self._show_spec)
        self.controller.failed.connect(self._fall_back)
        self.network.neuron_hovered.connect(self.boundary.show_neuron)
        self.boundary.point_clicked.connect(self.step_mode.follow_point)
        self.step_mode.panel.earlier_asked.connect(self._explain_earlier)
        self.step_mode.switched.connect(self._show_step_mode)
        self.step_mode.explaining.connect(self.hints.stand_back)
        self.feed.arrived.connect(self._show_snapshot)
        self.feed.waiting.connect(self._show_waiting)
        self.look.changed.connect(self._show_style)
        self._connect_time()
        self._connect_history()

    def _connect_time(self) -> None:
        travel, row = self.time_travel, self.timeline
        for name, slot in {
            "first": travel.first,
            "latest": travel.latest,
            "mark_before": travel.mark_before,
            "mark_next": travel.next_mark,
            "bookmark": travel.bookmark,
            "fork": travel.fork,
            "runs": self.show_runs,
            "compare": self.compare,
        }.items():
            self.actions_[name].triggered.connect(slot)
        row.bar.visited.connect(travel.visit)
        row.branch_chosen.connect(travel.choose_branch)
        row.bookmark_named.connect(travel.name_bookmark)
        row.bookmark_deleted.connect(travel.delete_bookmark)
        runs = self.runs
        runs.branch_chosen.connect(travel.choose_branch)
        runs.branch_named.connect(travel.name_branch)
        runs.branch_deleted.connect(travel.delete_branch)
        runs.run_chosen.connect(travel.open_run)
        runs.run_deleted.connect(travel.delete_run)
        runs.runs_ticked.connect(self.curves.show_runs)
        travel.left.connect(self._show_paused)
        self.controller.file_opened.connect(self._show_opened_run)
        self.controller.file_saved.connect(self.files.run_saved)
        self.controller.file_saved.connect(self.status.say_saved)

    def _connect_history(self) -> None:
        history = self.document.history
        for name, able, able_now, text in (
            ("undo", history.canUndoChanged, history.canUndo(), history.undoTextChanged),
            ("redo", history.canRedoChanged, history.canRedo(), history.redoTextChanged),
        ):
            action = self.actions_[name]
            action.setEnabled(able_now)
            able.connect(action.setEnabled)
            text.connect(action.setToolTip)

    def _take_up_settings(self) -> None:
        transport = self.bar.transport
        transport.set_step_unit(self.settings.text("run/step_unit"))
        transport.set_speed_text(self.settings.text("run/speed", FIRST_SPEED))
        self.actions_["motion"].setChecked(self.settings.text("look/motion", "yes") == "yes")
        self.resize(*_FIRST_SIZE)
        if not self.docks.recall(self.settings):
            self.docks.reset()

    def _store_settings(self) -> None:
        self.docks.remember(self.settings)
        self.settings.set("look/theme", self.look.theme_name)
        self.settings.set("look/text_size", self.look.text_size)
        self.settings.set("look/motion", "yes" if self.actions_["motion"].isChecked() else "no")
        self.settings.set("run/step_unit", self.bar.transport.step_unit)
        self.settings.set("run/speed", self.bar.transport.speed_text)
        self.settings.set("experiment/last", self.files.location)
        self.settings.flush()

    @Slot(str)
    def _fall_back(self, sentence: str) -> None:
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
    def _show_spec(self, spec: Spec) -> None:
        self.bar.picker.show_title(spec.title or self.files.location, modified=self.files.is_modified)
        self.setWindowTitle(f"{spec.title} – nnviz" if spec.title else "nnviz")
        for panel in (self.network, self.data, self.training, self.about):
            panel.set_spec(spec)
        focus_by_tab_only(self)

    @Slot(object)
    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self.bar.counters.show_snapshot(snapshot)
        if self.controller.up_to_date:
            self._play_asked = snapshot.running
        self.bar.transport.show_running(self.is_running)
        self.status.show_snapshot(snapshot)
        self.divergence.show_snapshot(snapshot)
        self.data.show_snapshot(snapshot)
        self.time_travel.show_snapshot(snapshot)

    @Slot()
    def _explain_earlier(self) -> None:
        """Go back by one update, for explaining it."""
        self.time_travel.back("update")

    @Slot(bool)
    def _show_step_mode(self, on: bool) -> None:
        self._play_asked = False
        self.bar.transport.show_running(False)
        for name in ("back", "first", "latest"):  # the walk has these keys
            self.actions_[name].setEnabled(not on)

    @Slot(str)
    def _show_opened_run(self, path: str) -> None:
        self.feed.frame()
        if self.feed.latest is not None:
            self.files.run_opened(path, self.feed.latest.spec)
            self.time_travel.follow()

    @Slot()
    def _show_paused(self) -> None:
        self._play_asked = False
        self.bar.transport.show_running(False)

    @Slot(bool)
    def _show_waiting(self, on: bool) -> None:
        loading = f"Loading {self.document.spec.title} … {engine_watch.hint()}"
        self.status.show_waiting(loading.strip() if on else "")
        latest, spec = self.feed.latest, self.document.spec
        other = latest is None or (latest.spec.title, latest.spec.data.name) != (spec.title, spec.data.name)
        self.covers.show_text(f"Loading {spec.title} …" if on and other else "", self.look.style())

    def _fit(self, text_size: float) -> None:
        """Fit what is around the network to the window's size and the text's."""
        self.docks.fit(text_size)
        if not self.step_mode.is_on:
            self.hints.stand_back(self.height() < _HINTS_HEIGHT * text_size)

    @Slot(Style)
    def _show_style(self, style: Style) -> None:
        for view in (*self._styled, self.timeline, self.step_mode):
            view.set_style(style)
        self._fit(style.scale)
        self.actions_.show_theme_icon(_THEME_ICONS[self.look.theme_name])


def _stack(*widgets: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID // 2)
    for widget in widgets:
        column.addWidget(widget, 1 if isinstance(widget, NetworkView) else 0)
    return whole
