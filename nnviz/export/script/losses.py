"""Losses as lines of NumPy: the loss of each sample, and the delta of the output layer."""

import msgspec

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import (
    LOSSES,
    PROBABILITY_FLOOR,
    SIGMOID_CROSS_ENTROPY,
    SIGMOID_LOG_LOSS,
    SOFTMAX_CROSS_ENTROPY,
    SOFTMAX_JACOBIAN,
    SOFTMAX_LOG_LOSS,
)
from nnviz.engine.choices.output_rules import output_rule
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.export.script.activations import ACTIVATION_CODE

_SOFTPLUS = ACTIVATION_CODE["softplus"].define.rpartition("\n\n\n")[2]


class LossCode(msgspec.Struct, frozen=True):
    """How one loss is written, of outputs a and targets y; p is a, clipped if it must be a probability.

    Attributes
    ----------
    value, slope : str
        The loss of each sample, and its derivative by each output; {outputs} is to be filled in.
    """

    value: str
    slope: str


LOSS_CODE = {
    "half_squared_error": LossCode("0.5 * ((a - y) ** 2).sum(axis=1)", "(a - y)"),
    "mean_squared_error": LossCode("((a - y) ** 2).mean(axis=1)", "2.0 / {outputs} * (a - y)"),
    "log_loss": LossCode(
        "-(y * np.log(p) + (1.0 - y) * np.log(1.0 - p)).sum(axis=1)", "(p - y) / (p * (1.0 - p))"
    ),
    "cross_entropy": LossCode("-(y * np.log(p)).sum(axis=1)", "-y / p"),
}
"""By the name of the engine's loss."""
_LOSS_FROM_Z = {
    SIGMOID_LOG_LOSS: "(y * softplus(-z) + (1.0 - y) * softplus(z)).sum(axis=1)",
    SIGMOID_CROSS_ENTROPY: "(y * softplus(-z)).sum(axis=1)",
    SOFTMAX_CROSS_ENTROPY: "(y * (log_of_sum - (z - highest))).sum(axis=1)",
    SOFTMAX_LOG_LOSS: "-(y * log_softmax(z) + (1.0 - y) * log_others(z)).sum(axis=1)",
}
_SOFTMAX_LOGS = '''def log_softmax(z):
    """Return ln a of softmax outputs a."""
    highest = z.max(axis=1, keepdims=True)  # subtracted, against overflow
    return z - highest - np.log(np.exp(z - highest).sum(axis=1, keepdims=True))


def log_others(z):
    """Return ln(1 - a) of softmax outputs a: what the others sum up to, which keeps its digits."""
    top = z.max(axis=1)
    whole = top + np.log(np.exp(z - top[:, None]).sum(axis=1))
    logs = []
    for k in range(z.shape[1]):
        rest = np.delete(z, k, axis=1)
        top = rest.max(axis=1)
        logs.append(top + np.log(np.exp(rest - top[:, None]).sum(axis=1)) - whole)
    return np.stack(logs, axis=1)


'''
_SOFTMAX_LOG_LOSS_DELTA = '''def softmax_log_loss_delta(z, a, y):
    """Return the slope of the log loss by z: a/(1 - a_k) is the softmax among all outputs but k."""
    delta = a * y.sum(axis=1, keepdims=True) - y + (1.0 - y) * a
    for k in range(z.shape[1]):
        rest = np.arange(z.shape[1]) != k
        powers = np.exp(z[:, rest] - z[:, rest].max(axis=1, keepdims=True))
        share = powers / powers.sum(axis=1, keepdims=True)
        delta[:, rest] -= (1.0 - y[:, [k]]) * a[:, [k]] * share
    return delta'''
_CLIP = "    p = np.clip(a, FLOOR, 1.0 - FLOOR)  # a logarithm needs more than 0\n"


def loss_definition(network: Network, training: Training) -> str:
    """Return the function `sample_losses(z, a, y)`, and what it needs."""
    rule = output_rule(network.activations[-1], training.loss)
    if rule in _LOSS_FROM_Z:
        body, expression = "", _LOSS_FROM_Z[rule]
        if rule == SOFTMAX_CROSS_ENTROPY:
            body = (
                "    highest = z.max(axis=1, keepdims=True)  # subtracted, against overflow\n"
                "    log_of_sum = np.log(np.exp(z - highest).sum(axis=1, keepdims=True))\n"
            )
    else:
        body, expression = (_CLIP if _is_clipped(training) else ""), LOSS_CODE[training.loss].value
    needed = _SOFTPLUS.strip("\n") + "\n\n\n" if "softplus" in expression else ""
    if rule == SOFTMAX_LOG_LOSS:
        needed = _SOFTMAX_LOGS
    return (
        f"{needed}def sample_losses(z, a, y):\n"
        f'    """Return the loss of each sample, from the z and a of the output layer and the targets y."""\n'
        f"{body}    return {expression}"
    )


def output_delta(network: Network, training: Training, one_hot: bool) -> tuple[str, str]:
    """Return (definition, expression) of dL/dz of the output layer.

    The definition is empty or that of the function `loss_slope`; in the expression z and a are those of the
    output layer, named {z} and {a}, and y the targets.

    Parameters
    ----------
    one_hot : bool
        Whether the targets of each sample sum to 1.
    """
    rule = output_rule(network.activations[-1], training.loss)
    if rule == SIGMOID_LOG_LOSS:
        return "", "{a} - y"
    if rule == SIGMOID_CROSS_ENTROPY:
        return "", "({a} - 1.0) * y"
    if rule == SOFTMAX_CROSS_ENTROPY:
        return "", "{a} - y" if one_hot else "{a} * y.sum(axis=1, keepdims=True) - y"
    if rule == SOFTMAX_LOG_LOSS:
        return _SOFTMAX_LOG_LOSS_DELTA, "softmax_log_loss_delta({z}, {a}, y)"
    slope = LOSS_CODE[training.loss].slope.format(outputs=f"{network.outputs}.0")
    if rule == SOFTMAX_JACOBIAN:
        return _softmax_delta(slope, _is_clipped(training)), "softmax_delta({a}, y)"
    factor = ACTIVATION_CODE[network.activations[-1]].slope
    return "", slope.replace("a - y", "{a} - y") + (f" * {factor}" if factor else "")


def floor_of(network: Network, training: Training) -> float | None:
    """Return what probabilities are clipped to; None where nothing is clipped."""
    rule = output_rule(network.activations[-1], training.loss)
    clipped = _is_clipped(training) and rule not in _LOSS_FROM_Z
    return PROBABILITY_FLOOR[network.dtype] if clipped else None


def _is_clipped(training: Training) -> bool:
    return LOSSES[training.loss].needs_probabilities


def _softmax_delta(slope: str, clipped: bool) -> str:
    inside = "    slope = np.where((a < FLOOR) | (a > 1.0 - FLOOR), 0.0, slope).astype(a.dtype)\n"
    return (
        "def softmax_delta(a, y):\n"
        '    """Return the slope of the loss, passed through softmax: da_k/dz_j is a_j ([j = k] - a_k)."""\n'
        f"{_CLIP if clipped else ''}    slope = {slope}\n{inside if clipped else ''}"
        "    return a * (slope - (a * slope).sum(axis=1, keepdims=True))"
    )


def activations_used(network: Network) -> list[str]:
    """Return the names of the activations of a network, each once."""
    return [name for name in ACTIVATIONS if name in network.activations]
