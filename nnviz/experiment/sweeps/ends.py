"""Where runs of a sweep ended: trained again, to the same bits, with what their pictures need."""

from collections.abc import Callable

from nnviz.data.prepare import Prepared
from nnviz.experiment.look.input_planes import outputs_and_responses
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.run.problem import load
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.spec import Spec

POINTS = 64
"""Points of the output map along each side."""
SLICES = 64
"""So often in the course of a run it is asked whether it is still wanted."""


class Ends:
    """Makes one after another; the data of the last one are not made again.

    Parameters
    ----------
    check : callable
        Raises an exception as soon as nothing more is wanted.
    """

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self._data: tuple[object, Prepared] | None = None

    def of(self, spec: Spec) -> Snapshot:
        """Return the last moment of a run: its scores, its answers, and its output over the inputs.

        Raises
        ------
        SpecError
            If its data cannot be made or read.
        """
        prepared = self._prepared(spec)
        session = Session(spec, prepared)
        step = max(1, session.last_update // SLICES)
        while session.update < session.last_update and not (session.stopped or session.divergence):
            self._check()
            session.advance(min(step, session.last_update - session.update))
        weights, biases = session.parameters()
        maps = outputs_and_responses(spec.network.built, weights, biases, prepared, POINTS, 0)
        return session.snapshot(ScoresWish(), PredictionsWish()).with_looks(maps)

    def _prepared(self, spec: Spec) -> Prepared:
        key = spec.data, spec.network.built.outputs
        if self._data is None or self._data[0] != key:
            self._data = key, load(spec)
        return self._data[1]
