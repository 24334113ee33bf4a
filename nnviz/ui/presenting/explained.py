"""The walk of a scene through the coming update: its steps, each as large as can be, page by page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.explain.formulas.step import Key, Step
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk
from nnviz.lecture.scene import Scene
from nnviz.lecture.walk_place import sample_of, steps_of
from nnviz.paint.drawing.theme import Style
from nnviz.ui.explanation.step_canvas import StepCanvas
from nnviz.ui.explanation.step_pages import StepPages


class ExplainedPanel(QWidget):
    """Walks from where the scene begins to where the next scene of the same update does.

    Signals
    -------
    step_shown : Step or None
        This step is to be lit in the network.
    """

    step_shown = Signal(object)
    frames_apart = 1

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._style = Style()
        self._scene: Scene | None = None
        self._next: Scene | None = None
        self._walk: Walk | None = None
        self._keys: list[Key] = []
        self._at = 0
        self._update = -1
        self._canvas = StepCanvas()
        self.pages = StepPages(self._canvas, self)
        self._cover = QLabel(self)
        self._cover.setTextFormat(Qt.TextFormat.PlainText)
        self._cover.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._cover.setWordWrap(True)

    def begin(self, scene: Scene, following: Scene | None) -> None:
        """Go to the first step of a scene; this ends where the walk of the `following` begins."""
        self._scene, self._next = scene, following
        self._walk, self._keys, self._at, self._update = None, [], 0, -1
        self._cover.clear()
        self._canvas.show_step(None)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        font = QFont(style.family)
        font.setPixelSize(round(style.heading))
        self._cover.setFont(font)
        self._cover.setStyleSheet(f"font-size: {round(style.heading)}px; color: {style.theme.quiet};")
        self.pages.set_style(style)
        self._place()

    def wishes(self) -> Wishes:
        """Ask for the coming update in full."""
        return (ComingUpdateWish(),)

    def show_snapshot(self, snapshot: DataInstant) -> None:
        """Take up the moment whose coming update is explained."""
        timeline = snapshot.look(TimelineView)
        on_the_way = timeline is not None and not timeline.arrived
        if self._scene is None or snapshot.running or on_the_way or snapshot.look(ComingUpdate) is None:
            return
        self._walk = Walk(case_of(snapshot, sample_of(self._scene, snapshot)))
        self._keys = steps_of(self._scene, self._next, self._walk)
        if snapshot.update != self._update:
            self._update, self._at = snapshot.update, 0
        self._at = min(self._at, len(self._keys) - 1)
        self._show()

    def hide_behind(self, question: str) -> None:
        """Let the hall predict first: show a question in place of the step."""
        self._cover.setText(question)

    def uncover(self) -> bool:
        """Take the question away; False where there was none."""
        asked = bool(self._cover.text())
        self._cover.clear()
        if asked:
            self._show()
        return asked

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return self._walk.step(self._keys[self._at]) if self._walk is not None and self._keys else None

    def forward(self) -> bool:
        """Turn to the next page, or go to the next step; False at the end of the scene's walk."""
        return self._move(+1)

    def back(self) -> bool:
        """Turn to the page before, or go to the step before; False at the beginning."""
        return self._move(-1)

    def _move(self, direction: int) -> bool:
        if not self.isVisible():
            return False
        if self.pages.turn(direction):
            return True
        if not 0 <= self._at + direction < len(self._keys):
            return False
        self._at += direction
        self._show()
        return True

    def _show(self) -> None:
        step = self.step
        self._canvas.show_step(step)
        self._place()
        self.step_shown.emit(None if self._cover.text() else step)  # its numbers would be the answer

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the step out anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self.pages.setGeometry(self.rect())
        self._cover.setGeometry(self.rect())
        self._cover.setVisible(bool(self._cover.text()))
        self.pages.setVisible(not self._cover.text())
