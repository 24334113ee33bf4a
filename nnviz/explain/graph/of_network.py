"""A dense network, one sample and its loss as the text of a computational graph: by layers or by neurons."""

from collections.abc import Sequence

import msgspec

from nnviz.arrays import Floats
from nnviz.engine.kernels.network import Network
from nnviz.explain.graph.expression import value_text
from nnviz.explain.graph.expression_reader import LONGEST_SIDE, MOST_ENTRIES

MOST_NEURONS, MOST_INPUTS = 12, 8
"""Of a graph neuron by neuron."""


class _LossText(msgspec.Struct, frozen=True):
    """A loss as an expression of outputs {a} and targets {y}, of which there are {k}.

    Attributes
    ----------
    of_one : str
        Of one output, a number.
    of_vectors : str
        Of several, as vectors.
    term, of_terms : str
        Of several, as numbers: what each adds, and the loss made of all {terms}.
    """

    of_one: str
    of_vectors: str
    term: str
    of_terms: str


_LOSSES = {
    "half_squared_error": _LossText(
        "({a} - {y})**2/2", "norm2({a} - {y})/2", "({a} - {y})**2", "({terms})/2"
    ),
    "mean_squared_error": _LossText(
        "({a} - {y})**2", "norm2({a} - {y})/{k}", "({a} - {y})**2", "({terms})/{k}"
    ),
    "log_loss": _LossText(
        "-({y}*log({a}) + (1 - {y})*log(1 - {a}))",
        "-(dot({y}, log({a})) + dot(1 - {y}, log(1 - {a})))",
        "{y}*log({a}) + (1 - {y})*log(1 - {a})",
        "-({terms})",
    ),
    "cross_entropy": _LossText("-{y}*log({a})", "-dot({y}, log({a}))", "{y}*log({a})", "-({terms})"),
}
"""By the name of the engine's loss."""


def is_written_out(network: Network) -> bool:
    """Return whether all numbers of a network can stand in the text of a graph."""
    longest = max(layer.size_out for layer in network.layers)
    most = max(layer.parameter_count for layer in network.layers)
    return network.is_dense and longest <= LONGEST_SIDE and most <= MOST_ENTRIES


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
        Of each layer, which is dense.
    x, y : ndarray, shape (n_inputs,) and (n_outputs,)
    """
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
    text = _LOSSES[loss].of_one if y.size == 1 else _LOSSES[loss].of_vectors
    lines.append(f"L = {text.format(a=before, y='y', k=y.size)}")
    return "\n".join(lines)


def program_by_neurons(
    network: Network, loss: str, weights: Sequence[Floats], biases: Sequence[Floats], x: Floats, y: Floats
) -> str:
    """Return the text with one line each neuron's z and a, in numbers; the weights stand in the lines.

    For the parameters see `program_by_layers`.

    Raises
    ------
    ValueError
        If there are too many neurons, or layers that have none; one sentence.
    """
    neurons = sum(layer.size_out for layer in network.computed)
    if neurons > MOST_NEURONS or network.inputs > MOST_INPUTS or not network.is_dense:
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


def _loss_of_neurons(loss: str, outputs: Sequence[str], targets: Sequence[str]) -> str:
    text = _LOSSES[loss]
    terms = [text.term.format(a=a, y=y) for a, y in zip(outputs, targets, strict=True)]
    if len(terms) == 1:
        return text.of_one.format(a=outputs[0], y=targets[0])
    return text.of_terms.format(terms=" + ".join(terms), k=len(terms))
