"""Presenting: scenes fill a screen, and a presenter's remote walks through them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from nnviz.experiment.past.saved_run import SavedRun
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.lecture.conditions import KEY, condition
from nnviz.lecture.scene import MOST_SCENES, Scene
from nnviz.ui.document.document import Document
from nnviz.ui.document.files import ExperimentFiles
from nnviz.ui.looks.look import Look
from nnviz.ui.modes.lecture_mode import LectureMode
from nnviz.ui.modes.present_commands import PRESENT_COMMANDS
from nnviz.ui.playing.frame_feed import FrameFeed
from nnviz.ui.playing.transport import Transport
from nnviz.ui.presenting.displays import Displays
from nnviz.ui.presenting.keys import Keys
from nnviz.worker.remote import Remote

if TYPE_CHECKING:
    from nnviz.ui.presenting.follower import Follower, OnStage
    from nnviz.ui.presenting.shown_maps import ShownMaps
    from nnviz.ui.presenting.stage import StageWindow

PREPARING = "Preparing this scene …"


class PresentMode(LectureMode):
    """On, it has a screen of its own; off, it still knows which lecture is open.

    Signals
    -------
    keys_asked(QWidget)
        The keys of the presentation are to be shown over this window.
    """

    keys_asked = Signal(object)
    commands = PRESENT_COMMANDS

    def __init__(
        self,
        window: QWidget,
        document: Document,
        controller: Remote,
        feed: FrameFeed,
        files: ExperimentFiles,
        transport: Transport,
        look: Look,
        say: Callable[[str], None],
    ) -> None:
        super().__init__(window, files, say)
        self._window = window
        self._document, self._controller, self._feed = document, controller, feed
        self._transport, self._look = transport, look
        self.stage: StageWindow | None = None
        self.follower: Follower | None = None
        self._maps: ShownMaps | None = None
        self._has_played = self._is_awaited = False
        self._displays = Displays(window)
        self._displays.changed.connect(self._note_displays)
        self.keys = Keys(self)
        self.keys.asked.connect(self.ask)
        self.keys.arranged.connect(self.arrange)
        feed.arrived.connect(self._uncover)
        files.located.connect(self.close_lecture)
        files.lecture_read.connect(self.open_lecture)

    @property
    def scene(self) -> Scene:
        """The present scene; without a lecture, the experiment as it is now."""
        if self.show_ is not None:
            return self.show_.scene
        return Scene(title=self._document.spec.title)

    # Entering and leaving

    @Slot()
    def enter(self) -> None:
        """Present from the first scene."""
        self._begin(0)

    @Slot()
    def enter_here(self) -> None:
        """Present from the scene that was shown last."""
        self._begin(self.show_.number if self.show_ is not None else 0)

    def _begin(self, number: int) -> None:
        if self.is_on:
            return
        from nnviz.ui.presenting.follower import Follower  # noqa: PLC0415 (the app starts sooner without)
        from nnviz.ui.presenting.stage import StageWindow  # noqa: PLC0415

        self.is_on = True
        self.follower = self.follower or Follower(self._window, self.keys, self._now)
        from nnviz.ui.presenting.shown_maps import ShownMaps  # noqa: PLC0415

        self._maps = self._maps or ShownMaps(self)
        self.stage = StageWindow(self._window, self.keys, self._look.theme_name, self._maps)
        self.stage.closed.connect(self.leave)
        self.stage.answered.connect(self._keep_guesses)
        self.stage.overlay.forward_asked.connect(self.forward)
        self.stage.overlay.back_asked.connect(self.back)
        self._displays.fill(self.stage)
        self._go_to(number)
        self._note_displays()
        self.switched.emit(True)

    @Slot()
    def leave(self) -> None:
        """Go back to the window, with the run of the scene to experiment with."""
        if not self.is_on:
            return
        self.is_on = False
        self.catch_up()
        self._displays.forget()
        if self._maps is not None:
            self._maps.stop()
        if self.follower is not None:
            self.follower.close()
        if self.stage is not None:
            self.stage.blockSignals(True)
            self.stage.close()
            self.stage.deleteLater()
        self.stage = None
        self._controller.set_speed(self._transport.speed)
        self._feed.show_to(None)
        self._window.activateWindow()
        self.switched.emit(False)

    # Scenes

    def _go_to(self, number: int) -> None:
        """Go to a scene, restored to its exact moment."""
        self._has_played = self._is_awaited = False
        if self.show_ is None:
            self._show_on_stage()
        elif self.show_.go_to(number):
            self._take_up()
        else:
            self._is_awaited = True
            if self.stage is not None:
                self.stage.show_waiting(PREPARING, self.scene.title)
                self._show_presenter()
        self.lecture_changed.emit()

    @Slot(int)
    def _note_ready(self, number: int) -> None:
        if self._is_awaited and number == self.number:
            self._take_up()

    def _take_up(self) -> None:
        """Have the worker take up the run of the scene, and show it."""
        assert self.show_ is not None
        self._is_awaited = False
        run = self.show_.run_of(self.show_.number)
        if not isinstance(run, SavedRun):
            sentence = run or PREPARING
            if self.stage is not None:
                self.stage.show_waiting(sentence, self.scene.title)
            else:
                self._say(sentence)
            return
        with self._controller.together():
            self._controller.open_past(run, keeps=True)
            self._show_on_stage()
        self.tell_window(at_once=self.stage is None)
        if self.stage is None:
            self._say(self.show_.where())

    def _show_on_stage(self) -> None:
        """Build the scene behind the picture of the one before, until its moment has been painted."""
        if self.stage is None:
            return
        if self.show_ is not None:
            self.stage.keep_picture()
        self.stage.show_waiting("")
        following = self.show_.following if self.show_ is not None else None
        self.stage.show_scene(self.scene, following)
        if self.show_ is not None:
            self._tell_truth(self.show_.number)
        self._feed.show_to(self.stage.views, awaits=self.show_ is not None)
        self._feed.frame()
        self._show_presenter()

    # What the hall predicts

    @Slot(int)
    def _tell_truth(self, number: int) -> None:
        """Let the question be answered, now that it is known what comes out."""
        if self.show_ is None or self.stage is None or number != self.show_.number:
            return
        truth = self.show_.truth_of(number)
        if truth is not None and not isinstance(truth, str):
            self.stage.show_truth(truth)

    @Slot(object)
    def _keep_guesses(self, question: QObject) -> None:
        self.guesses.take(self.show_.number if self.show_ is not None else 0, self.scene, question)

    @Slot(object)
    def _uncover(self, _snapshot: Instant) -> None:
        """Show the new scene, once its own moment is there."""
        if self.stage is not None and self._controller.up_to_date and self.stage.is_covered:
            QTimer.singleShot(0, self.stage, self.stage.let_be_seen)

    # What the remote asks for

    @Slot(str)
    def ask(self, name: str) -> None:
        """Do what a key asks for, by its name."""
        stage = self.stage
        if stage is None:
            return
        from nnviz.ui.presenting.tools import TOOLS  # noqa: PLC0415 (the app starts sooner without)

        if stage.overlay.blank is not None and name not in ("black", "white", "leave"):
            stage.overlay.show_blank(None)
        elif name in TOOLS:
            TOOLS[name](stage)
        else:
            self._leads[name](self)
        self._show_presenter()

    @Slot()
    def forward(self) -> None:
        """Go one step on inside the scene, or to the next scene."""
        stage = self.stage
        if stage is None or stage.waiting:
            self._next_scene()
            return
        explained = stage.explained
        if stage.words.forward() or stage.reveal() or stage.turn(+1):
            return
        if explained is not None and explained.forward():
            return
        if self.scene.until and not self._has_played:
            self._play_on()
        elif self._is_running and self.scene.until == KEY:
            self._controller.pause()
        elif self.show_ is None:
            self._controller.step("epoch")
        else:
            self._next_scene()

    @Slot()
    def back(self) -> None:
        """Go one step back inside the scene, or to the scene before."""
        stage = self.stage
        explained = stage.explained if stage is not None else None
        if explained is not None and explained.back():
            return
        if stage is not None and (stage.turn(-1) or stage.words.back()):
            return
        if self._has_played:
            self._go_to(self.number)
        elif self.show_ is not None and self.show_.number > 0:
            self._go_to(self.show_.number - 1)

    def _next_scene(self) -> None:
        if self.show_ is not None and self.show_.following is not None:
            self._go_to(self.show_.number + 1)

    def _play_on(self) -> None:
        """Train until the scene's condition holds, at the scene's speed."""
        scene = self.scene
        goal = None if scene.until in ("", KEY) else condition(scene.until)
        self._has_played = True
        self._controller.set_speed(scene.speed or None)
        if goal is None:
            self._controller.play()
        else:
            self._controller.play_until(goal)

    @property
    def _is_running(self) -> bool:
        return self._feed.latest is not None and self._feed.latest.running

    def _play(self) -> None:
        if self._is_running:
            self._controller.pause()
        else:
            self._play_on()

    def _keep_strokes(self) -> None:
        """Keep what is drawn with the scene; without a lecture it stays until the presentation ends."""
        if self.stage is not None:
            self.scene_kept.emit(self.number, self.stage.keep_strokes())

    def _next_display(self) -> None:
        self._displays.fill_next()
        self._note_displays()

    @Slot()
    def _note_displays(self) -> None:
        """Have the presenter's window on the display of the window, where the stage leaves it that."""
        if self.stage is not None and self.follower is not None:
            self.follower.stand_by(self.stage, opens=self._displays.is_own)

    @Slot(str)
    def arrange(self, arrangement: str) -> None:
        """Arrange the panels otherwise."""
        if self.stage is not None:
            self.stage.arrange(arrangement)

    def _now(self) -> "OnStage | None":
        """Return what is on the stage."""
        from nnviz.ui.presenting.follower import on_stage  # noqa: PLC0415 (the app starts sooner without)

        return None if self.stage is None else on_stage(self.stage, self.show_, self.scene)

    def _show_presenter(self) -> None:
        if self.follower is not None:
            self.follower.look()

    def toggle_presenter(self) -> None:
        """Show what only the lecturer sees, or put it away."""
        if self.follower is not None:
            self.follower.toggle()

    def _ask_for_keys(self) -> None:
        """Have the keys shown to the lecturer alone, if there is a window that the hall does not see."""
        self.keys_asked.emit((self.follower and self.follower.window) or self.stage)

    _leads: ClassVar[dict[str, Callable[["PresentMode"], None]]] = {
        "forward": forward,
        "back": back,
        "play": _play,
        "restore": lambda mode: mode._go_to(mode.number),
        "first": lambda mode: mode._go_to(0),
        "last": lambda mode: mode._go_to(MOST_SCENES),
        "keep_strokes": _keep_strokes,
        "notes": toggle_presenter,
        "keys": _ask_for_keys,
        "display": _next_display,
        "leave": leave,
    }
