"""The steps of the forward pass: the inputs, each sum z, each activation a."""

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import capital, equation, layer_name, long_total, product, total, worked_out
from nnviz.explain.update.case import Case
from nnviz.explain.update.functions import activation_numbers
from nnviz.parts import Bias, Part, Unit, Weight, latex_layer

LIT_ENDS = 32
"""First and last units of a wide layer whose lines are lit: those a diagram shows."""


def forward_step(case: Case, key: Key) -> Step:
    """Return the forward pass as a whole: one line a layer."""
    symbols, numbers = [], []
    values: list[tuple[Part, float]] = []
    for layer in range(1, case.depth + 1):
        symbols.append((*layer_sum(case, layer), Term(r",\quad"), *layer_activation(case, layer)))
        numbers.append(equation(Term(latex_layer("a", layer), "a"), case.column(case.a(layer), "a")))
        values += [(Unit(layer, j), float(case.a(layer)[j])) for j in range(case.units(layer))]
    adds = ", adds its biases" if any(case.has_bias(layer) for layer in range(1, case.depth + 1)) else ""
    return Step(
        key,
        "Forward: from the inputs to the output",
        tuple(symbols),
        tuple(numbers),
        (),
        f"Each layer weighs what the layer below hands up{adds} and applies its activation.",
        units=tuple(Unit(layer, j) for layer in range(case.depth + 1) for j in range(case.units(layer))),
        weights=tuple(w for layer in range(1, case.depth + 1) for w in into_layer(case, layer)),
        values=tuple(values),
    )


def sum_step(case: Case, key: Key) -> Step:
    """Return the sums z of a layer, of one neuron, or one product in it."""
    layer = key.layer or 0
    if key.unit is None:
        return _layer_sum_step(case, key, layer)
    if key.part is None:
        return _neuron_sum_step(case, key, layer, key.unit)
    return _product_step(case, key, layer, key.unit, key.part)


def activation_step(case: Case, key: Key) -> Step:
    """Return the activations a of a layer or of one neuron."""
    layer = key.layer or 0
    if key.unit is None:
        return _layer_activation_step(case, key, layer)
    return _neuron_activation_step(case, key, layer, key.unit)


def layer_sum(case: Case, layer: int) -> Formula:
    """Return z = W a + b of a layer with symbols."""
    below = Term("x", "input") if layer == 1 else Term(latex_layer("a", layer - 1), "a")
    row = [Term(latex_layer("W", layer), "weight"), below]
    if case.has_bias(layer):
        row += [Term("+"), Term(latex_layer("b", layer), "bias")]
    return equation(Term(latex_layer("z", layer), "z"), row)


def layer_activation(case: Case, layer: int) -> Formula:
    """Return a = f(z) of a layer with symbols."""
    row = [_function(case, layer), Term(rf"(z^{{({layer})}})", "z")]
    if case.mask(layer) is not None:
        row += [Term(r"\odot"), Term(latex_layer("m", layer))]
    return equation(Term(latex_layer("a", layer), "a"), row)


def _function(case: Case, layer: int) -> Term:
    """Return the name of a layer's activation."""
    return Term(rf"\text{{{case.activation_name(layer).replace('_', ' ')}}}")


def into_layer(case: Case, layer: int) -> list[Weight]:
    """Return all lines into a layer; where units are left out of any diagram, those of the others."""
    sources, targets = _at_the_ends(case.units(layer - 1)), _at_the_ends(case.units(layer))
    return [Weight(layer, i, j) for j in targets for i in sources]


def _at_the_ends(units: int) -> list[int]:
    """Return the first and the last of many units, of fewer all."""
    return [unit for unit in range(units) if unit < LIT_ENDS or unit >= units - LIT_ENDS]


def into_unit(case: Case, layer: int, unit: int) -> tuple[Weight, ...]:
    """Return all lines into a neuron."""
    return tuple(Weight(layer, i, unit) for i in range(case.units(layer - 1)))


def biases_of(case: Case, layer: int, units: range) -> tuple[Bias, ...]:
    """Return the biases of neurons, if their layer has any."""
    return tuple(Bias(layer, j) for j in units) if case.has_bias(layer) else ()


def _layer_sum_step(case: Case, key: Key, layer: int) -> Step:
    trace = case.layer(layer)
    row = [
        case.matrix(trace.weights.T, "weight"),
        case.column(case.a(layer - 1), case.a_role(layer - 1)),
    ]
    if case.has_bias(layer):
        row += [Term("+"), case.column(trace.biases, "bias")]
    units = range(case.units(layer))
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}: the sums",
        (layer_sum(case, layer),),
        (equation(row, case.column(case.z(layer), "z")),),
        (),
        "Row by row: every neuron weighs all that comes in"
        + (", and adds its bias." if case.has_bias(layer) else "."),
        units=(*(Unit(layer - 1, i) for i in range(case.units(layer - 1))), *(Unit(layer, j) for j in units)),
        weights=tuple(into_layer(case, layer)),
        biases=biases_of(case, layer, units),
        values=tuple((Unit(layer, j), float(case.z(layer)[j])) for j in units),
    )


def _neuron_sum_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    sources = range(case.units(layer - 1))
    count = len(sources) + case.has_bias(layer)
    symbols = long_total(count, lambda part: _summand_symbols(case, layer, unit, part), case.longest_sum)
    numbers = long_total(count, lambda part: _summand_numbers(case, layer, unit, part), case.longest_sum)
    value = float(case.z(layer)[unit])
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: the sum",
        (equation(case.z_symbol(layer, unit), symbols),),
        (equation(case.z_symbol(layer, unit), numbers),),
        equation(case.z_symbol(layer, unit), case.number(value, "z", Unit(layer, unit))),
        "Each line brings the number below times its weight"
        + ("; the bias shifts the sum." if case.has_bias(layer) else "."),
        units=(*(Unit(layer - 1, i) for i in sources), Unit(layer, unit)),
        weights=into_unit(case, layer, unit),
        biases=biases_of(case, layer, range(unit, unit + 1)),
        values=((Unit(layer, unit), value),),
    )


def _summand_symbols(case: Case, layer: int, unit: int, part: int) -> list[Term]:
    """Return a weight and what it weighs; as the last part, the bias."""
    if part == case.units(layer - 1):
        return [case.parameter_symbol(Bias(layer, unit))]
    return [case.parameter_symbol(Weight(layer, part, unit)), case.a_symbol(layer - 1, part)]


def _summand_numbers(case: Case, layer: int, unit: int, part: int) -> list[Term]:
    trace = case.layer(layer)
    if part == case.units(layer - 1):
        return [case.number(trace.biases[unit], "bias", Bias(layer, unit))]
    return product(
        case.factor(trace.weights[part, unit], "weight", Weight(layer, part, unit)),
        case.factor(case.a(layer - 1)[part], case.a_role(layer - 1), Unit(layer - 1, part)),
    )


def _product_step(case: Case, key: Key, layer: int, unit: int, part: int) -> Step:
    """Return one product of a sum, or its bias; the sum grows from product to product."""
    below = case.a(layer - 1)
    contributions = [float(w * a) for w, a in zip(case.layer(layer).weights[:, unit], below, strict=True)]
    title = f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}"
    if part == len(below):
        return _bias_step(case, key, Bias(layer, unit), f"{title}: its bias", sum(contributions))
    weight, source = Weight(layer, part, unit), Unit(layer - 1, part)
    row = _summand_numbers(case, layer, unit, part)
    contribution = case.number(contributions[part])
    numbers: list[Formula] = [tuple(row)]
    result: Formula = (contribution,)
    if part:
        grown = total([[case.number(sum(contributions[:part]))], [contribution]])
        numbers = [equation(row, contribution), equation(SO_FAR, grown)]
        result = equation(SO_FAR, case.number(sum(contributions[: part + 1])))
    return Step(
        key,
        f"{title}: product {part + 1} of {len(below)}",
        (tuple(product(case.parameter_symbol(Weight(layer, part, unit)), case.a_symbol(layer - 1, part))),),
        tuple(numbers),
        result,
        "One line's contribution: the number it starts from, times its weight.",
        units=(source, Unit(layer, unit)),
        weights=(weight,),
        values=((weight, contributions[part]),),
    )


def _bias_step(case: Case, key: Key, bias: Bias, title: str, so_far: float) -> Step:
    """Return the last summand of a sum."""
    layer, unit = bias.layer, bias.unit
    name, value = case.z_symbol(layer, unit), float(case.layer(layer).biases[unit])
    return Step(
        key,
        title,
        (equation(name, [Term(r"\cdots"), Term("+"), case.parameter_symbol(Bias(layer, unit))]),),
        (equation(name, total([[case.number(so_far)], [case.number(value, "bias", bias)]])),),
        equation(name, case.number(case.z(layer)[unit], "z", Unit(layer, unit))),
        "The bias is added last; it does not depend on what comes in.",
        units=(Unit(layer, unit),),
        biases=(bias,),
        values=((bias, value),),
    )


SO_FAR = Term(r"\text{sum so far}")


def _layer_activation_step(case: Case, key: Key, layer: int) -> Step:
    record, mask = ACTIVATIONS[case.activation_name(layer)], case.mask(layer)
    units = range(case.units(layer))
    row = [_function(case, layer), case.column(case.z(layer), "z")]
    if mask is not None:
        row += [Term(r"\odot"), case.column(mask)]
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}: {record.title}",
        (layer_activation(case, layer), equation(Term("f(z)"), Term(record.formula))),
        (equation(row, case.column(case.a(layer), "a")),),
        (),
        record.help if mask is None else DROPOUT_WHY,
        units=tuple(Unit(layer, j) for j in units),
        values=tuple((Unit(layer, j), float(case.a(layer)[j])) for j in units),
    )


DROPOUT_WHY = "Dropout silences some neurons, drawn anew in each update; the others speak up for them."
SILENCED_WHY = "Dropout silences this neuron in this update."


def _neuron_activation_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    record, mask = ACTIVATIONS[case.activation_name(layer)], case.mask(layer)
    name, a = case.a_symbol(layer, unit), float(case.a(layer)[unit])
    formula = record.formula.replace("z_j", f"z_{{{unit + 1}}}")
    inside = Term(activation_numbers(case, layer, unit), "z", Unit(layer, unit))
    function, value = Term("f(z)", "z"), case.number(case.value(layer, unit), "a")
    if mask is None:
        symbols = [equation(name, function, Term(formula, "z"))]
        numbers = [equation(name, inside)]
    else:
        symbols = [
            equation(function, Term(formula, "z")),
            equation(name, [Term("m"), Term(r"\cdot"), function]),
        ]
        kept = product(case.number(float(mask[unit])), case.factor(case.value(layer, unit), "a"))
        numbers = [worked_out(function, inside, value), equation(name, kept)]
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: {record.title}",
        tuple(symbols),
        tuple(numbers),
        equation(name, case.number(a, "a", Unit(layer, unit))),
        record.help if mask is None else (DROPOUT_WHY if mask[unit] else SILENCED_WHY),
        units=(Unit(layer, unit),),
        values=((Unit(layer, unit), a),),
    )
