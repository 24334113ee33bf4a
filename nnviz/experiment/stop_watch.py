"""Whether a run should stop before its last epoch, as `[stop]` of the experiment says.

Looked at wherever the curves get a point: each epoch at first, later as often as the curves are drawn. So it
depends on the epochs done only, and costs nothing besides.
"""

import numpy as np

from nnviz.experiment.snapshot import Curves
from nnviz.experiment.stop_section import StopSpec


class StopWatch:
    """Looks at each new point of the curves; a condition that has been met once does not count again."""

    def __init__(self) -> None:
        self._met: set[tuple[str, object]] = set()
        self.reason = ""

    def look(self, stop: StopSpec, curves: Curves) -> None:
        """Set `reason` to a sentence if a condition is met for the first time, else to nothing."""
        self.reason = ""
        for condition, sentence in _met(stop, curves):
            if condition not in self._met:
                self._met.add(condition)
                self.reason = sentence


def _met(stop: StopSpec, curves: Curves) -> list[tuple[tuple[str, object], str]]:
    """Return the conditions that hold at the last point, each with its name and a sentence."""
    if stop.on not in curves.loss or len(curves.epochs) < 2:
        return []
    loss, accuracy = curves.loss[stop.on][-1], curves.accuracy[stop.on][-1]
    met: list[tuple[tuple[str, object], str]] = []
    if stop.loss > 0.0 and loss <= stop.loss:
        met.append((("loss", stop.loss), f"loss is {loss:.4g}"))
    if 0.0 < stop.accuracy <= accuracy:
        met.append((("accuracy", stop.accuracy), f"accuracy is {accuracy:.4g}"))
    if stop.plateau_epochs > 0 and _is_plateau(stop, curves):
        epochs = f"{stop.plateau_epochs:,} epochs"
        met.append((("plateau", stop.plateau_epochs), f"loss has not improved for {epochs}"))
    beginning = f"Stopped at epoch {curves.epochs[-1]:,.0f}: the {stop.on}"
    return [(condition, f"{beginning} {what}.") for condition, what in met]


def _is_plateau(stop: StopSpec, curves: Curves) -> bool:
    """Whether no loss of the last epochs is lower than the best before, by the least improvement."""
    loss = curves.loss[stop.on]
    recent = curves.epochs > curves.epochs[-1] - stop.plateau_epochs
    before, after = loss[~recent], loss[recent]
    return len(before) > 0 and bool(np.min(after) > np.min(before) - stop.plateau_change)
