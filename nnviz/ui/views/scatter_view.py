"""Scatter plots of the inputs on screen: which inputs, and what the colours are of."""

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QInputDialog, QWidget

from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.predictions import Predictions
from nnviz.numerals import short_number
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.lettering import draw_text, spoken
from nnviz.paint.drawing.readout import ReadoutRow
from nnviz.paint.output.options import ScatterOptions
from nnviz.paint.output.scatter_matrix import (
    MOST_INPUTS,
    has_scatter,
    paint_scatter_matrix,
    pair_axes_of,
    pairs_of,
    points_table,
    shown_inputs,
)
from nnviz.ui.navigation.plots import Range, kept_sensible
from nnviz.ui.pictures.held import NAVIGATION_KEYS
from nnviz.ui.pictures.picture_view import PictureView
from nnviz.ui.pictures.pixmap_layer import PixmapLayer

NOTHING = "Scatter plots need two inputs or more that are no image"


class ScatterView(PictureView):
    """Shows up to six inputs against one another."""

    frames_apart = 4
    has_table = True
    keys = NAVIGATION_KEYS | {Qt.Key.Key_F}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Scatter plots of the inputs", "What the scatter plots show", parent)
        self.options = ScatterOptions()
        self._kept = PixmapLayer()
        self._names: tuple[str, ...] = ()
        add = self.menu.add
        self._inputs = add("Inputs …", "I", f"Which inputs, at most {MOST_INPUTS}", self.ask)
        self._by_answer = add(
            "Colour by answer",
            "A",
            "What the network says, in place of what is true",
            self._choose,
            checked=False,
        )
        self._test = add(
            "Test points", "T", "Points the network is not trained on", self._choose, checked=True
        )
        self._all = add("Whole domain", "", "Show all of every input again  (F)", self.follow)
        self._all.setEnabled(False)

    def wishes(self) -> Wishes:
        """Ask for the answers where the colours are of them."""
        return (PredictionsWish(),) if self.options.by_answer else ()

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Show a moment; other data have other inputs."""
        names = snapshot.split.train.feature_names
        if names != self._names:
            self._names = names
            self.options = replace(self.options, inputs=(), ranges=())
        self._inputs.setEnabled(len(names) > 2 and has_scatter(snapshot.split.train))
        super().show_snapshot(snapshot)

    def _choose(self) -> None:
        self.options = replace(
            self.options, by_answer=self._by_answer.isChecked(), test=self._test.isChecked()
        )
        self.update()

    @Slot()
    def ask(self) -> None:
        """Ask which inputs are shown."""
        if self._snapshot is None:
            return
        shown = shown_inputs(self._snapshot.split.train, self.options)
        text, agreed = QInputDialog.getText(
            self,
            "Inputs",
            f"Numbers or names of up to {MOST_INPUTS} of {len(self._names)} inputs, with commas:",
            text=", ".join(spoken(self._names[each]) for each in shown),
        )
        if agreed:
            self.show_inputs(inputs_named(text, self._names))

    def show_inputs(self, inputs: tuple[int, ...]) -> None:
        """Show these inputs; none: the first ones."""
        self.options = replace(self.options, inputs=inputs[:MOST_INPUTS])
        self.update()

    # Taken hold of

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of all plots, row by row."""
        if self._snapshot is None:
            return ()
        return pair_axes_of(self.picture_rect(), self._snapshot.split.train, self._style, self.options)

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show another part of the two inputs of a plot, wherever they have an axis."""
        if self._snapshot is None:
            return
        train = self._snapshot.split.train
        for number, ends in zip(pairs_of(train, self.options)[plot], (x, y), strict=True):
            if ends is not None:
                kept = kept_sensible(ends, train.domain[number])
                self.options = self.options.with_range(number, kept)
        self._all.setEnabled(True)
        self.update()

    def follow(self) -> None:
        """Show all of every input again."""
        self.options = replace(self.options, ranges=())
        self._all.setEnabled(False)
        self.update()

    def axes_at(self, position: QPointF) -> Axes | None:
        """Return the axes of the plot there."""
        return next((axes for axes in self.plots() if axes.plot.contains(position)), None)

    def rows_at(self, position: QPointF) -> list[ReadoutRow]:
        """Return the two inputs there."""
        number = next((k for k, axes in enumerate(self.plots()) if axes.plot.contains(position)), None)
        if number is None or self._snapshot is None:
            return []
        train, axes = self._snapshot.split.train, self.plots()[number]
        values = axes.x.value(position.x()), axes.y.value(position.y())
        names = (train.feature_names[each] for each in pairs_of(train, self.options)[number])
        return [
            ReadoutRow(spoken(name), (short_number(value),))
            for name, value in zip(names, values, strict=True)
        ]

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return self.options

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: DataInstant) -> None:
        """Paint the plots, from pixels while the points and their colours stay."""
        if not has_scatter(snapshot.split.train):
            painter.setPen(QColor(self._style.theme.quiet))
            draw_text(painter, rect, NOTHING, self._style)
            return
        colours = snapshot.look(Predictions) if self.options.by_answer else None
        key = (snapshot.split, colours, self.options, self._style)
        self._kept.draw(
            painter,
            self.size(),
            key,
            lambda inner: paint_scatter_matrix(inner, rect, snapshot, self._style, self.options),
        )

    def table(self) -> str:
        """Return the points that are shown: their inputs, and what is true of them."""
        return "" if self._snapshot is None else points_table(self._snapshot, self.options)


def inputs_named(text: str, names: tuple[str, ...]) -> tuple[int, ...]:
    """Return the inputs that are named, or numbered from 1, between commas; the unknown are passed over."""
    known = {spoken(name).lower(): place for place, name in enumerate(names)}
    known |= {name.lower(): place for place, name in enumerate(names)}
    known |= {str(place + 1): place for place in range(len(names)) if str(place + 1) not in known}
    words = (word.strip().lower() for word in text.split(","))
    return tuple(dict.fromkeys(known[word] for word in words if word in known))
