"""The health of a network as the window is told of it: numbers, histograms, and what is wrong in words."""

import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats


class Histogram(msgspec.Struct, frozen=True, eq=False):
    """How often values fall between neighbouring edges: (n,) counts between (n + 1,) edges."""

    counts: NDArray[np.int64]
    edges: Floats


class LayerHealth(msgspec.Struct, frozen=True, eq=False):
    """One layer after the input.

    Attributes
    ----------
    gradient_norm : float
        Euclidean norm of the gradient of its weights and biases.
    update_ratio : float
        Norm of the change of its weights over the norm of the weights, the mean of the coming updates that
        were looked at; NaN where the weights are all zero.
    saturated : float
        Share of its activations at which the slope is below 5 % of the greatest; NaN where the function of
        the layer does not flatten at both ends.
    dead : float
        Share of its units through which no gradient comes at any point; NaN for functions that block none.
    saturated_units, dead_units : tuple of int
        Units (counted from 0) that are flat at nearly all points, and those that are dead.
    """

    gradient_norm: float
    update_ratio: float
    saturated: float
    dead: float
    saturated_units: tuple[int, ...]
    dead_units: tuple[int, ...]


class Health(msgspec.Struct, frozen=True, eq=False):
    """All layers at one moment; the histograms of each layer are of weights, activations, gradients.

    `loss` is the mean of all training points, without penalties; `steps` the number of coming updates that
    the update ratios are the mean of; `points` how many training points were looked at, and of how many.
    """

    layers: tuple[LayerHealth, ...]
    loss: float
    histograms: tuple[tuple[Histogram, Histogram, Histogram], ...] = ()
    steps: int = 1
    points: tuple[int, int] = (0, 0)

    def chosen_points(self) -> str:
        """Return which points stand for all, in words; nothing where all were looked at."""
        looked_at, there = self.points
        return f", measured at {looked_at:,} of {there:,} training points" if looked_at < there else ""


class Reached(msgspec.Struct, frozen=True):
    """What training came to: on the training points, without penalties.

    Attributes
    ----------
    loss : float
        Mean a point.
    accuracy : float
        NaN where the targets are numbers.
    unexplained : float
        Mean squared error over that of the best constant answer, which no choice of a loss changes.
    """

    loss: float
    accuracy: float
    unexplained: float


class Advice(msgspec.Struct, frozen=True):
    """Settings that help, as was found by training with them for a while.

    Attributes
    ----------
    title : str
        What to try, as a command.
    changes : tuple of (str, value)
        The settings, by their dotted keys; training starts again with them.
    before, after : Reached
        What so many epochs come to, from the start, without and with the changes. (Another loss counts
        differently; the accuracy can always be compared.)
    epochs : int
    """

    title: str
    changes: tuple[tuple[str, Any], ...]
    before: Reached
    after: Reached
    epochs: int

    @property
    def result(self) -> str:
        """What it brings, in words."""
        epochs = f"in {self.epochs:,} epoch{'' if self.epochs == 1 else 's'}"
        before, after = (f"{reached.accuracy:.2f}" for reached in (self.before, self.after))
        if before == after:  # or both NaN: of numbers
            before, after = (_percent(reached.unexplained) for reached in (self.before, self.after))
            return f"unexplained {before} → {after} {epochs}"
        return f"accuracy {before} → {after} {epochs}"


def _percent(share: float) -> str:
    return f"{share * 100.0:.3g} %" if math.isfinite(share) else "(diverges)"


class Callout(msgspec.Struct, frozen=True):
    """One thing that is wrong.

    Attributes
    ----------
    kind : str
        The cause, such as "zero_weights" or "target_range".
    layer : int
        Counted from 1, the first after the inputs; 0 where it is no matter of one layer.
    sentence : str
        What is the matter, with layer, units and numbers.
    evidence : tuple of (str, value)
        The numbers it was seen by.
    advice : tuple of Advice
        What helps, the best first; empty where nothing that was tried does.
    is_limit : bool
        Whether no setting can change it, so that none was tried.
    """

    kind: str
    layer: int
    sentence: str
    evidence: tuple[tuple[str, Any], ...] = ()
    advice: tuple[Advice, ...] = ()
    is_limit: bool = False


class HealthView(msgspec.Struct, frozen=True, eq=False):
    """What the panel shows.

    Attributes
    ----------
    epochs : ndarray, shape (n,)
    complete : bool
        Whether all moments of the past are there that are going to be.
    curves : dict of str -> ndarray, shape (n, layers)
        By name of the `LayerHealth` numbers; NaN where one has no meaning.
    now : Health
        With histograms.
    trying : bool
        Whether other settings are still being tried, so that more may be said.
    tried : int
        How many settings have been tried.
    waiting : bool
        Whether trying waits for the engine to be compiled.
    update, epoch : int, float
        Of which moment `now` is: while training runs, perhaps one just before the rest of the snapshot.
    callouts : tuple of Callout
        What is wrong, and what helps.
    """

    epochs: Floats
    complete: bool
    curves: dict[str, Floats]
    now: Health
    callouts: tuple[Callout, ...]
    update: int = 0
    epoch: float = 0.0
    trying: bool = False
    tried: int = 0
    waiting: bool = False
