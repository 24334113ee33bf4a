"""The steps about gradients: of all weights, of a layer, of the lines into a neuron, of one line."""

import numpy as np

from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import capital, equation, layer_name, product, sum_in_brackets, total
from nnviz.explain.update.case import Case
from nnviz.explain.update.forward_steps import biases_of, into_layer, into_unit
from nnviz.explain.update.parameters import batch_factor, gradient_symbol, parameter_place
from nnviz.explain.update.penalties import penalty_numbers, penalty_symbols
from nnviz.explain.update.right import right_layers
from nnviz.explain.update.wrong_order import (
    OFF_BY,
    RIGHT,
    WRONG_GRADIENT_WHY,
    is_wrong,
    off_by,
    right_derivative,
)
from nnviz.parts import Bias, Parameter, Part, Unit, Weight, latex_layer

WHY = "A weight matters as much as what comes in on its line, times the error at its end."
BIAS_WHY = "A bias takes the neuron's delta as it is: its line always carries 1."


def gradient_step(case: Case, key: Key) -> Step:
    """Return the gradients of the network, of a layer, of one neuron, or of one weight or bias."""
    if key.layer is None:
        return _network_step(case, key)
    if key.unit is None:
        return _layer_step(case, key, key.layer)
    if key.part is None:
        return _neuron_step(case, key, key.layer, key.unit)
    return _parameter_step(case, key, key.layer, key.unit, key.part)


def _network_step(case: Case, key: Key) -> Step:
    layers = range(case.depth, 0, -1)
    lines = [w for layer in layers for w in into_layer(case, layer)]
    biases = [b for layer in layers for b in biases_of(case, layer, range(case.units(layer)))]
    places: list[Parameter] = [*lines, *biases]
    return Step(
        key,
        "The gradients",
        tuple(line for layer in layers for line in layer_symbols(case, layer)),
        tuple(line for layer in layers for line in layer_readings(case, layer)),
        (),
        WHY,
        units=tuple(Unit(layer, j) for layer in range(case.depth + 1) for j in range(case.units(layer))),
        weights=tuple(lines),
        biases=tuple(biases),
        values=tuple((place, case.gradient(place)) for place in places),
    )


def _layer_step(case: Case, key: Key, layer: int) -> Step:
    units, lines = range(case.units(layer)), into_layer(case, layer)
    biases = biases_of(case, layer, units)
    places: list[Parameter] = [*lines, *biases]
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}: the gradients",
        layer_symbols(case, layer),
        _layer_numbers(case, layer),
        (),
        _why(case, layer, WHY if case.batch == 1 else BATCH_WHY),
        units=(*(Unit(layer - 1, i) for i in range(case.units(layer - 1))), *(Unit(layer, j) for j in units)),
        weights=tuple(lines),
        biases=biases,
        values=tuple((place, case.gradient(place)) for place in places),
    )


def _neuron_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    count = case.units(layer - 1) + case.has_bias(layer)
    places = [parameter_place(case, layer, unit, part) for part in range(count)]
    values: tuple[tuple[Part, float], ...] = tuple((p, case.gradient(p)) for p in places)
    shown, rest = places[: case.most_lines], len(places) - case.most_lines
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: its gradients",
        tuple(equation(gradient_symbol(case, place), _symbols(case, place)) for place in shown),
        tuple(line for place in shown for line in _with_the_right_one(case, place)),
        (Term(rf"\text{{and {rest} more}}"),) if rest > 0 else (),
        _why(case, layer, WHY),
        units=(*(Unit(layer - 1, i) for i in range(case.units(layer - 1))), Unit(layer, unit)),
        weights=into_unit(case, layer, unit),
        biases=biases_of(case, layer, range(unit, unit + 1)),
        values=values,
    )


def _parameter_step(case: Case, key: Key, layer: int, unit: int, part: int) -> Step:
    place = parameter_place(case, layer, unit, part)
    used, right = case.gradient(place), right_derivative(case, place)
    line = _numbers(case, place)
    numbers = [line[:-2] if len(line) > 3 else line]  # the result says what it comes to
    if case.batch > 1:
        numbers.append((Term(r"\text{this sample's part:}"), *_own_part(case, place)))
    if is_wrong(case, layer):
        numbers += [(RIGHT, case.number(right, "gradient")), off_by(case, used, right, "gradient")]
    below = (Unit(layer - 1, part),) if isinstance(place, Weight) else ()
    what = "the gradient of its bias" if isinstance(place, Bias) else f"the gradient of weight {part + 1}"
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: {what}",
        (equation(gradient_symbol(case, place), _symbols(case, place)),),
        tuple(numbers),
        equation(gradient_symbol(case, place), case.number(used, "gradient", place)),
        _why(case, layer, BIAS_WHY if isinstance(place, Bias) else WHY),
        units=(*below, Unit(layer, unit)),
        weights=(place,) if isinstance(place, Weight) else (),
        biases=(place,) if isinstance(place, Bias) else (),
        values=((place, used),),
    )


def _with_the_right_one(case: Case, place: Parameter) -> list[Formula]:
    """Return a gradient with its numbers, and in the wrong order the right one below it."""
    lines = [_numbers(case, place)]
    if is_wrong(case, place.layer):
        lines.append((RIGHT, case.number(right_derivative(case, place), "gradient")))
    return lines


BATCH_WHY = "One column of deltas and one row of inputs a sample: their product adds up over the batch."


def _why(case: Case, layer: int, otherwise: str) -> str:
    return WRONG_GRADIENT_WHY if is_wrong(case, layer) else otherwise


def _symbols(case: Case, place: Parameter) -> list[Term]:
    row = [case.delta_symbol(place.layer, _unit(place))]
    if isinstance(place, Weight):
        row.append(case.a_symbol(place.layer - 1, place.source))
    if case.batch > 1:
        row = [Term(batch_factor(case, symbol=True) + r" \sum_s"), *row]
    return row + penalty_symbols(case, place)


def _numbers(case: Case, place: Parameter) -> Formula:
    """Return a gradient with the numbers of every sample of the batch, and what it comes to."""
    summands = [product(*_sample_factors(case, place, s)) for s in range(case.batch)]
    factor = batch_factor(case, symbol=False)
    row = sum_in_brackets(summands, factor, case.longest_sum) if factor else total(summands, case.longest_sum)
    row = total([row, *penalty_numbers(case, place)])
    value, name = (
        case.number(case.gradient(place), "gradient", place),
        gradient_symbol(case, place),
    )
    same = len(row) == 1 and row[0].latex == value.latex  # a bias takes its neuron's delta as it is
    return equation(name, value) if same else equation(name, row, value)


def _own_part(case: Case, place: Parameter) -> Formula:
    """Return what the case's sample adds to the gradient of the batch."""
    factors, factor = _sample_factors(case, place, case.sample), batch_factor(case, symbol=False)
    value = float(case.delta(place.layer)[_unit(place)]) * case.scale
    if isinstance(place, Weight):
        value *= float(case.a(place.layer - 1)[place.source])
    if not factor and isinstance(place, Bias):
        return tuple(factors)
    return equation(product(*([Term(factor)] if factor else []), *factors), case.number(value))


def _sample_factors(case: Case, place: Parameter, sample: int) -> list[Term]:
    """Return the factors of one sample's product; a bias has only the delta."""
    unit = _unit(place)
    delta, at = case.layer(place.layer).delta[sample, unit], Unit(place.layer, unit)
    if isinstance(place, Bias):
        return [case.number(delta, "delta", at)]
    below = case.trace.X if place.layer == 1 else case.layer(place.layer - 1).a
    source = Unit(place.layer - 1, place.source)
    a = case.factor(below[sample, place.source], case.a_role(place.layer - 1), source)
    return [case.factor(delta, "delta", at), a]


def _unit(place: Parameter) -> int:
    return place.unit if isinstance(place, Bias) else place.target


def _layer_names(layer: int) -> tuple[Term, Term]:
    weights, biases = (
        Term(rf"\frac{{\partial L}}{{\partial {latex_layer(letter, layer)}}}", "gradient") for letter in "Wb"
    )
    return weights, biases


def layer_symbols(case: Case, layer: int) -> tuple[Formula, ...]:
    """Return the gradients of a layer with symbols: of its weights, and of its biases if it has any."""
    below = "x" if layer == 1 else latex_layer("a", layer - 1)
    delta = Term(latex_layer(r"\delta", layer), "delta")
    front = [Term(batch_factor(case, symbol=True) + r" \sum_s")] if case.batch > 1 else []
    row = [*front, delta, Term(rf"{{{below}}}^{{\mathsf T}}", case.a_role(layer - 1))]
    if case.training.l2:
        row += [Term("+"), Term(rf"\lambda_2 {latex_layer('W', layer)}", "weight")]
    if case.training.l1:
        row += [Term("+"), Term(rf"\lambda_1 \text{{sign}}({latex_layer('W', layer)})", "weight")]
    weights, biases = _layer_names(layer)
    lines = (equation(weights, row), equation(biases, [*front, delta]))
    return lines if case.has_bias(layer) else lines[:1]


def _layer_numbers(case: Case, layer: int) -> tuple[Formula, ...]:
    """Return the gradients of a layer as matrix products over the batch, with all that is added."""
    values, below = case.layer(layer), case.trace.X if layer == 1 else case.layer(layer - 1).a
    factor = batch_factor(case, symbol=False)
    front = [Term(factor)] if factor else []
    deltas = case.matrix(values.delta.T, "delta")
    row = [*front, deltas, case.matrix(below, case.a_role(layer - 1))]
    if case.training.l2:
        weights = case.matrix(values.weights.T, "weight")
        row += [Term("+"), Term(case.setting(case.training.l2)), weights]
    if case.training.l1:
        signs = case.matrix(np.sign(values.weights).T, "weight")
        row += [Term("+"), Term(case.setting(case.training.l1)), signs]
    weights_line, *biases_line = layer_readings(case, layer)
    lines: list[Formula] = [equation(weights_line[0], row, weights_line[2])]
    if biases_line:
        ones = [case.matrix(np.ones((case.batch, 1)))] if case.batch > 1 else []
        name, _, value = biases_line[0]
        lines.append(equation(name, [*front, deltas, *ones], value) if ones else biases_line[0])
    if is_wrong(case, layer):
        right = right_layers(case.trace, case.network, case.training)[layer - 1].weights_gradient
        used = values.weights_gradient
        lines.append((RIGHT, case.matrix(right.T, "gradient")))
        sides = [weights_line[2], Term("-"), case.matrix(right.T, "gradient")]
        lines.append((OFF_BY, *equation(sides, case.matrix((used - right).T))))
    return tuple(lines)


def layer_readings(case: Case, layer: int) -> tuple[Formula, ...]:
    """Return the gradients of a layer as they come out."""
    values = case.layer(layer)
    weights, biases = _layer_names(layer)
    lines = (
        equation(weights, case.matrix(values.weights_gradient.T, "gradient")),
        equation(biases, case.column(values.biases_gradient, "gradient")),
    )
    return lines if case.has_bias(layer) else lines[:1]
