"""The explanation panel: walks through the coming update, and asks for it to be done at the end."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.coming_update import ComingUpdate, Example
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.explain.formulas.step import Depth, Phase
from nnviz.parts import Part, Unit
from nnviz.ui.explanation.own_example import MOST_INPUTS, OwnExample
from nnviz.ui.explanation.step_bar import DEPTHS, FIRST_PACE, StepBar
from nnviz.ui.explanation.step_canvas import StepCanvas
from nnviz.ui.explanation.step_pages import StepPages
from nnviz.ui.explanation.typesetter import formulas_of
from nnviz.ui.explanation.walker import Walker
from nnviz.ui.looks.look import Styles

_ALONE = "One example alone: explained, not carried out"


class ExplanationPanel(QWidget):
    """Shows the walk through one update after the other.

    Signals
    -------
    step_shown : Step or None
        What is explained now.
    update_asked
        The walk has come to the end: the update is to be carried out.
    earlier_asked
        The walk has come back to the beginning: the update before is to be explained.
    leave_asked
        The user is done.
    paper_asked : Walk, Depth, Snapshot
        The walk through the update after a moment is to be saved, this finely.
    place_hovered : Part or None
        What the term under the mouse stands for.
    """

    step_shown = Signal(object)
    update_asked = Signal()
    earlier_asked = Signal()
    leave_asked = Signal()
    paper_asked = Signal(object, object, object)
    place_hovered = Signal(object)
    frames_apart = 1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.walker = Walker()
        self.example: Example | None = None
        self.bar = StepBar()
        self.canvas = StepCanvas()
        self._waiting = self._from_end = False
        self._clock = QTimer(self)
        self._clock.setInterval(round(1000 * FIRST_PACE))
        self._clock.timeout.connect(self.forward)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        self.pages = StepPages(self.canvas)
        column.addWidget(self.pages, 1)
        self._connect()

    def _connect(self) -> None:
        bar, canvas = self.bar, self.canvas
        bar.back_asked.connect(self.back)
        bar.forward_asked.connect(self.forward)
        bar.play_asked.connect(self.play_or_stop)
        bar.close_asked.connect(self.leave_asked)
        bar.own_asked.connect(self._ask_example)
        bar.save_asked.connect(self._save)
        bar.depth_chosen.connect(self.set_depth)
        bar.pace_chosen.connect(self._set_pace)
        bar.samples.asked.connect(self.other_sample)
        bar.digits_chosen.connect(self._set_digits)
        bar.rail.phase_chosen.connect(self._go_to_phase)
        canvas.place_hovered.connect(self.place_hovered)
        canvas.place_clicked.connect(self.go_into)
        canvas.outside_clicked.connect(self.go_out)

    # What every view can do

    def show_snapshot(self, snapshot: NetworkInstant) -> None:
        """Take up the newest moment; a new update is explained from its beginning."""
        coming, timeline = snapshot.look(ComingUpdate), snapshot.look(TimelineView)
        on_the_way = timeline is not None and not timeline.arrived
        if snapshot.running or on_the_way or coming is None:
            return
        before = self.walker.moment
        if self._from_end and before is not None and snapshot.update == before.update:
            return  # shown again before the worker has gone back
        if before is not None and before.spec.data != snapshot.spec.data:
            self.example = None  # its point may no longer exist
        if coming.example == self.example:
            self.walker.take(snapshot, at_end=self._from_end)
            self._waiting = self._from_end = False
            self._show()

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self.bar.set_styles(styles)
        self.pages.set_style(styles.contents)
        self._show()

    def wishes(self) -> Wishes:
        """Ask for the coming update in full."""
        return (ComingUpdateWish(self.example),)

    # Walking

    @Slot()
    def forward(self) -> None:
        """Go one step on; at the end the update is carried out, and the next one begins."""
        if self._waiting:
            return
        if self.walker.forward():
            self._show()
        elif self.example is not None:
            self.follow(None)
        elif self.walker.moment is not None:
            self._waiting = True
            self.update_asked.emit()

    @Slot()
    def back(self) -> None:
        """Go one step back; at the beginning to the end of the update before."""
        moment = self.walker.moment
        if self._waiting or moment is None:
            return
        if self.walker.back():
            self._show()
        elif self.example is not None:
            self.follow(None)
        elif moment.update > 0:
            self._waiting = self._from_end = True
            self.earlier_asked.emit()
        else:
            self.bar.say("This is the first update")

    @Slot()
    def play_or_stop(self) -> None:
        """Walk on by itself, or stop."""
        if self._clock.isActive():
            self._clock.stop()
        else:
            self._clock.start()
        self.bar.show_playing(self._clock.isActive())

    def stop(self) -> None:
        """Stop walking and forget the walk."""
        self._clock.stop()
        self.canvas.typesetter.stop()
        self.bar.show_playing(False)
        self._waiting = self._from_end = False
        self.example = None
        self.walker.forget()

    @Slot(object)
    def set_depth(self, depth: Depth) -> None:
        """Walk by phase, layer, neuron (map), pixel or product."""
        self.walker.set_depth(depth)
        self._show()

    @Slot()
    def next_depth(self) -> None:
        """Walk more finely; after the finest, or one that this network has not, by phases again."""
        depths, present = self._depths, self.walker.depth
        at = depths.index(present) + 1 if present in depths else 0
        self.set_depth(depths[at % len(depths)])

    @property
    def _depths(self) -> tuple[Depth, ...]:
        """How finely the present update can be walked through."""
        walk = self.walker.walk
        return tuple(DEPTHS) if walk is None else walk.depths

    @Slot()
    def to_start(self) -> None:
        """Go to the beginning of the update."""
        self.walker.to_start()
        self._show()

    @Slot()
    def to_end(self) -> None:
        """Go to the end of the update."""
        self.walker.to_end()
        self._show()

    @Slot(object)
    def _go_to_phase(self, phase: Phase) -> None:
        self.walker.go_to_phase(phase)
        self._show()

    @Slot(object)
    def go_into(self, place: Part) -> None:
        """Go to what happens at a place of the network in this phase."""
        if self.walker.into(place):
            self._show()

    def go_into_pixel(self, unit: Unit, row: int, column: int) -> None:
        """Go to what happens at one pixel of a map in this phase."""
        if self.walker.into_pixel(unit.layer, unit.unit, row, column):
            self._show()

    @Slot()
    def go_in(self) -> None:
        """Go into the first part of this step."""
        if self.walker.into_first():
            self._show()

    @Slot()
    def go_out(self) -> bool:
        """Go back one level; False at the outermost."""
        if not self.walker.out():
            return False
        self._show()
        return True

    # What is looked at

    @Slot(int)
    def other_sample(self, step: int) -> None:
        """Follow the sample of the batch that is `step` on."""
        self.walker.set_sample(self.walker.sample + step)
        self._show()

    def follow(self, example: Example | None) -> None:
        """Explain what the update would be for one example alone; None: the coming update again."""
        if example is not None and self._choose_in_batch(example):
            return
        self.example = example
        self.walker.forget()

    def _choose_in_batch(self, example: Example) -> bool:
        """Follow an example that is in the batch anyway."""
        coming = self.walker.coming
        if coming is None or coming.example is not None or example.part != "train":
            return False
        rows = coming.trace.batch_indices.tolist()
        if example.index not in rows:
            return False
        self.walker.set_sample(rows.index(example.index))
        self._show()
        return True

    @Slot()
    def _ask_example(self) -> None:
        """Let inputs and targets be typed."""
        moment = self.walker.moment
        coming = self.walker.coming
        if moment is None or coming is None:
            return
        if coming.network.inputs > MOST_INPUTS:
            self.bar.say("Too many inputs to type: click a point, or take a sample of the batch")
            return
        window = OwnExample(moment, self.walker.sample, self)
        window.chosen.connect(self.follow)
        window.open()

    @Slot(float)
    def _set_pace(self, seconds: float) -> None:
        self._clock.setInterval(round(1000 * seconds))

    @Slot()
    def _save(self) -> None:
        """Save the whole walk, as finely as one walks now."""
        walk, moment = self.walker.walk, self.walker.moment
        if walk is None or moment is None:
            return
        self.paper_asked.emit(walk, self.walker.depth, moment)

    @Slot(int)
    def _set_digits(self, digits: int) -> None:
        self.walker.set_digits(digits)
        self._show()

    @Slot(bool)
    def set_whole(self, on: bool) -> None:
        """Write long sums and large matrices out in full, or elide them."""
        self.bar.whole.setChecked(on)
        self.walker.set_whole(on)
        self._show()

    # Showing

    def show_again(self) -> None:
        """Show the present step once more, after something else was shown."""
        self._show()

    def _show(self) -> None:
        step = self.walker.step()
        self.canvas.show_step(step)
        self.bar.rail.show_key(self.walker.key)
        if self.walker.depth in self._depths:
            self.bar.show_depth(self.walker.depth, Depth.PIXEL in self._depths)
        self.bar.samples.show_sample(self.walker.sample, self.walker.batch)
        self.bar.say(_ALONE if self.example is not None else "")
        self.step_shown.emit(step)
        self._prepare()

    def _prepare(self) -> None:
        """Typeset the coming step while nothing else is to do, so that it appears at once."""
        ahead = self.walker.step_ahead()
        if ahead is not None:
            self.canvas.typesetter.prepare_ahead(formulas_of(ahead))
