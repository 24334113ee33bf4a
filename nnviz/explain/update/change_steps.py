"""The steps about the change: from the gradients, through the optimizer's state, to the new weights."""

from collections.abc import Sequence

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.explain.formulas.numbers import latex
from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import BECOMES, capital, equation, layer_name, product, put_in, total
from nnviz.explain.update.case import Case
from nnviz.explain.update.forward_steps import biases_of, into_layer, into_unit
from nnviz.explain.update.parameters import gradient_symbol, parameter_place
from nnviz.explain.update.penalties import penalty_numbers, penalty_value
from nnviz.explain.update.wrong_order import WRONG_CHANGE_WHY
from nnviz.parts import Bias, Learned, Parameter, Unit, Weight, in_diagram, latex_layer

DECAYED = r"w - \eta \lambda w - "
"""How decoupled weight decay begins the line of a weight."""


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


def before_and_after(case: Case, place: Learned) -> tuple[float, float]:
    """Return a parameter before and after the update."""
    layer = case.layer(place.layer)
    after = layer.biases_after if isinstance(place, Bias) else layer.weights_after
    return case.parameter(place), float(after[place.index])


def _changes(case: Case, places: Sequence[Parameter]) -> tuple[tuple[Parameter, float], ...]:
    """Return by how much each parameter changes."""
    pairs = ((place, before_and_after(case, place)) for place in places)
    return tuple((place, after - before) for place, (before, after) in pairs)


def _layers_step(case: Case, key: Key, layers: range, title: str) -> Step:
    lines = [w for layer in layers for w in into_layer(case, layer)]
    biases = [b for layer in layers for b in biases_of(case, layer, range(case.units(layer)))]
    places: list[Parameter] = [*lines, *biases]
    return Step(
        key,
        title,
        tuple((Term(line),) for line in optimizer_lines(case)),
        tuple(line for layer in layers for line in layer_numbers(case, layer)),
        (),
        change_why(case),
        units=tuple(Unit(layer, j) for layer in layers for j in range(case.units(layer))),
        weights=tuple(lines),
        biases=tuple(biases),
        values=tuple((place, before_and_after(case, place)[1]) for place in places),
        changes=_changes(case, places),
    )


def _neuron_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    count = case.units(layer - 1) + case.has_bias(layer)
    places = [parameter_place(case, layer, unit, part) for part in range(count)]
    rest = count - case.most_lines
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: its new weights",
        tuple((Term(line),) for line in optimizer_lines(case)),
        tuple(_short_line(case, place) for place in places[: case.most_lines]),
        (Term(rf"\text{{and {rest} more}}"),) if rest > 0 else (),
        change_why(case),
        units=(Unit(layer, unit),),
        weights=into_unit(case, layer, unit),
        biases=biases_of(case, layer, range(unit, unit + 1)),
        values=tuple((place, before_and_after(case, place)[1]) for place in places),
        changes=_changes(case, places),
    )


def _parameter_step(case: Case, key: Key, layer: int, unit: int, part: int) -> Step:
    place = parameter_place(case, layer, unit, part)
    after = before_and_after(case, place)[1]
    kind = "its new bias" if isinstance(place, Bias) else f"its new weight {part + 1}"
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: {kind}",
        tuple(parameter_symbols(case, place)),
        tuple(parameter_lines(case, place)),
        (case.parameter_symbol(place), BECOMES, case.number(after, "weight", place)),
        change_why(case),
        units=(Unit(layer, unit),),
        weights=(place,) if isinstance(place, Weight) else (),
        biases=(place,) if isinstance(place, Bias) else (),
        values=((place, after),),
        changes=_changes(case, [place]),
    )


def parameter_symbols(case: Case, place: Learned) -> list[Formula]:
    """Return the gradient of a parameter and what the optimizer makes of it, with symbols."""
    g = Term("g", "gradient", in_diagram(place))
    return [
        equation(g, gradient_symbol(case, place)),
        *((Term(line),) for line in optimizer_lines(case, place)),
    ]


def parameter_lines(case: Case, place: Learned) -> list[Formula]:
    """Return the same with numbers, the last one without its value."""
    at = in_diagram(place)
    g, pieces = Term("g", "gradient", at), penalty_numbers(case, place)
    gradient = case.number(case.gradient(place), "gradient", at)
    if pieces:  # what the data say, and what each penalty adds to it
        data = case.number(case.gradient(place) - penalty_value(case, place), "gradient", at)
        gradient_row = equation(g, total([[data], *pieces]), gradient)
    else:
        gradient_row = equation(g, gradient)
    return [gradient_row, *_state_numbers(case, place)]


def optimizer_lines(case: Case, place: Learned | None = None) -> list[str]:
    """Return the optimizer's lines; weights, not biases, also lose a share where they decay."""
    lines = list(OPTIMIZERS[case.training.optimizer].formula)
    if case.training.weight_decay and not isinstance(place, Bias):
        lines[-1] = lines[-1].replace("w - ", DECAYED)
        if place is None:
            lines.append(r"\text{(biases do not decay)}")
    return lines


def change_why(case: Case) -> str:
    """Return what an update of weights does, in a sentence."""
    if case.training.order == "update_first":
        return WRONG_CHANGE_WHY
    return OPTIMIZERS[case.training.optimizer].help


def _state_numbers(case: Case, place: Learned) -> list[Formula]:
    """Return the optimizer's lines with the numbers of one parameter, the last one without its value."""
    settings, state = _settings(case), _state_before(case, place)
    new = _state_after(case, place)
    lines = []
    for line in optimizer_lines(case, place):
        name, right = (side.strip() for side in line.split(BECOMES.latex))
        numbers = settings | {letter: latex(value, case.digits) for letter, value in state.items()}
        left = case.parameter_symbol(place) if name == "w" else Term(name, "gradient", in_diagram(place))
        if name == "w":
            lines.append((left, BECOMES, *_subtracted(case, place, right, numbers)))
        else:
            row = (left, BECOMES, *_apart(put_in(right, numbers)))
            lines.append(equation(row, case.number(new[name], "gradient", in_diagram(place))))
        state[name] = new[name]
    return lines


def _subtracted(case: Case, place: Learned, formula: str, numbers: dict[str, str]) -> list[Term]:
    r"""Return w - \eta times what the optimizer makes of the gradient, with numbers: no sign is moved."""
    at = in_diagram(place)
    weight, rate = case.number(case.parameter(place), "weight", at), Term(numbers[r"\eta"], "rate")
    row = [weight]
    for subtrahend in formula.removeprefix("w - ").split(" - " + r"\eta "):
        factor = subtrahend.removeprefix(r"\eta ")
        if factor == r"\lambda w":
            factors = [Term(numbers[r"\lambda"], "rate"), case.factor(case.parameter(place), "weight", at)]
        else:
            text = put_in(factor, numbers)
            factors = [Term(rf"\left({text}\right)" if text.startswith("-") else text, "gradient", at)]
        row += [Term("-"), *product(rate, *factors)]
    return row


def _apart(expression: str) -> list[Term]:
    """Return an expression cut at its outer minus and plus signs, so that it can be broken there."""
    terms, depth, begin = [], 0, 0
    for at, sign in enumerate(expression):
        depth += (sign in "({") - (sign in ")}")
        if sign in "+-" and depth == 0 and at > 0:
            terms += [Term(expression[begin:at].strip()), Term(sign)]
            begin = at + 1
    return [*terms, Term(expression[begin:].strip())]


def _settings(case: Case) -> dict[str, str]:
    """Return the numbers of the optimizer by their Greek names."""
    training, (power1, power2) = case.training, case.trace.decay_powers
    return {
        r"\eta": case.setting(case.trace.learning_rate),
        r"\lambda": case.setting(training.weight_decay),
        r"\mu": case.setting(training.momentum),
        r"\alpha": case.setting(training.alpha),
        r"\beta_1^t": case.setting(power1),
        r"\beta_2^t": case.setting(power2),
        r"\beta_1": case.setting(training.beta1),
        r"\beta_2": case.setting(training.beta2),
        r"\epsilon": case.setting(training.epsilon),
    }


def _state_before(case: Case, place: Learned) -> dict[str, float]:
    """Return a parameter, its gradient, and its optimizer's state, by their letters, before the update."""
    first, second = _moments(case, place, "")
    weight, gradient = before_and_after(case, place)[0], case.gradient(place)
    return {"v": first, "m": first, "s": second, "w": weight, "g": gradient}


def _state_after(case: Case, place: Learned) -> dict[str, float]:
    first, second = _moments(case, place, "_after")
    return {"v": first, "m": first, "s": second, "w": before_and_after(case, place)[1]}


def _moments(case: Case, place: Learned, when: str) -> tuple[float, float]:
    layer, kind = case.layer(place.layer), "biases" if isinstance(place, Bias) else "weights"
    first, second = (getattr(layer, f"{kind}_{which}_moment{when}") for which in ("first", "second"))
    return float(first[place.index]), float(second[place.index])


def _short_line(case: Case, place: Parameter) -> Formula:
    """Return how a parameter is changed, with the numbers of the step, and what it becomes."""
    after = before_and_after(case, place)[1]
    return equation(_state_numbers(case, place)[-1], case.number(after, "weight", place))


def layer_numbers(case: Case, layer: int) -> tuple[Formula, ...]:
    """Return a layer's weights, what is subtracted from them, and what they become; then its biases."""
    values = case.layer(layer)
    pairs = [("W", values.weights.T, values.weights_after.T, directions(case, layer, "weights").T)]
    if case.has_bias(layer):
        direction = directions(case, layer, "biases")[:, None]
        pairs.append(("b", values.biases[:, None], values.biases_after[:, None], direction))
    rows = []
    for letter, before, after, direction in pairs:
        old, rate = case.matrix(before, "weight"), Term(case.setting(case.trace.learning_rate), "rate")
        row = [Term(latex_layer(letter, layer), "weight"), BECOMES, old]
        if case.training.weight_decay and letter == "W":
            row += [Term("-"), *product(rate, Term(case.setting(case.training.weight_decay), "rate"), old)]
        row += [Term("-"), *product(rate, case.matrix(direction, "gradient"))]
        rows.append(equation(row, case.matrix(after, "weight")))
    return tuple(rows)


def directions(case: Case, layer: int, kind: str) -> Floats:
    """Return what the learning rate is multiplied by: the gradients, or what the optimizer makes of them."""
    training, values = case.training, case.layer(layer)
    g = getattr(values, f"{kind}_gradient")
    first, second = (getattr(values, f"{kind}_{which}_moment_after") for which in ("first", "second"))
    with np.errstate(all="ignore"):
        if training.optimizer == "momentum":
            return np.asarray(first)
        if training.optimizer == "nesterov":
            return np.asarray(g + training.momentum * first)
        if training.optimizer == "rmsprop":
            return np.asarray(g / (np.sqrt(second) + training.epsilon))
        if training.optimizer == "adam":
            power1, power2 = case.trace.decay_powers
            usual = np.sqrt(second / (1.0 - power2)) + training.epsilon
            return np.asarray(first / (1.0 - power1) / usual)
    return np.asarray(g)
