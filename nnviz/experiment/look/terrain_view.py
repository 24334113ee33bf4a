"""The path of a run through the space of its weights, and what is needed to compute the loss around it."""

import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.look.budget import Budget
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.terrain import Terrain, flattened

SHARE = 0.03  # of the time, while training runs
MOST_PARAMETERS = 100_000
"""Networks with more have no surface: a single point of it would take too long."""


class TerrainMaker:
    """Makes the terrain of one run; made anew when its network or data change."""

    def __init__(self, run: TrainingRun) -> None:
        self._run = run
        self._budget = Budget(SHARE)
        self._last: Terrain | None = None

    def terrain(self, moving: bool) -> Terrain | None:
        """Return the terrain of this moment; while training goes on, perhaps that of a moment ago."""
        if self._run.network.parameter_count > MOST_PARAMETERS:
            return None
        if moving and self._last is not None and not self._budget.allows():
            return self._last
        with self._budget.spend():
            self._last = self._make()
        return self._last

    def _make(self) -> Terrain:
        run = self._run
        examples = run.problem.part("train")
        path = [*self._travelled(), flattened(*run.parameters())]
        return Terrain(run.network, run.spec.training.loss, examples.X, examples.Y, np.array(path))

    def _travelled(self) -> list[Floats]:
        """Return the parameters at the moments of the trail before this one, of the present network."""
        run = self._run
        return [
            flattened(*run.trainer.unpacked(moment.state.parameters))
            for moment in run.history.trail.moments
            if moment.update < run.update and moment.spec.network == run.spec.network
        ]
