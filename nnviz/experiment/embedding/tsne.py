"""t-SNE of one layer, step by step, starting from wherever the points are: by openTSNE, on one thread.

The schedule stays calm. The first picture starts from the layer before (the input from its principal
components), with exaggeration for a while; a later moment goes on from the points as they are, a few steps
a moment, slightly exaggerated, so that points move as far as what they stand for.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.embedding import EmbeddingError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FEWEST = 5
"""Samples of which a picture says anything."""
NEIGHBOURS = 3
"""So many times the perplexity, as t-SNE's authors do."""
START = 1e-4
"""Deviation of the points at the start."""
EARLY = ((60, 4.0, 0.5), (40, 4.0, 0.5), (25, 2.0, 0.8))
"""Of the first picture: steps, exaggeration, momentum."""
FOLLOWING = 2.0
"""Exaggeration while the points follow training."""
STEPS, FOLLOWING_STEPS = 10, 5
"""Between two pictures; fewer while they follow training, of which five a second are wanted."""
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

    def __init__(self, values: Floats, start: Floats, perplexity: float) -> None:
        deviation = float(start[:, 0].std()) or 1.0
        self.positions: Floats = start / deviation * START + _jitter(len(start))
        self._perplexity = perplexity
        self._affinities = affinities_of(values, perplexity)
        self._values = values

    def begin(self, cancelled: Callable[[], bool]) -> None:
        """Make the first picture, unless it is no longer wanted."""
        for steps, exaggeration, momentum in EARLY:
            if cancelled():
                return
            self._optimize(steps, exaggeration, momentum)

    def take(self, values: Floats, perplexity: float) -> bool:
        """Take the activations of another moment, or another perplexity; the points stay where they are.

        Returns whether anything is different from before.
        """
        same = values is self._values or np.array_equal(values, self._values)
        if same and perplexity == self._perplexity:
            return False
        self._affinities = affinities_of(values, perplexity)
        self._values, self._perplexity = values, perplexity
        return True

    def follow(self) -> None:
        """Let the points follow a new moment for some steps."""
        self._optimize(FOLLOWING_STEPS, FOLLOWING, 0.5)

    def settle(self) -> float:
        """Let the points come to rest for some steps; return how far they moved, in radii of the picture."""
        before = self.positions
        self._optimize(STEPS, 1.0, 0.8)
        radius = float(np.sqrt((self.positions**2).sum(axis=1).mean())) or 1.0
        return float(np.sqrt(((self.positions - before) ** 2).sum(axis=1)).mean()) / radius

    def _optimize(self, steps: int, exaggeration: float, momentum: float) -> None:
        from openTSNE import TSNEEmbedding  # noqa: PLC0415  (it and SciPy load in a second: when asked for)
        from openTSNE.affinity import PrecomputedAffinities  # noqa: PLC0415

        points = TSNEEmbedding(
            self.positions,
            PrecomputedAffinities(self._affinities, normalize=False),
            negative_gradient_method="bh",
            random_state=SEED,
            n_jobs=1,
        )
        moved: Any = points.optimize(
            steps, inplace=True, exaggeration=exaggeration, momentum=momentum, learning_rate="auto", n_jobs=1
        )
        found = np.array(moved, dtype=np.float64)
        self.positions = found - found.mean(axis=0)


def affinities_of(values: Floats, perplexity: float) -> "csr_matrix":
    """Return how near samples are to each other, (n, n), adding up to 1.

    Raises
    ------
    EmbeddingError
        If there are too few samples for such a perplexity, or activations are not finite.
    """
    from openTSNE.affinity import joint_probabilities_nn  # noqa: PLC0415

    samples = len(values)
    reason = why_not(samples, perplexity)
    if reason:
        raise EmbeddingError(reason)
    if not np.isfinite(values).all():
        raise EmbeddingError("Some activations are not finite numbers: there is no picture of this layer.")
    neighbours = max(min(samples - 1, int(NEIGHBOURS * perplexity)), min(samples - 1, int(perplexity) + 1))
    squares = _squared_distances(values)
    nearest = np.argpartition(squares, neighbours - 1, axis=1)[:, :neighbours]
    distances = np.take_along_axis(squares, nearest, axis=1)
    order = np.argsort(distances, axis=1, kind="stable")
    nearest, distances = (
        np.take_along_axis(nearest, order, axis=1),
        np.take_along_axis(distances, order, axis=1),
    )
    apart = np.sqrt(distances.astype(np.float64))
    return joint_probabilities_nn(nearest, apart, [min(perplexity, neighbours)], n_jobs=1)


def _squared_distances(values: Floats) -> "NDArray[np.float32]":
    """Return the squared distance of each sample to each, none to itself; scaled so that none overflows.

    Single precision is enough for a picture; around the mean, what samples have in common costs no digits.
    Of an array with itself NumPy computes half of the products, and leaves the interpreter to others.
    """
    centred = values - values.mean(axis=0)
    largest = float(np.abs(centred).max()) or 1.0
    scaled = (centred / largest).astype(np.float32)
    products = scaled @ scaled.T
    norms = products.diagonal()
    squares: NDArray[np.float32] = np.maximum(norms[:, np.newaxis] + norms - 2.0 * products, 0.0)
    np.fill_diagonal(squares, np.inf)
    return squares


def _jitter(count: int) -> Floats:
    """Return what keeps samples apart that are alike in everything."""
    moved: Floats = START * 1e-2 * np.random.default_rng(SEED).standard_normal((count, 2))
    return moved
