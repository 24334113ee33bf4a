"""Convolution: one output pixel is a window, a kernel, their products, their sum, and the bias."""

from typing import cast

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.layers.conv import Conv
from nnviz.explain.formulas.step import Formula, Key, Region, Step, Term
from nnviz.explain.formulas.sums import equation, product, total
from nnviz.explain.layers.windows import corner, index_formula, seen_by, window
from nnviz.explain.update.case import Case
from nnviz.explain.update.maps.common import (
    Index,
    any_map,
    index_of,
    kernel_region,
    lines_into,
    map_count,
    pixel_region,
    place,
    summed,
    symbol,
    title,
)
from nnviz.explain.update.wrong_order import down_weights
from nnviz.parts import Bias, KernelWeight, Unit

PIXEL_WHY = (
    "The window of the maps below, number by number times the kernel; the products add up to one pixel."
)
DOWN_WHY = (
    "Every window that sees this pixel sends its error back, times the number of the kernel that lay on it."
)
PADDED_WHY = " Where the window reaches beyond the maps it sees zeros."


def conv_of(case: Case, layer: int) -> Conv:
    """Return the record of a convolution."""
    return cast(Conv, case.record(layer))


def kernel_place(case: Case, layer: int, unit: int, number: int) -> KernelWeight | Bias:
    """Return a number of the kernels into a map, counted row by row, channels fastest; last, the bias."""
    record = conv_of(case, layer)
    if number == record.fan_in:
        return Bias(layer, unit)
    i, j, c = np.unravel_index(number, record.weights_shape[:-1])
    return KernelWeight(layer, int(i), int(j), int(c), unit)


def conv_symbols(case: Case, layer: int) -> Formula:
    """Return z of any pixel with symbols."""
    record = conv_of(case, layer)
    top, _, left, _ = record.zeros_around
    rows, columns = (
        index_formula(letter, inner, step, before)
        for letter, inner, step, before in zip("yx", "ij", record.stride, (top, left), strict=True)
    )
    row = [Term(r"\sum_{c,i,j}"), Term(rf"w^{{({layer})}}_{{k c}}[i,j]", "weight")]
    row.append(any_map(case, "a", layer - 1, "c", f"{rows},\\,{columns}"))
    if case.has_bias(layer):
        row += [Term("+"), Term(rf"b^{{({layer})}}_{{k}}", "bias")]
    return equation(any_map(case, "z", layer, "k", "y,x"), row)


def conv_pixel_step(case: Case, key: Key) -> Step:
    """Return the sum of one output pixel."""
    layer, index = key.layer or 0, index_of(case, key)
    record, (row, column, unit) = conv_of(case, layer), index
    seen, kernels = window(record, case.a(layer - 1), row, column), case.layer(layer).weights[..., unit]
    products = seen * kernels
    name, value = symbol(case, "z", layer, index), float(case.z(layer)[index])
    lines, sums = [], []
    for channel in range(map_count(case, layer - 1)):
        came = float(products[:, :, channel].sum())
        sums.append([case.number(came)])
        if channel < case.most_lines:
            below = case.matrix(seen[:, :, channel], case.a_role(layer - 1))
            kernel = case.matrix(kernels[:, :, channel], "weight")
            inside = summed(below, Term(r"\odot"), kernel)
            terms = summed(case.matrix(products[:, :, channel]))
            lines.append(equation(Term(f"s_{{{channel + 1}}}"), inside, terms, case.number(came)))
    if case.has_bias(layer):
        sums.append([case.number(case.layer(layer).biases[unit], "bias", Bias(layer, unit))])
    lines.append(equation(name, total(sums, case.longest_sum)))
    top, left = corner(record, row, column)
    return Step(
        key,
        f"{title(case, layer, index)}: the sum",
        _pixel_symbols(case, layer, index),
        tuple(lines),
        equation(name, case.number(value, "z", place(layer, index))),
        PIXEL_WHY + (PADDED_WHY if any(record.zeros_around) else ""),
        units=(*(Unit(layer - 1, c) for c in range(map_count(case, layer - 1))), Unit(layer, unit)),
        weights=lines_into(case, layer, [unit]),
        biases=(Bias(layer, unit),) if case.has_bias(layer) else (),
        values=((Unit(layer, unit), value),),
        regions=(*_windows(case, layer, top, left), *pixel_region(layer, index)),
    )


def _windows(case: Case, layer: int, top: int, left: int) -> list[Region]:
    """Return the window on every map below."""
    size, below = conv_of(case, layer).size, map_count(case, layer - 1)
    return [Region(Unit(layer - 1, channel), top, left, *size) for channel in range(below)]


def _pixel_symbols(case: Case, layer: int, index: Index) -> tuple[Formula, ...]:
    row, column, unit = index
    top, left = corner(conv_of(case, layer), row, column)
    below = any_map(case, "a", layer - 1, "c", f"{_moved('i', top)},{_moved('j', left)}")
    kernel = Term(rf"w^{{({layer})}}_{{{unit + 1} c}}[i,j]", "weight")
    whole = [Term(r"\sum_c"), Term("s_c")]
    if case.has_bias(layer):
        whole += [Term("+"), case.parameter_symbol(Bias(layer, unit))]
    return (
        equation(symbol(case, "z", layer, index), whole),
        equation(Term("s_c"), [Term(r"\sum_{i,j}"), below, kernel]),
    )


def _moved(letter: str, by: int) -> str:
    return letter if by == 0 else f"{letter}{by:+d}"


def conv_products(case: Case, layer: int, index: Index) -> Floats:
    """Return the products of a pixel in the order of its steps: row by row, channels fastest."""
    row, column, unit = index
    seen = window(conv_of(case, layer), case.a(layer - 1), row, column)
    return np.asarray(seen * case.layer(layer).weights[..., unit]).ravel()


def conv_product_step(case: Case, key: Key) -> Step:
    """Return one product of a window and its kernel, or the bias."""
    layer, index, part = key.layer or 0, index_of(case, key), key.part or 0
    record, (row, column, unit) = conv_of(case, layer), index
    seen, kernels = window(record, case.a(layer - 1), row, column), case.layer(layer).weights[..., unit]
    products = conv_products(case, layer, index)
    where, name = title(case, layer, index), symbol(case, "z", layer, index)
    at = kernel_place(case, layer, unit, part)
    if isinstance(at, Bias):
        bias = case.number(case.parameter(at), "bias", at)
        return Step(
            key,
            f"{where}: its bias",
            (equation(name, [Term(r"\cdots"), Term("+"), case.parameter_symbol(at)]),),
            (equation(name, total([[case.number(float(products.sum()))], [bias]])),),
            equation(name, case.number(case.z(layer)[index], "z", place(layer, index))),
            "One bias for the whole map: it shifts all its pixels alike.",
            units=(Unit(layer, unit),),
            biases=(at,),
            values=((at, case.parameter(at)),),
            regions=pixel_region(layer, index),
        )
    top, left = corner(record, row, column)
    below = (top + at.row, left + at.column, at.source)
    numbers = product(
        case.factor(float(kernels[at.index[:3]]), "weight", at.line),
        case.factor(float(seen[at.index[:3]]), case.a_role(layer - 1), Unit(layer - 1, at.source)),
    )
    came = case.number(float(products[part]))
    lines: list[Formula] = [tuple(numbers)]
    result: Formula = (came,)
    if part:
        so_far = Term(r"\text{sum so far}")
        lines = [
            equation(numbers, came),
            equation(so_far, total([[case.number(products[:part].sum())], [came]])),
        ]
        result = equation(so_far, case.number(products[: part + 1].sum()))
    inside = 0 <= below[0] < record.shape_in[0] and 0 <= below[1] < record.shape_in[1]
    return Step(
        key,
        f"{where}: product {part + 1} of {len(products)}",
        (tuple(product(case.parameter_symbol(at), symbol(case, "a", layer - 1, below))),) if inside else (),
        tuple(lines),
        result,
        "One number of the window times the number of the kernel that lies over it."
        if inside
        else "Here the window reaches beyond the map, where it sees a zero.",
        units=(Unit(layer - 1, at.source), Unit(layer, unit)),
        weights=(at.line,),
        values=((at.line, float(products[part])),),
        regions=(
            Region(Unit(layer - 1, at.source), *below[:2]),
            *pixel_region(layer, index),
            *kernel_region(at),
        ),
    )


# The way back


def conv_down_symbols(case: Case, layer: int) -> list[Term]:
    """Return the error that comes down to a pixel of the layer before a convolution, with symbols."""
    kernel = Term(rf"w^{{({layer})}}_{{k c}}[i,j]", "weight")
    above = any_map(case, "delta", layer, "k", "v,u")
    return [Term(r"\sum_{k}"), Term(r"\sum_{(v,u)\,\text{that see it}}"), kernel, above]


def conv_down_pixel_symbols(case: Case, layer: int, _index: Index) -> tuple[list[Term], tuple[Formula, ...]]:
    """Return the same as what each map sends back, and what that is."""
    each = Term("e_k")
    return [Term(r"\sum_{k}"), each], (equation(each, conv_down_symbols(case, layer)[1:]),)


def conv_down_lines(case: Case, layer: int, index: Index) -> tuple[list[Formula], list[list[Term]]]:
    """Return what each map of a convolution sends back to a pixel before it, and the summands."""
    weights, deltas = _down_factors(case, layer, index)
    if not deltas.size:
        return [], [[case.number(0.0)]]
    lines: list[Formula] = []
    sums = []
    for unit in range(map_count(case, layer)):
        products = weights[:, :, unit] * deltas[:, :, unit]
        came = case.number(float(products.sum()))
        sums.append([came])
        if unit < case.most_lines:
            kernel, delta = (
                case.matrix(weights[:, :, unit], "weight"),
                case.matrix(deltas[:, :, unit], "delta"),
            )
            inside = summed(kernel, Term(r"\odot"), delta)
            lines.append(equation(Term(f"e_{{{unit + 1}}}"), inside, summed(case.matrix(products)), came))
    return lines, sums


def conv_down_regions(case: Case, layer: int, index: Index) -> list[Region]:
    """Return the windows that see a pixel, as a region of every map of the convolution."""
    seen = seen_by(conv_of(case, layer), *index[:2])
    if not seen.height * seen.width:
        return []
    maps = range(map_count(case, layer))
    return [Region(Unit(layer, unit), seen.top, seen.left, seen.height, seen.width) for unit in maps]


def conv_down_count(case: Case, layer: int, index: Index) -> int:
    """Return how many products come down to a pixel."""
    return len(seen_by(conv_of(case, layer), *index[:2]).places) * map_count(case, layer)


def conv_down_part(case: Case, layer: int, index: Index, part: int) -> tuple[KernelWeight, Index]:
    """Return one of these: the number of the kernel, and the pixel above whose error it brings down."""
    places = seen_by(conv_of(case, layer), *index[:2]).places
    v, u, i, j = places[part % len(places)]
    unit = part // len(places)
    return KernelWeight(layer, i, j, index[2], unit), (v, u, unit)


def conv_down_products(case: Case, layer: int, index: Index) -> Floats:
    """Return all of these products, map by map."""
    weights, deltas = _down_factors(case, layer, index)
    return np.asarray(weights * deltas).transpose(2, 0, 1).ravel()


def _down_factors(case: Case, layer: int, index: Index) -> tuple[Floats, Floats]:
    """Return the numbers of the kernels under which windows see a pixel, and the errors of these windows."""
    seen = seen_by(conv_of(case, layer), *index[:2])
    deltas = case.delta(layer)[seen.top : seen.top + seen.height, seen.left : seen.left + seen.width]
    return down_weights(case, layer)[np.ix_(seen.rows, seen.columns)][:, :, index[2]], deltas


def weights_of_maps(case: Case, layer: int, unit: int) -> Floats:
    """Return the kernels into a map, (height, width, channels)."""
    kernels: Floats = case.layer(layer).weights[..., unit]
    return kernels
