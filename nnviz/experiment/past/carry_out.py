"""Making a change in a run: when it is asked for, and again when that part of the past is replayed."""

import numpy as np

from nnviz.experiment.commands import Change, SetParameter, SetSpec
from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.spec.changes import Rebuild, SpecDifference
from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Bias, Parameter, is_part_of, symbol


def carry_out(
    run: TrainingRun, change: Change, shelf: DataShelf, difference: SpecDifference | None = None
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


def _set_spec(run: TrainingRun, spec: Spec, difference: SpecDifference, shelf: DataShelf) -> None:
    if difference.rebuild >= Rebuild.NETWORK:
        run.rebuild(spec, shelf.get(spec))
    else:
        run.set_training(spec)


def _set_parameter(run: TrainingRun, part: Parameter, value: float) -> None:
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
