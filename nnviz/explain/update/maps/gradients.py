"""Gradients of kernels: every output pixel that pulls on one weight, in numbers; and of gamma and beta."""

from functools import lru_cache

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.layers.conv import Conv
from nnviz.explain.formulas.step import Formula, Key, Region, Step, Term
from nnviz.explain.formulas.sums import equation, product, sum_in_brackets, total
from nnviz.explain.layers.windows import under_weight
from nnviz.explain.update.case import Case
from nnviz.explain.update.maps.common import (
    Index,
    all_maps,
    and_more,
    any_map,
    has_maps,
    kernel_region,
    learns_kernels,
    lines_into,
    map_count,
    map_symbol,
    of_batch,
    pixel_region,
    place,
    shown_maps,
    summed,
    symbol,
    title,
)
from nnviz.explain.update.maps.convolving import conv_of, kernel_place
from nnviz.explain.update.maps.kinds import gains_of
from nnviz.explain.update.maps.learned import place_of, words_of
from nnviz.explain.update.parameters import batch_factor, gradient_symbol
from nnviz.explain.update.penalties import penalty_numbers, penalty_symbols
from nnviz.explain.update.wrong_order import RIGHT, WRONG_GRADIENT_WHY, is_wrong, off_by, right_derivative
from nnviz.parts import Bias, Gain, KernelWeight, Unit, latex_layer

CONV_WHY = (
    "The same weight was used at every place of the map: so every output pixel pulls on it, with its error "
    "times the pixel that lay under the weight there."
)
BIAS_WHY = "The bias was added at every place: it takes the errors of all pixels of its map."
STRONGEST = 8
"""Output pixels whose pull is written out, the strongest first."""


def learned_count(case: Case, layer: int) -> int:
    """Return how many numbers are learned for each map of a layer."""
    record = case.record(layer)
    return record.bias + (record.fan_in if learns_kernels(case, layer) else 1)


def summands(case: Case, at: KernelWeight | Gain | Bias) -> Floats:
    """Return what every sample and place adds to a derivative: (batch, rows, columns)."""
    layer, unit = at.layer, at.target if isinstance(at, KernelWeight) else at.unit
    deltas = of_batch(case, layer, case.layer(layer).delta)[..., unit]
    if isinstance(at, KernelWeight):
        below = under_weight(conv_of(case, layer), case.a_of_batch(layer - 1), at.row, at.column)
        return np.asarray(deltas * below[..., at.source])
    if isinstance(at, Gain):
        return np.asarray(deltas * gains_of(case, layer).values(case, layer, unit))
    return deltas


def gradient_symbols(case: Case, layer: int) -> list[Formula]:
    """Return the gradients of a layer with symbols."""
    front = rf"{batch_factor(case, symbol=True)} \sum_s " if case.batch > 1 else ""
    if learns_kernels(case, layer):
        name = rf"w^{{({layer})}}_{{k c}}[i,j]"
        inside = [Term(rf"{front}\sum_{{y,x}}"), Term(rf"\delta^{{({layer})}}_{{k}}[y,x]", "delta")]
        inside.append(any_map(case, "a", layer - 1, "c", r"\text{under it}"))
    else:
        name = r"\gamma_c"
        inside = [
            Term(rf"{front}\sum_{{y,x}}"),
            Term(rf"\delta_c \cdot {gains_of(case, layer).symbol}_c", "delta"),
        ]
    rows = [equation(Term(rf"\frac{{\partial L}}{{\partial {name}}}", "gradient"), inside)]
    if case.has_bias(layer):
        bias = latex_layer("b" if learns_kernels(case, layer) else r"\beta", layer)
        row = [Term(rf"{front}\sum_{{y,x}}"), Term(rf"\delta^{{({layer})}}[y,x]", "delta")]
        rows.append(equation(Term(rf"\frac{{\partial L}}{{\partial {bias}}}", "gradient"), row))
    return rows


def gradient_lines(case: Case, layer: int, units: range) -> list[Formula]:
    """Return the gradients of maps as they come out: a matrix a kernel, or columns."""
    trace, name = case.layer(layer), r"\frac{\partial L}{\partial "
    if not learns_kernels(case, layer):
        return [
            equation(
                Term(rf"{name}\gamma}}", "gradient"), case.column(trace.weights_gradient[0], "gradient")
            ),
            equation(Term(rf"{name}\beta}}", "gradient"), case.column(trace.biases_gradient, "gradient")),
        ]
    lines = []
    for unit in units:
        channels = range(map_count(case, layer - 1)) if len(units) == 1 else range(1)
        for c in list(channels)[: case.most_lines]:
            kernel = Term(rf"{name} w^{{({layer})}}_{{{unit + 1},{c + 1}}}}}", "gradient")
            lines.append(equation(kernel, case.matrix(trace.weights_gradient[:, :, c, unit], "gradient")))
        if case.has_bias(layer):
            bias = Bias(layer, unit)
            lines.append(
                equation(gradient_symbol(case, bias), case.number(case.gradient(bias), "gradient", bias))
            )
    return lines


def gradient_layer_step(case: Case, key: Key) -> Step:
    """Return the gradients of a layer, or of what one map learned."""
    layer, unit = key.layer or 0, key.unit
    units = shown_maps(case, layer) if unit is None else range(unit, unit + 1)
    is_conv = learns_kernels(case, layer)
    more = and_more(map_count(case, layer), len(units)) if unit is None and is_conv else ()
    why = WRONG_GRADIENT_WHY if is_wrong(case, layer) else CONV_WHY if is_conv else gains_of(case, layer).why
    return Step(
        key,
        f"{title(case, layer, unit=unit)}: the gradients",
        tuple(gradient_symbols(case, layer)),
        tuple(gradient_lines(case, layer, units)),
        more,
        why,
        units=all_maps(case, layer - 1, layer)
        if unit is None
        else (*all_maps(case, layer - 1), Unit(layer, unit)),
        weights=lines_into(case, layer, None if unit is None else [unit]),
        biases=tuple(Bias(layer, u) for u in units) if case.has_bias(layer) else (),
    )


def gradient_parameter_step(case: Case, key: Key) -> Step:
    """Return the gradient of one number of a kernel, of a bias, of gamma or beta."""
    layer, unit = key.layer or 0, key.unit or 0
    at = place_of(case, layer, unit, key.pixel or 0)
    parts, used = summands(case, at), case.gradient(at)
    name = gradient_symbol(case, at)
    own = Term("g" if case.batch == 1 else f"g_{{{case.sample + 1}}}", "gradient")
    lines = _own_lines(case, at, parts[case.sample], own)
    if case.batch > 1 or penalty_numbers(case, at) or is_wrong(case, layer):  # else it would be said twice
        lines.append(_batch_line(case, at, parts, name))
    if is_wrong(case, layer):
        right = right_derivative(case, at)
        lines += [(RIGHT, case.number(right, "gradient")), off_by(case, used, right, "gradient")]
    return Step(
        key,
        f"{title(case, layer, unit=unit)}: the gradient of {words_of(at)}",
        _parameter_symbols(case, at, name),
        tuple(lines),
        equation(name, case.number(used, "gradient")),
        _why(case, at, parts[case.sample]),
        units=(*_below(at), Unit(layer, unit)),
        weights=_lines_of(case, at),
        biases=(at,) if isinstance(at, Bias) else (),
        values=((at.line if isinstance(at, KernelWeight) else Unit(layer, unit), used),),
        regions=(*_under(case, at), *kernel_region(at)),
    )


def _why(case: Case, at: KernelWeight | Gain | Bias, parts: Floats) -> str:
    if is_wrong(case, at.layer):
        return WRONG_GRADIENT_WHY
    if not isinstance(at, KernelWeight):
        return BIAS_WHY if isinstance(at, Bias) else gains_of(case, at.layer).why
    pulling = int(np.count_nonzero(parts))
    return f"{CONV_WHY} Of this sample {pulling:,} of {parts.size:,} output pixels pull."


def _below(at: KernelWeight | Gain | Bias) -> tuple[Unit, ...]:
    if isinstance(at, KernelWeight):
        return (Unit(at.layer - 1, at.source),)
    return (Unit(at.layer - 1, at.unit),) if isinstance(at, Gain) else ()


def _lines_of(case: Case, at: KernelWeight | Gain | Bias) -> tuple:  # type: ignore[type-arg]
    if isinstance(at, KernelWeight):
        return (at.line,)
    return lines_into(case, at.layer, [at.unit]) if isinstance(at, Gain) else ()


def _under(case: Case, at: KernelWeight | Gain | Bias) -> tuple[Region, ...]:
    """Return what lies under one weight while its window moves: nearly the whole map below."""
    if not isinstance(at, KernelWeight):
        return ()
    record = conv_of(case, at.layer)
    top, _, left, _ = record.zeros_around
    rows, columns = record.counts
    height, width = (rows - 1) * record.stride[0] + 1, (columns - 1) * record.stride[1] + 1
    return (Region(Unit(at.layer - 1, at.source), at.row - top, at.column - left, height, width),)


def _parameter_symbols(case: Case, at: KernelWeight | Gain | Bias, name: Term) -> tuple[Formula, ...]:
    maps = has_maps(case, at.layer)
    unit = at.target if isinstance(at, KernelWeight) else at.unit
    delta = Term(rf"\delta^{{({at.layer})}}_{{{unit + 1}}}" + ("[y,x]" if maps else ""), "delta")
    inside = [Term(r"\sum_{y,x}")] if maps else []
    inside.append(delta)
    if isinstance(at, KernelWeight):
        inside.append(map_symbol(case, "a", at.layer - 1, at.source, r"\text{under it}"))
    elif isinstance(at, Gain):
        inside.append(Term(rf"{gains_of(case, at.layer).symbol}_{{{unit + 1}}}", "a"))
    front = [Term(rf"{batch_factor(case, symbol=True)} \sum_s")] if case.batch > 1 else []
    own = Term("g" if case.batch == 1 else "g_s", "gradient")
    return (equation(own, inside), equation(name, [*front, own, *penalty_symbols(case, at)]))


def _own_lines(case: Case, at: KernelWeight | Gain | Bias, parts: Floats, own: Term) -> list[Formula]:
    """Return what the sample adds: all places as matrices, then the strongest pulls."""
    value = case.number(float(parts.sum()), "gradient")
    unit = at.target if isinstance(at, KernelWeight) else at.unit
    deltas = of_batch(case, at.layer, case.layer(at.layer).delta)[case.sample, ..., unit]
    if parts.size == 1 and not isinstance(at, Bias):
        with np.errstate(all="ignore"):
            other = _factor_of(case, at)[0, 0]
        row = product(case.factor(float(deltas[0, 0]), "delta"), case.factor(float(other), "a"))
        return [equation(own, row, value)]
    if parts.size == 1:
        return [equation(own, value)]
    matrix = case.matrix(deltas, "delta")
    if isinstance(at, Bias):
        return [equation(own, summed(matrix), value)]
    inside = [matrix, Term(r"\odot"), case.matrix(_factor_of(case, at), case.a_role(at.layer - 1))]
    lines = [equation(own, summed(*inside), value)]
    strongest = np.argsort(-np.abs(parts).ravel(), kind="stable")[:STRONGEST].tolist()
    order = [n for n in strongest if parts.ravel()[n] != 0.0]
    if len(order) > 1:
        pulls = [[case.number(float(parts.ravel()[n]), "gradient")] for n in order]
        rest = int(np.count_nonzero(parts)) - len(order)
        if rest:
            left = float(parts.sum() - sum(parts.ravel()[n] for n in order))
            pulls.append([case.number(left), Term(rf"\text{{ ({rest:,} more)}}")])
        lines.append(equation(own, total(pulls, len(pulls)), value))
    return lines


def _factor_of(case: Case, at: KernelWeight | Gain | Bias) -> Floats:
    """Return what the errors of the sample are multiplied by at every place: (rows, columns)."""
    if isinstance(at, KernelWeight):
        below = under_weight(conv_of(case, at.layer), case.a(at.layer - 1), at.row, at.column)
        return below[..., at.source]
    assert isinstance(at, Gain)
    return np.asarray(gains_of(case, at.layer).values(case, at.layer, at.unit)[case.sample])


def _batch_line(case: Case, at: KernelWeight | Gain | Bias, parts: Floats, name: Term) -> Formula:
    """Return the gradient from what every sample adds, and the penalties."""
    samples = [[case.number(float(part.sum()), "gradient")] for part in parts]
    factor = batch_factor(case, symbol=False)
    row = sum_in_brackets(samples, factor, case.longest_sum) if factor else total(samples, case.longest_sum)
    return equation(name, total([row, *penalty_numbers(case, at)]))


@lru_cache(maxsize=4)
def _width(record: Conv) -> int:
    return record.counts[1]


def pull_index(case: Case, key: Key) -> Index:
    """Return which output pixel a product of a gradient is about."""
    row, column = divmod(key.part or 0, _width(conv_of(case, key.layer or 0)))
    return row, column, key.unit or 0


def gradient_pull_step(case: Case, key: Key) -> Step:
    """Return how one output pixel pulls on a number of the kernel."""
    layer, index = key.layer or 0, pull_index(case, key)
    at = kernel_place(case, layer, index[2], key.pixel or 0)
    delta = case.factor(float(case.delta(layer)[index]), "delta", place(layer, index))
    value = float(summands(case, at)[case.sample][index[:2]])
    symbols, numbers, regions = [symbol(case, "delta", layer, index)], [delta], pixel_region(layer, index)
    if isinstance(at, KernelWeight):
        record = conv_of(case, layer)
        top, _, left, _ = record.zeros_around
        below = (
            index[0] * record.stride[0] - top + at.row,
            index[1] * record.stride[1] - left + at.column,
            at.source,
        )
        factor = _factor_of(case, at)[index[:2]]
        symbols.append(symbol(case, "a", layer - 1, below))
        numbers.append(case.factor(float(factor), case.a_role(layer - 1), place(layer - 1, below)))
        regions += pixel_region(layer - 1, below)
    line = tuple(product(*numbers))
    return Step(
        key,
        f"{title(case, layer, index)}: how it pulls on {words_of(at)}",
        (tuple(product(*symbols)),),
        (line,),
        (case.number(value, "gradient"),),
        "The error of this output pixel, times the pixel that lay under the weight when it was computed.",
        units=(*_below(at), place(layer, index)),
        weights=_lines_of(case, at),
        biases=(at,) if isinstance(at, Bias) else (),
        regions=(*regions, *kernel_region(at)),
    )
