"""A sweep on its way: which of its cells are done, and what came out of them."""

import random
import time
from collections.abc import Generator
from pathlib import Path
from typing import Protocol

from nnviz.experiment.results.outcome import Outcome, Result
from nnviz.experiment.results.plan import Plan
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.kept_cells import KeptCells, file_of

BETWEEN_WRITES = 2.0  # seconds, or longer where writing takes long
SHARE_OF_WRITING = 0.05


class Runner(Protocol):
    """Who runs experiments: threads here, or machines elsewhere."""

    def run(self, specs: list[Spec]) -> Generator[Result, None, None]:
        """Run all; yield the place of each and what came out, as they end."""


class Sweep:
    """The cells of a plan, and what came out of those that are done.

    Parameters
    ----------
    plan : Plan
    kept : KeptCells, optional
        The file that keeps what is done. What it has of this plan is done already.
    before : Sweep, optional
        An earlier one. What it did of this plan is not done again; but for runs whose data come from a file,
        which may have changed.

    Attributes
    ----------
    cells : tuple of Cell
    outcomes : list of Outcome or None
        One a cell, in their order; None as long as it has not run, and where it cannot.
    impossible : dict of int to str
        Rows whose data cannot be made, which only loading them shows, and why.
    found : int
        How many cells were done already.
    """

    def __init__(self, plan: Plan, kept: KeptCells | None = None, before: "Sweep | None" = None) -> None:
        self.plan = plan
        self.cells = tuple(plan.cells())
        self.outcomes: list[Outcome | None] = [None] * len(self.cells)
        self.impossible: dict[int, str] = {}
        self._kept = kept
        if kept is not None:
            self.outcomes = [kept.get(plan.rows[cell.row].settings, cell) for cell in self.cells]
        elif before is not None:
            done = {cell.spec: outcome for cell, outcome in zip(before.cells, before.outcomes, strict=True)}
            self.outcomes = [None if file_of(cell.spec) else done.get(cell.spec) for cell in self.cells]
        self.found = self.done

    @property
    def done(self) -> int:
        """How many cells have run."""
        return sum(outcome is not None for outcome in self.outcomes)

    def keep(self, new_file: Path) -> Path:
        """Write down what is done; return the file: the one kept all along, else a new one.

        Raises
        ------
        WriteError
            If it cannot be written.
        """
        if self._kept is None:
            self._kept = KeptCells(new_file, self.plan.base)
            for cell, outcome in zip(self.cells, self.outcomes, strict=True):
                if outcome is not None:
                    self._kept.put(self.plan.rows[cell.row].settings, cell, outcome)
        self._kept.write()
        return self._kept.path

    def run(self, runner: Runner) -> Generator[int, None, None]:
        """Run what is missing; yield how many cells have their answer, after each.

        In an order drawn at random, always the same: so an early table is a fair sample, and the time that
        remains can be told. What is done is kept also where this is left early.
        """
        missing = [place for place, outcome in enumerate(self.outcomes) if outcome is None]
        random.Random(0).shuffle(missing)
        answered = self.found
        write_at = time.monotonic() + BETWEEN_WRITES
        results = runner.run([self.cells[place].spec for place in missing])
        try:
            for number, outcome in results:
                self._take(missing[number], outcome)
                answered += 1
                if time.monotonic() > write_at:
                    write_at = time.monotonic() + self._write()
                yield answered
        finally:
            results.close()
            if answered > self.found:
                self._write()

    def _take(self, place: int, outcome: Outcome | SpecError) -> None:
        cell = self.cells[place]
        if isinstance(outcome, SpecError):
            self.impossible[cell.row] = outcome.reason
            return
        self.outcomes[place] = outcome
        if self._kept is not None:
            self._kept.put(self.plan.rows[cell.row].settings, cell, outcome)

    def _write(self) -> float:
        """Write the file; return the seconds until it is worth to do so again."""
        if self._kept is None:
            return BETWEEN_WRITES
        begin = time.monotonic()
        self._kept.write()
        return max(BETWEEN_WRITES, (time.monotonic() - begin) / SHARE_OF_WRITING)
