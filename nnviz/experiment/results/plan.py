"""What a sweep runs: its axes, its rows, and every run of it."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from nnviz.experiment.spec.spec import Spec


class SweepAxis(msgspec.Struct, frozen=True):
    """One key and its values, in order.

    Attributes
    ----------
    key : str
        Dotted, such as "training.learning_rate".
    values : tuple
        As TOML has them: bool, int, float, str, or lists of such.
    """

    key: str
    values: tuple[Any, ...]


SEED = "training.seed"
Settings = tuple[tuple[str, Any], ...]
"""Keys with their values, in the order of the axes."""


class Row(msgspec.Struct, frozen=True):
    """One combination of values.

    Attributes
    ----------
    settings : Settings
    spec : Spec or None
        The experiment with them; None where they do not go together.
    impossible : str
        Why they do not; else empty.
    """

    settings: Settings
    spec: Spec | None
    impossible: str = ""


class Cell(msgspec.Struct, frozen=True):
    """One run of a sweep: which row it belongs to, and the whole experiment, seed included."""

    row: int
    spec: Spec

    @property
    def seed(self) -> int:
        """What its initial weights and batches are drawn from."""
        return self.spec.training.seed


class Plan(msgspec.Struct, frozen=True):
    """A sweep, ready to run.

    Attributes
    ----------
    experiment : str
        The name or file it was called by.
    base : Spec
        The experiment itself, with what was overridden for all cells.
    axes : tuple of SweepAxis
    rows : tuple of Row
    seeds : tuple of int
        Of each row; one alone that is the row's own where the seed is an axis.
    overrides : dict
        Keys set in all cells.
    """

    experiment: str
    base: Spec
    axes: tuple[SweepAxis, ...]
    rows: tuple[Row, ...]
    seeds: tuple[int, ...]
    overrides: dict[str, Any] = {}

    def cells(self) -> Iterator[Cell]:
        """Return all runs, row by row."""
        varies_seed = any(axis.key == SEED for axis in self.axes)
        for number, row in enumerate(self.rows):
            if row.spec is None:
                continue
            for seed in (row.spec.training.seed,) if varies_seed else self.seeds:
                yield Cell(number, replace(row.spec, training=replace(row.spec.training, seed=seed)))
