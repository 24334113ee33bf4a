"""Keeps the pictures of all layers from one moment to the next, so that the same sample can be followed.

One object is used by one thread at a time. A picture of a moment depends on the moments before, as it starts
from where the points were; starting again from one moment gives the same picture again.
"""

from collections.abc import Callable

import msgspec
import numpy as np

from nnviz.arrays import Floats, all_equal
from nnviz.experiment.embedding.activations import SeenByLayer, seen_by_layers
from nnviz.experiment.embedding.linear import (
    MOST_AXES,
    Subspace,
    first_view,
    principal,
    units_themselves,
)
from nnviz.experiment.embedding.samples import chosen_samples
from nnviz.experiment.embedding.tsne import Tsne, why_not
from nnviz.experiment.look.still import Stills
from nnviz.experiment.snapshot.embedding import (
    Embedding,
    EmbeddingError,
    EmbeddingMethod,
    LayerEmbedding,
    Place,
)
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant

PERPLEXITY = 30.0
COUNT = 500
AT_REST = 2e-3
"""Radii that points move in ten steps, on average, when they have come to rest."""
MOST_STEPS = 60
"""Pictures of ten steps each until the points count as at rest, whatever they do."""
NEVER: Callable[[], bool] = lambda: False  # noqa: E731
UNHEARD: Callable[[float], None] = lambda _share: None  # noqa: E731


class EmbeddingOrder(msgspec.Struct, frozen=True):
    """What is asked for.

    Attributes
    ----------
    method : EmbeddingMethod
    perplexity : float
        Of t-SNE.
    count : int
        How many samples.
    views : tuple of (int, tuple of (x, y))
        Of a tour: for some layers, where the axes point; for the others they are spread evenly.
    """

    method: EmbeddingMethod = EmbeddingMethod.PCA
    perplexity: float = PERPLEXITY
    count: int = COUNT
    views: tuple[tuple[int, tuple[tuple[float, float], ...]], ...] = ()


class Embedder:
    """Makes the pictures of one run after the other."""

    def __init__(self) -> None:
        self._stills = Stills()
        self._of: tuple[object, ...] = ()
        self._samples: tuple[Place, ...] = ()
        self._tsne: dict[int, Tsne] = {}
        self._spaces: dict[tuple[EmbeddingMethod, int], tuple[Floats, Subspace, Floats]] = {}
        """Of each layer: the activations, their directions, and where the samples lie along these."""
        self._moment: NetworkInstant | None = None
        self._seen: list[SeenByLayer] = []
        self._rests = 0

    def forget(self) -> None:
        """Start from nothing at the next picture."""
        self._of = ()

    def embedding(
        self,
        snapshot: NetworkInstant,
        order: EmbeddingOrder,
        cancelled: Callable[[], bool] = NEVER,
        report: Callable[[float], None] = UNHEARD,
    ) -> Embedding | None:
        """Return the next picture of a moment; None where it was called off meanwhile.

        Asked again for the same moment, t-SNE goes on until it has settled. The share of the layers that are
        done is reported.

        Raises
        ------
        EmbeddingError
            If there is no such picture.
        """
        self._take_data(snapshot, order)
        if order.method is EmbeddingMethod.TSNE:
            reason = why_not(len(self._samples), order.perplexity)
            if reason:
                raise EmbeddingError(reason)
        is_new = self._see(snapshot)
        layers = []
        settled = True
        before: Floats | None = None
        for seen in self._seen:
            if cancelled():
                return None
            if not np.isfinite(seen.values).all():
                raise EmbeddingError(f"{seen.title}: some activations are not finite numbers.")
            made, rests = self._layer(seen, order, is_new, before, snapshot.running, cancelled)
            settled &= rests
            before = made.positions
            layers.append(made)
            report(len(layers) / len(self._seen))
        if cancelled() and not settled:
            return None
        self._rests = 0 if is_new else self._rests + 1
        settled |= self._rests >= MOST_STEPS
        return Embedding(
            self._samples, tuple(layers), snapshot.update, snapshot.epoch, snapshot.weights, settled
        )

    def _take_data(self, snapshot: NetworkInstant, order: EmbeddingOrder) -> None:
        sizes = tuple(layer.size_out for layer in snapshot.spec.network.built.layers)
        wanted = id(snapshot.split), sizes, order.count
        if self._of != wanted:
            self._of, self._split = wanted, snapshot.split  # held, so that no other has its id
            self._samples = chosen_samples(snapshot.split, order.count)
            self._tsne.clear()
            self._spaces.clear()
            self._moment = None

    def _see(self, snapshot: NetworkInstant) -> bool:
        """Compute the activations of a moment; return whether it is another one than before."""
        if self._moment is not None and same_weights(self._moment, snapshot):
            return False
        self._seen = seen_by_layers(self._stills.of(snapshot), self._samples)
        self._moment = snapshot
        return True

    def _layer(
        self,
        seen: SeenByLayer,
        order: EmbeddingOrder,
        is_new: bool,
        before: Floats | None,
        running: bool,
        cancelled: Callable[[], bool],
    ) -> tuple[LayerEmbedding, bool]:
        units = seen.values.shape[1]
        if units <= 2:
            return _as_it_is(seen), True
        if order.method is not EmbeddingMethod.TSNE:
            return self._linear(seen, order), True
        tsne = self._tsne.get(seen.layer)
        if tsne is None:
            start = before if before is not None else principal(seen.values, 2).coordinates(seen.values)
            tsne = self._tsne[seen.layer] = Tsne(seen.values, start, order.perplexity)
            tsne.begin(cancelled)
            rests = False
        else:
            moves = tsne.take(seen.values, order.perplexity)
            if moves and (running or is_new):
                tsne.follow()
            rests = not (moves or running or is_new) and tsne.settle() < AT_REST
        how = f"t-SNE, perplexity {order.perplexity:g}"
        return LayerEmbedding(seen.layer, seen.title, how, tsne.positions, np.zeros((0, 2))), rests

    def _linear(self, seen: SeenByLayer, order: EmbeddingOrder) -> LayerEmbedding:
        assert self._moment is not None
        network, classes = self._moment.spec.network.built, self._moment.split.train.classes
        classes = classes if seen.layer == network.depth and len(classes) == network.outputs else ()
        space, coordinates = self._space(seen, order.method)
        count = space.directions.shape[1]
        view, names = np.eye(count, 2), tuple[str, ...]()
        if order.method is EmbeddingMethod.PCA:
            how = f"PCA, {100 * space.share:.0f} % of the variance"
        else:
            of_units = seen.values.shape[1] <= MOST_AXES
            view = _view(order, seen.layer, count)
            names = _axis_names(count, of_units, classes)
            how = "its units" if of_units else f"{count} components, {100 * space.share:.0f} %"
        axes = view * _reach(coordinates) if names else np.zeros((0, 2))
        grid = _projected(seen.grid, space, view)
        return LayerEmbedding(seen.layer, seen.title, how, coordinates @ view, axes, names, grid)

    def _space(self, seen: SeenByLayer, method: EmbeddingMethod) -> tuple[Subspace, Floats]:
        """Return the directions that are looked along, and where the samples lie; kept while they stay."""
        last = self._spaces.get((method, seen.layer))
        if last is not None and (last[0] is seen.values or np.array_equal(last[0], seen.values)):
            return last[1], last[2]
        before = None if last is None else last[2]
        if method is EmbeddingMethod.PCA:
            space = principal(seen.values, 2, before)
        elif seen.values.shape[1] <= MOST_AXES:
            space = units_themselves(seen.values)
        else:
            space = principal(seen.values, MOST_AXES, before)
        coordinates = space.coordinates(seen.values)
        self._spaces[method, seen.layer] = seen.values, space, coordinates
        return space, coordinates


def same_weights(one: NetworkInstant, other: NetworkInstant) -> bool:
    """Whether two snapshots are of the same network with the same weights and biases."""
    if one.weights is other.weights:
        return True
    if one.update != other.update or one.spec.network != other.spec.network:
        return False
    return all_equal((*one.weights, *one.biases), (*other.weights, *other.biases))


def _view(order: EmbeddingOrder, layer: int, count: int) -> Floats:
    """Return where the axes of a layer point, as they were turned, or as at first."""
    turned = dict(order.views).get(layer)
    if turned is not None and len(turned) == count:
        return np.array(turned, dtype=np.float64)
    return first_view(count)


def _axis_names(count: int, of_units: bool, classes: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the axes of a tour are called: components, numbers of units, or classes of outputs."""
    if not of_units:
        return tuple(f"PC {k + 1}" for k in range(count))
    return classes or tuple(str(k + 1) for k in range(count))


def _reach(coordinates: Floats) -> float:
    """Return the length at which axes are drawn: they shall reach as far as the points."""
    return float(np.abs(coordinates).max(initial=0.0)) or 1.0


def _projected(grid: Floats | None, space: Subspace, view: Floats) -> tuple[Floats, ...]:
    return () if grid is None else tuple(space.coordinates(grid) @ view)


def _as_it_is(seen: SeenByLayer) -> LayerEmbedding:
    """Return the picture of a layer of two units, or of one along a line."""
    if seen.values.shape[1] == 2:
        grid = () if seen.grid is None else tuple(seen.grid)
        return LayerEmbedding(seen.layer, seen.title, "as it is", seen.values, np.zeros((0, 2)), (), grid)
    spread = np.linspace(-1.0, 1.0, len(seen.values))  # beside each other, where they would cover each other
    positions = np.column_stack([seen.values[:, 0], spread])
    return LayerEmbedding(seen.layer, seen.title, "its value, left to right", positions, np.zeros((0, 2)))
