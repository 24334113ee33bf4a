"""The steps about the change: from the gradients, through the optimizer's state, to the new weights."""

from nnviz.engine import OPTIMIZERS
from nnviz.explain.case import Case
from nnviz.explain.formulas import capital, equation, layer_name, put_in
from nnviz.explain.forward_steps import biases_of, into_layer, into_unit
from nnviz.explain.gradient_steps import (
    SHOWN,
    gradient_symbol,
    parameter_gradient,
    parameter_place,
    parameter_symbol,
)
from nnviz.explain.matrices import matrix
from nnviz.explain.numbers import latex_factor
from nnviz.explain.step import Bias, Formula, Key, Step, Term, Unit, Weight

ENDS = r"\leftarrow"


def change_step(case: Case, key: Key) -> Step:
    """Return the new weights of the network, of a layer, of one neuron, or one new weight or bias."""
    if key.layer is None:
        return _layers_step(case, key, range(case.depth, 0, -1), "The new weights")
    if key.unit is None:
        title = f"{capital(layer_name(key.layer, case.depth))}: the new weights"
        return _layers_step(case, key, range(key.layer, key.layer + 1), title)
    if key.part is None:
        return _neuron_step(case, key, key.layer, key.unit)
    return _parameter_step(case, key, key.layer, key.unit, key.part)


def before_and_after(case: Case, place: Weight | Bias) -> tuple[float, float]:
    """Return a parameter before and after the update."""
    trace = case.layer(place.layer)
    if isinstance(place, Bias):
        return float(trace.biases[place.unit]), float(trace.biases_after[place.unit])
    at = place.source, place.target
    return float(trace.weights[at]), float(trace.weights_after[at])


def _layers_step(case: Case, key: Key, layers: range, title: str) -> Step:
    lines = [w for layer in layers for w in into_layer(case, layer)]
    return Step(
        key,
        title,
        tuple((Term(line),) for line in _formula(case)),
        tuple(_layer_numbers(case, layer) for layer in layers),
        (),
        _why(case),
        units=tuple(Unit(layer, j) for layer in layers for j in range(case.units(layer))),
        weights=tuple(lines),
        biases=tuple(b for layer in layers for b in biases_of(case, layer, range(case.units(layer)))),
        values=tuple((w, before_and_after(case, w)[1]) for w in lines),
    )


def _neuron_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    count = case.units(layer - 1) + case.has_bias(layer)
    places = [parameter_place(case, layer, unit, part) for part in range(count)]
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: its new weights",
        tuple((Term(line),) for line in _formula(case)),
        tuple(_short_line(case, place) for place in places[:SHOWN]),
        (Term(rf"\text{{and {len(places) - SHOWN} more}}"),) if len(places) > SHOWN else (),
        _why(case),
        units=(Unit(layer, unit),),
        weights=into_unit(case, layer, unit),
        biases=biases_of(case, layer, range(unit, unit + 1)),
        values=tuple((place, before_and_after(case, place)[1]) for place in places),
    )


def _parameter_step(case: Case, key: Key, layer: int, unit: int, part: int) -> Step:
    place = parameter_place(case, layer, unit, part)
    after = before_and_after(case, place)[1]
    name = parameter_symbol(case, place)
    kind = "its new bias" if isinstance(place, Bias) else f"its new weight {part + 1}"
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: {kind}",
        (
            equation(Term("g", "gradient"), gradient_symbol(case, place)),
            *((Term(line),) for line in _formula(case)),
        ),
        (
            equation(Term("g", "gradient"), case.number(parameter_gradient(case, place), "gradient", place)),
            *_state_numbers(case, place),
        ),
        (name, Term(ENDS), case.number(after, "weight", place)),
        _why(case),
        units=(Unit(layer, unit),),
        weights=(place,) if isinstance(place, Weight) else (),
        biases=(place,) if isinstance(place, Bias) else (),
        values=((place, after),),
    )


def _formula(case: Case) -> list[str]:
    """Return the optimizer's lines, with the shrinking of decoupled weight decay."""
    lines = list(OPTIMIZERS[case.training.optimizer].formula)
    if case.training.weight_decay:
        lines.append(r"\text{and weights, not biases, also lose } \eta \lambda w")
    return lines


def _why(case: Case) -> str:
    if case.training.order == "update_first":
        return "The mistake, on purpose: this layer changes before the error has gone down through it."
    return OPTIMIZERS[case.training.optimizer].help


def _state_numbers(case: Case, place: Weight | Bias) -> list[Formula]:
    """Return the optimizer's lines with the numbers of one parameter."""
    training, trace = case.training, case.trace
    digits = case.digits
    before, after = before_and_after(case, place)
    first, second = _moments(case, place, "")
    first_after, second_after = _moments(case, place, "_after")
    known = {
        "g": latex_factor(parameter_gradient(case, place), digits),
        r"\eta": case.setting(trace.learning_rate),
        r"\mu": case.setting(training.momentum),
        r"\alpha": case.setting(training.alpha),
        r"\beta_1^t": rf"{case.setting(training.beta1)}^{{t}}",
        r"\beta_2^t": rf"{case.setting(training.beta2)}^{{t}}",
        r"\beta_1": case.setting(training.beta1),
        r"\beta_2": case.setting(training.beta2),
        r"\epsilon": case.setting(training.epsilon),
        "w": latex_factor(before, digits),
    }
    old = {"v": first, "m": first, "s": second}
    new = {"v": first_after, "m": first_after, "s": second_after, "w": after}
    lines = []
    for line in OPTIMIZERS[training.optimizer].formula:
        name, right = (side.strip() for side in line.split(ENDS))
        state = old if name != "w" else new
        values = {**known, **{k: latex_factor(v, digits) for k, v in state.items() if k != "w"}}
        result = case.number(new[name], "weight" if name == "w" else "gradient", place)
        lines.append(equation([Term(name), Term(ENDS), Term(_put_in_commands(right, values))], result))
    return lines


def _put_in_commands(formula: str, values: dict[str, str]) -> str:
    r"""Put numbers in for commands such as \eta, longest first, then for letters."""
    for name in sorted((n for n in values if n.startswith("\\")), key=len, reverse=True):
        formula = formula.replace(name, values[name])
    return put_in(formula, {name: text for name, text in values.items() if not name.startswith("\\")})


def _moments(case: Case, place: Weight | Bias, when: str) -> tuple[float, float]:
    trace = case.layer(place.layer)
    kind, at = (
        ("biases", place.unit) if isinstance(place, Bias) else ("weights", (place.source, place.target))
    )
    first = getattr(trace, f"{kind}_first_moment{when}")
    second = getattr(trace, f"{kind}_second_moment{when}")
    return float(first[at]), float(second[at])


def _short_line(case: Case, place: Weight | Bias) -> Formula:
    before, after = before_and_after(case, place)
    name = parameter_symbol(case, place)
    return (
        name,
        Term(r":\;"),
        case.number(before, "weight", place),
        Term(r"\rightarrow"),
        case.number(after, "weight", place),
    )


def _layer_numbers(case: Case, layer: int) -> Formula:
    trace = case.layer(layer)
    return (
        Term(rf"W^{{({layer})}}:\;", "weight"),
        matrix(trace.weights.T, case.digits, "weight"),
        Term(r"\rightarrow"),
        matrix(trace.weights_after.T, case.digits, "weight"),
    )
