"""A snapshot in the detail that paper needs, whatever the screen needed and however slow the machine is."""

import numpy as np
from msgspec.structs import replace

from nnviz.arrays import Floats
from nnviz.data import Prepared, prepared_from
from nnviz.data.dataset import PARTS
from nnviz.engine import Network, forward
from nnviz.experiment.look.maps import outputs_and_responses
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.run.measure import metrics_of
from nnviz.experiment.run.problem import network_of, problem_of
from nnviz.experiment.snapshot.snapshot import Metrics, Request, Snapshot
from nnviz.export.options import Task

_UNHINDERED = Task()


class Closeup:
    """Completes snapshots of a run; keeps the data's map to inputs while the data stay the same."""

    def __init__(self) -> None:
        self._last: tuple[object, object, Prepared] | None = None

    def complete(self, snapshot: Snapshot, request: Request, task: Task = _UNHINDERED) -> Snapshot:
        """Return the same moment with maps of exactly the fineness asked for, predictions and scores.

        It depends on the snapshot's weights and on nothing else: the same picture on every machine. Waits for
        the compiled engine, without which maps take many seconds.

        Raises
        ------
        CancelledError
            If the task is cancelled meanwhile.
        """
        wait_until_compiled(snapshot.spec, give_up=task.cancelled)
        task.check()
        network, prepared = network_of(snapshot.spec.network), self._prepared(snapshot)
        weights, biases = list(snapshot.weights), list(snapshot.biases)
        maps = outputs_and_responses(network, weights, biases, prepared, request.boundary, request.responses)
        return replace(
            snapshot,
            boundary=maps.boundary,
            responses=maps.responses,
            predictions=_predictions(network, snapshot, prepared),
            metrics=_metrics(network, snapshot, prepared),
        )

    def _prepared(self, snapshot: Snapshot) -> Prepared:
        data, split = snapshot.spec.data, snapshot.split
        if self._last is None or self._last[0] != data or self._last[1] is not split:
            self._last = data, split, prepared_from(data, split)
        return self._last[2]


def _predictions(network: Network, snapshot: Snapshot, prepared: Prepared) -> Floats:
    points = np.concatenate([getattr(snapshot.split, name).X for name in PARTS])
    outputs: Floats = forward(
        network, list(snapshot.weights), list(snapshot.biases), prepared.to_inputs(points)
    )[-1]
    return outputs


def _metrics(network: Network, snapshot: Snapshot, prepared: Prepared) -> Metrics:
    problem = problem_of(prepared, network.layers[-1])
    parameters = list(snapshot.weights), list(snapshot.biases)
    return metrics_of(problem, network, snapshot.spec.training.loss, parameters)
