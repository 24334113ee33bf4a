"""How the learning curves are shown."""

import msgspec
from msgspec.structs import replace

from nnviz.experiment.snapshot.curves import Curves
from nnviz.paint.charts.counts import Counts
from nnviz.paint.drawing.axis import WHOLE, Zoom


class CurvesOptions(msgspec.Struct, frozen=True):
    """How the curves are shown.

    Attributes
    ----------
    counts : Counts
        What the axis counts.
    epochs : (float, float) or None
        The range chosen by zooming, in what the axis counts; None follows the run.
    loss, accuracy : (float, float) or None
        The same for the other axis of each chart.
    hidden : frozenset of str
        Parts of the data ("train", "validation", "test") whose curves are not shown.
    smooth : bool
        Whether the curves are running means, with what was recorded faint behind them.
    branches : bool
        Whether the other branches of the run are shown with it.
    runs : frozenset of int
        Earlier runs to show with it.
    name : str
        What the curve of the training data is called, where "train" says too little.
    singles : Curves or None
        Single updates of a part of the run, shown in place of the records there.
    values : bool
        Whether the values of the moment that is shown stand beside the names, where there is room.
    """

    log_loss: bool = False
    log_epochs: bool = False
    counts: Counts = Counts.EPOCHS
    epochs: tuple[float, float] | None = None
    loss: tuple[float, float] | None = None
    accuracy: tuple[float, float] | None = None
    hidden: frozenset[str] = frozenset()
    smooth: bool = False
    branches: bool = True
    runs: frozenset[int] = frozenset()
    name: str = ""
    singles: Curves | None = None
    values: bool = False

    @property
    def is_zoomed(self) -> bool:
        """Whether any range was chosen."""
        return (self.epochs, self.loss, self.accuracy) != (None, None, None)


class HealthOptions(msgspec.Struct, frozen=True):
    """How the health is shown.

    Attributes
    ----------
    epochs : (float, float) or None
        The range chosen by zooming, None follows the run.
    log_epochs, log_counts : bool
        Whether the axis of the epochs, and those of the histograms' counts, go by factors.
    values : tuple of (str, float, float)
        Which part of the other axis a chart shows, by the name on it; of the others, what there is.
    zooms : tuple of (int, int, Zoom)
        Which parts of histograms are shown: of a layer, counted from 0, and a column of them.
    """

    epochs: tuple[float, float] | None = None
    log_epochs: bool = False
    log_counts: bool = False
    values: tuple[tuple[str, float, float], ...] = ()
    zooms: tuple[tuple[int, int, Zoom], ...] = ()

    def zoom(self, row: int, column: int) -> Zoom:
        """Return which part of a histogram is shown."""
        return next((zoom for *place, zoom in self.zooms if place == [row, column]), WHOLE)

    def value_range(self, name: str) -> tuple[float, float] | None:
        """Return which part of the axis of a name is shown; None: what there is."""
        return next(((low, high) for each, low, high in self.values if each == name), None)

    def with_values(self, name: str, ends: tuple[float, float]) -> "HealthOptions":
        """Return the options with another part of an axis."""
        others = [each for each in self.values if each[0] != name]
        return replace(self, values=tuple(sorted([*others, (name, *ends)])))

    def with_zoom(self, row: int, column: int, zoom: Zoom) -> "HealthOptions":
        """Return the options with another part of a histogram."""
        others = [each for each in self.zooms if each[:2] != (row, column)]
        return replace(self, zooms=tuple(sorted([*others, (row, column, zoom)], key=lambda each: each[:2])))
