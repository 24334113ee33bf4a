"""What the loss surface is a function of: all weights and biases, and the path of a run through them."""

import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.look.budget import Budget
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.run.problem import Examples, Problem, products_of
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.terrain import Terrain

SHARE = 0.03  # of the time, while training runs
MOST_WORK = 100_000_000
"""Products that one point of the surface of a network with kernels may take."""
MOST_PARAMETERS = 100_000
"""Networks with more have no surface: a single point of it would take too long."""


class TerrainWish(Wish, frozen=True):
    """To see the path through the space of weights, and what is needed for the loss around it."""

    def look(self, present: Present) -> Terrain | None:
        """Return the terrain, unless the network is too large for one."""
        return present.kept(TerrainMaker, present.run).terrain(present.moving)

    @classmethod
    def on_paper(cls) -> "TerrainWish":
        """Ask for the terrain."""
        return cls()


class TerrainMaker:
    """Makes the terrain of one run; made anew when its network or data change."""

    def __init__(self, run: TrainingRun) -> None:
        self._run = run
        self._budget = Budget(SHARE)
        self._problem: Problem | None = None
        self._last: Terrain | None = None

    def terrain(self, moving: bool) -> Terrain | None:
        """Return the terrain of this moment; while training goes on, perhaps that of a moment ago."""
        if self._run.network.parameter_count > MOST_PARAMETERS or self._is_slow:
            return None
        if moving and self._last is not None and not self._budget.allows():
            return self._last
        with self._budget.spend():
            self._last = self._make()
        return self._last

    @property
    def _examples(self) -> Examples:
        """The training examples: the same arrays at every moment, since by them a surface is known again."""
        if self._problem is not self._run.problem:
            self._problem = self._run.problem
            self._kept = self._problem.part("train")
        return self._kept

    @property
    def _is_slow(self) -> bool:
        """Whether one point of the surface would take too long: the kernels of large images do."""
        network, points = self._run.network, len(self._examples.X)
        return not network.is_dense and products_of(network) * points > MOST_WORK

    def _make(self) -> Terrain:
        run, examples = self._run, self._examples
        path = [*self._travelled(), run.trainer.state().parameters.astype(np.float64)]
        return Terrain(run.network, run.spec.training.loss, examples.X, examples.Y, np.array(path))

    def _travelled(self) -> list[Floats]:
        """Return the parameters at the moments of the trail before this one, of the present network."""
        run = self._run
        return [
            moment.state.parameters.astype(np.float64)
            for moment in run.history.trail.moments
            if moment.update < run.update and moment.spec.network == run.spec.network
        ]
