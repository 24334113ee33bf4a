"""What a scene asks before it shows: the question hides the panel that would give it away."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.lecture.predict.questions import QUESTIONS
from nnviz.lecture.predict.truths import Truth
from nnviz.lecture.scene import Scene
from nnviz.paint.drawing.theme import Style
from nnviz.ui.asking.question import QuestionPanel
from nnviz.ui.presenting.explained import ExplainedPanel
from nnviz.ui.presenting.overlay import Overlay
from nnviz.ui.presenting.panel import ScenePanel

TELLING = {"boundary": ("network", "curves", "confusion")}
"""What else would give the answer away, where the scene shows the moment that is asked about."""
LATER = "Shown afterwards"


class Asking:
    """The question of the present scene, while it is open.

    Attributes
    ----------
    panel : QuestionPanel or None
        The question itself.
    covered, prompt : str
        Which panel it hides, and what it asks; empty where the scene asks nothing.
    """

    def __init__(self, stage: QWidget, overlay: Overlay) -> None:
        self._stage, self._overlay = stage, overlay
        self._truth: Truth | None = None
        self.panel: QuestionPanel | None = None
        self.covered = self.prompt = ""

    def begin(self, ask: str | None) -> None:
        """Ask what a scene asks, if it does, in place of what was asked before."""
        self.end()
        self._truth = None
        self.covered, self.prompt = QUESTIONS.get(ask or "", ("", ""))
        if self.prompt:
            self.panel = self._overlay.taker = QuestionPanel(self.prompt, self._stage)
            self.panel.show()

    def cover_of(self, panel: str, scene: Scene) -> str:
        """Return what stands in place of a panel until it is answered; empty: the panel itself."""
        if self.prompt and panel == self.covered:
            return self.prompt
        return LATER if not scene.until and panel in TELLING.get(scene.ask or "", ()) else ""

    def end(self) -> None:
        """Take the question away."""
        panel, self.panel, self._overlay.taker = self.panel, None, None
        if panel is not None:
            panel.hide()
            panel.deleteLater()

    def take_truth(self, truth: Truth | None, snapshot: DataInstant | None) -> None:
        """Note what will come out: once a moment is there, too, it can be guessed."""
        self._truth = truth or self._truth
        if self._truth is not None and snapshot is not None and self.panel and self.panel.truth is None:
            self.panel.show_truth(self._truth, snapshot)

    def keep(self) -> None:
        """Keep the guess of this row of the hall, and begin that of the next."""
        if self.panel is not None:
            self.panel.keep()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        if self.panel is not None:
            self.panel.set_style(style)

    def place(self, panels: Sequence[QWidget]) -> None:
        """Put the question in the place of the panel that it hides; the last one where there is none such."""
        if self.panel is None:
            return
        hidden = next((panel for panel in panels if self._hides(panel)), panels[-1])
        self.panel.setGeometry(hidden.geometry())
        self.panel.setVisible(not hidden.isHidden())
        self.panel.raise_()
        self._overlay.raise_()

    def _hides(self, panel: QWidget) -> bool:
        if isinstance(panel, ExplainedPanel):
            return self.covered == "explanation"
        return isinstance(panel, ScenePanel) and panel.name == self.covered
