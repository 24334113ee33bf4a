"""Making a change in a run: when it is asked for, and again when that part of the past is replayed."""

import numpy as np

from nnviz.experiment.commands import Change, EditBias, EditWeight, SetSpec
from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.spec import changes
from nnviz.experiment.spec.changes import Rebuild


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
        case EditWeight(layer, i, j, value):
            _edit(run, 0, layer, (i, j), value)
        case EditBias(layer, j, value):
            _edit(run, 1, layer, (j,), value)


def words_of(run: TrainingRun, change: Change) -> str:
    """Return what a change of a run does, in one line."""
    match change:
        case SetSpec(spec):
            return changes.sentence(changes.differences(run.spec, spec))
        case EditWeight(layer, i, j, value):
            return f"weight {i + 1} → {j + 1} of layer {layer + 1} = {value:g}"
        case EditBias(layer, j, value):
            return f"bias {j + 1} of layer {layer + 1} = {value:g}"


def _set_spec(run: TrainingRun, change: SetSpec, shelf: DataShelf) -> None:
    spec = change.spec
    if changes.rebuild_for(changes.differences(run.spec, spec)) >= Rebuild.NETWORK:
        run.rebuild(spec, shelf.get(spec))
    else:
        run.set_training(spec)


def _edit(run: TrainingRun, kind: int, layer: int, index: tuple[int, ...], value: float) -> None:
    parameters = run.parameters()
    if not (0 <= layer < len(parameters[kind]) and _fits(index, parameters[kind][layer].shape)):
        raise ValueError("There is no such weight or bias in the network.")
    if not np.isfinite(value):
        raise ValueError("A weight or bias must be a finite number.")
    if kind == 1 and not run.network.has_bias[layer]:
        raise ValueError(f"Layer {layer + 1} has no biases.")
    parameters[kind][layer][index] = value
    run.set_parameters(parameters)


def _fits(index: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return all(0 <= i < n for i, n in zip(index, shape, strict=True))
