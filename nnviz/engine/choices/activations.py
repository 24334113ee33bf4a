"""Activation functions: a = f(z), and the slope f'(z).

An activation is one record of `ACTIVATIONS` and one line in each of the two kernels below. Where a function
has a kink, its slope there is the one PyTorch takes: 0 for relu, the left one for leaky_relu, 1 for elu.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from nnviz.engine.choices.choice import CodedChoice, registry
from nnviz.engine.lanes.elementary import erf, exp, expm1, sigmoid, softplus, tanh
from nnviz.engine.lanes.interpreted import Value, maximum, minimum, select_less
from nnviz.engine.lanes.kernel import kernel

SIGMOID, TANH, RELU, LEAKY_RELU, ELU, GELU, SOFTPLUS, IDENTITY, SOFTMAX = range(9)

LEAK = 0.01
SQRT_HALF = 0.7071067811865476
INVERSE_SQRT_TWO_PI = 0.3989422804014327


@dataclass(frozen=True)
class Activation(CodedChoice):
    """What is known of one activation function.

    Attributes
    ----------
    formula, slope_formula : str
        f(z) and f'(z) in LaTeX.
    output_only : bool
        Whether it couples the units of its layer, which only the output layer may do.
    least, greatest : float
        What its values lie between; infinite where nothing bounds them.
    steepest : float or None
        Its greatest slope, where it flattens towards both ends; None for a function that does not.
    blocks : bool
        Whether its slope is exactly 0 on one whole side, so that a unit can die there.
    bends : bool
        Whether it is no straight line: layers of straight lines are one straight line.
    """

    formula: str
    slope_formula: str
    output_only: bool = False
    least: float = -math.inf
    greatest: float = math.inf
    steepest: float | None = None
    blocks: bool = False
    bends: bool = True

    @property
    def bounds(self) -> tuple[float, float] | None:
        """What its values lie between; None where they are not bounded on both sides."""
        both = math.isfinite(self.least) and math.isfinite(self.greatest)
        return (self.least, self.greatest) if both else None

    @property
    def is_probability(self) -> bool:
        """Whether its values lie between 0 and 1."""
        return self.bounds == (0.0, 1.0)


ACTIVATIONS = registry(
    Activation(
        "sigmoid",
        "Sigmoid",
        "Squeezes any number into 0 to 1; learns slowly where it is flat.",
        SIGMOID,
        r"\frac{1}{1 + e^{-z}}",
        r"a (1 - a)",
        least=0.0,
        greatest=1.0,
        steepest=0.25,
    ),
    Activation(
        "tanh",
        "Tanh",
        "Squeezes any number into -1 to 1; steeper than the sigmoid and centred on 0.",
        TANH,
        r"\tanh z",
        r"1 - a^2",
        least=-1.0,
        greatest=1.0,
        steepest=1.0,
    ),
    Activation(
        "relu",
        "ReLU",
        "Passes positive numbers and blocks negative ones; a unit that is blocked everywhere stays dead.",
        RELU,
        r"\max(0, z)",
        r"\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}",
        least=0.0,
        blocks=True,
    ),
    Activation(
        "leaky_relu",
        "Leaky ReLU",
        "Like ReLU, but lets a hundredth of a negative number through, so that no unit dies.",
        LEAKY_RELU,
        r"\max(0.01\,z, z)",
        r"\begin{cases} 1 & z > 0 \\ 0.01 & z \le 0 \end{cases}",
    ),
    Activation(
        "elu",
        "ELU",
        "Like ReLU, with a smooth approach to -1 on the negative side.",
        ELU,
        r"\begin{cases} z & z > 0 \\ e^{z} - 1 & z \le 0 \end{cases}",
        r"\begin{cases} 1 & z > 0 \\ e^{z} & z \le 0 \end{cases}",
        least=-1.0,
    ),
    Activation(
        "gelu",
        "GELU",
        "z times the probability that a normal number is less than z: a smooth ReLU.",
        GELU,
        r"z\,\Phi(z)",
        r"\Phi(z) + z\,\varphi(z)",
        least=-0.16997120747990369,
    ),
    Activation(
        "softplus",
        "Softplus",
        "A smooth ReLU whose slope is the sigmoid.",
        SOFTPLUS,
        r"\ln(1 + e^{z})",
        r"\sigma(z)",
        least=0.0,
    ),
    Activation(
        "identity",
        "Identity",
        "No activation: the layer stays linear. The output of a regression.",
        IDENTITY,
        "z",
        "1",
        bends=False,
    ),
    Activation(
        "softmax",
        "Softmax",
        "Turns the outputs into probabilities that sum to 1; for the output layer only.",
        SOFTMAX,
        r"\frac{e^{z_j}}{\sum_k e^{z_k}}",
        r"a_j ([j = k] - a_k)",
        output_only=True,
        least=0.0,
        greatest=1.0,
    ),
)


@kernel
def activation_value(code: int, z: Value) -> Value:  # noqa: PLR0911
    """Return f(z) of an activation that acts on each unit by itself (so not softmax)."""
    if code == SIGMOID:
        return sigmoid(z)
    if code == TANH:
        return tanh(z)
    if code == RELU:
        return maximum(z, 0.0)
    if code == LEAKY_RELU:
        return maximum(z, z * LEAK)
    if code == ELU:
        return select_less(0.0, z, z, expm1(minimum(z, 0.0)))
    if code == GELU:
        return z * normal_distribution(z)
    if code == SOFTPLUS:
        return softplus(z)
    return z


@kernel
def activation_slope(code: int, z: Value, a: Value) -> Value:  # noqa: PLR0911
    """Return f'(z), given also a = f(z), which often makes it cheap."""
    if code == SIGMOID:
        return a * (1.0 - a)
    if code == TANH:
        return 1.0 - a * a
    if code == RELU:
        return select_less(0.0, z, 1.0, 0.0)
    if code == LEAKY_RELU:
        return select_less(0.0, z, 1.0, LEAK)
    if code == ELU:
        return exp(minimum(z, 0.0))
    if code == GELU:
        return normal_distribution(z) + z * normal_density(z)
    if code == SOFTPLUS:
        return sigmoid(z)
    return z * 0.0 + 1.0


@kernel
def normal_distribution(z: Value) -> Value:
    """Return the probability that a standard normal number is less than z."""
    return (erf(z * SQRT_HALF) + 1.0) * 0.5


@kernel
def normal_density(z: Value) -> Value:
    """Return the density of the standard normal distribution at z."""
    return exp(z * z * -0.5) * INVERSE_SQRT_TWO_PI
