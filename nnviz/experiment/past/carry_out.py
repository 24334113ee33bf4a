"""Making a change in a run: when it is asked for, and again when that part of the past is replayed."""

import numpy as np

from nnviz.experiment.commands import Change, SetParameter, SetSpec
from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.spec import changes
from nnviz.experiment.spec.changes import Rebuild
from nnviz.parts import Bias, Parameter, is_part_of, symbol


def carry_out(run: TrainingRun, change: Change, shelf: DataShelf) -> None:
    """Make a change between two updates, rebuilding as little as it allows.

    Raises
    ------
    ValueError
        If it does not fit (a weight that does not exist, data that cannot be made); the run is as it was.
    """
    match change:
        case SetSpec():
            _set_spec(run, change, shelf)
        case SetParameter(part, value):
            _set_parameter(run, part, value)


def words_of(run: TrainingRun, change: Change) -> str:
    """Return what a change of a run does, in one line."""
    match change:
        case SetSpec(spec):
            return changes.sentence(changes.differences(run.spec, spec))
        case SetParameter(part, value):
            return f"{symbol(part)} = {value:g}"


def _set_spec(run: TrainingRun, change: SetSpec, shelf: DataShelf) -> None:
    spec = change.spec
    if changes.rebuild_for(changes.differences(run.spec, spec)) >= Rebuild.NETWORK:
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
