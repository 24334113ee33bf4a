"""The forward pass through layers of maps: of a layer, of a map, of one pixel."""

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import equation, product, worked_out
from nnviz.explain.update.case import Case
from nnviz.explain.update.forward_steps import DROPOUT_WHY, SILENCED_WHY
from nnviz.explain.update.functions import activation_numbers
from nnviz.explain.update.maps import convolving
from nnviz.explain.update.maps.common import (
    all_maps,
    and_more,
    any_map,
    has_maps,
    index_of,
    learns_kernels,
    lines_into,
    map_count,
    map_lines,
    map_symbol,
    pixel_region,
    place,
    shown_maps,
    symbol,
    title,
)
from nnviz.explain.update.maps.kinds import steps_of
from nnviz.parts import Bias, Unit


def sum_step(case: Case, key: Key) -> Step:
    """Return z of a layer, of a map, of one pixel, or one product in it."""
    layer = key.layer or 0
    steps = steps_of(case, layer)
    if key.part is not None:
        return convolving.conv_product_step(case, key)
    if key.unit is None:
        return _layer_sum_step(case, key, layer)
    if key.pixel is not None and steps.pixel_step is not None:
        return steps.pixel_step(case, key)
    if steps.map_step is not None:
        return steps.map_step(case, key)
    return _map_sum_step(case, key, layer, key.unit)


def _layer_sum_step(case: Case, key: Key, layer: int) -> Step:
    steps, shown = steps_of(case, layer), shown_maps(case, layer)
    lines = steps.layer_lines(case, layer) if steps.layer_lines else []
    more = and_more(map_count(case, layer), len(shown)) if has_maps(case, layer) else ()
    return Step(
        key,
        f"{title(case, layer)}: {steps.layer_words}",
        (steps.symbols(case, layer),),
        (*lines, *map_lines(case, "z", layer, shown)),
        more,
        steps.why,
        units=all_maps(case, layer - 1, layer),
        weights=lines_into(case, layer),
        biases=_biases(case, layer, shown),
    )


def _biases(case: Case, layer: int, units: range) -> tuple[Bias, ...]:
    return tuple(Bias(layer, unit) for unit in units) if case.has_bias(layer) else ()


def _map_sum_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    lines: list[Formula] = []
    steps = steps_of(case, layer)
    if learns_kernels(case, layer):
        kernels = convolving.weights_of_maps(case, layer, unit)
        for channel in range(min(kernels.shape[2], case.most_lines)):
            name = Term(rf"w^{{({layer})}}_{{{unit + 1},{channel + 1}}}", "weight")
            lines.append(equation(name, case.matrix(kernels[:, :, channel], "weight")))
        if case.has_bias(layer):
            bias = Bias(layer, unit)
            lines.append(
                equation(case.parameter_symbol(bias), case.number(case.parameter(bias), "bias", bias))
            )
        sources = range(map_count(case, layer - 1))
    else:
        lines += map_lines(case, "a", layer - 1, [unit])
        sources = range(unit, unit + 1)
    return Step(
        key,
        f"{title(case, layer, unit=unit)}: z of every pixel",
        (steps.symbols(case, layer),),
        (*lines, *map_lines(case, "z", layer, [unit])),
        (),
        steps.why,
        units=(*(Unit(layer - 1, c) for c in sources), Unit(layer, unit)),
        weights=lines_into(case, layer, [unit]),
        biases=_biases(case, layer, range(unit, unit + 1)),
    )


def activation_symbols(case: Case, layer: int) -> Formula:
    """Return a = f(z) of any place of a layer with symbols."""
    at = "y,x" if has_maps(case, layer) else ""
    name = case.activation_name(layer).replace("_", " ")
    row = [Term(rf"\text{{{name}}}"), Term(rf"({any_map(case, 'z', layer, 'c', at).latex})", "z")]
    if case.mask(layer) is not None:
        row = [Term("m"), Term(r"\cdot"), *row]
    return equation(any_map(case, "a", layer, "c", at), row)


def activation_step(case: Case, key: Key) -> Step:
    """Return a of a layer, of a map, or of one pixel (or unit below no dense layer)."""
    layer = key.layer or 0
    if key.pixel is not None or (key.unit is not None and not has_maps(case, layer)):
        return _one_activation_step(case, key)
    record, mask = ACTIVATIONS[case.activation_name(layer)], case.mask(layer)
    units = shown_maps(case, layer) if key.unit is None else range(key.unit, key.unit + 1)
    lines: list[Formula] = []
    function = Term(rf"\text{{{record.name.replace('_', ' ')}}}")
    for unit in units if has_maps(case, layer) else ():
        row = [function, case.matrix(case.z(layer)[:, :, unit], "z")]
        if mask is not None:
            row += [Term(r"\odot"), case.matrix(mask[:, :, unit])]
        value = case.matrix(case.a(layer)[:, :, unit], "a")
        lines.append(equation(map_symbol(case, "a", layer, unit), row, value))
    if not has_maps(case, layer):
        lines = map_lines(case, "a", layer, ())
    more = and_more(map_count(case, layer), len(units)) if key.unit is None and has_maps(case, layer) else ()
    return Step(
        key,
        f"{title(case, layer, unit=key.unit)}: {record.title}",
        (activation_symbols(case, layer), equation(Term("f(z)"), Term(record.formula))),
        tuple(lines),
        more,
        record.help if mask is None else DROPOUT_WHY,
        units=all_maps(case, layer) if key.unit is None else (Unit(layer, key.unit),),
    )


def _one_activation_step(case: Case, key: Key) -> Step:
    layer, index = key.layer or 0, index_of(case, key)
    record, mask = ACTIVATIONS[case.activation_name(layer)], case.mask(layer)
    name, at, a = symbol(case, "a", layer, index), place(layer, index), float(case.a(layer)[index])
    inside = Term(activation_numbers(case, layer, index), "z", at)
    function, value = Term("f(z)", "z"), case.number(case.value(layer, index), "a")
    if mask is None:
        symbols, numbers = [equation(name, function, Term(record.formula, "z"))], [equation(name, inside)]
    else:
        kept = product(case.number(float(mask[index])), case.factor(case.value(layer, index), "a"))
        symbols = [
            equation(function, Term(record.formula, "z")),
            equation(name, [Term("m"), Term(r"\cdot"), function]),
        ]
        numbers = [worked_out(function, inside, value), equation(name, kept)]
    why = record.help if mask is None else (DROPOUT_WHY if mask[index] else SILENCED_WHY)
    return Step(
        key,
        f"{title(case, layer, index)}: {record.title}",
        tuple(symbols),
        tuple(numbers),
        equation(name, case.number(a, "a", at)),
        why,
        units=(at,),
        values=((at, a),),
        regions=pixel_region(layer, index),
    )
