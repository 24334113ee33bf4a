"""Looking at a run: snapshots, made without taking more than a small share of the time from training."""

from typing import TypedDict

from nnviz.arrays import Floats
from nnviz.experiment.look.advice import divergence_of
from nnviz.experiment.look.budget import Budget
from nnviz.experiment.look.health_watch import HealthWatch
from nnviz.experiment.look.maps import MapMaker
from nnviz.experiment.look.terrain_view import TerrainMaker
from nnviz.experiment.look.tracing import coming_update
from nnviz.experiment.run.measure import metrics_in
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.snapshot import Divergence, Metrics, Request, Snapshot

SHARE_FOR_SCORES = 0.03  # of the time, while training runs


class _Gradients(TypedDict, total=False):
    """The fields of a snapshot that are there only where gradients are looked at."""

    weights_gradient: tuple[Floats, ...]
    biases_gradient: tuple[Floats, ...]
    weights_change: tuple[Floats, ...]
    biases_change: tuple[Floats, ...]


class Observer:
    """Makes snapshots of one run; made anew when its network or data change.

    While training goes on, scores and maps are renewed only as often, and maps only as finely, as a small
    share of the time allows; a snapshot of a paused run is of that very moment.
    """

    def __init__(self, run: TrainingRun) -> None:
        self._run = run
        self.trainer = run.trainer
        self._maps = MapMaker()
        self._health: HealthWatch | None = None
        self._terrain = TerrainMaker(run)
        self._budget = Budget(SHARE_FOR_SCORES)
        self._metrics: Metrics | None = None
        self._predictions: Floats | None = None
        self._divergence: tuple[object, Divergence | None] = None, None

    @property
    def maps_are_coarse(self) -> bool:
        """Whether the maps of the last snapshot are coarser than was asked for."""
        return self._maps.coarse

    def forget_scores(self) -> None:
        """Renew the scores at the next look: another loss may count now."""
        self._metrics = None

    def divergence(self) -> Divergence | None:
        """Return why training cannot go on, in words."""
        found, spec = self._run.divergence, self._run.spec
        if found is None:
            return None
        if self._divergence[0] != (found, spec):  # a remedy takes its time to find
            self._divergence = (found, spec), divergence_of(spec, *found, self._run.prepared)
        return self._divergence[1]

    def snapshot(
        self,
        request: Request,
        *,
        running: bool,
        moving: bool,
        unhurried: bool,
    ) -> Snapshot:
        """Return this moment, with what is asked for of the run; the rest is the session's to say.

        `moving` says that it is not to be looked at for long, `unhurried` that nothing else is waiting.
        """
        run = self._run
        weights, biases = run.parameters()
        moving = running or moving
        self._look(request, moving)
        sides = request.boundary, request.responses
        maps = self._maps.maps(run.network, weights, biases, run.prepared, sides, moving, unhurried)
        gradients = self._gradients(weights, biases) if request.gradients else _Gradients()
        return Snapshot(
            spec=run.spec,
            split=run.problem.split,
            running=running,
            update=run.update,
            epoch=run.epochs.epoch(run.update),
            updates_per_second=0.0,
            learning_rate=run.learning_rate,
            weights=_frozen(weights),
            biases=_frozen(biases),
            curves=run.history.curves(),
            metrics=self._metrics if request.metrics else None,
            boundary=maps.boundary,
            responses=maps.responses,
            coming=coming_update(run, request.example) if request.trace else None,
            predictions=self._predictions if request.boundary else None,
            divergence=self.divergence(),
            health=self._health_view(moving) if request.health else None,
            terrain=self._terrain.terrain(moving) if request.terrain else None,
            **gradients,
        )

    def _health_view(self, moving: bool) -> HealthView:
        if self._health is None:
            self._health = HealthWatch(self._run)
        return self._health.view(moving)

    def _look(self, request: Request, moving: bool) -> None:
        """Renew scores and predictions, unless that would take too large a share of the time."""
        if not (request.metrics or request.boundary > 0):
            return
        scores_missing = request.metrics and self._metrics is None
        predictions_missing = request.boundary > 0 and self._predictions is None
        if moving and not (scores_missing or predictions_missing or self._budget.allows()):
            return
        with self._budget.spend():
            evaluation = self._run.evaluation()
            if request.metrics:
                self._metrics = metrics_in(self._run.problem, evaluation)[0]
            if request.boundary > 0:
                self._predictions = _frozen([evaluation.outputs[0].T.astype("float64")])[0]

    def _gradients(self, weights: list[Floats], biases: list[Floats]) -> _Gradients:
        layers = self._run.trainer.trace().layers
        weights_before, biases_before = self._run.parameters_before
        return {
            "weights_gradient": _frozen([layer.weights_gradient for layer in layers]),
            "biases_gradient": _frozen([layer.biases_gradient for layer in layers]),
            "weights_change": _frozen(
                [w - before for w, before in zip(weights, weights_before, strict=True)]
            ),
            "biases_change": _frozen([b - before for b, before in zip(biases, biases_before, strict=True)]),
        }


def _frozen(arrays: list[Floats]) -> tuple[Floats, ...]:
    for array in arrays:
        array.flags.writeable = False
    return tuple(arrays)
