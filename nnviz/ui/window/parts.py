"""The parts of the window, made and put in their places; what they say to each other is in `wiring.py`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLayout, QMainWindow, QWidget

from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.lecture.guides import Try, changed
from nnviz.ui.document.document import Document
from nnviz.ui.document.files import ExperimentFiles
from nnviz.ui.document.recent import RecentFiles
from nnviz.ui.document.recent_work import RecentWork, Recovery
from nnviz.ui.exercise.opener import ExerciseOpener
from nnviz.ui.exporting.moment import Exporting
from nnviz.ui.graph.opener import GraphOpener
from nnviz.ui.guide.helper import Helper
from nnviz.ui.importing.opener import TableOpener
from nnviz.ui.looks.look import Look
from nnviz.ui.looks.missing_letters import MissingLetters
from nnviz.ui.modes.compare import CompareMode
from nnviz.ui.modes.explain import ExplainMode
from nnviz.ui.modes.mode import Mode
from nnviz.ui.modes.points import PointsMode
from nnviz.ui.panels.dock import BottomBar
from nnviz.ui.past.time_travel import TimeTravel
from nnviz.ui.past.timeline_row import TimelineRow
from nnviz.ui.playing.frame_feed import FrameFeed
from nnviz.ui.playing.view import View
from nnviz.ui.scenes.moment import InWindow
from nnviz.ui.settings import Settings
from nnviz.ui.sweep.opener import SweepOpener
from nnviz.ui.widgets.actions import Actions, Command
from nnviz.ui.widgets.banner import Banner
from nnviz.ui.widgets.first_paint import FirstPaint
from nnviz.ui.widgets.keyboard import focus_by_tab_only
from nnviz.ui.widgets.plain_text import make_labels_plain
from nnviz.ui.window.divergence import DivergenceNotice
from nnviz.ui.window.hints import Hints
from nnviz.ui.window.loading import LoadingCovers
from nnviz.ui.window.panels import Panels
from nnviz.ui.window.run_control import RunControl
from nnviz.ui.window.status import StatusLine
from nnviz.ui.window.sub_windows import SubWindows
from nnviz.ui.window.top_bar import TopBar
from nnviz.ui.window.trouble_report import TroubleReport
from nnviz.worker.remote import Remote

_LEAST_SIZE = (640, 400)

if TYPE_CHECKING:
    from nnviz.export.shown import Shown


class Parts(QMainWindow):
    """A window with everything in it, before anything moves.

    Parameters
    ----------
    commands : sequence of Command
        All that can be asked for by menus, buttons and keys.

    Signals
    -------
    painted
        It has been painted for the first time: what is not seen may be loaded now.
    """

    painted = Signal()

    def __init__(
        self,
        spec: Spec,
        location: str,
        look: Look,
        settings: Settings,
        commands: Sequence[Command[Any]],
        controller: Remote,
    ) -> None:
        super().__init__()
        self.look = look
        self.settings = settings
        self.controller = controller
        self.document = Document(spec, self.controller, self)
        self.actions_ = Actions(self, commands)
        self.banner = Banner()
        self.hints = Hints(settings)
        self._make_panels()
        look.apply_sheet()
        self._make_helpers(location)
        self.panels.made = self._take_in
        FirstPaint(self, self.painted.emit)

    def _take_in(self, view: QWidget) -> None:
        """Treat a view that is made late as all others: it hears of moments, its labels show plain text."""
        focus_by_tab_only(view)
        make_labels_plain(view)
        if self.panels.is_of_moments(view):
            self.feed.add(cast("View", view))
            self.covers.add(view)

    def _make_panels(self) -> None:
        """Make all that is seen: the panels, the bar above, the lines below."""
        panels = self.panels = Panels(self.settings)
        self.network, self.boundary, self.curves = panels.network, panels.boundary, panels.curves
        self.data, self.training = panels.settings.data, panels.settings.training
        self.docks = panels.make_docks(self, above=self.banner, below=self.hints)
        self.step_mode = ExplainMode(
            self, self.docks, self.network, self.boundary, self.controller, self.actions_
        )
        self.timeline = TimelineRow(self.actions_)
        bottom = BottomBar("timelineBar", "Timeline", self.timeline)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, bottom)
        self.recent = RecentFiles(self.settings, self)
        toggles = [*self.docks.toggles(), bottom.toggleViewAction()]
        self.recent_work = RecentWork(self)
        self.recovery = Recovery(self.banner, self.recent_work, self)
        self.bar = TopBar(self.actions_, toggles, (self.recent, self.recent_work))
        self.setMenuWidget(self.bar)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.addActions(self.actions_.all())
        self.setAcceptDrops(True)
        layout = self.layout()
        assert layout is not None
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # never grow beyond the screen
        self.setMinimumSize(*_LEAST_SIZE)
        self.covers = LoadingCovers((*panels.pictures, *self.step_mode.views))

    def _make_helpers(self, location: str) -> None:
        """Make what is not seen: what carries out what is asked for."""
        views = (*self.panels.of_moments, *self.step_mode.views, self.timeline, self.bar.counters)
        self.feed = FrameFeed(self.controller, views, self)
        self.files = ExperimentFiles(self.document, self.controller, location, self.banner, self)
        self.exporting = Exporting(
            self,
            self.settings,
            moment=lambda: self.feed.latest,
            shown=self.shown_in_views,
            style=self.look.style,
            name=lambda: self.files.location,
            tell=self.tell,
            note=self.note,
            figure=lambda: self.docks.present.figure,
            hold=self.feed.hold,
        )
        self.letters = MissingLetters(self, self.look.style, self.banner.isHidden, self.note)
        self.tables = TableOpener(self.files, self.look, self.banner, self)
        self.helper = Helper(self, self.note)
        self.graphs = GraphOpener(self.look, self.feed, self)
        self.exercises = ExerciseOpener(self.document, self)
        self.sweeps = SweepOpener(
            self.document, self.controller, self.files, self.exporting, self.look, self.feed, self
        )
        self.comparing = CompareMode(
            self, self.document, self.controller, self.bar.transport, self.exporting, self.look
        )
        self.painting = PointsMode(self, self.document, self.boundary, lambda: self.feed.latest, self.docks)
        self.modes: tuple[Mode, ...] = (self.step_mode, self.comparing, self.painting)
        self.sub_windows = SubWindows(
            self,
            self.bar.picker,
            self.actions_,
            self.panels.make_another,
            self.panels.key_rows,
            self.files,
            self.sweeps.open_named,
            self.sweeps.open_named_map,
        )
        self.time_travel = TimeTravel(self.document, self.controller, self)
        self.run = RunControl(
            self.controller, self.bar.transport, self.step_mode, self.time_travel, self.document, self
        )
        self.trouble = TroubleReport(self.banner, self)
        self.divergence = DivergenceNotice(self.document, self.controller, self.banner, self)

    # What any part may ask for

    @Slot(bool)
    def full_screen(self, on: bool) -> None:
        """Fill the screen, or not."""
        state = self.windowState()
        full = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | full if on else state & ~full)

    @Slot(str, int, int)
    def show_samples(self, part: str, truth: int, answer: int) -> None:
        """Show the samples of a part that are of one class and got one answer."""
        self.panels.gallery.show_cell(part, truth, answer)
        self.docks.open("gallery")

    @Slot(str)
    def tell(self, sentence: str) -> None:
        """Say that something went wrong."""
        self.banner.say(sentence)

    def note(self, sentence: str) -> None:
        """Say that something is done."""
        self.banner.say(sentence, quiet=True)

    @Slot(object)
    def try_out(self, wanted: Try) -> None:
        """Do what a guide proposes, from the first update on; Undo brings the run back."""
        if wanted.open:
            self.files.open(wanted.open)
        else:
            try:
                self.document.start_again(changed(self.document.spec, wanted), "What to try")
            except SpecError as error:
                self.tell(str(error))
                return
        if not self.step_mode.is_on:
            self.controller.play()

    def seen(self) -> InWindow | None:
        """Return what a scene of the present moment would show."""
        snapshot, walker = self.feed.latest, self.step_mode.panel.walker
        if snapshot is None:
            return None
        on = self.step_mode.is_on and walker.walk is not None and walker.key is not None
        walk = (walker.walk, walker.key, walker.sample) if on else None
        panels = ("network", *self.docks.in_sight)
        return InWindow(snapshot, self.files.location, panels, walk, self.network.canvas.selection)  # type: ignore[arg-type]

    def shown_in_views(self) -> "Shown":
        """Return what the pictures show now, for figures that show the same."""
        from nnviz.export.shown import Shown  # noqa: PLC0415 (the app starts sooner without)

        walker = self.step_mode.panel.walker
        chosen: dict[str, Any] = self.panels.look()
        return Shown(**chosen, step=walker.step() if self.step_mode.is_on else None, digits=walker.digits)
