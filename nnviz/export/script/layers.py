"""Layers of every kind as lines of NumPy, for exactly one network: forward, the way back, the gradients."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from nnviz.engine.kernels.network import Network
from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.kinds import ByKind
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import Pool
from nnviz.engine.layers.window import Windowed

_UNDER = '''
def under(a, i, j, counts, stride):
    """Return what lies under place [i, j] of a window that moves over maps (n, height, width, channels)."""
    (rows, columns), (down, right) = counts, stride
    return a[:, i : i + down * (rows - 1) + 1 : down, j : j + right * (columns - 1) + 1 : right]
'''
_PADDED = '''
def padded(a, zeros):
    """Return maps with rows of zeros above and below, and columns at the left and at the right."""
    top, bottom, left, right = zeros
    return np.pad(a, ((0, 0), (top, bottom), (left, right), (0, 0)))
'''
_CONV = '''
def convolve(a, W, counts, stride, zeros):
    """Return the sum over the window of its values times the kernels W[i, j, channel, map]."""
    a, z = padded(a, zeros), 0.0
    for i, j in np.ndindex(W.shape[:2]):
        z = z + under(a, i, j, counts, stride) @ W[i, j]
    return z


def kernel_gradient(a, delta, W, stride, zeros):
    """Return the derivative by the kernels: errors times what lay under each weight, over all places."""
    a, gradient = padded(a, zeros), np.empty_like(W)
    for i, j in np.ndindex(W.shape[:2]):
        seen = under(a, i, j, delta.shape[1:3], stride)
        gradient[i, j] = np.tensordot(seen, delta, axes=([0, 1, 2], [0, 1, 2]))
    return gradient


def convolve_back(delta, W, a, stride, zeros):
    """Return the derivative by the maps before: every window hands its error back through its kernel."""
    error = np.zeros_like(padded(a, zeros))
    for i, j in np.ndindex(W.shape[:2]):
        under(error, i, j, delta.shape[1:3], stride)[...] += delta @ W[i, j].T
    top, _, left, _ = zeros
    return error[:, top : top + a.shape[1], left : left + a.shape[2]]
'''
_MAX_POOL = '''
def max_pool(a, size, counts, stride):
    """Return the largest value of each window."""
    return np.stack([under(a, i, j, counts, stride) for i, j in np.ndindex(size)]).max(axis=0)


def max_pool_back(delta, a, size, stride):
    """Return the derivative by the maps before: it goes to the largest value, of equal ones the first."""
    counts = delta.shape[1:3]
    largest = np.stack([under(a, i, j, counts, stride) for i, j in np.ndindex(size)]).argmax(axis=0)
    error = np.zeros_like(a)
    for number, (i, j) in enumerate(np.ndindex(size)):
        under(error, i, j, counts, stride)[...] += delta * (largest == number)
    return error
'''
_AVG_POOL = '''
def avg_pool(a, size, counts, stride):
    """Return the mean of each window."""
    return sum(under(a, i, j, counts, stride) for i, j in np.ndindex(size)) / (size[0] * size[1])


def avg_pool_back(delta, a, size, stride):
    """Return the derivative by the maps before: every value of a window gets the same share."""
    error = np.zeros_like(a)
    for i, j in np.ndindex(size):
        under(error, i, j, delta.shape[1:3], stride)[...] += delta / (size[0] * size[1])
    return error
'''
_NORM = '''
def normalise_back(delta, gamma, hat, deviation):
    """Return the derivative by what was normalised: each value also moved the mean and the deviation."""
    axes = tuple(range(delta.ndim - 1))
    spread = delta - delta.mean(axis=axes) - hat * (delta * hat).mean(axis=axes)
    return gamma / deviation * spread
'''


class Names(msgspec.Struct, frozen=True):
    """The variables of a layer in a script: its number, and what it gets."""

    number: int
    below: str


class LayerLines(msgspec.Struct, frozen=True):
    """How a script computes a kind of layer.

    Attributes
    ----------
    learning : callable
        The lines for z from the record and `Names`, in training.
    error : callable
        The derivative by what it got, from its delta.
    gradient : callable, optional
        The derivative of all losses together by its weights.
    asked : callable, optional
        The lines for z where the network is only asked, if they are others than in training.
    functions : tuple of str
        What is defined for it.
    kept : tuple of str
        What the rows of its weights are that follow the learned one.
    """

    learning: Callable[[Any, Names], Iterator[str]]
    error: Callable[[Any, Names], str]
    gradient: Callable[[Any, Names], str] | None = None
    asked: Callable[[Any, Names], Iterator[str]] | None = None
    functions: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def _shift(layer: Layer, k: int) -> str:
    return f" + b{k}" if layer.bias else ""


def _dense(layer: Dense, names: Names) -> Iterator[str]:
    k = names.number
    yield f"z{k} = {names.below} @ W{k}{_shift(layer, k)}"


def _conv(layer: Conv, names: Names) -> Iterator[str]:
    k, places = names.number, f"{layer.counts}, {layer.stride}, {layer.zeros_around}"
    yield f"z{k} = convolve({names.below}, W{k}, {places}){_shift(layer, k)}"


def _conv_back(layer: Conv, names: Names) -> str:
    k = names.number
    return f"convolve_back(delta{k}, W{k}, {names.below}, {layer.stride}, {layer.zeros_around})"


def _conv_gradient(layer: Conv, names: Names) -> str:
    k = names.number
    return f"kernel_gradient({names.below}, delta{k}, W{k}, {layer.stride}, {layer.zeros_around})"


def _pool(layer: Pool, names: Names) -> Iterator[str]:
    yield f"z{names.number} = {layer.kind}({names.below}, {layer.size}, {layer.counts}, {layer.stride})"


def _pool_back(layer: Pool, names: Names) -> str:
    return f"{layer.kind}_back(delta{names.number}, {names.below}, {layer.size}, {layer.stride})"


def _flatten(_layer: Layer, names: Names) -> Iterator[str]:
    yield f"z{names.number} = {names.below}.reshape(len({names.below}), -1)"


def _norm_asked(layer: BatchNorm, names: Names) -> Iterator[str]:
    k, below = names.number, names.below
    yield f"deviation{k} = np.sqrt(running_variance{k} + FLOAT({layer.epsilon!r}))"
    yield f"hat{k} = ({below} - running_mean{k}) / deviation{k}"
    yield f"z{k} = W{k} * hat{k} + b{k}"


def _norm(layer: BatchNorm, names: Names) -> Iterator[str]:
    k, below, axes = names.number, names.below, tuple(range(len(layer.shape_in)))
    yield f"mean{k}, variance{k} = {below}.mean(axis={axes}), {below}.var(axis={axes})"
    yield f"deviation{k} = np.sqrt(variance{k} + FLOAT({layer.epsilon!r}))"
    yield f"hat{k} = ({below} - mean{k}) / deviation{k}"
    yield f"z{k} = W{k} * hat{k} + b{k}"
    yield f"running_mean{k} += FLOAT({layer.momentum!r}) * (mean{k} - running_mean{k})"
    yield f"count = {below}.size // {layer.maps[2]}"
    yield (
        f"running_variance{k} += FLOAT({layer.momentum!r}) * "
        f"(variance{k} * FLOAT(count / max(1, count - 1)) - running_variance{k})"
    )


def _norm_back(_layer: BatchNorm, names: Names) -> str:
    return f"normalise_back(delta{names.number}, W{names.number}, hat{names.number}, deviation{names.number})"


def _norm_gradient(layer: BatchNorm, names: Names) -> str:
    return f"(delta{names.number} * hat{names.number}).sum(axis={tuple(range(len(layer.shape_in)))})"


LINES: ByKind[LayerLines] = ByKind(
    __name__,
    {
        "dense": LayerLines(
            _dense,
            error=lambda _layer, names: f"(delta{names.number} @ W{names.number}.T)",
            gradient=lambda _layer, names: f"{names.below}.T @ delta{names.number}",
        ),
        "conv": LayerLines(_conv, _conv_back, _conv_gradient, functions=(_UNDER, _PADDED, _CONV)),
        "max_pool": LayerLines(_pool, _pool_back, functions=(_UNDER, _MAX_POOL)),
        "avg_pool": LayerLines(_pool, _pool_back, functions=(_UNDER, _AVG_POOL)),
        "flatten": LayerLines(
            _flatten, error=lambda _layer, names: f"delta{names.number}.reshape({names.below}.shape)"
        ),
        "batch_norm": LayerLines(
            _norm,
            _norm_back,
            _norm_gradient,
            asked=_norm_asked,
            functions=(_NORM,),
            kept=("running_mean", "running_variance"),
        ),
    },
)


def function_texts(network: Network) -> Iterator[str]:
    """Go through the definitions that the layers of a network need."""
    for kind in dict.fromkeys(layer.kind for layer in network.computed):
        yield from LINES[kind].functions


def image_line(network: Network, name: str) -> str:
    """Return the line that gives inputs the shape of images; nothing where they are none."""
    shape = network.input_shape
    return (
        f"{name} = {name}.reshape({', '.join(map(str, (f'len({name})', *shape)))})" if len(shape) > 1 else ""
    )


def sum_lines(layer: Layer, names: Names, *, learning: bool) -> Iterator[str]:
    """Go through the lines for z of a layer."""
    lines = LINES[layer.kind]
    return (lines.learning if learning else lines.asked or lines.learning)(layer, names)


def error_expression(layer: Layer, names: Names) -> str:
    """Return the derivative by what a layer got, from its delta."""
    return LINES[layer.kind].error(layer, names)


def gradient_expression(layer: Layer, names: Names) -> str:
    """Return the derivative of all losses together by the weights of a layer that has some."""
    gradient = LINES[layer.kind].gradient
    assert gradient is not None
    return gradient(layer, names)


def places(layer: Layer) -> object:
    """Return the axes over which the errors of one bias add up: samples, and pixels where there are some."""
    return tuple(range(len(layer.shape_out))) if layer.makes_maps else 0


def has_windows(network: Network) -> bool:
    """Return whether all samples at once would take much memory."""
    return any(isinstance(layer, Windowed) for layer in network.layers)
