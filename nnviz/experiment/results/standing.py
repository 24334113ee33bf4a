"""How a sweep stands: its table and curves at one moment, to be looked at while it runs on."""

import math
import statistics

import msgspec

from nnviz.experiment.results.criterion import Criterion
from nnviz.experiment.results.outcome import Outcome
from nnviz.experiment.results.plan import Cell, Plan
from nnviz.experiment.results.several import Band
from nnviz.experiment.results.summaries import RowSummary

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
