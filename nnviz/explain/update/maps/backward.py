"""Deltas in layers of maps: what comes down through the layer above, times the slope of f."""

from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import equation, product, sum_in_brackets, total
from nnviz.explain.update.case import Case
from nnviz.explain.update.functions import slope_numbers
from nnviz.explain.update.hidden_delta import SILENCED_WHY
from nnviz.explain.update.maps import convolving
from nnviz.explain.update.maps.common import (
    Index,
    all_maps,
    and_more,
    any_map,
    has_maps,
    has_slope,
    index_of,
    kernel_region,
    learns_kernels,
    lines_into,
    map_count,
    map_lines,
    pixel_region,
    place,
    shown_maps,
    slope_line,
    symbol,
    title,
)
from nnviz.explain.update.maps.kinds import steps_of
from nnviz.explain.update.wrong_order import WRONG_DELTA_WHY, down_weights, is_wrong
from nnviz.parts import Unit


def delta_symbols(case: Case, layer: int) -> Formula:
    """Return the deltas of a layer below one that is not dense, with symbols."""
    at = "y,x" if has_maps(case, layer) else ""
    row = steps_of(case, layer + 1).down_symbols(case, layer + 1)
    slope = Term(f"f'({any_map(case, 'z', layer, 'c', at).latex})", "z")
    return equation(any_map(case, "delta", layer, "c", at), [*row, *_factors(case, layer, slope)])


def _factors(case: Case, layer: int, slope: Term) -> list[Term]:
    """Return what an error meets on its way into a layer: the slope of f, and the mask of dropout."""
    row = [Term(r"\cdot"), slope] if has_slope(case, layer) else []
    return row if case.mask(layer) is None else [*row, Term(r"\cdot"), Term("m")]


def _pixel_symbols(case: Case, layer: int, index: Index) -> tuple[Formula, ...]:
    """Return the delta of a place with symbols: as of any place, unless there is more to name."""
    slope = Term(f"f'({symbol(case, 'z', layer, index).latex})", "z")
    symbols = steps_of(case, layer + 1).down_pixel_symbols
    if symbols is None:
        return (delta_symbols(case, layer),)
    row, more = symbols(case, layer + 1, index)
    name = symbol(case, "delta", layer, index)
    return equation(name, [*row, *_factors(case, layer, slope)]), *more


def delta_layer_step(case: Case, key: Key) -> Step:
    """Return the deltas of a layer, or of one map of it."""
    layer, unit = key.layer or 0, key.unit
    units = shown_maps(case, layer) if unit is None else range(unit, unit + 1)
    lit = all_maps(case, layer) if unit is None else (Unit(layer, unit),)
    lines = lines_into(case, layer + 1)
    if unit is not None:
        lines = tuple(line for line in lines if line.source == unit)
    more = and_more(map_count(case, layer), len(units)) if unit is None and has_maps(case, layer) else ()
    return Step(
        key,
        f"{title(case, layer, unit=unit)}: the deltas",
        (delta_symbols(case, layer),),
        tuple(map_lines(case, "delta", layer, units)),
        more,
        _why(case, layer),
        units=(*lit, *all_maps(case, layer + 1)),
        weights=lines,
    )


def _why(case: Case, layer: int) -> str:
    if is_wrong(case, layer) and case.record(layer + 1).has_parameters:
        return WRONG_DELTA_WHY
    return steps_of(case, layer + 1).down_why


def delta_pixel_step(case: Case, key: Key) -> Step:
    """Return the delta of one pixel, or of a unit below a batch normalisation."""
    layer, index = key.layer or 0, index_of(case, key)
    above, steps = layer + 1, steps_of(case, layer + 1)
    lines, summands = steps.down_lines(case, above, index)
    name, delta, at = (
        symbol(case, "delta", layer, index),
        float(case.delta(layer)[index]),
        place(layer, index),
    )
    mask = case.mask(layer)
    has_factor = has_slope(case, layer) or mask is not None
    longest = case.longest_sum
    row = sum_in_brackets(summands, longest=longest) if has_factor else total(summands, longest)
    if has_slope(case, layer):
        inside = Term(slope_numbers(case, layer, index), "z", at)
        lines = [slope_line(case, layer, index, inside), *lines]
        row = [*row, Term(r"\cdot"), case.factor(case.slope(layer, index), "z", at)]
    if mask is not None:
        row = [*row, Term(r"\cdot"), case.number(float(mask[index]))]
    if len(row) > 1 or not lines:
        lines = [*lines, equation(name, row)]
    why = _why(case, layer)
    if mask is not None and not mask[index]:
        why = SILENCED_WHY
    elif steps.down_pixel_why is not None:
        why = steps.down_pixel_why(case, above, index)
    return Step(
        key,
        f"{title(case, layer, index)}: its delta",
        _pixel_symbols(case, layer, index),
        tuple(lines),
        equation(name, case.number(delta, "delta", at)),
        why,
        units=(at, *all_maps(case, above)),
        weights=tuple(line for line in lines_into(case, above) if line.source == index[-1]),
        values=((at, delta),),
        regions=(
            *pixel_region(layer, index),
            *(steps.down_regions(case, above, index) if steps.down_regions else ()),
        ),
    )


def delta_part_count(case: Case, layer: int, index: Index) -> int:
    """Return how many products come down to a pixel."""
    return convolving.conv_down_count(case, layer + 1, index) if learns_kernels(case, layer + 1) else 0


def delta_part_step(case: Case, key: Key) -> Step:
    """Return one product that comes down through a convolution."""
    layer, index, part = key.layer or 0, index_of(case, key), key.part or 0
    weight, above = convolving.conv_down_part(case, layer + 1, index, part)
    w, delta = float(down_weights(case, layer + 1)[weight.index]), float(case.delta(layer + 1)[above])
    row = product(case.factor(w, "weight", weight.line), case.factor(delta, "delta", place(layer + 1, above)))
    count = delta_part_count(case, layer, index)
    return Step(
        key,
        f"{title(case, layer, index)}: product {part + 1} of {count} from above",
        (tuple(product(case.parameter_symbol(weight), symbol(case, "delta", layer + 1, above))),),
        (tuple(row),),
        (case.number(w * delta),),
        "This window saw the pixel under one number of its kernel: so much of its error comes back.",
        units=(place(layer, index), place(layer + 1, above)),
        weights=(weight.line,),
        values=((weight.line, w * delta),),
        regions=(*pixel_region(layer, index), *pixel_region(layer + 1, above), *kernel_region(weight)),
    )
