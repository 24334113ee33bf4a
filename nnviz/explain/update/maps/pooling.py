"""Pooling and flattening: what one value is made of, and to whom its error goes back."""

from typing import cast

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.layers.pool import Pool
from nnviz.explain.formulas.step import Formula, Key, Region, Step, Term
from nnviz.explain.formulas.sums import equation
from nnviz.explain.layers.windows import corner, seen_by, window
from nnviz.explain.update.case import Case
from nnviz.explain.update.maps.common import (
    Index,
    any_map,
    index_of,
    pixel_region,
    place,
    summed,
    symbol,
    title,
)
from nnviz.parts import Unit, Weight

AVERAGE_WHY = "The mean of the window: on the way back each of its values gets the same share of the error."


def pool_of(case: Case, layer: int) -> Pool:
    """Return the record of a pooling layer."""
    return cast(Pool, case.record(layer))


def is_max(case: Case, layer: int) -> bool:
    """Return whether a layer takes the largest value."""
    return case.record(layer).kind == "max_pool"


def pool_symbols(case: Case, layer: int) -> Formula:
    """Return z of any pixel with symbols."""
    (down, right), (rows, columns) = pool_of(case, layer).stride, pool_of(case, layer).size
    at = ",".join(
        f"{letter if step == 1 else f'{step}{letter}'}+{inner}-{step}"
        for letter, inner, step in (("y", "i", down), ("x", "j", right))
    )
    below = any_map(case, "a", layer - 1, "c", at)
    front = (
        Term(r"\max_{i,j}") if is_max(case, layer) else Term(rf"\frac{{1}}{{{rows * columns}}} \sum_{{i,j}}")
    )
    return equation(any_map(case, "z", layer, "c", "y,x"), [front, below])


def winner(case: Case, layer: int, index: Index) -> tuple[int, int]:
    """Return where in a window its largest value stands; of equal ones the first."""
    seen = window(pool_of(case, layer), case.a(layer - 1), *index[:2])[:, :, index[2]]
    row, column = divmod(int(seen.argmax()), seen.shape[1])
    return row, column


def pool_pixel_step(case: Case, key: Key) -> Step:
    """Return one pixel of a pooling layer: its window, and what becomes of it."""
    layer, index = key.layer or 0, index_of(case, key)
    record, (row, column, unit) = pool_of(case, layer), index
    seen = window(record, case.a(layer - 1), row, column)[:, :, unit]
    name, value = symbol(case, "z", layer, index), float(case.z(layer)[index])
    matrix = case.matrix(seen, case.a_role(layer - 1))
    top, left = corner(record, row, column)
    regions = [Region(Unit(layer - 1, unit), top, left, *record.size)]
    if is_max(case, layer):
        line = equation(name, [Term(r"\text{max}"), matrix])
        i, j = winner(case, layer, index)
        regions.append(Region(Unit(layer - 1, unit), top + i, left + j))
        ties = int(np.count_nonzero(seen == seen.max()))
        first = f" It is the first of {ties} equal ones." if ties > 1 else ""
        why = (
            f"The largest of the window stands in its row {i + 1}, column {j + 1}: pixel "
            f"[{top + i + 1},{left + j + 1}] of the map below.{first} Back goes the error to it alone."
        )
    else:
        line = equation(name, [Term(rf"\frac{{1}}{{{seen.size}}}"), *summed(matrix)])
        why = AVERAGE_WHY
    return Step(
        key,
        f"{title(case, layer, index)}: {'the largest' if is_max(case, layer) else 'the mean'} of its window",
        (pool_symbols(case, layer),),
        (line,),
        equation(name, case.number(value, "z", place(layer, index))),
        why,
        units=(Unit(layer - 1, unit), Unit(layer, unit)),
        weights=(Weight(layer, unit, unit),),
        values=((Unit(layer, unit), value),),
        regions=(*regions, *pixel_region(layer, index)),
    )


def pool_down_symbols(case: Case, layer: int) -> list[Term]:
    """Return the error that comes down to a pixel through pooling, with symbols."""
    above = any_map(case, "delta", layer, "c", "v,u")
    if is_max(case, layer):
        return [Term(r"\sum_{(v,u)\,\text{whose maximum it is}}"), above]
    rows, columns = pool_of(case, layer).size
    return [Term(rf"\frac{{1}}{{{rows * columns}}} \sum_{{(v,u)\,\text{{that see it}}}}"), above]


def shares(case: Case, layer: int, index: Index) -> Floats:
    """Return which share of its error each window that sees a pixel hands back: (rows, columns)."""
    seen = seen_by(pool_of(case, layer), *index[:2])
    shares = np.zeros((seen.height, seen.width))
    for number, (v, u, i, j) in enumerate(seen.places):
        if is_max(case, layer):
            shares.ravel()[number] = float(winner(case, layer, (v, u, index[2])) == (i, j))
        else:
            shares.ravel()[number] = 1.0 / np.prod(pool_of(case, layer).size)
    return shares


def pool_down_lines(case: Case, layer: int, index: Index) -> tuple[list[Formula], list[list[Term]]]:
    """Return what the windows that see a pixel send back to it: one summand a window."""
    seen, share = seen_by(pool_of(case, layer), *index[:2]), shares(case, layer, index)
    if not share.size:
        return [], [[case.number(0.0)]]
    summands = []
    for (v, u, _, _), part in zip(seen.places, share.ravel(), strict=True):
        at = (v, u, index[2])
        delta = case.factor(float(case.delta(layer)[at]), "delta", place(layer, at))
        if is_max(case, layer):
            summands.append([case.number(float(part)), Term(r"\cdot"), delta])
        else:
            summands.append(
                [Term(rf"\frac{{1}}{{{np.prod(pool_of(case, layer).size)}}}"), Term(r"\cdot"), delta]
            )
    return [], summands


def pool_down_why(case: Case, layer: int, index: Index) -> str:
    """Return who was the maximum of the windows that see a pixel."""
    if not is_max(case, layer):
        return AVERAGE_WHY
    share = shares(case, layer, index)
    if not share.size:
        return "No window sees this pixel: the stride passes it by, and it can do nothing for the loss."
    won, count = int(share.sum()), share.size
    if count == 1:
        return (
            "It was the largest of its window: the whole error goes back to it."
            if won
            else "It was not the largest of its window: a small change of it would have changed nothing."
        )
    return (
        f"It was the largest of {won} of the {count} windows that see it; from the others nothing comes back."
    )


def pool_down_regions(case: Case, layer: int, index: Index) -> list[Region]:
    """Return the windows that see a pixel."""
    seen = seen_by(pool_of(case, layer), *index[:2])
    if not seen.height * seen.width:
        return []
    return [Region(Unit(layer, index[2]), seen.top, seen.left, seen.height, seen.width)]


# Flattening


def unflattened(case: Case, layer: int, unit: int) -> Index:
    """Return which pixel of the maps before a flattened unit is."""
    if len(case.record(layer).shape_in) == 1:
        return (unit,)
    row, column, channel = np.unravel_index(unit, case.record(layer).maps_in)
    return int(row), int(column), int(channel)


def flattened(case: Case, layer: int, index: Index) -> int:
    """Return which unit a pixel becomes."""
    return int(np.ravel_multi_index(index, case.record(layer).shape_in))


def flatten_down_symbols(_case: Case, layer: int) -> list[Term]:
    """Return the error that comes down to a pixel through flattening, with symbols."""
    return [Term(rf"\delta^{{({layer})}}_{{k}}", "delta")]


def flatten_down_pixel_symbols(
    case: Case, layer: int, index: Index
) -> tuple[list[Term], tuple[Formula, ...]]:
    """Return the error that comes down to one pixel with symbols."""
    return [case.delta_symbol(layer, flattened(case, layer, index))], ()


def flatten_down_lines(case: Case, layer: int, index: Index) -> tuple[list[Formula], list[list[Term]]]:
    """Return the error that comes down to one pixel: that of the unit that it became."""
    unit = flattened(case, layer, index)
    value = case.number(float(case.delta(layer)[unit]), "delta", Unit(layer, unit))
    return [equation(case.delta_symbol(layer, unit), value)], [[value]]


def flatten_symbols(case: Case, layer: int) -> Formula:
    """Return z of any unit with symbols."""
    _, width, channels = case.record(layer).maps_in
    number = rf"((y-1) \cdot {width} + x - 1) \cdot {channels} + c"
    return equation(Term(rf"z^{{({layer})}}_{{{number}}}", "z"), any_map(case, "a", layer - 1, "c", "y,x"))


def flatten_unit_step(case: Case, key: Key) -> Step:
    """Return one unit of a flattening layer: which pixel it is."""
    layer, unit = key.layer or 0, key.unit or 0
    index = unflattened(case, layer, unit)
    name, value = symbol(case, "z", layer, (unit,)), float(case.z(layer)[unit])
    number = case.number(value, "z", Unit(layer, unit))
    channel = index[-1]
    return Step(
        key,
        f"{title(case, layer, (unit,))}: which pixel it is",
        (equation(name, symbol(case, "a", layer - 1, index)),),
        (equation(symbol(case, "a", layer - 1, index), number),),
        equation(name, number),
        "Nothing is computed: row by row, map by map, pixels are counted through for the dense layers.",
        units=(Unit(layer - 1, channel), Unit(layer, unit)),
        weights=(Weight(layer, channel, unit),),
        values=((Unit(layer, unit), value),),
        regions=pixel_region(layer - 1, index),
    )
