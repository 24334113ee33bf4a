"""How a sweep stands: its table and curves of what is done so far, to be looked at while it runs on."""

import math
import statistics

import msgspec
import numpy as np

from nnviz.data.dataset import PARTS
from nnviz.experiment.runs.fastest import fastest_and_slowest
from nnviz.experiment.runs.outcome import Curve, Outcome
from nnviz.experiment.runs.plan import Cell, Plan
from nnviz.experiment.runs.several import Band, OneRun, band_of
from nnviz.experiment.runs.summaries import Criterion, RowSummary, summaries
from nnviz.experiment.runs.sweep import Sweep
from nnviz.experiment.snapshot.curves import Curves

Bands = dict[tuple[str, str], Band]
"""By quantity ("loss", "accuracy") and part ("train", "validation", "test")."""


class Standing(msgspec.Struct, frozen=True, eq=False):
    """A sweep at one moment.

    Attributes
    ----------
    plan : Plan
    cells : tuple of Cell
    outcomes : tuple of Outcome or None
        One a cell; None where it has not run, or cannot.
    impossible : dict of int to str
        Rows whose data cannot be made, and why.
    rows : tuple of RowSummary
    bands : tuple of Bands
        One a row: the curves of its runs.
    criterion : Criterion
    sentence : str
        Which is learned fastest and which slowest.
    places : tuple of tuple of int
        The runs of each row.
    scores : dict of str to tuple of float or None
        One number a run: "train_loss", ..., and "learned", the epoch at which it had; those there are.
    """

    plan: Plan
    cells: tuple[Cell, ...]
    outcomes: tuple[Outcome | None, ...]
    impossible: dict[int, str]
    rows: tuple[RowSummary, ...]
    bands: tuple[Bands, ...]
    criterion: Criterion
    sentence: str
    places: tuple[tuple[int, ...], ...]
    scores: dict[str, tuple[float | None, ...]]

    def cells_of(self, row: int) -> tuple[int, ...]:
        """Return the places of a row's runs."""
        return self.places[row]

    def middle_cell(self, row: int) -> int | None:
        """Return the run of a row that stands for it: the one with the middle training loss.

        Runs that diverged count as the worst; None where none is done.
        """
        done = [place for place in self.places[row] if self.outcomes[place] is not None]
        if not done:
            return None
        losses = {place: self.score(place, "train_loss") for place in done}
        ranks = {place: math.inf if loss is None else loss for place, loss in losses.items()}
        middle = statistics.median_low(ranks.values())
        return next(place for place in done if ranks[place] == middle)

    def score(self, place: int, name: str) -> float | None:
        """Return a score of one run, such as "train_loss", or "learned": the epoch at which it had.

        None where there is no finite number, and for runs that diverged.
        """
        return self.scores[name][place] if name in self.scores else None

    def median(self, row: int, name: str) -> float | None:
        """Return the median of a score over the runs of a row that have it; None if fewer than half do."""
        known = [value for place in self.places[row] if (value := self.score(place, name)) is not None]
        return statistics.median(known) if known and 2 * len(known) >= len(self.places[row]) else None


class Standings:
    """Makes them one after another; bands of rows without news are not made again."""

    def __init__(self, sweep: Sweep, criterion: Criterion) -> None:
        self._sweep, self._criterion = sweep, criterion
        self._bands: dict[int, tuple[int, Bands]] = {}

    def now(self) -> Standing:
        """Return how the sweep stands."""
        sweep = self._sweep
        rows = tuple(summaries(sweep, self._criterion))
        outcomes = tuple(sweep.outcomes)
        places: list[list[int]] = [[] for _ in rows]
        for place, cell in enumerate(sweep.cells):
            places[cell.row].append(place)
        of_rows = [[done for place in row if (done := outcomes[place]) is not None] for row in places]
        return Standing(
            plan=sweep.plan,
            cells=sweep.cells,
            outcomes=outcomes,
            impossible=dict(sweep.impossible),
            rows=rows,
            bands=tuple(self._of_row(number, done) for number, done in enumerate(of_rows)),
            criterion=self._criterion,
            sentence=fastest_and_slowest(rows, self._criterion),
            places=tuple(map(tuple, places)),
            scores=_scores(outcomes, self._criterion),
        )

    def _of_row(self, number: int, done: list[Outcome]) -> Bands:
        count, bands = self._bands.get(number, (0, {}))
        if count != len(done):
            bands = bands_of(done)
            self._bands[number] = len(done), bands
        return bands


def _scores(
    outcomes: tuple[Outcome | None, ...], criterion: Criterion
) -> dict[str, tuple[float | None, ...]]:
    names = [f"{part}_{what}" for part in PARTS for what in ("loss", "accuracy")] + ["learned"]
    found = {name: tuple(_score(outcome, name, criterion) for outcome in outcomes) for name in names}
    return {name: values for name, values in found.items() if any(value is not None for value in values)}


def _score(outcome: Outcome | None, name: str, criterion: Criterion) -> float | None:
    if outcome is None or outcome.diverged is not None:
        return None
    if name == "learned":
        return criterion.first_epoch(outcome.curve)
    part, _, quantity = name.partition("_")
    value: float | None = getattr(getattr(outcome, part), quantity, None)
    return value


def bands_of(outcomes: list[Outcome]) -> Bands:
    """Return the curves of runs that differ in their seeds alone, as bands."""
    runs = [OneRun("", 0, _curves(outcome.curve), outcome.updates) for outcome in outcomes]
    found = {}
    for quantity in ("loss", "accuracy"):
        for part in PARTS:
            band = band_of(runs, quantity, part)
            if len(band.epochs):
                found[quantity, part] = band
    return found


def _curves(curve: Curve) -> Curves:
    def numbers(columns: dict[str, tuple[float | None, ...]]) -> dict[str, np.ndarray]:
        return {part: np.array(values, dtype=np.float64) for part, values in columns.items()}

    epochs = np.array(curve.epochs, dtype=np.float64)
    return Curves(epochs, np.zeros(len(epochs), np.int64), numbers(curve.loss), numbers(curve.accuracy))
