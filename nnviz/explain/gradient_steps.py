"""The steps about gradients: of all weights, of a layer, of the lines into a neuron, of one line."""

from nnviz.explain.case import Case
from nnviz.explain.formulas import capital, equation, layer_name, product, total
from nnviz.explain.forward_steps import biases_of, into_layer, into_unit
from nnviz.explain.matrices import column, matrix
from nnviz.explain.step import Bias, Formula, Key, Place, Step, Term, Unit, Weight

WHY = "A weight matters as much as what comes in on its line, times the error of the neuron it ends in."


def gradient_step(case: Case, key: Key) -> Step:
    """Return the gradients of the network, of a layer, of one neuron, or of one weight or bias."""
    if key.layer is None:
        return _network_step(case, key)
    if key.unit is None:
        return _layer_step(case, key, key.layer)
    if key.part is None:
        return _neuron_step(case, key, key.layer, key.unit)
    return _parameter_step(case, key, key.layer, key.unit, key.part)


def parameter_place(case: Case, layer: int, unit: int, part: int) -> Weight | Bias:
    """Return the weight from unit `part` below, or the bias, which is the part after the last weight."""
    return Bias(layer, unit) if part == case.units(layer - 1) else Weight(layer, part, unit)


def parameter_symbol(case: Case, place: Weight | Bias) -> Term:
    """Return w or b of a parameter."""
    if isinstance(place, Bias):
        return case.bias_symbol(place.layer, place.unit)
    return case.weight_symbol(place.layer, place.source, place.target)


def parameter_gradient(case: Case, place: Weight | Bias) -> float:
    """Return the gradient of a parameter, penalties included."""
    trace = case.layer(place.layer)
    if isinstance(place, Bias):
        return float(trace.biases_gradient[place.unit])
    return float(trace.weights_gradient[place.source, place.target])


def gradient_symbol(case: Case, place: Weight | Bias) -> Term:
    """Return the derivative of the loss by a parameter."""
    name = parameter_symbol(case, place).latex
    return Term(rf"\frac{{\partial L}}{{\partial {name}}}", "gradient", place)


def _network_step(case: Case, key: Key) -> Step:
    layers = range(case.depth, 0, -1)
    return Step(
        key,
        "The gradients",
        tuple(_layer_symbols(case, layer) for layer in layers),
        tuple(_layer_numbers(case, layer) for layer in layers),
        (),
        WHY,
        units=tuple(Unit(layer, j) for layer in range(case.depth + 1) for j in range(case.units(layer))),
        weights=tuple(w for layer in layers for w in into_layer(case, layer)),
        biases=tuple(b for layer in layers for b in biases_of(case, layer, range(case.units(layer)))),
    )


def _layer_step(case: Case, key: Key, layer: int) -> Step:
    trace, units = case.layer(layer), range(case.units(layer))
    numbers = [_layer_numbers(case, layer)]
    if case.has_bias(layer):
        numbers.append(
            equation(
                Term(rf"\frac{{\partial L}}{{\partial b^{{({layer})}}}}", "gradient"),
                column(trace.biases_gradient, case.digits, "gradient"),
            )
        )
    lines = into_layer(case, layer)
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}: the gradients",
        (_layer_symbols(case, layer),),
        tuple(numbers),
        (),
        WHY,
        units=(*(Unit(layer - 1, i) for i in range(case.units(layer - 1))), *(Unit(layer, j) for j in units)),
        weights=tuple(lines),
        biases=biases_of(case, layer, units),
        values=tuple((w, parameter_gradient(case, w)) for w in lines),
    )


def _neuron_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    count = case.units(layer - 1) + case.has_bias(layer)
    places = [parameter_place(case, layer, unit, part) for part in range(count)]
    values: tuple[tuple[Place, float], ...] = tuple((p, parameter_gradient(case, p)) for p in places)
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: its gradients",
        tuple(equation(gradient_symbol(case, place), _symbols(case, place)) for place in places[:SHOWN]),
        tuple(_numbers(case, place) for place in places[:SHOWN]),
        (Term(rf"\text{{and {len(places) - SHOWN} more}}"),) if len(places) > SHOWN else (),
        WHY,
        units=(*(Unit(layer - 1, i) for i in range(case.units(layer - 1))), Unit(layer, unit)),
        weights=into_unit(case, layer, unit),
        biases=biases_of(case, layer, range(unit, unit + 1)),
        values=values,
    )


def _parameter_step(case: Case, key: Key, layer: int, unit: int, part: int) -> Step:
    place = parameter_place(case, layer, unit, part)
    symbols, numbers = (
        [equation(gradient_symbol(case, place), _symbols(case, place))],
        [_numbers(case, place)],
    )
    if case.batch > 1:
        own = product(*_sample_factors(case, place, case.sample))
        numbers.append((Term(r"\text{this sample's part:}"), *equation(own, case.number(_own(case, place)))))
    below = (Unit(layer - 1, part),) if isinstance(place, Weight) else ()
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: "
        + ("the gradient of its bias" if isinstance(place, Bias) else f"the gradient of weight {part + 1}"),
        tuple(symbols),
        tuple(numbers),
        (),
        "A bias takes the neuron's delta as it is: its line always carries 1."
        if isinstance(place, Bias)
        else WHY,
        units=(*below, Unit(layer, unit)),
        weights=(place,) if isinstance(place, Weight) else (),
        biases=(place,) if isinstance(place, Bias) else (),
        values=((place, parameter_gradient(case, place)),),
    )


SHOWN = 8
"""Gradients of one neuron written line by line."""


def _symbols(case: Case, place: Weight | Bias) -> list[Term]:
    row = [case.delta_symbol(place.layer, _unit(place))]
    if isinstance(place, Weight):
        row.append(case.a_symbol(place.layer - 1, place.source))
    if case.batch > 1:
        front = r"\frac{1}{n} \sum_s" if case.training.reduction == "mean" else r"\sum_s"
        row = [Term(front), *row]
    return row + _penalty(case, place, symbols=True)


def _numbers(case: Case, place: Weight | Bias) -> Formula:
    summands = [product(*_sample_factors(case, place, s)) for s in range(case.batch)]
    row = total(summands)
    if case.batch > 1 and case.training.reduction == "mean":
        row = [Term(rf"\frac{{1}}{{{case.batch}}} \big("), *row, Term(r"\big)")]
    row += _penalty(case, place, symbols=False)
    value = case.number(parameter_gradient(case, place), "gradient", place)
    return equation(gradient_symbol(case, place), row, value)


def _sample_factors(case: Case, place: Weight | Bias, sample: int) -> list[Term]:
    unit = _unit(place)
    factors = [case.factor(case.layer(place.layer).delta[sample, unit], "delta", Unit(place.layer, unit))]
    if isinstance(place, Weight):
        below = case.trace.X if place.layer == 1 else case.layer(place.layer - 1).a
        factors.append(
            case.factor(
                below[sample, place.source], case.a_role(place.layer - 1), Unit(place.layer - 1, place.source)
            )
        )
    return factors


def _own(case: Case, place: Weight | Bias) -> float:
    delta = float(case.delta(place.layer)[_unit(place)])
    return delta * float(case.a(place.layer - 1)[place.source]) if isinstance(place, Weight) else delta


def _penalty(case: Case, place: Weight | Bias, *, symbols: bool) -> list[Term]:
    """Return what l1 and l2 add to the gradient of a weight."""
    if isinstance(place, Bias):
        return []
    value = float(case.layer(place.layer).weights[place.source, place.target])
    name = parameter_symbol(case, place).latex
    row: list[Term] = []
    if case.training.l2:
        factor = Term(rf"\lambda_2 {name}", "weight", place)
        number = product(Term(case.setting(case.training.l2)), case.factor(value, "weight", place))
        row += [Term("+"), *([factor] if symbols else number)]
    if case.training.l1:
        factor = Term(rf"\lambda_1 \text{{sign}}({name})", "weight", place)
        number = [case.factor(case.training.l1 * ((value > 0.0) - (value < 0.0)), "weight", place)]
        row += [Term("+"), *([factor] if symbols else number)]
    return row


def _unit(place: Weight | Bias) -> int:
    return place.unit if isinstance(place, Bias) else place.target


def _layer_symbols(case: Case, layer: int) -> Formula:
    below = "x" if layer == 1 else f"a^{{({layer - 1})}}"
    row = [Term(rf"\delta^{{({layer})}}", "delta"), Term(rf"{{{below}}}^{{\mathsf T}}", "a")]
    if case.batch > 1:
        front = r"\frac{1}{n} \sum_s" if case.training.reduction == "mean" else r"\sum_s"
        row = [Term(front), *row]
    if case.training.l2:
        row += [Term("+"), Term(rf"\lambda_2 W^{{({layer})}}", "weight")]
    if case.training.l1:
        row += [Term("+"), Term(rf"\lambda_1 \text{{sign}}(W^{{({layer})}})", "weight")]
    return equation(Term(rf"\frac{{\partial L}}{{\partial W^{{({layer})}}}}", "gradient"), row)


def _layer_numbers(case: Case, layer: int) -> Formula:
    value = matrix(case.layer(layer).weights_gradient.T, case.digits, "gradient")
    return equation(Term(rf"\frac{{\partial L}}{{\partial W^{{({layer})}}}}", "gradient"), value)
