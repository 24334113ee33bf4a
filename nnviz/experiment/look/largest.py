"""Finding the largest weight or bias of a run: at the moments of its trail, and at this one."""

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nnviz.experiment.look.present import Present
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.run.moment import Moment
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.largest import LargestWeight


class LargestWeightWish(Wish, frozen=True):
    """To know the largest weight of the run, also after the moment that is shown."""

    def look(self, present: Present) -> LargestWeight:
        """Return the largest finite magnitude."""
        now = max((_largest(array) for array in (*present.weights, *present.biases)), default=0.0)
        return LargestWeight(max(now, present.kept(LargestMaker, present.run).on_the_trail()))


class LargestMaker:
    """Remembers what was found at a moment: those of a trail stay the same."""

    def __init__(self, run: TrainingRun) -> None:
        self._run = run
        self._known: WeakKeyDictionary[Moment, float] = WeakKeyDictionary()

    def on_the_trail(self) -> float:
        """Return the largest magnitude at any moment at which the network was the present one."""
        network, moments = self._run.spec.network, self._run.history.trail.moments
        return max((self._largest(each) for each in moments if each.spec.network == network), default=0.0)

    def _largest(self, moment: Moment) -> float:
        """Return the largest magnitude of a moment, which is not kept alive for it."""
        known = self._known.get(moment)
        if known is None:
            known = self._known[moment] = _largest(moment.state.parameters)
        return known


def _largest(array: NDArray[np.floating]) -> float:
    known = np.abs(array[np.isfinite(array)])
    return float(known.max(initial=0.0))
