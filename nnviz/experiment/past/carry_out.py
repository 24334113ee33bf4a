"""Making a change in a run: when it is asked for, and again when that part of the past is replayed."""

from typing import Protocol

import numpy as np

from nnviz.arrays import Parameters
from nnviz.data.prepare import Prepared
from nnviz.engine.kernels.network import Network
from nnviz.experiment.commands import Change, SetParameter, SetSpec
from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.spec.changes import Rebuild, SpecDifference
from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Bias, Parameter, is_part_of, symbol


class Changeable(Protocol):
    """What a change needs of a run."""

    spec: Spec

    @property
    def network(self) -> Network:
        """The network without its weights."""

    def parameters(self) -> Parameters:
        """Return copies of the weights and biases."""

    def set_parameters(self, parameters: Parameters) -> None:
        """Go on from other weights and biases."""

    def set_training(self, spec: Spec) -> None:
        """Go on with other training settings."""

    def rebuild(self, spec: Spec, prepared: Prepared) -> None:
        """Go on with another network or other data."""


def carry_out(
    run: Changeable, change: Change, shelf: DataShelf, difference: SpecDifference | None = None
) -> None:
    """Make a change between two updates, rebuilding as little as it allows.

    Parameters
    ----------
    difference : SpecDifference, optional
        Of the new settings from the present ones, where it is known already.

    Raises
    ------
    ValueError
        If it does not fit (a weight that does not exist, data that cannot be made); the run is as it was.
    """
    match change:
        case SetSpec():
            difference = difference or SpecDifference.between(run.spec, change.spec)
            _set_spec(run, change.spec, difference, shelf)
        case SetParameter(part, value):
            _set_parameter(run, part, value)


def words_of(change: SetParameter) -> str:
    """Return what setting a number does, in one line."""
    return f"{symbol(change.part)} = {change.value:g}"


def _set_spec(run: Changeable, spec: Spec, difference: SpecDifference, shelf: DataShelf) -> None:
    if difference.rebuild >= Rebuild.NETWORK:
        run.rebuild(spec, shelf.get(spec))
    else:
        run.set_training(spec)


def _set_parameter(run: Changeable, part: Parameter, value: float) -> None:
    if not is_part_of(run.network.layers, part):
        raise ValueError("There is no such weight or bias in the network.")
    if not np.isfinite(value):
        raise ValueError("A weight or bias must be a finite number.")
    is_bias = isinstance(part, Bias)
    if is_bias and not run.network.has_bias[part.layer - 1]:
        raise ValueError(f"Layer {part.layer} has no biases.")
    parameters = run.parameters()
    parameters[is_bias][part.layer - 1][part.index] = value
    run.set_parameters(parameters)
