"""The update that a walk explains, seen from one sample: symbols and numbers for every quantity in it."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS, activation_slope, activation_value
from nnviz.engine.choices.losses import (
    ELEMENTWISE,
    LOSSES,
    PROBABILITY_FLOOR,
    SOFTMAX_JACOBIAN,
    SOFTMAX_LOG_LOSS,
    loss_slope,
)
from nnviz.engine.layers.layer import Layer
from nnviz.engine.trace import LayerTrace
from nnviz.explain.formulas.matrices import LARGEST, SHOWN, column, matrix
from nnviz.explain.formulas.numbers import latex, latex_factor
from nnviz.explain.formulas.step import Role, Term
from nnviz.explain.formulas.sums import LONGEST_SUM
from nnviz.explain.layers.slopes import slopes
from nnviz.explain.update.known import Known
from nnviz.explain.update.probabilities import log_complement, log_output
from nnviz.parts import Bias, Gain, Learned, Part, Unit, in_diagram, latex_symbol

WHOLE = 128
"""Summands or lines written out where all of them are asked for."""
_LINES = 8
"""Lines of the same kind otherwise."""


class Case(Known, frozen=True, dict=True):
    """One update, and the sample of its batch that the formulas follow.

    Attributes
    ----------
    trace, network, training
        What was computed, and with what.
    sample : int
        Row of the batch.
    digits : int
        Significant digits of the numbers, 2 to 17.
    inputs : sequence of str
        LaTeX names of the inputs; empty for x_1, x_2 ...
    whole : bool
        Long sums and large matrices are written out, as far as anyone would read.
    scaling : (ndarray, ndarray) or None
        Mean and deviation of each input, where inputs are standardized.
    """

    sample: int = 0
    digits: int = 4
    inputs: Sequence[str] = ()
    whole: bool = False
    scaling: tuple[Floats, Floats] | None = None

    @property
    def longest_sum(self) -> int:
        """Summands written out."""
        return WHOLE if self.whole else LONGEST_SUM

    @property
    def most_lines(self) -> int:
        """Lines of the same kind that one step has."""
        return WHOLE if self.whole else _LINES

    @property
    def through_jacobian(self) -> bool:
        """Whether the deltas of the outputs are explained by softmax's Jacobian."""
        return self.rule in (SOFTMAX_JACOBIAN, SOFTMAX_LOG_LOSS)

    @property
    def is_from_z(self) -> bool:
        """Whether the loss takes its logarithms from z, where no probability is rounded to 0 or 1."""
        return self.rule not in (ELEMENTWISE, SOFTMAX_JACOBIAN)

    def log_output(self, unit: int) -> float:
        """Return ln of an output, where the loss takes it from z."""
        return log_output(self.activation_name(self.depth), self.z(self.depth), unit)

    def log_complement(self, unit: int) -> float:
        """Return ln of 1 minus an output, where the loss takes it from z."""
        return log_complement(self.activation_name(self.depth), self.z(self.depth), unit)

    def complement(self, unit: int) -> float:
        """Return 1 minus an output, with all its digits where the output itself is as good as 1."""
        if not self.is_from_z:
            return 1.0 - float(self.a(self.depth)[unit])
        return float(np.exp(self.log_complement(unit)))

    def layer(self, layer: int) -> LayerTrace:
        """Return the trace of a layer; 1 is the first after the inputs."""
        return self.trace.layers[layer - 1]

    def record(self, layer: int) -> Layer:
        """Return the record of a layer: its kind and its shapes; 0 is the input."""
        return self.network.layers[layer]

    def units(self, layer: int) -> int:
        """Return how many units a layer has; 0 is the inputs."""
        return self.record(layer).size_out

    def has_bias(self, layer: int) -> bool:
        """Return whether the units of a layer have biases."""
        return self.network.has_bias[layer - 1]

    def activation_name(self, layer: int) -> str:
        """Return the name of a layer's activation."""
        return self.network.activations[layer - 1]

    def a(self, layer: int) -> Floats:
        """Return what a layer hands on for this sample (the inputs for layer 0), in the layer's shape."""
        values: Floats = self.a_of_batch(layer)[self.sample]
        return values

    def a_of_batch(self, layer: int) -> Floats:
        """Return the same of every sample."""
        if layer:
            return self.layer(layer).a
        return self.trace.X.reshape(self.batch, *self.network.input_shape)

    def z(self, layer: int) -> Floats:
        """Return the pre-activations of this sample."""
        values: Floats = self.layer(layer).z[self.sample]
        return values

    def delta(self, layer: int) -> Floats:
        """Return the deltas of this sample's own loss."""
        values: Floats = self.layer(layer).delta[self.sample]
        return values

    def mask(self, layer: int) -> Floats | None:
        """Return the dropout mask of this sample, or None without dropout."""
        masks = self.layer(layer).dropout_mask
        return None if masks is None else masks[self.sample]

    def a_role(self, layer: int) -> Role:
        """Return the role of what a layer hands on: an input or an activation."""
        return "input" if layer == 0 else "a"

    def value(self, layer: int, unit: int | tuple[int, ...]) -> float:
        """Return f(z) of one unit, or one pixel, before dropout."""
        if self.activation_name(layer) == "softmax":
            return float(self.a(layer)[unit])
        code = ACTIVATIONS[self.activation_name(layer)].code
        with np.errstate(all="ignore"):
            return float(activation_value(code, np.float64(self.z(layer)[unit])))

    def slope(self, layer: int, unit: int | tuple[int, ...]) -> float:
        """Return f'(z) of one unit or pixel; not for softmax, which has a matrix of slopes."""
        code = ACTIVATIONS[self.activation_name(layer)].code
        with np.errstate(all="ignore"):
            return float(
                activation_slope(code, np.float64(self.z(layer)[unit]), np.float64(self.value(layer, unit)))
            )

    def slopes(self, layer: int) -> Floats:
        """Return da/dz of a layer for this sample, dropout masks included; NaN for softmax."""
        code = ACTIVATIONS[self.activation_name(layer)].code
        return slopes(code, self.z(layer), self.mask(layer))

    @cached_property
    def output_slopes(self) -> Floats:
        """The derivative of this sample's loss by each output."""
        floor = np.float64(PROBABILITY_FLOOR[self.network.dtype])
        code = LOSSES[self.training.loss].code
        outputs = np.float64(self.units(self.depth))
        pairs = zip(self.a(self.depth), self.trace.Y[self.sample], strict=True)
        with np.errstate(all="ignore"):
            if self.rule == SOFTMAX_LOG_LOSS:
                rest = [self.complement(unit) for unit in range(self.units(self.depth))]
                targets = self.trace.Y[self.sample]
                slopes_of_both: Floats = (1.0 - targets) / np.array(rest) - targets / self.a(self.depth)
                return slopes_of_both
            return np.array([loss_slope(code, outputs, floor, y_hat, y) for y_hat, y in pairs])

    def parameter(self, place: Learned) -> float:
        """Return a weight or bias before the update."""
        layer = self.layer(place.layer)
        return float((layer.biases if isinstance(place, Bias) else layer.weights)[place.index])

    def gradient(self, place: Learned) -> float:
        """Return the gradient of a weight or bias, penalties included."""
        layer = self.layer(place.layer)
        gradients = layer.biases_gradient if isinstance(place, Bias) else layer.weights_gradient
        return float(gradients[place.index])

    def number(self, value: float, role: Role = "plain", place: Part | None = None) -> Term:
        """Return a number as a term."""
        return Term(latex(float(value), self.digits), role, place)

    def factor(self, value: float, role: Role = "plain", place: Part | None = None) -> Term:
        """Return a number as a factor of a product, in brackets where it is negative."""
        return Term(latex_factor(float(value), self.digits), role, place)

    def column(self, values: Floats, role: Role = "plain") -> Term:
        """Return numbers as a column vector."""
        return column(values, self.digits, role, LARGEST if self.whole else SHOWN)

    def matrix(self, values: Floats, role: Role = "plain") -> Term:
        """Return numbers as a matrix."""
        return matrix(values, self.digits, role, LARGEST if self.whole else SHOWN)

    def setting(self, value: float) -> str:
        """Return a number that somebody chose, in LaTeX: as short as it was typed.

        A number that nobody types, such as a learning rate that a schedule has lowered, is rounded like any.
        """
        short = f"{value:.6g}"
        if float(short) != value:
            return latex(value, self.digits)
        mantissa, _, exponent = short.partition("e")
        return mantissa + (rf" \cdot 10^{{{int(exponent)}}}" if exponent else "")

    def parameter_symbol(self, place: Learned) -> Term:
        """Return w of a line, or b of a unit; gamma and beta where a layer has a factor a map."""
        if isinstance(place, Bias):
            has_gains = self.record(place.layer).learns is Gain
            return Term(latex_symbol(place, r"\beta" if has_gains else ""), "bias", place)
        return Term(latex_symbol(place), "weight", in_diagram(place))

    def z_symbol(self, layer: int, unit: int) -> Term:
        """Return z of a unit."""
        place = Unit(layer, unit)
        return Term(latex_symbol(place, "z"), "z", place)

    def a_symbol(self, layer: int, unit: int) -> Term:
        """Return a of a unit: an input's name, y-hat of an output, else a."""
        place = Unit(layer, unit)
        if layer == 0:
            name = self.inputs[unit] if unit < len(self.inputs) else f"x_{{{unit + 1}}}"
            return Term(name, "input", place)
        if layer == self.depth:
            return Term(self.output_symbol(unit), "a", place)
        return Term(latex_symbol(place), "a", place)

    def output_symbol(self, unit: int) -> str:
        """Return y-hat, with an index where there are several outputs."""
        return r"\hat{y}" if self.units(self.depth) == 1 else rf"\hat{{y}}_{{{unit + 1}}}"

    def target_symbol(self, unit: int) -> Term:
        """Return y, with an index where there are several outputs."""
        name = "y" if self.units(self.depth) == 1 else f"y_{{{unit + 1}}}"
        return Term(name, "target", Unit(self.depth, unit))

    def delta_symbol(self, layer: int, unit: int) -> Term:
        """Return delta of a unit."""
        place = Unit(layer, unit)
        return Term(latex_symbol(place, r"\delta"), "delta", place)
