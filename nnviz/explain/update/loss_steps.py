"""The steps about the loss: of an output, of the sample, of the batch with penalties, after the update."""

import numpy as np

from nnviz.engine.choices.losses import LOSSES
from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import equation, product, sum_in_brackets, total
from nnviz.explain.update.case import Case
from nnviz.explain.update.functions import is_rounded_away, loss_numbers, loss_symbols, loss_value
from nnviz.parts import Unit

SURE_WHY = "An output is so near to 0 or 1 that it is rounded to it: its logarithm is taken from z instead."


def loss_step(case: Case, key: Key) -> Step:
    """Return the loss of the batch, or what one output adds to it."""
    return _batch_loss(case, key) if key.unit is None else _output_loss(case, key, key.unit)


def loss_after_step(case: Case, key: Key) -> Step:
    """Return the loss of the same batch with the new weights, and the difference."""
    trace = case.trace
    name, change = Term(r"\Delta L", "loss"), case.number(trace.loss_after - trace.loss)
    after = case.number(trace.loss_after, "loss")
    symbols = [Term(r"L_{\text{after}}", "loss"), Term("-"), Term("L", "loss")]
    return Step(
        key,
        "The loss after the update",
        (equation(name, symbols),),
        (equation(name, [after, Term("-"), case.factor(trace.loss, "loss")]),),
        equation(name, change),
        _after_why(trace.loss_after - trace.loss),
        units=tuple(Unit(case.depth, j) for j in range(case.units(case.depth))),
    )


def _after_why(change: float) -> str:
    if change < 0.0:
        return "The step went downhill: the same samples are now answered better."
    if change == 0.0:
        return "Nothing changed: the gradient, or the learning rate, is zero."
    return "The loss rose: the step was too long, or it did not follow the slope of this loss."


def _output_loss(case: Case, key: Key, unit: int) -> Step:
    name = Term(rf"\ell_{{{unit + 1}}}", "loss", Unit(case.depth, unit))
    return Step(
        key,
        f"The loss: output {unit + 1}",
        (equation(name, Term(loss_symbols(case, unit), "loss")),),
        (equation(name, Term(loss_numbers(case, unit), "loss")),),
        equation(name, case.number(loss_value(case, unit), "loss")),
        SURE_WHY if is_rounded_away(case, unit) else LOSSES[case.training.loss].help,
        units=(Unit(case.depth, unit),),
        values=((Unit(case.depth, unit), float(case.a(case.depth)[unit])),),
    )


def _batch_loss(case: Case, key: Key) -> Step:
    record, outputs = LOSSES[case.training.loss], range(case.units(case.depth))
    penalised = case.training.l1 > 0.0 or case.training.l2 > 0.0
    averaged = case.batch > 1
    own_name = Term("L_s" if averaged else (r"L_{\text{data}}" if penalised else "L"), "loss")
    terms = total(
        [[Term(loss_numbers(case, j), "loss", Unit(case.depth, j))] for j in outputs], case.longest_sum
    )
    own = case.number(float(case.trace.sample_losses[case.sample]), "loss")
    symbols: list[Formula] = [equation(own_name, Term(record.formula, "loss"))]
    numbers: list[Formula] = [equation(own_name, terms, own)]
    if averaged:
        name = Term(r"L_{\text{data}}" if penalised else "L", "loss")
        front = r"\frac{1}{n} " if case.training.reduction == "mean" else ""
        symbols.append(equation(name, Term(rf"{front}\sum_s L_s", "loss")))
        numbers.append(equation(name, _over_batch(case), case.number(case.trace.data_loss, "loss")))
    if penalised:
        symbols.append(
            equation(Term("L", "loss"), [Term(r"L_{\text{data}}", "loss"), *_penalty_symbols(case)])
        )
        data = [case.number(case.trace.data_loss, "loss")]
        numbers.append(equation(Term("L", "loss"), total([data, *_penalty_numbers(case)])))
    else:
        numbers[-1] = numbers[-1][:-2]  # the result says it
    return Step(
        key,
        "The loss",
        tuple(symbols),
        tuple(numbers),
        equation(Term("L", "loss"), case.number(case.trace.loss, "loss")),
        SURE_WHY if any(is_rounded_away(case, j) for j in outputs) else record.help,
        units=tuple(Unit(case.depth, j) for j in outputs),
        values=tuple((Unit(case.depth, j), float(case.a(case.depth)[j])) for j in outputs),
    )


def _over_batch(case: Case) -> list[Term]:
    """Return the samples' losses added up, over their count where the mean is taken."""
    losses = [[case.number(float(value), "loss")] for value in case.trace.sample_losses]
    if case.training.reduction == "sum":
        return total(losses, case.longest_sum)
    return sum_in_brackets(losses, rf"\frac{{1}}{{{case.batch}}}", case.longest_sum)


def _penalty_symbols(case: Case) -> list[Term]:
    terms: list[Term] = []
    if case.training.l2:
        terms += [Term("+"), Term(r"\frac{\lambda_2}{2} \sum w^2", "weight")]
    if case.training.l1:
        terms += [Term("+"), Term(r"\lambda_1 \sum |w|", "weight")]
    return terms


def _penalty_numbers(case: Case) -> list[list[Term]]:
    """Return the penalties, each with the sum over all weights as one number."""
    layers = zip(case.network.computed, case.trace.layers, strict=True)
    weights = np.concatenate([layer.learned(values.weights).ravel() for layer, values in layers])
    terms = []
    if case.training.l2:
        front = Term(rf"\frac{{{case.setting(case.training.l2)}}}{{2}}")
        terms.append(product(front, case.number(float(weights @ weights), "weight")))
    if case.training.l1:
        front = Term(case.setting(case.training.l1))
        terms.append(product(front, case.number(float(np.abs(weights).sum()), "weight")))
    return terms
