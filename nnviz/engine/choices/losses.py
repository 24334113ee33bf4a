"""Losses: how wrong the outputs y_hat are, given the targets y; where back-propagation starts.

A loss is one record of `LOSSES` and one line in each of `loss_term` and `loss_slope`. The values are per
sample; whether the batch takes their mean or their sum is the `reduction`.

Where a logarithm meets a probability that may be 0 or 1, the probability is clamped to [floor, 1 - floor],
and the gradient is the true one of the clamped loss: 0 outside. Sigmoid and softmax outputs with the loss
made for them are computed from z instead, where nothing needs clamping.
"""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.engine.choices.choice import CodedChoice, registry
from nnviz.engine.lanes.elementary import log
from nnviz.engine.lanes.interpreted import Value, maximum, minimum, select_less
from nnviz.engine.lanes.kernel import kernel

HALF_SQUARED_ERROR, MEAN_SQUARED_ERROR, LOG_LOSS, CROSS_ENTROPY = range(4)

PROBABILITY_FLOOR = {"float64": 1e-16, "float32": 1e-7}
"""What probabilities are clamped to; 1 minus it is still less than 1 in the precision."""


@dataclass(frozen=True)
class Loss(CodedChoice):
    """What is known of one loss.

    Attributes
    ----------
    formula, term_formula, slope_formula : str
        The loss of one sample, what one output adds to it, and its derivative by that output, in LaTeX; k is
        the number of outputs.
    needs_probabilities : bool
        Whether outputs and targets must lie between 0 and 1.
    """

    formula: str
    term_formula: str
    slope_formula: str
    needs_probabilities: bool = False


LOSSES = registry(
    Loss(
        "half_squared_error",
        "Half squared error",
        "Half the square of each output's error, summed over the outputs.",
        HALF_SQUARED_ERROR,
        r"\frac{1}{2} \sum_j (\hat y_j - y_j)^2",
        r"\frac{1}{2} (\hat y_j - y_j)^2",
        r"\hat y_j - y_j",
    ),
    Loss(
        "mean_squared_error",
        "Mean squared error",
        "The square of each output's error, averaged over the outputs.",
        MEAN_SQUARED_ERROR,
        r"\frac{1}{k} \sum_j (\hat y_j - y_j)^2",
        r"\frac{1}{k} (\hat y_j - y_j)^2",
        r"\frac{2}{k} (\hat y_j - y_j)",
    ),
    Loss(
        "log_loss",
        "Log loss",
        "Binary cross-entropy, for each output a yes or no; made for sigmoid outputs.",
        LOG_LOSS,
        r"-\sum_j \left( y_j \ln \hat y_j + (1 - y_j) \ln (1 - \hat y_j) \right)",
        r"-y_j \ln \hat y_j - (1 - y_j) \ln (1 - \hat y_j)",
        r"\frac{\hat y_j - y_j}{\hat y_j (1 - \hat y_j)}",
        needs_probabilities=True,
    ),
    Loss(
        "cross_entropy",
        "Cross-entropy",
        "How surprised the outputs are by the right class; made for softmax outputs.",
        CROSS_ENTROPY,
        r"-\sum_j y_j \ln \hat y_j",
        r"-y_j \ln \hat y_j",
        r"-\frac{y_j}{\hat y_j}",
        needs_probabilities=True,
    ),
)

(
    ELEMENTWISE,
    SOFTMAX_JACOBIAN,
    SIGMOID_LOG_LOSS,
    SIGMOID_CROSS_ENTROPY,
    SOFTMAX_CROSS_ENTROPY,
    SOFTMAX_LOG_LOSS,
) = range(6)
"""The ways to get from a loss to the deltas of the output layer."""


@kernel
def loss_term(code: int, outputs: Value, floor: Value, y_hat: Value, y: Value) -> Value:
    """Return what one of the outputs adds to the loss of its sample; `outputs` is their number."""
    if code == HALF_SQUARED_ERROR:
        return (y_hat - y) * (y_hat - y) * 0.5
    if code == MEAN_SQUARED_ERROR:
        return (y_hat - y) * (y_hat - y) / outputs
    p = maximum(minimum(y_hat, 1.0 - floor), floor)
    if code == LOG_LOSS:
        return -(y * log(p) + (1.0 - y) * log(1.0 - p))
    return -(y * log(p))


@kernel
def loss_slope(code: int, outputs: Value, floor: Value, y_hat: Value, y: Value) -> Value:
    """Return the derivative of the loss by one of the outputs."""
    if code == HALF_SQUARED_ERROR:
        return y_hat - y
    if code == MEAN_SQUARED_ERROR:
        return (y_hat - y) * 2.0 / outputs
    p = maximum(minimum(y_hat, 1.0 - floor), floor)
    slope = (p - y) / (p * (1.0 - p)) if code == LOG_LOSS else -y / p
    not_too_high = select_less(1.0 - floor, y_hat, 0.0 * p, slope)
    return select_less(y_hat, floor, 0.0 * p, not_too_high)
