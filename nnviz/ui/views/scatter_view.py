"""Scatter plots of the inputs on screen: which inputs, and what the colours are of."""

from msgspec.structs import replace
from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QInputDialog, QWidget

from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.predictions import Predictions
from nnviz.paint.drawing.lettering import draw_text, spoken
from nnviz.paint.output.options import ScatterOptions
from nnviz.paint.output.scatter_matrix import (
    MOST_INPUTS,
    has_scatter,
    paint_scatter_matrix,
    shown_inputs,
)
from nnviz.ui.pictures.copying import tab_separated
from nnviz.ui.pictures.picture_view import PictureView
from nnviz.ui.pictures.pixmap_layer import PixmapLayer

NOTHING = "Scatter plots need two inputs or more that are no image"


class ScatterView(PictureView):
    """Shows up to six inputs against one another."""

    frames_apart = 4
    has_table = True

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

    def wishes(self) -> Wishes:
        """Ask for the answers where the colours are of them."""
        return (PredictionsWish(),) if self.options.by_answer else ()

    def show_snapshot(self, snapshot: RunInstant) -> None:
        """Show a moment; other data have other inputs."""
        names = snapshot.split.train.feature_names
        if names != self._names:
            self._names = names
            self.options = replace(self.options, inputs=())
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
        """Return the inputs that are shown, of all training points."""
        if self._snapshot is None:
            return ""
        train = self._snapshot.split.train
        return tab_separated(
            {train.feature_names[k]: train.X[:, k].tolist() for k in shown_inputs(train, self.options)}
        )


def inputs_named(text: str, names: tuple[str, ...]) -> tuple[int, ...]:
    """Return the inputs that are named, or numbered from 1, between commas; the unknown are passed over."""
    known = {spoken(name).lower(): place for place, name in enumerate(names)}
    known |= {name.lower(): place for place, name in enumerate(names)}
    known |= {str(place + 1): place for place in range(len(names)) if str(place + 1) not in known}
    words = (word.strip().lower() for word in text.split(","))
    return tuple(dict.fromkeys(known[word] for word in words if word in known))
