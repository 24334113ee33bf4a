"""What the window is told of a session: immutable pictures of one moment, never the live objects.

A snapshot has what every view may need, and the looks that were wished (`nnviz/experiment/look/wish.py`).
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from nnviz.arrays import Floats
from nnviz.data.dataset import Split
from nnviz.experiment.snapshot.curves import Curves
from nnviz.experiment.spec.spec import Spec

Look = TypeVar("Look")


class NewStart(msgspec.Struct, frozen=True):
    """Settings to start again with, and how they differ, in words that follow "Start again with"."""

    spec: Spec
    words: str


class DivergenceView(msgspec.Struct, frozen=True):
    """Training met NaN or infinity; the last finite weights are kept.

    `update` is the update that failed (counted from 1), `layer` the first one concerned (1: the first after
    the inputs).
    `remedy` are settings that were tried and stayed finite; None where none were found.
    """

    update: int
    layer: int
    what: str
    advice: str
    remedy: NewStart | None = None

    def sentence(self) -> str:
        """Return what happened, where, and what to try, as one paragraph."""
        return f"Update {self.update:,}, layer {self.layer}: {self.what} {self.advice}"


class Snapshot(msgspec.Struct, frozen=True, eq=False):
    """One moment of a session.

    Attributes
    ----------
    running : bool
        Whether training goes on by itself.
    update, epoch : int, float
        Updates done, and epochs done (update / updates per epoch).
    updates_per_second : float
        Measured over the last half second; 0 when paused.
    learning_rate : float
        That of the coming update, as the schedule has it.
    weights, biases : tuple of ndarray
        One of each a layer after the input, in the shapes that it says; read-only copies.
        `biases` holds zeros where the network has none.
    hint : str
        One line for the status bar ("The engine is being compiled ..."), or empty.
    marks : tuple of (int, str)
        Settings changed while training: after which update, and what.
    looks : mapping of type to record
        What was wished besides; ask for it by `look`.
    """

    spec: Spec
    split: Split
    running: bool
    update: int
    epoch: float
    updates_per_second: float
    learning_rate: float
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    curves: Curves
    divergence: DivergenceView | None = None
    hint: str = ""
    marks: tuple[tuple[int, str], ...] = ()
    looks: Mapping[type, Any] = msgspec.field(default_factory=dict)

    def look(self, kind: type[Look]) -> Look | None:
        """Return what was wished of a kind, such as `snapshot.look(Maps)`; None where it is not there."""
        return self.looks.get(kind)

    def with_looks(self, *looks: object) -> "Snapshot":
        """Return the same moment with these in place of those of their kinds."""
        return replace(self, looks={**self.looks, **{type(look): look for look in looks}})

    @property
    def input_names(self) -> tuple[str, ...]:
        """The names of the network's inputs: the derived features, or the coordinates."""
        return self.spec.data.features or self.split.train.feature_names
