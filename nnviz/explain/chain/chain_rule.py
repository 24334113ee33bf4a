"""The whole chain rule from the loss to one weight, bias or neuron: path by path, and their sum.

A path goes from the loss to an output, and from there down lines of the network to where the quantity enters.
Its product is one summand of the derivative of the sample's own loss. The largest paths are found exactly,
without walking all of them: the largest ones down to a neuron begin with the largest ones to the neurons
above it.
"""

import msgspec
import numpy as np

from nnviz.explain.chain.chain_path import ChainPath, derivative_symbol, make_path
from nnviz.explain.chain.map_rule import is_walked, paths_of, right_parts
from nnviz.explain.formulas.step import Formula, Term
from nnviz.explain.formulas.sums import equation, total
from nnviz.explain.update.case import Case
from nnviz.explain.update.maps.common import symbol as index_symbol
from nnviz.explain.update.output_delta import jacobian
from nnviz.explain.update.penalties import penalty_value
from nnviz.explain.update.right import right_layers
from nnviz.explain.update.wrong_order import right_derivative
from nnviz.parts import Gain, KernelWeight, Learned, Part, Pixel, Unit, Weight, in_diagram

SHOWN_PATHS = 24
"""Paths written out, the largest first; of the others only the sum."""


class ChainRule(msgspec.Struct, frozen=True):
    """The derivative of the loss by one quantity, taken apart.

    Attributes
    ----------
    place : Part
        A weight or bias; a unit stands for its sum z, one of layer 0 for its input.
    symbol : str
        The derivative of the sample's loss, in LaTeX.
    value : float
        The quantity itself: a weight, a bias, a z, an input.
    paths : tuple of ChainPath
        The largest ones, at most `SHOWN_PATHS`.
    path_count : int
        How many there are in all.
    own : float
        Sum over all paths: the derivative of this sample's own loss.
    parts : tuple of float
        The same for each sample of the batch; for a unit only this sample's.
    penalty : float
        What l1 and l2 add.
    gradient : float
        The derivative of the batch's loss: mean or sum of the parts, and the penalty. For a unit, `own`.
    used : float
        The gradient that was used; another one than `gradient` in the wrong order.
    """

    place: Part | Learned | Pixel
    symbol: str
    value: float
    paths: tuple[ChainPath, ...]
    path_count: int
    own: float
    parts: tuple[float, ...]
    penalty: float
    gradient: float
    used: float

    @property
    def rest_count(self) -> int:
        """How many paths are not written out."""
        return self.path_count - len(self.paths)

    @property
    def rest(self) -> float:
        """What the paths that are not written out come to."""
        return self.own - sum(path.value for path in self.paths) if self.rest_count else 0.0

    def sum_line(self, case: Case) -> Formula:
        """Return the paths' products added up."""
        summands = [[case.number(path.value, "gradient")] for path in self.paths]
        if self.rest_count:
            noun = "path" if self.rest_count == 1 else "paths"
            note = rf"\text{{ ({self.rest_count} more {noun})}}"
            summands.append([case.number(self.rest, "gradient"), Term(note)])
        name, row = Term(self.symbol, "gradient", in_diagram(self.place)), total(summands, len(summands))
        own = case.number(self.own, "gradient")
        return equation(name, row, own) if len(summands) > 1 else equation(name, row)

    def batch_line(self, case: Case) -> Formula:
        """Return how the samples' parts and the penalty make the gradient; empty where `own` is all."""
        if isinstance(self.place, Unit | Pixel) or (case.batch == 1 and not self.penalty):
            return ()
        row = total([[case.number(part, "gradient")] for part in self.parts], case.longest_sum)
        if case.batch > 1 and case.training.reduction == "mean":
            row = [Term(rf"\frac{{1}}{{{case.batch}}}"), Term(r"\big("), *row, Term(r"\big)")]
        if self.penalty:
            row = total([row, [case.number(self.penalty, "weight", in_diagram(self.place))]])
        name = Term(derivative_symbol("L", _name(case, self.place)), "gradient", in_diagram(self.place))
        return equation(name, row, case.number(self.gradient, "gradient"))


class _Start(msgspec.Struct, frozen=True):
    """A path on its way down: its product so far, and the units it passed, from the output on."""

    value: float
    units: tuple[int, ...]
    through: int = -1  # the output whose slope it took, where softmax couples outputs


@np.errstate(all="ignore")  # infinite numbers are shown as such
def chain_rule(case: Case, place: Part | Learned | Pixel) -> ChainRule:
    """Return the chain rule from the loss to a weight, a bias, a neuron's sum z, or an input.

    Among maps it goes from the errors of the pixels in which the quantity acts.
    """
    if isinstance(place, KernelWeight | Gain | Pixel) or not is_walked(case, place):
        return _among_maps(case, place)
    starts, count = _largest(case, place)
    paths = tuple(make_path(case, place, start.units, start.through) for start in starts)
    symbol = derivative_symbol("L" if case.batch == 1 else "L_s", _name(case, place))
    if isinstance(place, Unit):
        own, value, used = _of_unit(case, place)
        return ChainRule(place, symbol, value, paths, count, own, (own,), 0.0, own, used)
    trace = case.layer(place.layer)
    right = right_layers(case.trace, case.network, case.training)[place.layer - 1]
    below = case.trace.X if place.layer == 1 else case.layer(place.layer - 1).a
    if isinstance(place, Weight):
        parts = right.delta[:, place.target] * below[:, place.source]
        at: tuple[int, ...] = place.source, place.target
        arrays = trace.weights, right.weights_gradient, trace.weights_gradient
    else:
        parts, at = right.delta[:, place.unit], (place.unit,)
        arrays = trace.biases, right.biases_gradient, trace.biases_gradient
    value, gradient, used = (float(array[at]) for array in arrays)
    own = float(parts[case.sample])
    penalty = penalty_value(case, place)
    return ChainRule(
        place, symbol, value, paths, count, own, tuple(map(float, parts)), penalty, gradient, used
    )


def _among_maps(case: Case, place: Part | Learned | Pixel) -> ChainRule:
    paths, count = paths_of(case, place)
    symbol = derivative_symbol("L" if case.batch == 1 else "L_s", _name(case, place))
    right = right_derivative(case, place)
    if isinstance(place, Unit | Pixel):
        values = case.a(0) if place.layer == 0 else case.z(place.layer)
        used = right if place.layer == 0 else float(case.delta(place.layer)[place.index])
        return ChainRule(
            place, symbol, float(values[place.index]), paths, count, right, (right,), 0.0, right, used
        )
    parts = right_parts(case, place)
    return ChainRule(
        place,
        symbol,
        case.parameter(place),
        paths,
        count,
        float(parts[case.sample]),
        tuple(map(float, parts)),
        penalty_value(case, place),
        right,
        case.gradient(place),
    )


def _name(case: Case, place: Part | Learned | Pixel) -> str:
    if isinstance(place, Pixel):
        return index_symbol(case, "z" if place.layer else "a", place.layer, place.index).latex
    if not isinstance(place, Unit):
        return case.parameter_symbol(place).latex
    symbol = case.a_symbol if place.layer == 0 else case.z_symbol
    return symbol(place.layer, place.unit).latex


def _of_unit(case: Case, place: Unit) -> tuple[float, float, float]:
    """Return the right derivative, the value, and the derivative used, of a neuron's z or an input."""
    own = right_derivative(case, place)
    if place.layer == 0:
        return own, float(case.a(0)[place.unit]), own
    return own, float(case.z(place.layer)[place.unit]), float(case.delta(place.layer)[place.unit])


def _largest(case: Case, place: Part) -> tuple[list[_Start], int]:
    """Return the largest paths down to the quantity, and how many paths there are."""
    layer = max(1, place.layer)
    if isinstance(place, Unit) and place.layer == 0:
        only = None
    else:
        only = {place.target if isinstance(place, Weight) else place.unit}
    starts = _from_outputs(case, only if layer == case.depth else None)
    ways = case.units(case.depth) if case.through_jacobian else 1
    for at in range(case.depth - 1, layer - 1, -1):
        ways *= case.units(at + 1)
        starts = _one_layer_down(case, at, starts, only if at == layer else None)
    found = [start for group in starts.values() for start in group]
    if isinstance(place, Unit) and place.layer == 0:
        row = case.layer(1).weights[place.unit]
        found = [
            _Start(start.value * float(row[start.units[-1]]), start.units, start.through) for start in found
        ]
        ways *= case.units(1)
    return _largest_of(found), ways


def _from_outputs(case: Case, only: set[int] | None) -> dict[int, list[_Start]]:
    """Return the beginnings of all paths: dL/dz of each output, through softmax one for each slope."""
    outputs = range(case.units(case.depth)) if only is None else sorted(only)
    delta = case.delta(case.depth)
    if not case.through_jacobian:
        return {j: [_Start(float(delta[j]), (j,))] for j in outputs}
    parts = jacobian(case) * case.output_slopes[:, None]
    outputs_above = range(case.units(case.depth))
    return {j: _largest_of([_Start(float(parts[k, j]), (j,), k) for k in outputs_above]) for j in outputs}


def _one_layer_down(
    case: Case, layer: int, starts: dict[int, list[_Start]], only: set[int] | None
) -> dict[int, list[_Start]]:
    """Carry the largest paths down the lines to a layer, through its activation."""
    weights = case.layer(layer + 1).weights
    slopes = case.slopes(layer)
    ends = [start for group in starts.values() for start in group]
    values = np.array([end.value for end in ends])
    sources = np.array([end.units[-1] for end in ends])
    found = {}
    for j in range(case.units(layer)) if only is None else sorted(only):
        products = values * weights[j, sources] * slopes[j]
        best = np.argsort(-np.abs(products), kind="stable")[:SHOWN_PATHS]
        found[j] = [_Start(float(products[i]), (*ends[i].units, j), ends[i].through) for i in best]
    return found


def _largest_of(starts: list[_Start]) -> list[_Start]:
    return sorted(starts, key=lambda start: -abs(start.value))[:SHOWN_PATHS]
