"""The compare window: two trainings side by side, always at the same update, their curves in one picture."""

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QLabel,
    QVBoxLayout,
    QWidget,
)

from nnviz.experiment.look.scores import MeasuredAtWish, ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.look.wish import Wishes, combined
from nnviz.experiment.past.saved_run import PastCopy
from nnviz.experiment.results.several import OneRun, Several
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.scores import Now
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.spec import Spec
from nnviz.export.shown import Beside, Shown
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.paint.output.difference import Pair
from nnviz.paint.past.timeline_picture import picture_of
from nnviz.tasks.tasks import Tasks
from nnviz.ui.compare.apart import apart_in_words
from nnviz.ui.compare.controls import Controls
from nnviz.ui.compare.in_step import InStep
from nnviz.ui.compare.pairing import Pairing
from nnviz.ui.compare.pictures import Pictures
from nnviz.ui.looks.look import Styles
from nnviz.ui.past.timeline_bar import TimelineBar
from nnviz.ui.views.curves_view import CurvesView
from nnviz.ui.widgets.actions import Actions, Command
from nnviz.ui.widgets.first_size import first_size
from nnviz.ui.widgets.keyboard import Keyboard, focus_by_tab_only
from nnviz.worker.remote import Remote

SIZE = QSize(140 * GRID, 86 * GRID)


class CompareWindow(QWidget):
    """Opened on an experiment; what is compared is chosen at the top.

    Parameters
    ----------
    spec : Spec
        The settings of the main window.
    speed : float or None
        Updates a second; None: flat out.
    trained : Remote
        Of the main window: it hands out copies of what was trained there, once, when this window opens.

    Signals
    -------
    export_asked(Snapshot, Shown, QWidget)
        The left side is to be exported, the right one beside it, over this window.
    """

    export_asked = Signal(object, object, object)

    def __init__(self, spec: Spec, speed: float | None, trained: Remote, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(f"Compare: {spec.title or 'two trainings'}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._style = Style()
        self._wanted: tuple[Wishes, Wishes] | None = None
        self._pair: Pair | None = None
        self.pairing = Pairing(spec)
        self._sides = self.pairing.sides()
        self.in_step = InStep(trained, self)
        self.pictures = Pictures()
        self.boundaries, self.apart = self.pictures.boundaries, self.pictures.apart
        self.curves = CurvesView()
        self.timeline = TimelineBar()
        self.actions_ = Actions(self, COMMANDS)
        self.controls = Controls(self.actions_, speed)
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.setProperty("role", "note")
        self._lay_out()
        self._connect()
        self._trained = trained
        trained.copied.connect(self._take_copies)
        trained.copy_past()
        self.resize(first_size(SIZE, parent))
        self._want()
        self.begin()
        focus_by_tab_only(self)
        Keyboard(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self._style = styles.controls
        for view in (self.pairing, self.timeline):
            view.set_style(styles.controls)
        for picture in (self.pictures, self.curves):
            picture.set_style(styles.contents)
        self._show_timeline()

    # What can be done

    @Slot()
    def play_or_pause(self) -> None:
        """Train both, or stop."""
        if self.in_step.playing:
            self.in_step.pause()
        else:
            self._say("")
            self.in_step.play()
        self._show_playing()

    @Slot()
    def step(self) -> None:
        """Train both by one update."""
        self.in_step.step(1)
        self._show_playing()

    @Slot(int)
    def visit(self, update: int) -> None:
        """Show both at an update that both have reached."""
        self.in_step.visit(update)
        self._show_playing()

    @Slot()
    def begin(self) -> None:
        """Take both to where the comparison begins."""
        self._say("")
        self._sides = self.pairing.sides()
        self.in_step.open(*(side.start for side in self._sides))
        self.curves.show_name(self._sides[0].name)
        self.pictures.show_sides(self._sides)
        self._show_playing()

    @Slot(bool)
    def show_difference(self, on: bool) -> None:
        """Show right minus left, or not."""
        self.pictures.show_difference(on)
        self._want()
        self._show_apart()

    @Slot()
    def ask_export(self) -> None:
        """Have the left side exported, and the right one beside it where a figure has both."""
        if self._pair is not None:
            first, second = (side.name for side in self._sides)
            shown = Shown(
                boundary=self.boundaries[0].options,
                curves=self.curves.options,
                beside=Beside(first, second, self._pair.right),
            )
            self.export_asked.emit(self._both(self._pair.left, self._pair.right), shown, self)

    @Slot()
    def first(self) -> None:
        """Show both at their initial weights."""
        self.visit(0)

    # What is shown

    @Slot(object)
    def _take_copies(self, copies: tuple[PastCopy, ...]) -> None:
        """Offer what the main window has trained up to now."""
        self._trained.copied.disconnect(self._take_copies)
        self.pairing.show_copies(copies)

    @Slot(object, object)
    def _show(self, left: Snapshot, right: Snapshot) -> None:
        self._pair = Pair(left, right)
        self.pictures.show_pair(self._pair)
        self.curves.show_snapshot(self._both(left, right))
        self._show_timeline()
        self._show_apart()
        playing, speed = self.in_step.playing, self.in_step.meter.updates_per_second()
        self.controls.counters.show_snapshot(replace(left, running=playing, updates_per_second=speed))
        self._want()
        self._show_playing()

    def _both(self, left: RunInstant, right: RunInstant) -> RunInstant:
        """Return the left moment, to be shown with the right training."""
        past = right.look(TimelineView)
        if past is None:
            return left
        here, there = self._sides
        now, curves = Now.of(right), past.present.curves
        curves = curves if now is None else now.continued(curves)
        other = OneRun(there.name, there.colour, curves, past.present.length, now=now)
        return left.with_looks(Several(here.name, here.colour, (other,)))

    def _show_timeline(self) -> None:
        if self._pair is not None:
            both = self._both(self._pair.left, self._pair.right)
            past = both.look(TimelineView)
            if past is not None:
                self.timeline.show_picture(picture_of(past, self._style.theme, both.look(Several)))

    def _show_apart(self) -> None:
        if self._pair is not None and self.actions_["difference"].isChecked():
            self.apart.show_pair(self._pair)
            self._say(apart_in_words(self._pair))

    def _want(self) -> None:
        """Ask for what both pictures and the curves need."""
        curves = ScoresWish(), MeasuredAtWish(), TimelineWish()
        left, right = self.pictures.wishes()
        wanted = combined((*left, *curves)), combined((*right, *curves))
        if wanted != self._wanted:
            self._wanted = wanted
            self.in_step.want(*wanted)

    @Slot(str)
    def _stop(self, sentence: str) -> None:
        self._say(sentence)
        self._show_playing()

    def _say(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def _show_playing(self) -> None:
        self.actions_.show_running(self.in_step.playing)

    # Qt's events

    def closeEvent(self, event: QCloseEvent) -> None:
        """End both trainings, and an export of them."""
        Tasks.cancel_below(self)
        self.in_step.close()
        event.accept()

    # How it is put together

    def _connect(self) -> None:
        self.pairing.changed.connect(self.begin)
        self.in_step.arrived.connect(self._show)
        self.in_step.stopped.connect(self._stop)
        self.timeline.visited.connect(self.visit)
        self.curves.visited.connect(self.visit)
        self.controls.speed_changed.connect(self.in_step.set_speed)
        self.in_step.set_speed(self.controls.speed)
        self.addActions(self.actions_.all())
        self.actions_.connect_to(self, COMMANDS)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.controls)
        column.addWidget(self.pairing)
        column.addWidget(self._message)
        self._message.hide()
        column.addWidget(self.pictures, 3)
        column.addWidget(self.curves, 2)
        column.addWidget(self.timeline)


COMMANDS: tuple[Command[CompareWindow], ...] = (
    Command(
        "reset",
        "Compare",
        "Reset",
        ("R",),
        "Go back to where the comparison began",
        "rotate-ccw",
        lambda window: window.begin,
    ),
    Command(
        "back",
        "Compare",
        "Back",
        ("Left",),
        "Go back by one update",
        "step-back",
        lambda window: window.in_step.back,
        repeats=True,
    ),
    Command(
        "play",
        "Compare",
        "Play",
        ("Space",),
        "Train both, or pause",
        "play",
        lambda window: window.play_or_pause,
    ),
    Command(
        "step",
        "Compare",
        "Step",
        ("Right",),
        "Train both by one update",
        "step-forward",
        lambda window: window.step,
        repeats=True,
    ),
    Command(
        "first",
        "Compare",
        "To the start",
        ("Home",),
        "Go to the initial weights",
        does=lambda window: window.first,
    ),
    Command(
        "latest",
        "Compare",
        "To the latest",
        ("End",),
        "Go to the last update that both have reached",
        does=lambda window: window.in_step.latest,
    ),
    Command(
        "difference",
        "Compare",
        "Difference",
        ("D",),
        "Right minus left: outputs, loss, weights",
        does=lambda window: window.show_difference,
        checkable=True,
    ),
    Command(
        "export",
        "Compare",
        "Export",
        ("Ctrl+E",),
        "Figures, animations, code",
        "image-down",
        lambda window: window.ask_export,
    ),
    Command("close", "Compare", "Close", ("Ctrl+W",), "Close the window", does=lambda window: window.close),
)
"""What can be done with two trainings."""
