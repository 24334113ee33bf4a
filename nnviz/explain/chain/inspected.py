"""One weight, bias or neuron taken apart: its whole chain rule as a step, beside the central difference."""

import msgspec
from msgspec.structs import replace

from nnviz.explain.chain.chain_rule import ChainRule, chain_rule
from nnviz.explain.chain.difference import Difference, central_difference, error_curve
from nnviz.explain.chain.map_rule import inspected_place
from nnviz.explain.formulas.numbers import plain
from nnviz.explain.formulas.rounding import honest
from nnviz.explain.formulas.step import Formula, Key, Phase, Step
from nnviz.explain.formulas.sums import equation
from nnviz.explain.update.case import Case
from nnviz.parts import Bias, Learned, Part, Pixel, Unit, Weight, in_diagram, symbol

_WHY = "Every path from the loss down to it is a product of local derivatives; their sum is the gradient."
_ONE = "There is one path from the loss down to it: the product of the local derivatives along it."


class Inspection(msgspec.Struct, frozen=True):
    """What there is to say about one quantity.

    Attributes
    ----------
    place : Part
    rule : ChainRule
    step : Step
        The chain rule as it is shown, the paths lit in the diagram.
    difference : Difference
        The central difference at the epsilon asked for.
    curve : tuple of Difference
        The same for epsilons from large to small; empty until `with_curve` is asked for it.
    """

    place: Part
    rule: ChainRule
    step: Step
    difference: Difference
    curve: tuple[Difference, ...] = ()


def inspect(case: Case, place: Part, title: str, epsilon: float, *, sees_image: bool = False) -> Inspection:
    """Return the chain rule of a quantity and its check; `title` names it.

    Where a part of the diagram has many numbers (a kernel, a map), it is that of the one with most effect.
    """
    number = inspected_place(case, place, sees_image=sees_image)
    if number != place:
        title += f": its number with most effect, {symbol(number)}"
    rule = chain_rule(case, number)
    step = chain_rule_step(case, rule, title)
    return Inspection(place, rule, step, central_difference(case, number, epsilon))


def with_curve(case: Case, found: Inspection) -> Inspection:
    """Return an inspection with the error over epsilon, which takes about fifty passes."""
    return replace(found, curve=tuple(error_curve(case, found.rule.place)))


def chain_rule_step(case: Case, rule: ChainRule, title: str) -> Step:
    """Return the chain rule as a step: path by path with symbols and numbers, then the sum."""
    lines: list[Formula] = []
    for path in rule.paths:
        lines.append(equation(path.symbols(), path.numbers(case)))
    lines.append(rule.sum_line(case))
    if rule.batch_line(case):
        lines.append(rule.batch_line(case))
    units = dict.fromkeys(unit for path in rule.paths for unit in path.units)
    weights = dict.fromkeys(weight for path in rule.paths for weight in path.weights)
    step = Step(
        _key(rule.place),
        title,
        (),
        tuple(lines),
        (),
        _sentence(case, rule),
        units=tuple(units),
        weights=tuple(weights),
        biases=(rule.place,) if isinstance(rule.place, Bias) else (),
        values=((in_diagram(rule.place), rule.gradient),),
    )
    return honest(step, case.digits)


def path_step(case: Case, found: Inspection, number: int) -> Step:
    """Return one path of an inspection alone, counted from 0: its product, and what it passes lit."""
    path, count = found.rule.paths[number], found.rule.path_count
    step = replace(
        found.step,
        title=f"{found.step.title}, path {number + 1} of {count:,}",
        symbols=(path.symbols(),),
        numbers=(path.numbers(case),),
        why="The product of the local derivatives along this path: one summand of the gradient.",
        units=path.units,
        weights=path.weights,
        values=((found.place, path.value),),
    )
    return honest(step, case.digits)


def _key(place: Part | Learned | Pixel) -> Key:
    place = in_diagram(place)
    if isinstance(place, Weight):
        return Key(Phase.GRADIENT, place.layer, place.target, place.source)
    return Key(Phase.BACKWARD if isinstance(place, Unit) else Phase.GRADIENT, place.layer, place.unit)


def _sentence(case: Case, rule: ChainRule) -> str:
    sentence = _ONE if rule.path_count == 1 else f"{rule.path_count:,} paths. {_WHY}"
    number, gradient, loss = (plain(x, case.digits) for x in (rule.value, rule.gradient, case.trace.loss))
    whose = "the batch" if case.batch > 1 else "this sample"
    value = f"Its value is {number}, its gradient {gradient}, the loss of {whose} {loss}. "
    if rule.used != rule.gradient:
        used = plain(rule.used, case.digits)
        sentence += f" The update uses {used} instead, because it goes about it in the wrong order."
    return value + sentence
