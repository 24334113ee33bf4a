"""What each layer sees: by which method, from how many samples, and the pictures, which follow training.

They are computed beside the window and beside training, from the weights of the moment that is shown. t-SNE
starts when it is asked to, and pauses; everything else is so quick that it follows by itself.
"""

from collections.abc import Callable

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from nnviz.data.dataset import Split
from nnviz.experiment.embedding.embedder import (
    COUNT,
    PERPLEXITY,
    Embedder,
    EmbeddingOrder,
    same_weights,
)
from nnviz.experiment.embedding.linear import dragged, first_view
from nnviz.experiment.embedding.tsne import why_not
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.run.engine_watch import wait_if_wide
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.embedding import Embedding, EmbeddingError, EmbeddingMethod
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.tasks.task import CancelledError, Task, TaskError
from nnviz.tasks.tasks import Tasks
from nnviz.ui.forms.choice import QuietComboBox
from nnviz.ui.images.embedding_view import EmbeddingView
from nnviz.ui.widgets.above_picture import ControlsAbovePicture
from nnviz.ui.widgets.flow_layout import FlowLayout
from nnviz.ui.widgets.numbers import NumberError, parse_number

COUNTS = (100, 200, 500, 1000)
_METHODS = {
    EmbeddingMethod.TSNE: "t-SNE: neighbours stay neighbours; distances between groups mean little",
    EmbeddingMethod.PCA: "The two directions in which the samples of a layer differ most",
    EmbeddingMethod.TOUR: "A linear picture of several axes: drag the handles to turn it",
}


class ShortField(QLineEdit):
    """A field for a number of a few digits, whatever the size of text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for five digits."""
        return QSize(self.fontMetrics().horizontalAdvance("00000") + 3 * GRID, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()


class EmbeddingPanel(QWidget):
    """The pictures and their choices.

    Signals
    -------
    sample_chosen(int, str)
        A sample is to be explained: its row and its part of the split.
    """

    frames_apart = 4
    sample_chosen = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What each layer sees")
        self.view = EmbeddingView()
        self.tasks = Tasks(self, "The picture of the layers")
        self.tasks.published.connect(self._show)
        self.tasks.progressed.connect(self._tell_wait)
        self.tasks.finished.connect(self._go_on)
        self.tasks.failed.connect(self._say)
        self.method = QuietComboBox()
        self.count = QuietComboBox()
        self.perplexity = ShortField(f"{PERPLEXITY:g}")
        self.named_perplexity = QWidget()
        self.start = QPushButton()
        self.message = QLabel()
        self.working = QLabel()
        self._order = EmbeddingOrder()
        self._started = False
        self._snapshot: NetworkInstant | None = None
        self._done: tuple[NetworkInstant, EmbeddingOrder] | None = None
        self._shown: EmbeddingMethod | None = None
        """The method of the picture that is shown."""
        self._embedder = Embedder()
        self._name_controls()
        self._lay_out()
        add = self.view.menu.add
        add("Start or pause t-SNE", "S", "Begin, or stop where the points are", self.toggle)
        add("Next method", "M", "t-SNE, PCA, tour", self.next_method)
        add("All axes as at first", "A", "Spread the axes of a tour evenly again", self.spread_axes)
        self._enable()

    def _name_controls(self) -> None:
        for method, tip in _METHODS.items():
            self.method.addItem(method.value, method)
            self.method.setItemData(self.method.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.method.setCurrentIndex(self.method.findData(self._order.method))
        for number in COUNTS:
            self.count.addItem(f"{number:,} samples", number)
        self.count.setCurrentIndex(self.count.findData(COUNT))
        for control, name in (
            (self.method, "How the activations become points"),
            (self.count, "How many samples are looked at"),
            (self.perplexity, "Perplexity: how many neighbours count for a sample"),
        ):
            control.setAccessibleName(name)
            control.setToolTip(name)
        for combo in (self.method, self.count):
            combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToContents)
        row = QHBoxLayout(self.named_perplexity)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel("Perplexity"))
        row.addWidget(self.perplexity)
        for label, role in ((self.message, "wrong"), (self.working, "note")):
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setContentsMargins(GRID, 0, GRID, 0)
            label.hide()
        self.method.activated.connect(self._choose)
        self.count.activated.connect(self._choose)
        self.perplexity.editingFinished.connect(self._choose)
        self.start.clicked.connect(self.toggle)
        self.view.sample_chosen.connect(self.sample_chosen)
        self.view.axis_dragged.connect(self._turn)

    def _lay_out(self) -> None:
        controls = QWidget()
        row = FlowLayout(controls, close=True)
        row.setContentsMargins(GRID, GRID // 2, GRID, 0)
        for widget in (self.method, self.start, self.named_perplexity, self.count):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ControlsAbovePicture((controls, self.message, self.working), self.view))

    # What it shows

    @property
    def is_going(self) -> bool:
        """Whether it computes pictures: of t-SNE only when it was started."""
        return self._started or self._order.method is not EmbeddingMethod.TSNE

    def wishes(self) -> Wishes:
        """Return that nothing is needed but the weights, which every moment has."""
        return ()

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Have the pictures of this moment computed, unless they are known."""
        self._snapshot = snapshot
        self.view.show_snapshot(snapshot)
        self._ask()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.view.set_style(style)

    @Slot(object)
    def mark_example(self, example: Example | None) -> None:
        """Ring the sample that is being explained."""
        self.view.mark_example(example)

    def hideEvent(self, event: QHideEvent) -> None:
        """Compute nothing that nobody sees."""
        super().hideEvent(event)
        self.tasks.give_up()
        self._done = None

    # What is asked for

    @Slot()
    def toggle(self) -> None:
        """Start t-SNE, or pause it where the points are."""
        if self._order.method is not EmbeddingMethod.TSNE:
            self.method.setCurrentIndex(self.method.findData(EmbeddingMethod.TSNE))
            self._started = False
            self._choose()
        if not self._started and self._refused():
            return
        self._started = not self._started
        if not self._started:
            self.tasks.give_up()
        self._done = None
        self._enable()
        self._tell_wait()
        self._ask()

    @Slot()
    def next_method(self) -> None:
        """Choose the next method."""
        self.method.setCurrentIndex((self.method.currentIndex() + 1) % self.method.count())
        self._choose()

    @Slot()
    def spread_axes(self) -> None:
        """Spread the axes of a tour evenly again."""
        self._change(replace(self._order, views=()))

    @Slot()
    def _choose(self) -> None:
        try:
            perplexity = float(parse_number(self.perplexity.text()))
        except NumberError as error:
            self._say(f"Perplexity: {error}")
            return
        method = EmbeddingMethod(self.method.currentData())
        order = replace(self._order, method=method, count=int(self.count.currentData()))
        if method is EmbeddingMethod.TSNE and self._refused(perplexity, order.count):
            return
        self._say("")
        if method is not self._order.method:
            self.view.follow()  # the places mean something else from now on
        self._change(replace(order, perplexity=perplexity))
        self._enable()
        self._tell_wait()

    def _refused(self, perplexity: float | None = None, count: int | None = None) -> bool:
        """Say so where there is no such t-SNE."""
        asked = self._order.perplexity if perplexity is None else perplexity
        there = min(self._order.count if count is None else count, self._samples())
        reason = why_not(there, asked)
        self._say(reason)
        return bool(reason)

    def _samples(self) -> int:
        if self._snapshot is None:
            return COUNT
        split = self._snapshot.split
        return len(split.train.X) + len(split.validation.X) + len(split.test.X)

    def _change(self, order: EmbeddingOrder) -> None:
        if order != self._order:
            self._order = order
            self._done = None
            self._ask()

    def _enable(self) -> None:
        is_tsne = self._order.method is EmbeddingMethod.TSNE
        self.start.setVisible(is_tsne)
        self.named_perplexity.setVisible(is_tsne)
        self.start.setText("Pause" if self._started else "Start")
        self.start.setToolTip("Stop where the points are" if self._started else "Begin with the points")

    @Slot(int, int, float, float)
    def _turn(self, layer: int, axis: int, x: float, y: float) -> None:
        """Let an axis of a layer point elsewhere."""
        shown = [] if self.view.embedding is None else self.view.embedding.layers
        count = next((len(each.axes) for each in shown if each.layer == layer), 0)
        if axis >= count:
            return
        views = dict(self._order.views)
        view = np.array(views[layer]) if layer in views else first_view(count)
        if len(view) != count:
            view = first_view(count)
        turned = tuple((float(a), float(b)) for a, b in dragged(view, axis, (x, y)).tolist())
        views[layer] = turned
        self._change(replace(self._order, views=tuple(sorted(views.items()))))

    def _ask(self) -> None:
        """Have the moment that is shown computed, as soon as the one before is."""
        snapshot = self._snapshot
        if snapshot is None or not self.is_going or not self.isVisible():
            return
        done = self._done
        if done is None or done[1] != self._order or not _same_moment(done[0], snapshot):
            self._done = snapshot, self._order
            self.tasks.submit_next(self._work(snapshot, self._order))

    def _work(self, snapshot: NetworkInstant, order: EmbeddingOrder) -> Callable[[Task], object]:
        embedder = self._embedder

        def work(task: Task) -> object:
            wait_if_wide(snapshot.spec, task.cancelled)
            task.check()
            try:
                made = embedder.embedding(snapshot, order, task.cancelled, task.report)
            except EmbeddingError as error:
                raise TaskError(str(error)) from None
            if made is None:
                raise CancelledError
            task.publish((made, snapshot.split, order.method))
            return made

        return work

    @Slot(object)
    def _show(self, made: tuple[Embedding, Split, EmbeddingMethod]) -> None:
        embedding, split, self._shown = made
        self.view.show_embedding(embedding, split)
        self._tell_wait()

    @Slot(float)
    def _tell_wait(self, share: float = 0.0) -> None:
        """Say that t-SNE is at work from its start until its first picture, which takes seconds."""
        tsne = EmbeddingMethod.TSNE
        waits = self._started and self._order.method is tsne is not self._shown and not self.message.text()
        self.working.setText(f"Computing the first t-SNE picture … {100 * share:.0f} %")
        self.working.setVisible(waits)

    @Slot(object)
    def _go_on(self, embedding: Embedding) -> None:
        """Let t-SNE go on until it has settled, unless there is a later moment by now."""
        snapshot = self._snapshot
        if embedding.settled or snapshot is None or snapshot.running or self.tasks.is_busy:
            return
        if self.is_going and self.isVisible() and embedding.update == snapshot.update:
            self.tasks.submit_next(self._work(snapshot, self._order))

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))
        self._tell_wait()


def _same_moment(one: NetworkInstant, other: NetworkInstant) -> bool:
    is_same = one.split is other.split and same_weights(one, other)
    return is_same and one.running == other.running  # once training has stopped, the points come to rest
