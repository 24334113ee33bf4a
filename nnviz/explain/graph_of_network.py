"""A dense network, one sample and its loss as the text of a computational graph: by layers or by neurons."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import Network
from nnviz.explain.expression import value_text
from nnviz.explain.expression_reader import LONGEST_SIDE, MOST_ENTRIES

Floats = NDArray[np.float64]

MOST_NEURONS, MOST_INPUTS = 12, 8
"""Of a graph neuron by neuron."""


def program_by_layers(
    network: Network, loss: str, weights: Sequence[Floats], biases: Sequence[Floats], x: Floats, y: Floats
) -> str:
    """Return the text with one line a layer's z and a, in vectors and matrices.

    Parameters
    ----------
    network : Network
    loss : str
        A name of `LOSSES`.
    weights, biases : sequence of ndarray
        Shapes (fan_in, fan_out) and (fan_out,).
    x, y : ndarray, shape (n_inputs,) and (n_outputs,)

    Raises
    ------
    ValueError
        If the network is too large; one sentence.
    """
    if max(network.layers) > LONGEST_SIDE or max(w.size for w in weights) > MOST_ENTRIES:
        raise ValueError(f"A graph shows layers of up to {LONGEST_SIDE} units; this network has larger ones.")
    lines = [f"x = {value_text(x)}"]
    before = "x"
    for k, (w, b) in enumerate(zip(weights, biases, strict=True), start=1):
        alone = k == len(weights) and w.shape[1] == 1  # one output is a number, as its target is
        lines.append(f"W{k} = {value_text(w[:, 0] if alone else w.T)}")
        total = f"dot(W{k}, {before})" if alone else f"W{k} @ {before}"
        if network.has_bias[k - 1]:
            lines.append(f"b{k} = {value_text(b[0] if alone else b)}")
            total += f" + b{k}"
        lines.append(f"z{k} = {total}")
        before = f"a{k}"
        lines.append(f"{before} = {_activated(network.activations[k - 1], f'z{k}')}")
    lines.append(f"y = {value_text(y[0] if y.size == 1 else y)}")
    lines.append(f"L = {_loss_of_number(loss) if y.size == 1 else _loss_of_vector(loss, y.size)}")
    return "\n".join(lines).replace("a_out", before)


def program_by_neurons(
    network: Network, loss: str, weights: Sequence[Floats], biases: Sequence[Floats], x: Floats, y: Floats
) -> str:
    """Return the text with one line each neuron's z and a, in numbers; the weights stand in the lines.

    Parameters and errors are those of `program_by_layers`.
    """
    if sum(network.layers[1:]) > MOST_NEURONS or network.layers[0] > MOST_INPUTS:
        raise ValueError(
            f"A graph neuron by neuron shows up to {MOST_NEURONS} neurons and {MOST_INPUTS} inputs; "
            "choose the graph layer by layer."
        )
    below = [f"x{i + 1}" for i in range(x.size)]
    lines = [f"{name} = {value!r}" for name, value in zip(below, x.tolist(), strict=True)]
    for k, (w, b) in enumerate(zip(weights, biases, strict=True), start=1):
        units = [f"{k}_{j + 1}" for j in range(w.shape[1])]
        for j, unit in enumerate(units):
            terms = [f"{value!r}*{name}" for value, name in zip(w[:, j].tolist(), below, strict=True)]
            terms += [repr(float(b[j]))] if network.has_bias[k - 1] else []
            lines.append(f"z{unit} = {' + '.join(terms)}".replace("+ -", "- "))
        lines += _activated_neurons(network.activations[k - 1], units)
        below = [f"a{unit}" for unit in units]
    targets = [f"y{j + 1}" for j in range(y.size)] if y.size > 1 else ["y"]
    lines += [f"{name} = {value!r}" for name, value in zip(targets, y.tolist(), strict=True)]
    return "\n".join([*lines, f"L = {_loss_of_neurons(loss, below, targets)}"])


def _activated(activation: str, z: str) -> str:
    return z if activation == "identity" else f"{activation}({z})"


def _activated_neurons(activation: str, units: Sequence[str]) -> list[str]:
    if activation != "softmax":
        return [f"a{unit} = {_activated(activation, f'z{unit}')}" for unit in units]
    total = " + ".join(f"exp(z{unit})" for unit in units)
    return [f"a{unit} = exp(z{unit})/({total})" for unit in units]


def _loss_of_number(loss: str) -> str:
    return {
        "half_squared_error": "(a_out - y)**2/2",
        "mean_squared_error": "(a_out - y)**2",
        "log_loss": "-(y*log(a_out) + (1 - y)*log(1 - a_out))",
        "cross_entropy": "-y*log(a_out)",
    }[loss]


def _loss_of_vector(loss: str, outputs: int) -> str:
    return {
        "half_squared_error": "norm2(a_out - y)/2",
        "mean_squared_error": f"norm2(a_out - y)/{outputs}",
        "log_loss": "-(dot(y, log(a_out)) + dot(1 - y, log(1 - a_out)))",
        "cross_entropy": "-dot(y, log(a_out))",
    }[loss]


def _loss_of_neurons(loss: str, outputs: Sequence[str], targets: Sequence[str]) -> str:
    pairs = list(zip(outputs, targets, strict=True))
    if loss in ("half_squared_error", "mean_squared_error"):
        total = " + ".join(f"({a} - {y})**2" for a, y in pairs)
        divisor = 2 if loss == "half_squared_error" else len(pairs)
        return f"({total})/{divisor}" if divisor > 1 else total
    if loss == "cross_entropy":
        return f"-({' + '.join(f'{y}*log({a})' for a, y in pairs)})"
    return f"-({' + '.join(f'{y}*log({a}) + (1 - {y})*log(1 - {a})' for a, y in pairs)})"
