"""The loss over a plane through the present weights: where training stands, and where it came from.

A plane is a centre and two directions in the space of all weights and biases. Directions that are random are
scaled like the weights, unit by unit, so that planes of different networks can be compared (Li, Xu, Taylor,
Studer and Goldstein 2018, "Visualizing the loss landscape of neural nets").
"""

from collections.abc import Callable, Iterator

import numpy as np
from msgspec.structs import replace

from nnviz.arrays import Floats
from nnviz.engine.evaluate import parameter_views
from nnviz.experiment.snapshot.surface import LossSurface, WeightPlane
from nnviz.experiment.snapshot.terrain import Terrain, weight_names, weight_places
from nnviz.numerals import percent

LEVELS = (9, 17, 33, 65)
"""Points a side, coarse first; each contains those of the one before."""
MARGIN = 0.35
"""Of the path's extent, shown around it."""


def plane_of_weights(terrain: Terrain, first: int, second: int) -> WeightPlane:
    """Return the plane in which two of the `weight_names` vary and all others stay as they are."""
    centre, named = terrain.present, weight_names(terrain.network)
    names, places = (named[first], named[second]), weight_places(terrain.network)
    first, second = places[first], places[second]
    one, two = np.zeros(len(centre)), np.zeros(len(centre))
    one[first] = two[second] = 1.0
    offset = float(centre[first]), float(centre[second])
    path = terrain.path[:, [first, second]] - np.array(offset)
    return WeightPlane(centre, one, two, _extent(path, 2.0), offset, names, path)


def plane_of_random_directions(terrain: Terrain, seed: int) -> WeightPlane:
    """Return the plane of two random directions, each unit's part as long as the weights into that unit."""
    generator = np.random.default_rng(seed)
    one, two = (_filter_normalised(generator, terrain) for _ in range(2))
    two = two - one * (one @ two) / max(float(one @ one), 1e-300)
    path = _on_plane(terrain.path - terrain.present, one, two)
    extent = (-1.0, 1.0, -1.0, 1.0)
    return WeightPlane(terrain.present, one, two, extent, (0.0, 0.0), ("direction 1", "direction 2"), path)


def _filter_normalised(generator: np.random.Generator, terrain: Terrain) -> Floats:
    row = np.zeros(len(terrain.present))
    present, into = (parameter_views(terrain.network, each) for each in (terrain.present, row))
    arrays = zip(terrain.network.computed, *present, *into, strict=True)
    for layer, every, b, part, shift in arrays:
        w, direction = layer.learned(every), layer.learned(part)
        drawn = generator.standard_normal(w.shape)
        into_one = tuple(range(w.ndim - 1))  # what goes into a unit, or the kernels into a map
        lengths = np.sqrt((drawn**2).sum(axis=into_one))
        own = np.sqrt((w**2).sum(axis=into_one))
        direction[...] = drawn * own / np.where(lengths > 0.0, lengths, 1.0)
        shift[...] = generator.standard_normal(b.shape) * np.abs(b)
    return row


def plane_of_path(terrain: Terrain) -> WeightPlane:
    """Return the plane that comes nearest to the path: its two principal directions, of length 1."""
    steps = terrain.path - terrain.present
    _, lengths, directions = np.linalg.svd(steps - steps.mean(axis=0), full_matrices=False)
    one, two = directions[0], directions[min(1, len(directions) - 1)]
    share = lengths**2 / max(float(lengths @ lengths), 1e-300)
    if len(directions) < 2 or share[1] < 1e-12:  # a straight path: any direction across it will do
        two = _across(one, weight_places(terrain.network))
        share = np.append(share[:1], 0.0)
    one, two = (_towards(direction, steps) for direction in (one, two))
    path = _on_plane(steps, one, two)
    names = tuple(f"main direction {k + 1} ({percent(share[k], 0)})" for k in range(2))
    return WeightPlane(terrain.present, one, two, _extent(path, 0.5), (0.0, 0.0), (names[0], names[1]), path)


def plane_of_all_moments(
    last: Terrain, plane_of: Callable[[Terrain], WeightPlane]
) -> Callable[[Terrain], WeightPlane]:
    """Return the maker of a plane that is the last moment's at all moments, with the path up to each.

    A moment at which the network had other weights has a plane of its own.
    """
    plane, names = plane_of(last), weight_names(last.network)

    def at(terrain: Terrain) -> WeightPlane:
        if weight_names(terrain.network) != names:
            return plane_of(terrain)
        return replace(plane, path=_on_plane(terrain.path - plane.centre, plane.first, plane.second))

    return at


def _towards(direction: Floats, steps: Floats) -> Floats:
    """Return a direction or its opposite: the one in which the path went, so that pictures do not flip."""
    return -direction if direction @ steps.mean(axis=0) > 0.0 else direction


def _across(direction: Floats, places: list[int]) -> Floats:
    """Return a direction of length 1 at a right angle to another, along weights and biases alone."""
    axis = np.zeros(len(direction))
    axis[places[int(np.argmin(np.abs(direction[places])))]] = 1.0
    axis -= direction * (axis @ direction)
    return axis / max(float(np.linalg.norm(axis)), 1e-300)


def _on_plane(steps: Floats, one: Floats, two: Floats) -> Floats:
    """Return the coordinates (n, 2) of steps from the centre along two directions at a right angle."""
    squares = np.array([max(float(one @ one), 1e-300), max(float(two @ two), 1e-300)])
    return np.asarray(steps @ np.stack([one, two], axis=1) / squares)


def _extent(path: Floats, least: float) -> tuple[float, float, float, float]:
    """Return a square around the path and the present point, at least 2 `least` wide."""
    low, high = path.min(axis=0), path.max(axis=0)
    half = max(float((high - low).max()) * (0.5 + MARGIN), least)
    s, t = 0.5 * (low + high)
    return float(s - half), float(s + half), float(t - half), float(t + half)


def surfaces(
    terrain: Terrain,
    plane: WeightPlane,
    levels: tuple[int, ...] = LEVELS,
    is_stale: Callable[[], bool] = lambda: False,
) -> Iterator[LossSurface]:
    """Compute the loss over a plane, coarse first; each level only computes what is new.

    Ends early, without another surface, as soon as `is_stale` says so.
    """
    finest = levels[-1]
    losses = np.full((finest, finest), np.nan)
    done = np.zeros((finest, finest), dtype=bool)
    s = np.linspace(*plane.extent[:2], finest)
    t = np.linspace(*plane.extent[2:], finest)
    present = terrain.loss_at(terrain.present)
    for level in levels:
        step = (finest - 1) // (level - 1)
        for row in range(0, finest, step):
            for column in range(0, finest, step):
                if done[row, column]:
                    continue
                if is_stale():
                    return
                point = plane.centre + s[column] * plane.first + t[row] * plane.second
                losses[row, column] = terrain.loss_at(point)
                done[row, column] = True
        shown = losses[::step, ::step].copy()
        shown[~np.isfinite(shown)] = np.nan
        shown.flags.writeable = False
        yield LossSurface(plane, shown, present)
