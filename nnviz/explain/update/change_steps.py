"""The steps about the change: from the gradients, through the optimizer's state, to the new weights."""

from collections.abc import Sequence

from nnviz.engine import OPTIMIZERS
from nnviz.explain.formulas.numbers import latex
from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import capital, equation, layer_name, put_in, total
from nnviz.explain.update.case import Case
from nnviz.explain.update.forward_steps import biases_of, into_layer, into_unit
from nnviz.explain.update.gradient_steps import (
    gradient_symbol,
    parameter_place,
)
from nnviz.explain.update.wrong_order import WRONG_CHANGE_WHY
from nnviz.parts import Bias, Parameter, Unit, Weight, latex_layer

BECOMES = Term(r"\leftarrow")
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


def before_and_after(case: Case, place: Parameter) -> tuple[float, float]:
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
    return Step(
        key,
        title,
        tuple((Term(line),) for line in _formula(case)),
        tuple(line for layer in layers for line in _layer_numbers(case, layer)),
        (),
        _why(case),
        units=tuple(Unit(layer, j) for layer in layers for j in range(case.units(layer))),
        weights=tuple(lines),
        biases=tuple(biases),
        values=tuple((w, before_and_after(case, w)[1]) for w in lines),
        changes=_changes(case, [*lines, *biases]),
    )


def _neuron_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    count = case.units(layer - 1) + case.has_bias(layer)
    places = [parameter_place(case, layer, unit, part) for part in range(count)]
    rest = count - case.most_lines
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: its new weights",
        tuple((Term(line),) for line in _formula(case)),
        tuple(_short_line(case, place) for place in places[: case.most_lines]),
        (Term(rf"\text{{and {rest} more}}"),) if rest > 0 else (),
        _why(case),
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
    g = Term("g", "gradient", place)
    lines = _state_numbers(case, place)
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: {kind}",
        (equation(g, gradient_symbol(case, place)), *((Term(line),) for line in _formula(case, place))),
        (equation(g, case.number(case.gradient(place), "gradient", place)), *lines),
        (case.parameter_symbol(place), BECOMES, case.number(after, "weight", place)),
        _why(case),
        units=(Unit(layer, unit),),
        weights=(place,) if isinstance(place, Weight) else (),
        biases=(place,) if isinstance(place, Bias) else (),
        values=((place, after),),
        changes=_changes(case, [place]),
    )


def _formula(case: Case, place: Parameter | None = None) -> list[str]:
    """Return the optimizer's lines; weights, not biases, also lose a share where they decay."""
    lines = list(OPTIMIZERS[case.training.optimizer].formula)
    if case.training.weight_decay and not isinstance(place, Bias):
        lines[-1] = lines[-1].replace("w - ", DECAYED)
        if place is None:
            lines.append(r"\text{(biases do not decay)}")
    return lines


def _why(case: Case) -> str:
    if case.training.order == "update_first":
        return WRONG_CHANGE_WHY
    return OPTIMIZERS[case.training.optimizer].help


def _state_numbers(case: Case, place: Parameter) -> list[Formula]:
    """Return the optimizer's lines with the numbers of one parameter, the last one without its value."""
    settings, state = _settings(case), _state_before(case, place)
    new = _state_after(case, place)
    lines = []
    for line in _formula(case, place):
        name, right = (side.strip() for side in line.split(BECOMES.latex))
        numbers = settings | {letter: latex(value, case.digits) for letter, value in state.items()}
        left = case.parameter_symbol(place) if name == "w" else Term(name, "gradient", place)
        row = (left, BECOMES, *_apart(put_in(right, numbers)))
        lines.append(row if name == "w" else equation(row, case.number(new[name], "gradient", place)))
        state[name] = new[name]
    return lines


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


def _state_before(case: Case, place: Parameter) -> dict[str, float]:
    """Return a parameter, its gradient, and its optimizer's state, by their letters, before the update."""
    first, second = _moments(case, place, "")
    weight, gradient = before_and_after(case, place)[0], case.gradient(place)
    return {"v": first, "m": first, "s": second, "w": weight, "g": gradient}


def _state_after(case: Case, place: Parameter) -> dict[str, float]:
    first, second = _moments(case, place, "_after")
    return {"v": first, "m": first, "s": second, "w": before_and_after(case, place)[1]}


def _moments(case: Case, place: Parameter, when: str) -> tuple[float, float]:
    layer, kind = case.layer(place.layer), "biases" if isinstance(place, Bias) else "weights"
    first, second = (getattr(layer, f"{kind}_{which}_moment{when}") for which in ("first", "second"))
    return float(first[place.index]), float(second[place.index])


def _short_line(case: Case, place: Parameter) -> Formula:
    """Return a parameter, its change, and what it becomes."""
    before, after = before_and_after(case, place)
    row = total([[case.number(before, "weight", place)], [case.number(after - before)]])
    return equation((case.parameter_symbol(place), BECOMES, *row), case.number(after, "weight", place))


def _layer_numbers(case: Case, layer: int) -> tuple[Formula, ...]:
    """Return a layer's weights, their change, and what they become; the same of its biases."""
    values = case.layer(layer)
    pairs = [("W", values.weights.T, values.weights_after.T)]
    if case.has_bias(layer):
        pairs.append(("b", values.biases[:, None], values.biases_after[:, None]))
    return tuple(
        equation(
            (
                Term(latex_layer(letter, layer), "weight"),
                BECOMES,
                case.matrix(before, "weight"),
                Term("+"),
                case.matrix(after - before),
            ),
            case.matrix(after, "weight"),
        )
        for letter, before, after in pairs
    )
