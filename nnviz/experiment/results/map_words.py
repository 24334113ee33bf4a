"""What a map of trainings shows, in a sentence."""

import numpy as np

from nnviz.experiment.results.map_standing import MapStanding


def sentence_of(standing: MapStanding) -> str:
    """Return where the loss was smallest, and how many runs diverged or learned."""
    x, y = standing.x, standing.y
    runs, known = standing.runs, np.isfinite(standing.loss)
    said = []
    if known.any():
        row, column = np.unravel_index(np.nanargmin(standing.loss), standing.loss.shape)
        said.append(
            f"Smallest training loss: {standing.loss[row, column]:.3g} at {x.key} = {x.values[column]:g}, "
            f"{y.key} = {y.values[row]:g}."
        )
    diverged = int(np.count_nonzero(standing.diverged))
    if diverged:
        said.append("All of them diverged." if diverged == runs else f"{diverged:,} of {runs:,} diverged.")
    if standing.criterion is not None:
        learned = int(np.count_nonzero(np.isfinite(standing.learned)))
        said.append(f"{learned:,} of {runs:,} learned: {standing.criterion.words()}.")
    return " ".join(said)
