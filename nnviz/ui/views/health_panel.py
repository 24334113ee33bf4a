"""Health on screen: what is wrong and a button for what to try, curves by layer, and histograms."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.health_view import Advice, Callout, HealthView
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.numbers import epoch_in_words
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.views.health_pictures import HealthCurves, Histograms
from nnviz.ui.widgets.scroll_column import ScrollColumn

FINE = "Nothing is seen that keeps this network from learning."
LONGEST_BUTTON = 38
"""Signs on a button; what is longer stands above it."""
WAITING = "What keeps it from learning is looked for as soon as the engine is compiled."
TRYING = "Trying what would help …"
"""Said with the number of settings that were tried: of large networks each takes seconds."""


class HealthPanel(ScrollColumn):
    """Says what is wrong and shows how it came.

    Signals
    -------
    advice_followed : Spec, str
        The Spec to start again with, and the name of the change.
    """

    advice_followed = Signal(object, str)
    frames_apart = 6

    def __init__(self) -> None:
        self._notes = QWidget()
        self.frames: list[CalloutFrame] = []
        self._column = QVBoxLayout(self._notes)
        self._column.setContentsMargins(GRID, GRID, GRID, 0)
        self._column.setSpacing(GRID)
        self.curves, self.histograms = HealthCurves(), Histograms()
        self.moment = QLabel()
        self._column.addWidget(self.moment)
        super().__init__(self._notes, self.curves, self.histograms)
        self.setAccessibleName("Health")
        self._spec: Spec | None = None
        self._asked = 1
        self._shown: tuple[tuple[Callout, ...], str] | None = None

    def wishes(self) -> Wishes:
        """Return what the panel needs."""
        return (TimelineWish(), HealthWish(self._asked))

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Show a moment of the run."""
        self._spec, health = snapshot.spec, snapshot.look(HealthView)
        if health is None:
            return
        if not snapshot.running and (health.trying or not health.complete):
            self._asked += 1
        # Measuring may lag behind training, and of a network with kernels some points stand for all.
        self.moment.setText(f"At {epoch_in_words(health.epoch)}{health.now.chosen_points()}:")
        self.curves.show_snapshot(snapshot)
        self.histograms.show_snapshot(snapshot)
        shown = health.callouts, _besides(health, snapshot.running)
        if shown != self._shown:
            self._shown = shown
            self._show_callouts(*shown)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._notes.setStyleSheet(f"QLabel {{ font-size: {round(style.text)}px; }}")
        self.curves.set_style(style)
        self.histograms.set_style(style)

    def _show_callouts(self, callouts: tuple[Callout, ...], besides: str) -> None:
        """Say what is wrong; frames that are there are used again, so that buttons stay under the mouse."""
        while len(self.frames) < len(callouts) + bool(besides):
            self.frames.append(CalloutFrame(self))
            self._column.addWidget(self.frames[-1])
        for place, frame in enumerate(self.frames):
            callout = callouts[place] if place < len(callouts) else None
            frame.say(callout, besides if place == len(callouts) else "")

    def follow(self, advice: Advice) -> None:
        """Start again with the settings that are advised."""
        if self._spec is None:
            return
        try:
            spec = with_values(self._spec, dict(advice.changes))
        except SpecError:  # the settings are others by now, and the advice no longer fits
            return
        self.advice_followed.emit(spec, advice.title.removeprefix("Try ").capitalize())


def _besides(health: HealthView, running: bool) -> str:
    """Return what is said below what is wrong: that there may be more, or that there is nothing."""
    if health.trying and not (running and health.callouts):  # else the line would come and go with each look
        count = f"{health.tried:,} setting{'' if health.tried == 1 else 's'} so far"
        return f"{TRYING} {count}." if health.tried else TRYING
    if health.callouts:
        return ""
    return WAITING if health.waiting else FINE


class CalloutFrame(QFrame):
    """One thing that is wrong, with a button that follows the advice."""

    def __init__(self, panel: HealthPanel) -> None:
        super().__init__()
        self._panel = panel
        self._advice: Advice | None = None
        self.text, self.result = QLabel(), QLabel()
        for label in (self.text, self.result):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self.advice = QPushButton()
        self.advice.clicked.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.text)
        column.addWidget(self.result)
        column.addWidget(self.advice, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, callout: Callout | None, otherwise: str) -> None:
        """Show a callout and what helps most; without any, what is said otherwise, or nothing."""
        self._advice = callout.advice[0] if callout is not None and callout.advice else None
        self.text.setText(otherwise if callout is None else callout.sentence)
        self.result.setVisible(self._advice is not None)
        self.advice.setVisible(self._advice is not None)
        if self._advice is not None:
            title, result = self._advice.title, self._advice.result
            is_short = len(title) <= LONGEST_BUTTON
            self.advice.setText(title if is_short else "Try this")
            self.result.setText(f"Tried: {result}." if is_short else f"{title}. Tried: {result}.")
        self.setVisible(bool(callout is not None or otherwise))

    def _follow(self) -> None:
        if self._advice is not None:
            self._panel.follow(self._advice)
