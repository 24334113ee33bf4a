"""How a sweep stands: its table and curves of what is done so far, to be looked at while it runs on."""

import numpy as np

from nnviz.data.dataset import PARTS
from nnviz.experiment.results.criterion import Criterion
from nnviz.experiment.results.fastest import fastest_and_slowest
from nnviz.experiment.results.outcome import Curve, Outcome
from nnviz.experiment.results.several import OneRun, band_of
from nnviz.experiment.results.standing import Bands, Standing
from nnviz.experiment.snapshot.curves import Curves
from nnviz.experiment.sweeps.summaries import summaries
from nnviz.experiment.sweeps.sweep import Sweep


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
