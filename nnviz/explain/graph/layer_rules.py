"""The rule of each kind of layer as a graph shows it: what it computes, and its local derivatives."""

from collections.abc import Callable
from typing import Any

import msgspec

from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.kinds import ByKind
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.pool import Pool
from nnviz.explain.graph.expression_latex import function_latex
from nnviz.explain.layers.windows import index_formula


class SymbolicRule(msgspec.Struct, frozen=True):
    """A kind of layer in symbols.

    Attributes
    ----------
    value : callable
        What it computes before its activation, in LaTeX: from its record, the symbol of what it gets, and
        those of its weights and biases.
    by_input : callable
        Its local derivative by what it gets: from its record, the slope of its activation (empty for the
        identity), and its number.
    why : str
        How errors come back through it.
    own_why : str
        How its weights get theirs, if it learns.
    by_weights : callable, optional
        What an error is multiplied by for its weights; from its record, and the symbol of what it gets.
    """

    value: Callable[[Any, str, list[str]], str]
    by_input: Callable[[Any, str, str], str]
    why: str
    own_why: str = ""
    by_weights: Callable[[Any, str], str] | None = None


def value_rule(layer: Layer, below: str, own: list[str]) -> str:
    """Return what computes a layer, its activation included."""
    inside = SYMBOLIC_RULES[layer.kind].value(layer, below, own)
    if layer.activation == "identity":
        return inside
    return rf"{function_latex(layer.activation)}\left({inside}\right)"


def by_input(layer: Layer, number: str) -> str:
    """Return the local derivative of a layer by what it gets."""
    return SYMBOLIC_RULES[layer.kind].by_input(layer, _slope(layer, number), number)


def by_weights(layer: Layer, number: str, below: str) -> str:
    """Return the same by the weights of a layer that learns; `below` is the symbol of what it gets."""
    slope, rule = _slope(layer, number), SYMBOLIC_RULES[layer.kind].by_weights
    assert rule is not None
    return rf"{slope}\,{rule(layer, below)}" if slope else rule(layer, below)


def by_biases(layer: Layer, number: str) -> str:
    """Return the same by its biases."""
    return _slope(layer, number) or "1"


def _slope(layer: Layer, number: str) -> str:
    if layer.activation == "softmax":
        a = f"a^{{({number})}}"
        return rf"(\mathrm{{diag}}({a}) - {a}\,{{{a}}}^{{\top}})"
    return "" if layer.activation == "identity" else rf"f'(z^{{({number})}})"


def _shift(own: list[str]) -> str:
    return f" + {own[1]}" if len(own) > 1 else ""


def _dense_by_input(layer: Dense, slope: str, number: str) -> str:
    of_each = slope and layer.activation != "softmax"
    front = rf"\mathrm{{diag}}({slope})" if of_each else slope
    return rf"{front}\,W^{{({number})}}" if front else rf"W^{{({number})}}"


def _conv_by_input(_layer: Conv, slope: str, number: str) -> str:
    where = slope.replace(f"z^{{({number})}}", f"z^{{({number})}}_k[y,x]")
    return rf"{where}\,w^{{({number})}}_{{kc}}[i,j]" if where else rf"w^{{({number})}}_{{kc}}[i,j]"


def _conv_by_weights(layer: Conv, below: str) -> str:
    top, _, left, _ = layer.zeros_around
    rows = index_formula("y", "i", layer.stride[0], top)
    columns = index_formula("x", "j", layer.stride[1], left)
    return rf"{below}_c[{rows},\,{columns}]"


def _size(layer: Pool) -> str:
    return rf"{layer.size[0]}\times {layer.size[1]}"


def _share(layer: Pool, _slope: str, _number: str) -> str:
    return rf"\frac{{1}}{{{layer.size[0] * layer.size[1]}}}\text{{ in the window}}"


def _norm_by_input(_layer: Layer, slope: str, _number: str) -> str:
    return rf"{slope}\,\frac{{\gamma}}{{\sigma}}" if slope else r"\frac{\gamma}{\sigma}"


SYMBOLIC_RULES: ByKind[SymbolicRule] = ByKind(
    __name__,
    {
        "dense": SymbolicRule(
            lambda _layer, below, own: rf"{own[0]} \, {below}{_shift(own)}",
            _dense_by_input,
            "Every unit above sends its error back, times the weight of the line.",
            "A weight gets the error of its unit, times what came along its line.",
            lambda _layer, below: rf"{{{below}}}^{{\top}}",
        ),
        "conv": SymbolicRule(
            lambda _layer, below, own: f"{own[0]} * {below}{_shift(own)}",
            _conv_by_input,
            "Every window that a pixel lies in sends its error back, times the weight that lay on the pixel.",
            "A kernel acts at every place: every output pixel pulls on each of its weights.",
            _conv_by_weights,
        ),
        "max_pool": SymbolicRule(
            lambda layer, below, _own: rf"\max_{{{_size(layer)}}} {below}",
            lambda _layer, _slope, _number: r"1 \text{ at the largest, else } 0",
            "The error of a window goes whole to the pixel that was the largest; all others get 0.",
        ),
        "avg_pool": SymbolicRule(
            lambda layer, below, _own: rf"\text{{mean}}_{{{_size(layer)}}}\, {below}",
            _share,
            "The error of a window goes to all its pixels in equal shares.",
        ),
        "flatten": SymbolicRule(
            lambda _layer, below, _own: rf"\text{{in a row: }} {below}",
            lambda _layer, _slope, _number: "I",
            "The same numbers in another order: the errors go back where their numbers came from.",
        ),
        "batch_norm": SymbolicRule(
            lambda _layer, below, own: rf"{own[0]} \odot \frac{{{below} - \mu}}{{\sigma}} + {own[1]}",
            _norm_by_input,
            "Asked, not trained: mean and deviation are the running ones, so the error is only scaled.",
            "Gamma gets the errors times the normalised values, beta the errors.",
            lambda _layer, _below: r"\hat{a}",
        ),
    },
)
