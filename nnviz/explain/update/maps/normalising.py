"""Batch normalisation: its mean and deviation in numbers, and how each sample's error moves that of all."""

from typing import cast

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.layers.norm import BatchNorm
from nnviz.explain.formulas.step import Formula, Key, Region, Step, Term
from nnviz.explain.formulas.sums import BECOMES, LONGEST_SUM, equation, long_total, product, total
from nnviz.explain.update.case import Case
from nnviz.explain.update.maps.common import (
    Index,
    any_map,
    has_maps,
    index_of,
    map_symbol,
    of_batch,
    pixel_region,
    place,
    symbol,
    title,
)
from nnviz.explain.update.wrong_order import down_weights
from nnviz.parts import Bias, Gain, Unit, Weight, latex_symbol

WHY = (
    "From every value its map's mean over the batch is taken, and what is left is divided by the deviation; "
    "then gamma and beta give back a scale and a place that are learned."
)
DOWN_WHY = (
    "A change of one value also moves the mean and the deviation of the whole batch: so the mean of all "
    "errors is taken away, and what the deviation would undo."
)


GAMMA_WHY = (
    "Gamma was multiplied with every normalised value, beta added to it: the errors of all of them add up."
)
KEPT_WHY = (
    " The running mean and variance take in a share of this batch: they serve when the network is only asked."
)


class Batch(msgspec.Struct, frozen=True, eq=False):
    """What a batch normalisation made of one map over the whole batch.

    Attributes
    ----------
    values, deltas : ndarray
        What it got, and dL/dz, of all samples and pixels, (batch, height, width).
    mean, variance, epsilon, gamma, beta : float
    """

    values: Floats
    deltas: Floats
    mean: float
    variance: float
    epsilon: float
    gamma: float
    beta: float

    @property
    def deviation(self) -> float:
        """What values are divided by."""
        return float(np.sqrt(self.variance + self.epsilon))

    @property
    def normed(self) -> Floats:
        """The values with mean 0 and deviation 1."""
        return np.asarray((self.values - self.mean) / self.deviation)

    @property
    def mean_delta(self) -> float:
        """The mean of all errors."""
        return float(self.deltas.mean())

    @property
    def mean_product(self) -> float:
        """The mean of all errors times normed values."""
        return float((self.deltas * self.normed).mean())


def batch_of(case: Case, layer: int, unit: int) -> Batch:
    """Return what a batch normalisation made of one map."""
    trace, record = case.layer(layer), cast(BatchNorm, case.record(layer))
    assert trace.mean is not None
    assert trace.variance is not None
    return Batch(
        of_batch(case, layer, case.a_of_batch(layer - 1))[..., unit],
        of_batch(case, layer, trace.delta)[..., unit],
        float(trace.mean[unit]),
        float(trace.variance[unit]),
        record.epsilon,
        float(trace.weights[0, unit]),
        float(trace.biases[unit]),
    )


def _letter(of: str, layer: int, unit: int) -> Term:
    return Term(latex_symbol(Unit(layer, unit), of), "plain", Unit(layer, unit))


def norm_symbols(case: Case, layer: int) -> Formula:
    """Return z of any value with symbols."""
    at = "y,x" if has_maps(case, layer) else ""
    mean = any_map(case, "a", layer - 1, "c", at).latex + r" - \mu_c"
    fraction = Term(rf"\frac{{{mean}}}{{\sqrt{{v_c + \epsilon}}}}", "a")
    row = [Term(r"\gamma_c", "weight"), Term(r"\cdot"), fraction, Term("+"), Term(r"\beta_c", "bias")]
    return equation(any_map(case, "z", layer, "c", at), row)


def norm_layer_lines(case: Case, layer: int) -> list[Formula]:
    """Return mean, variance, gamma and beta of all maps as columns."""
    trace = case.layer(layer)
    assert trace.mean is not None
    assert trace.variance is not None
    return [
        equation(Term(r"\mu"), case.column(trace.mean)),
        equation(Term("v"), case.column(trace.variance)),
        equation(Term(r"\gamma", "weight"), case.column(trace.weights[0], "weight")),
        equation(Term(r"\beta", "bias"), case.column(trace.biases, "bias")),
    ]


def statistics_lines(case: Case, layer: int, unit: int) -> list[Formula]:
    """Return the mean and the deviation of a map over the batch, with their numbers."""
    batch = batch_of(case, layer, unit)
    values = batch.values.ravel()
    mean = case.number(batch.mean)
    away = [[Term(_square(case, value, batch.mean), "a")] for value in _shown(values)]
    over = Term(rf"\frac{{1}}{{{len(values)}}}")
    mu, v, s = (_letter(of, layer, unit) for of in (r"\mu", "v", "s"))
    row = long_total(len(values), lambda n: [case.number(values[n], "a")], case.longest_sum)
    rest = _dots(len(values)) if len(values) > len(away) else []
    squares = total([*away[:-1], *rest, *away[-1:]], len(values) + 1)
    inside = rf"\sqrt{{{case.number(batch.variance).latex} + {case.setting(batch.epsilon)}}}"
    return [
        equation(mu, [over, Term(r"\big("), *row, Term(r"\big)")], mean),
        equation(v, [over, Term(r"\big("), *squares, Term(r"\big)")], case.number(batch.variance)),
        equation(s, Term(inside), case.number(batch.deviation)),
    ]


def _shown(values: Floats) -> Floats:
    """Return the values whose squares are written out: of many the first few and the last."""
    few = LONGEST_SUM // 3
    return values if len(values) <= few else np.append(values[: few - 1], values[-1])


def _dots(count: int) -> list[list[Term]]:
    return [[Term(rf"\cdots\text{{ {count - LONGEST_SUM // 3} more }}\cdots")]]


def _square(case: Case, value: float, mean: float) -> str:
    return rf"\left({case.number(value).latex} - {case.factor(mean).latex}\right)^{{2}}"


def _statistics_symbols(layer: int, unit: int, below: Term) -> list[Formula]:
    mu, v, s = (_letter(of, layer, unit) for of in (r"\mu", "v", "s"))
    return [
        equation(mu, [Term(r"\frac{1}{n} \sum"), below]),
        equation(v, [Term(r"\frac{1}{n} \sum"), Term(rf"({below.latex} - {mu.latex})^2")]),
        equation(s, Term(rf"\sqrt{{{v.latex} + \epsilon}}")),
    ]


def norm_map_step(case: Case, key: Key) -> Step:
    """Return a map, or a unit, normalised: mean and deviation over the batch, and what comes out."""
    layer, unit = key.layer or 0, key.unit or 0
    batch, maps = batch_of(case, layer, unit), has_maps(case, layer)
    below = any_map(case, "a", layer - 1, str(unit + 1), "y,x" if maps else "")
    name = map_symbol(case, "z", layer, unit) if maps else symbol(case, "z", layer, (unit,))
    own = case.a(layer - 1)[..., unit]
    inner = case.matrix(own, "a") if maps else case.number(float(own), "a")
    lines = statistics_lines(case, layer, unit)
    z = case.z(layer)[..., unit]
    value = case.matrix(z, "z") if maps else case.number(float(z), "z", Unit(layer, unit))
    row = equation(name, _normed(case, batch, inner))
    return Step(
        key,
        f"{title(case, layer, unit=unit)}: mean, deviation, and what comes out",
        (*_statistics_symbols(layer, unit, below), norm_symbols(case, layer)),
        (*lines, equation(row, value) if maps else row),
        () if maps else equation(name, value),
        WHY,
        units=(Unit(layer - 1, unit), Unit(layer, unit)),
        weights=(Weight(layer, unit, unit),),
        biases=(Bias(layer, unit),),
        values=() if maps else ((Unit(layer, unit), float(z)),),
    )


def _normed(case: Case, batch: Batch, value: Term) -> list[Term]:
    """Return gamma / deviation (value - mean) + beta with numbers."""
    front = rf"\frac{{{case.number(batch.gamma).latex}}}{{{case.number(batch.deviation).latex}}}"
    inside = [Term(r"\big("), value, Term("-"), case.factor(batch.mean), Term(r"\big)")]
    return total([[Term(front, "weight"), Term(r"\cdot"), *inside], [case.number(batch.beta, "bias")]])


def norm_pixel_step(case: Case, key: Key) -> Step:
    """Return one pixel normalised."""
    layer, index = key.layer or 0, index_of(case, key)
    batch, name = batch_of(case, layer, index[-1]), symbol(case, "z", layer, index)
    below = case.number(float(case.a(layer - 1)[index]), "a", place(layer - 1, index))
    value, at = float(case.z(layer)[index]), place(layer, index)
    return Step(
        key,
        f"{title(case, layer, index)}: normalised",
        (norm_symbols(case, layer),),
        (equation(name, _normed(case, batch, below)),),
        equation(name, case.number(value, "z", at)),
        WHY,
        units=(place(layer - 1, index), at),
        weights=(Weight(layer, index[-1], index[-1]),),
        biases=(Bias(layer, index[-1]),),
        values=((at, value),),
        regions=(*pixel_region(layer - 1, index), *pixel_region(layer, index)),
    )


# The way back


def norm_down_symbols(case: Case, layer: int) -> list[Term]:
    """Return the error that comes down through a batch normalisation, with symbols."""
    delta = any_map(case, "delta", layer, "c", "y,x" if has_maps(case, layer) else "").latex
    inside = rf"{delta} - \overline{{\delta_c}} - \hat{{a}}_c \cdot \overline{{\delta_c \hat{{a}}_c}}"
    return [Term(r"\frac{\gamma_c}{s_c}", "weight"), Term(rf"\big( {inside} \big)", "delta")]


def norm_down_lines(case: Case, layer: int, index: Index) -> tuple[list[Formula], list[list[Term]]]:
    """Return the means over the batch that an error loses on its way down, and what is left of it."""
    batch, unit = batch_of(case, layer, index[-1]), index[-1]
    at = (case.sample, *(index[:2] if len(index) == 3 else (0, 0)))
    normed, delta = float(batch.normed[at]), float(batch.deltas[at])
    inner = rf"{case.number(float(batch.values[at])).latex} - {case.factor(batch.mean).latex}"
    hat = Term(rf"\hat{{a}}_{{{unit + 1}}}")
    lines = [
        equation(Term(rf"\overline{{\delta_{{{unit + 1}}}}}"), case.number(batch.mean_delta)),
        equation(
            Term(rf"\overline{{\delta_{{{unit + 1}}} \hat{{a}}_{{{unit + 1}}}}}"),
            case.number(batch.mean_product),
        ),
        equation(
            hat, Term(rf"\frac{{{inner}}}{{{case.number(batch.deviation).latex}}}"), case.number(normed)
        ),
    ]
    gamma = float(down_weights(case, layer)[0, unit])
    front = rf"\frac{{{case.number(gamma).latex}}}{{{case.number(batch.deviation).latex}}}"
    inside = [case.number(delta, "delta"), Term("-"), case.factor(batch.mean_delta), Term("-")]
    inside += product(case.factor(normed), case.factor(batch.mean_product))
    return lines, [[Term(front, "weight"), Term(r"\cdot"), Term(r"\big("), *inside, Term(r"\big)")]]


def norm_down_regions(_case: Case, layer: int, index: Index) -> list[Region]:
    """Return the pixel that a pixel became."""
    return list(pixel_region(layer, index))


def normed_values(case: Case, layer: int, unit: int) -> Floats:
    """Return what gamma of a map is multiplied by: (batch, rows, columns)."""
    return batch_of(case, layer, unit).normed


def running_lines(case: Case, layer: int) -> list[Formula]:
    """Return the running mean and variance: a share of the old ones, and of those of the batch."""
    record, trace = cast(BatchNorm, case.record(layer)), case.layer(layer)
    assert trace.mean is not None
    assert trace.variance is not None
    count = case.batch * record.pixels
    unbiased = trace.variance * count / (count - 1) if count > 1 else trace.variance
    share = case.setting(record.momentum)
    lines = []
    for name, row, batch in ((r"\mu_{\text{run}}", 1, trace.mean), (r"v_{\text{run}}", 2, unbiased)):
        old, new = trace.weights[row], trace.weights_after[row]
        right = [
            [Term(rf"(1 - {share})"), Term(r"\cdot"), case.column(old)],
            [Term(share), Term(r"\cdot"), case.column(batch)],
        ]
        lines.append(equation([Term(name), BECOMES, *total(right)], case.column(new)))
    return lines


def norm_place(layer: int, unit: int, number: int) -> Gain | Bias:
    """Return gamma (0) or beta (1) of a map."""
    return Bias(layer, unit) if number else Gain(layer, unit)
