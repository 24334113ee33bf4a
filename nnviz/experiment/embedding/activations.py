"""What the layers make of chosen samples, and of the grid of the input plane where there is one."""

from collections.abc import Sequence

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.data.dataset import InputKind
from nnviz.engine.evaluate import forward
from nnviz.engine.kernels.network import Network
from nnviz.engine.layers.layer import maps_of
from nnviz.experiment.look.still import Still
from nnviz.experiment.snapshot.embedding import Place

LINES, POINTS = 13, 49
"""Lines of the grid in each direction, and points of each."""


class SeenByLayer(msgspec.Struct, frozen=True, eq=False):
    """What one layer makes of the samples.

    Attributes
    ----------
    layer, title : int, str
    values : ndarray, shape (n, units)
    grid : ndarray, shape (lines, points, units), optional
        What it makes of the grid of the input plane.
    """

    layer: int
    title: str
    values: Floats
    grid: Floats | None


def seen_by_layers(still: Still, samples: Sequence[Place]) -> list[SeenByLayer]:
    """Return what the input is, and what each layer that learns something makes of it."""
    split, network = still.prepared.split, still.network
    points = np.array([getattr(split, part).X[row] for part, row in samples])
    grid = _grid(still)
    every = points if grid is None else np.concatenate([points, grid.reshape(-1, grid.shape[-1])])
    layers = forward(network, still.weights, still.biases, still.prepared.to_inputs(every))
    count = len(points)
    return [
        SeenByLayer(
            number,
            title_of(network, number),
            np.ascontiguousarray(layers[number][:count], dtype=np.float64),
            None if grid is None else layers[number][count:].reshape(*grid.shape[:2], -1),
        )
        for number in shown_layers(network)
    ]


def shown_layers(network: Network) -> list[int]:
    """Return the numbers of the layers that are looked at: the input, and those that learn something."""
    learning = (k for k, layer in enumerate(network.layers) if k and layer.is_sum)
    return [0, *learning]


def title_of(network: Network, number: int) -> str:
    """Return what a layer is called, and how much it has."""
    layer = network.layers[number]
    height, width, channels = maps_of(layer.shape_out)
    word = "unit" if layer.size_out == 1 else "units"
    size = f"{layer.size_out:,} {word}" if height * width == 1 else f"{channels} × {height} × {width}"
    if number == 0 and channels == 1 < height * width:
        return f"Inputs: {height} × {width}"
    if number == 0:
        return f"Inputs: {layer.size_out:,}" if height * width == 1 else f"Inputs: {size}"
    name = "Output" if number == network.depth else f"Hidden {number}"
    return f"{name}: {size}"


def _grid(still: Still) -> Floats | None:
    """Return the grid lines over the two inputs, (lines, points, 2): upright ones first."""
    train = still.prepared.split.train
    if train.kind is not InputKind.PLANE:
        return None
    (x_low, x_high), (y_low, y_high) = train.domain
    across, along = np.linspace(0.0, 1.0, LINES), np.linspace(0.0, 1.0, POINTS)
    fixed, moving = np.meshgrid(across, along, indexing="ij")
    upright, level = np.stack([fixed, moving], axis=-1), np.stack([moving, fixed], axis=-1)
    lines = np.concatenate([upright, level])
    return lines * [x_high - x_low, y_high - y_low] + [x_low, y_low]
