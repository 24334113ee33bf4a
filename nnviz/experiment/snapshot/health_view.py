"""The health of a network as the window is told of it: numbers, histograms, and what is wrong in words."""

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
    the update ratios are the mean of.
    """

    layers: tuple[LayerHealth, ...]
    loss: float
    histograms: tuple[tuple[Histogram, Histogram, Histogram], ...] = ()
    steps: int = 1


class Callout(msgspec.Struct, frozen=True):
    """One thing that is wrong.

    Attributes
    ----------
    kind : str
        "dead", "saturated", "vanishing", "exploding" or "steps".
    layer : int
        Counted from 1, the first after the inputs.
    sentence : str
        What is the matter, with layer, units and numbers.
    advice : str
        What to try, as a command; empty where there is nothing better than what is set.
    changes : tuple of (str, value)
        The settings, by their dotted keys, that follow the advice.
    """

    kind: str
    layer: int
    sentence: str
    advice: str = ""
    changes: tuple[tuple[str, Any], ...] = ()


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
    update, epoch : int, float
        Of which moment `now` is: while training runs, perhaps one just before the rest of the snapshot.
    callouts : tuple of Callout
        What is wrong now, and what to try.
    """

    epochs: Floats
    complete: bool
    curves: dict[str, Floats]
    now: Health
    callouts: tuple[Callout, ...]
    update: int = 0
    epoch: float = 0.0
