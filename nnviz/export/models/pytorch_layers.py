"""Layers of every kind as PyTorch's modules: maps with channels first, numbered as `nn.Sequential` does."""

from collections.abc import Callable, Iterator
from typing import Any

from nnviz.arrays import Floats
from nnviz.engine.kernels.network import Network
from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.kinds import ByKind
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import Pool

Module = tuple[str, dict[str, Floats]]
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
    weights: list[Floats],
    biases: list[Floats],
    activations: dict[str, str],
) -> Iterator[Module]:
    """Go through the modules of a network with layers of maps, with their parameters."""
    if len(network.input_shape) > 1:
        yield f"Images({', '.join(map(str, network.input_shape))})", {}
    for layer, w, b in zip(network.computed, weights, biases, strict=True):
        yield from LAYER_MODULES[layer.kind](layer, w, b)
        if layer.activation != "identity":
            yield activations[layer.activation], {}
        if layer.dropout:
            yield f"nn.Dropout({layer.dropout!r})", {}


def _dense(layer: Dense, w: Floats, b: Floats) -> Iterator[Module]:
    source = f"nn.Linear({layer.size_in}, {layer.size_out}{_no_bias(layer)}, dtype=FLOAT)"
    yield source, _weight_and_bias(layer, w.T, b)


def _conv(layer: Conv, w: Floats, b: Floats) -> Iterator[Module]:
    if any(layer.zeros_around):
        top, bottom, left, right = layer.zeros_around
        yield f"nn.ZeroPad2d(({left}, {right}, {top}, {bottom}))", {}
    shape = f"{layer.shape_in[-1]}, {layer.units}, {layer.size}, {layer.stride}"
    source = f"nn.Conv2d({shape}{_no_bias(layer)}, dtype=FLOAT)"
    yield source, _weight_and_bias(layer, w.transpose(3, 2, 0, 1), b)


def _pool(layer: Pool, _w: Floats, _b: Floats) -> Iterator[Module]:
    name = "MaxPool2d" if layer.kind == "max_pool" else "AvgPool2d"
    yield f"nn.{name}({layer.size}, {layer.stride})", {}


def _flatten(_layer: Layer, _w: Floats, _b: Floats) -> Iterator[Module]:
    yield "Rows()", {}


def _norm(layer: BatchNorm, w: Floats, b: Floats) -> Iterator[Module]:
    name = "BatchNorm2d" if len(layer.shape_in) > 1 else "BatchNorm1d"
    settings = f"eps={layer.epsilon!r}, momentum={layer.momentum!r}, dtype=FLOAT"
    state = {"weight": w[0], "bias": b, "running_mean": w[1], "running_var": w[2]}
    yield f"nn.{name}({layer.shape_in[-1]}, {settings})", state


def _no_bias(layer: Layer) -> str:
    return "" if layer.bias else ", bias=False"


def _weight_and_bias(layer: Layer, w: Floats, b: Floats) -> dict[str, Floats]:
    return {"weight": w} | ({"bias": b} if layer.bias else {})


LAYER_MODULES: ByKind[Callable[[Any, Floats, Floats], Iterator[Module]]] = ByKind(
    __name__,
    {
        "dense": _dense,
        "conv": _conv,
        "max_pool": _pool,
        "avg_pool": _pool,
        "flatten": _flatten,
        "batch_norm": _norm,
    },
)
"""What makes the modules of a layer from its record, weights and biases."""
