"""Layers of maps as PyTorch's modules: channels first, and numbered as `nn.Sequential` does."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.kernels.network import Network
from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import Pool

Module = tuple[str, dict[str, NDArray[np.float64]]]
"""The source of a module, and what of its `state_dict` is not empty."""

DEFINITIONS = '''class Images(nn.Module):
    """Give rows of pixels, channels fastest, the shape of images with channels first."""

    def __init__(self, height, width, channels):
        super().__init__()
        self.shape = height, width, channels

    def forward(self, rows):
        return rows.reshape(-1, *self.shape).permute(0, 3, 1, 2)


class Rows(nn.Module):
    """Put the pixels of all maps in a row, channels fastest, as the app counts them."""

    def forward(self, maps):
        return maps.permute(0, 2, 3, 1).flatten(1) if maps.dim() == 4 else maps'''


def modules_of(
    network: Network,
    weights: list[NDArray[np.float64]],
    biases: list[NDArray[np.float64]],
    activations: dict[str, str],
) -> Iterator[Module]:
    """Go through the modules of a network with layers of maps, with their parameters."""
    if len(network.input_shape) > 1:
        yield f"Images({', '.join(map(str, network.input_shape))})", {}
    for layer, w, b in zip(network.computed, weights, biases, strict=True):
        yield from _layer(layer, w, b)
        if layer.activation != "identity":
            yield activations[layer.activation], {}
        if layer.dropout:
            yield f"nn.Dropout({layer.dropout!r})", {}


def _layer(layer: Layer, w: NDArray[np.float64], b: NDArray[np.float64]) -> Iterator[Module]:
    bias = "" if layer.bias else ", bias=False"
    parameters = {"weight": w} | ({"bias": b} if layer.bias else {})
    if isinstance(layer, Conv):
        if any(layer.zeros_around):
            top, bottom, left, right = layer.zeros_around
            yield f"nn.ZeroPad2d(({left}, {right}, {top}, {bottom}))", {}
        channels = layer.shape_in[-1], layer.units
        source = f"nn.Conv2d({channels[0]}, {channels[1]}, {layer.size}, {layer.stride}{bias}, dtype=FLOAT)"
        yield source, parameters | {"weight": w.transpose(3, 2, 0, 1)}
    elif isinstance(layer, Pool):
        name = "MaxPool2d" if layer.kind == "max_pool" else "AvgPool2d"
        yield f"nn.{name}({layer.size}, {layer.stride})", {}
    elif isinstance(layer, BatchNorm):
        name = "BatchNorm2d" if len(layer.shape_in) > 1 else "BatchNorm1d"
        settings = f"eps={layer.epsilon!r}, momentum={layer.momentum!r}, dtype=FLOAT"
        state = {"weight": w[0], "bias": b, "running_mean": w[1], "running_var": w[2]}
        yield f"nn.{name}({layer.shape_in[-1]}, {settings})", state
    elif layer.kind == "flatten":
        yield "Rows()", {}
    else:
        yield f"nn.Linear({layer.size_in}, {layer.size_out}{bias}, dtype=FLOAT)", parameters | {"weight": w.T}
