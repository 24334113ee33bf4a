"""t-SNE of one layer, step by step, starting from wherever the points are: exactly.

The schedule stays calm. The first picture starts from the layer before (the input from its principal
components), with exaggeration for a while; a later moment goes on from the points as they are, a few steps
a moment, slightly exaggerated, so that points move as far as what they stand for.
"""

import math
from collections.abc import Callable

import numpy as np

from nnviz.arrays import FloatArray, Floats
from nnviz.engine.lanes.tags import VECTOR32
from nnviz.engine.tsne import MovingPoints, affinities_of
from nnviz.experiment.run.engine_watch import is_compiled, wait_for
from nnviz.experiment.snapshot.embedding import EmbeddingError

MOST_INTERPRETED = 100
"""Samples whose picture takes seconds without compiled code, rather than minutes."""
FEWEST = 5
"""Samples of which a picture says anything."""
START = 1e-4
"""Deviation of the points at the start."""
EARLY = ((60, 4.0, 0.5), (40, 4.0, 0.5), (25, 2.0, 0.8))
"""Of the first picture: steps, exaggeration, momentum."""
FOLLOWING = 2.0
"""Exaggeration while the points follow training."""
STEPS = 10
"""Between two pictures."""
SEED = 0


def why_not(samples: int, perplexity: float) -> str:
    """Return one sentence on why there is no such t-SNE; empty where there is."""
    if samples < FEWEST:
        return f"t-SNE needs {FEWEST} samples at least; there are {samples}."
    if not perplexity >= 1.0:
        return "Perplexity must be at least 1: it is the number of neighbours that count for a sample."
    if perplexity >= samples:
        return (
            f"Perplexity {perplexity:g} is too large for {samples} samples: it is the number of neighbours "
            f"that count, so it must be smaller than {samples}."
        )
    return ""


def is_prepared() -> bool:
    """Whether what moves points is compiled."""
    return is_compiled({VECTOR32})


def prepare(samples: int, cancelled: Callable[[], bool]) -> None:
    """Have compiled what moves points, which takes some seconds on a new computer; wait for it.

    Raises
    ------
    EmbeddingError
        If it cannot be compiled, and there are more samples than can do without.
    """
    wait_for((VECTOR32,), cancelled)
    if samples > MOST_INTERPRETED and not (is_prepared() or cancelled()):
        raise EmbeddingError(
            f"t-SNE of more than {MOST_INTERPRETED} samples needs the compiled engine, which is not there: "
            "choose fewer samples, PCA or the tour."
        )


class Tsne:
    """The points of one layer.

    Parameters
    ----------
    values : ndarray, shape (n, units)
        The activations.
    start : ndarray, shape (n, 2)
        Where the points start; scaled to be small.

    Attributes
    ----------
    positions : ndarray, shape (n, 2)
    """

    def __init__(self, values: FloatArray, start: Floats, perplexity: float) -> None:
        deviation = float(start[:, 0].std()) or 1.0
        self.positions: Floats = start / deviation * START + _jitter(len(start))
        self._perplexity = perplexity
        self._affinities = near_each_other(values, perplexity)
        self._values = values

    def begin(self, cancelled: Callable[[], bool]) -> None:
        """Make the first picture, unless it is no longer wanted."""
        for steps, exaggeration, momentum in EARLY:
            if cancelled():
                return
            self._optimize(steps, exaggeration, momentum)

    def take(self, values: FloatArray, perplexity: float) -> bool:
        """Take the activations of another moment, or another perplexity; the points stay where they are.

        Returns whether anything is different from before.
        """
        if perplexity == self._perplexity and alike(values, self._values):
            return False
        self._affinities = near_each_other(values, perplexity)
        self._values, self._perplexity = values, perplexity
        return True

    def follow(self) -> None:
        """Let the points follow a new moment for some steps."""
        self._optimize(STEPS, FOLLOWING, 0.5)

    def settle(self) -> float:
        """Let the points come to rest for some steps; return how far they moved, in radii of the picture."""
        before = self.positions
        self._optimize(STEPS, 1.0, 0.8)
        radius = float(np.sqrt((self.positions**2).sum(axis=1).mean())) or 1.0
        return float(np.sqrt(((self.positions - before) ** 2).sum(axis=1)).mean()) / radius

    def _optimize(self, steps: int, exaggeration: float, momentum: float) -> None:
        points = MovingPoints(self.positions)
        points.move(self._affinities, steps, exaggeration, momentum)
        self.positions = points.positions


def near_each_other(values: FloatArray, perplexity: float) -> FloatArray:
    """Return how near samples are to each other, as `affinities_of` has it.

    Raises
    ------
    EmbeddingError
        If there are too few samples for such a perplexity, or activations are not finite.
    """
    reason = why_not(len(values), perplexity)
    if reason:
        raise EmbeddingError(reason)
    return affinities_of(_squared_distances(values), perplexity)


def _squared_distances(values: FloatArray) -> FloatArray:
    """Return the squared distance of each sample to each; scaled so that none overflows.

    Half the products of all pairs, in single precision, are enough for a picture, and a layer of thousands of
    units takes a quarter of the time; around the mean, what samples have in common costs no digits. (NumPy's
    own product of a table with itself takes two to forty times as long as SciPy's `ssyrk`.)
    """
    from scipy.linalg.blas import ssyrk  # noqa: PLC0415  (loads in a fifth of a second: when asked for)

    by_unit = values.T  # as layers lie in memory
    with np.errstate(all="ignore"):
        centred = by_unit - by_unit.mean(axis=1, keepdims=True)
    largest = float(max(centred.max(), -centred.min())) or 1.0
    if not math.isfinite(largest):
        raise EmbeddingError("Some activations are not finite numbers: there is no picture of this layer.")
    centred /= largest
    scaled = centred.astype(np.float32, copy=False)
    upper = ssyrk(-2.0, scaled, trans=1)
    squares: FloatArray = upper + upper.T  # one of the two is 0, but on the diagonal
    norms = -0.5 * upper.diagonal()
    squares += norms
    squares += norms[:, np.newaxis]
    return np.maximum(squares, 0.0, out=squares)


def alike(one: FloatArray, other: FloatArray) -> bool:
    """Whether activations are the same: mostly the first sample shows that they are not."""
    return one is other or (np.array_equal(one[0], other[0]) and np.array_equal(one, other))


def _jitter(count: int) -> Floats:
    """Return what keeps samples apart that are alike in everything."""
    moved: Floats = START * 1e-2 * np.random.default_rng(SEED).standard_normal((count, 2))
    return moved
