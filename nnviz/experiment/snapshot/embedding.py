"""What each layer sees of some samples: a point of the plane for each, layer by layer."""

from enum import StrEnum

import msgspec

from nnviz.arrays import Floats, all_equal
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant

Place = tuple[str, int]
"""A sample: its part of the split, and its row there."""


class EmbeddingMethod(StrEnum):
    """How the activations of a layer become points of the plane."""

    TSNE = "t-SNE"
    PCA = "PCA"
    TOUR = "Tour"


class EmbeddingError(ValueError):
    """Why there is no such picture, in one sentence."""


class LayerEmbedding(msgspec.Struct, frozen=True, eq=False):
    """One layer.

    Attributes
    ----------
    layer : int
        Its number; 0 is the input.
    title : str
    how : str
        What the plane is: "t-SNE", "PCA, 71 % of the variance", "as they are".
    positions : ndarray, shape (n, 2)
    axes : ndarray, shape (q, 2)
        Of a tour: where the axes point in the plane; empty otherwise.
    axis_names : tuple of str
    grid : tuple of ndarray, shape (points, 2)
        Lines of the input plane as this layer sees them; none where there is no such plane.
    """

    layer: int
    title: str
    how: str
    positions: Floats
    axes: Floats
    axis_names: tuple[str, ...] = ()
    grid: tuple[Floats, ...] = ()


class Embedding(msgspec.Struct, frozen=True, eq=False):
    """All layers at one moment.

    Attributes
    ----------
    samples : tuple of (part, index)
        The same in every layer and at every moment of the same data.
    layers : tuple of LayerEmbedding
    update, epoch : int, float
        The moment.
    weights : tuple of ndarray
        Those of the moment: updates of other runs have the same number.
    settled : bool
        Whether the points have come to rest.
    """

    samples: tuple[Place, ...]
    layers: tuple[LayerEmbedding, ...]
    update: int
    epoch: float
    weights: tuple[Floats, ...]
    settled: bool = True

    def is_of(self, snapshot: NetworkInstant) -> bool:
        """Whether it is a picture of this moment."""
        if self.update != snapshot.update or not all_equal(self.weights, snapshot.weights):
            return False
        return all(index < len(getattr(snapshot.split, part).X) for part, index in self.samples)
