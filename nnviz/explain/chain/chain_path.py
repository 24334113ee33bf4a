"""One path of the chain rule: the local derivatives from the loss down to a weight, bias or neuron."""

import math
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from nnviz.explain.formulas.step import Formula, Role, Term
from nnviz.explain.formulas.sums import equation, product
from nnviz.explain.update.case import Case
from nnviz.explain.update.output_delta import SHORT_CUTS, jacobian
from nnviz.parts import Part, Unit, Weight


class Factor(msgspec.Struct, frozen=True):
    """One local derivative of a path: its symbol, its number, what it is in the diagram."""

    symbol: str
    value: float
    role: Role = "plain"
    place: Part | None = None


class ChainPath(msgspec.Struct, frozen=True):
    """One path from the loss down to a quantity.

    Attributes
    ----------
    factors : tuple of Factor
        Local derivatives from the loss on.
    units : tuple of Unit
        The neurons it passes, from the output down.
    weights : tuple of Weight
        The lines it passes.
    """

    factors: tuple[Factor, ...]
    units: tuple[Unit, ...]
    weights: tuple[Weight, ...]

    @property
    def value(self) -> float:
        """The product of the local derivatives."""
        return math.prod(factor.value for factor in self.factors)

    def symbols(self) -> Formula:
        """Return the product with symbols."""
        return tuple(product(*(Term(f.symbol, f.role, f.place) for f in self.factors)))

    def numbers(self, case: Case) -> Formula:
        """Return the product with numbers, and what it comes to."""
        factors = product(*(case.factor(f.value, f.role, f.place) for f in self.factors))
        return equation(factors, case.number(self.value, "gradient"))


def derivative_symbol(of: str, by: str) -> str:
    """Return a partial derivative in LaTeX."""
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


def make_path(case: Case, place: Part, passed: Sequence[int], through: int) -> ChainPath:
    """Return the path to a place through the units `passed`, from the output on.

    `through` is the output whose slope it takes where softmax couples outputs; -1: its own.
    """
    layers = [case.depth - step for step in range(len(passed))]
    units = tuple(Unit(layer, j) for layer, j in zip(layers, passed, strict=True))
    factors = _output_factors(case, units[0], through)
    weights = []
    for above, below in pairwise(units):
        weight = Weight(above.layer, below.unit, above.unit)
        weights.append(weight)
        factors += [_weight_factor(case, weight), *_slope_factors(case, below)]
    if place.layer == 0 and isinstance(place, Unit):
        weights.append(Weight(1, place.unit, units[-1].unit))
        factors.append(_weight_factor(case, weights[-1]))
        units = (*units, place)
    elif isinstance(place, Weight):
        below = place.start
        symbol = case.a_symbol(below.layer, below.unit)
        factors.append(Factor(symbol.latex, float(case.a(below.layer)[below.unit]), symbol.role, below))
        weights.append(place)
        units = (*units, below)
    return ChainPath(tuple(factors), units, tuple(weights))


def _output_factors(case: Case, output: Unit, through: int) -> list[Factor]:
    """Return the first factors: dL/dz of an output where it is short, else dL/dy-hat and dy-hat/dz."""
    layer, j = output.layer, output.unit
    z = case.z_symbol(layer, j).latex
    loss = "L" if case.batch == 1 else "L_s"
    if case.rule in SHORT_CUTS:
        return [Factor(derivative_symbol(loss, z), float(case.delta(layer)[j]), "delta", output)]
    k = through if through >= 0 else j
    y_hat = case.output_symbol(k)
    slope = float(case.output_slopes[k])
    local = case.slope(layer, j) if through < 0 else float(jacobian(case)[k, j])
    return [
        Factor(derivative_symbol(loss, y_hat), slope, "loss", Unit(layer, k)),
        Factor(derivative_symbol(y_hat, z), local, "z", output),
    ]


def _weight_factor(case: Case, weight: Weight) -> Factor:
    value = case.parameter(weight)
    name = case.parameter_symbol(weight)
    return Factor(name.latex, value, "weight", weight)


def _slope_factors(case: Case, unit: Unit) -> list[Factor]:
    """Return da/dz of a hidden neuron, and its dropout mask where it has one."""
    z = case.z_symbol(unit.layer, unit.unit).latex
    factors = [Factor(f"f'({z})", case.slope(unit.layer, unit.unit), "z", unit)]
    mask = case.mask(unit.layer)
    return factors if mask is None else [*factors, Factor("m", float(mask[unit.unit]), "plain", unit)]
