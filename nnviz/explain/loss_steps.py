"""The steps about the loss: of an output, of the sample, of the batch with penalties, after the update."""

from nnviz.engine import LOSSES
from nnviz.explain.case import Case
from nnviz.explain.formulas import equation, put_in, total
from nnviz.explain.numbers import latex_factor
from nnviz.explain.step import Formula, Key, Step, Term, Unit

TERMS = {
    "half_squared_error": r"\frac{1}{2} (p - y)^2",
    "mean_squared_error": r"\frac{1}{k} (p - y)^2",
    "log_loss": r"-y \ln p - (1 - y) \ln (1 - p)",
    "cross_entropy": r"-y \ln p",
}
"""What one output p with target y adds to the loss of its sample; k is the number of outputs."""


def loss_step(case: Case, key: Key) -> Step:
    """Return the loss of the batch, or what one output adds to it."""
    return _batch_loss(case, key) if key.unit is None else _output_loss(case, key, key.unit)


def loss_after_step(case: Case, key: Key) -> Step:
    """Return the loss of the same batch with the new weights, and the difference."""
    trace = case.trace
    before, after = case.number(trace.loss, "loss"), case.number(trace.loss_after, "loss")
    change = trace.loss_after - trace.loss
    why = (
        "The step went downhill: the same samples are now answered better."
        if change < 0.0
        else "The loss did not fall: the step was too long, or not along the gradient."
    )
    difference = equation(
        [Term(r"L_\text{after}", "loss"), Term("-"), Term("L", "loss")], case.number(change)
    )
    return Step(
        key,
        "The loss after the update",
        (difference,),
        (equation([after, Term("-"), case.factor(trace.loss, "loss")], case.number(change)),),
        (Term("L", "loss"), Term(r"\rightarrow"), before, Term(r"\rightarrow"), after),
        why,
        units=tuple(Unit(case.depth, j) for j in range(case.units(case.depth))),
    )


def _output_loss(case: Case, key: Key, unit: int) -> Step:
    p, y = float(case.a(case.depth)[unit]), float(case.trace.Y[case.sample][unit])
    k = str(case.units(case.depth))
    formula = TERMS[case.training.loss]
    symbols = put_in(formula, {"p": case.output_symbol(unit), "y": case.target_symbol(unit).latex})
    numbers = put_in(formula, {"p": latex_factor(p, case.digits), "y": latex_factor(y, case.digits), "k": k})
    return Step(
        key,
        f"The loss: output {unit + 1}",
        ((Term(symbols, "loss"),),),
        ((Term(numbers, "loss"),),),
        (),
        LOSSES[case.training.loss].help,
        units=(Unit(case.depth, unit),),
        values=((Unit(case.depth, unit), p),),
    )


def _batch_loss(case: Case, key: Key) -> Step:
    record, trace = LOSSES[case.training.loss], case.trace
    outputs = range(case.units(case.depth))
    own = float(trace.sample_losses[case.sample])
    symbols: list[Formula] = [equation(Term("L_s", "loss"), Term(record.formula, "loss"))]
    numbers = [equation(Term("L_s", "loss"), Term(_sum_of_outputs(case), "loss"), case.number(own, "loss"))]
    if case.batch > 1 or case.training.reduction == "sum":
        symbol, number = _over_batch(case)
        symbols.append(symbol)
        numbers.append(number)
    if case.training.l1 or case.training.l2:
        symbols.append(equation(Term("L", "loss"), [Term(r"L_\text{data}", "loss"), *_penalty_symbols(case)]))
        sides = [case.number(trace.data_loss, "loss"), Term("+"), case.number(trace.penalty)]
        numbers.append(equation(Term("L", "loss"), sides, case.number(trace.loss, "loss")))
    return Step(
        key,
        "The loss",
        tuple(symbols),
        tuple(numbers),
        equation(Term("L", "loss"), case.number(trace.loss, "loss")),
        record.help,
        units=tuple(Unit(case.depth, j) for j in outputs),
        values=tuple((Unit(case.depth, j), float(case.a(case.depth)[j])) for j in outputs),
    )


def _sum_of_outputs(case: Case) -> str:
    """Return the loss of the sample with numbers; long sums over outputs are elided."""
    formula, k = TERMS[case.training.loss], str(case.units(case.depth))
    pairs = zip(case.a(case.depth), case.trace.Y[case.sample], strict=True)
    terms = [
        [
            Term(
                put_in(
                    formula,
                    {
                        "p": latex_factor(float(p), case.digits),
                        "y": latex_factor(float(y), case.digits),
                        "k": k,
                    },
                )
            )
        ]
        for p, y in pairs
    ]
    return " ".join(term.latex for term in total(terms)).replace("+ -", "-")


def _over_batch(case: Case) -> tuple[Formula, Formula]:
    """Return the mean or sum over the batch, with symbols and with numbers."""
    name = Term(r"L_\text{data}" if case.training.l1 or case.training.l2 else "L", "loss")
    mean = case.training.reduction == "mean"
    factor = rf"\frac{{1}}{{{case.batch}}}" if mean else ""
    summands = [[case.number(float(value), "loss")] for value in case.trace.sample_losses]
    row = total(summands)
    symbol = equation(name, Term((r"\frac{1}{n}" if mean else "") + r"\sum_s L_s", "loss"))
    if mean:
        row = [Term(rf"{factor} \big("), *row, Term(r"\big)")]
    return symbol, equation(name, row, case.number(case.trace.data_loss, "loss"))


def _penalty_symbols(case: Case) -> list[Term]:
    terms: list[Term] = []
    if case.training.l2:
        terms += [Term("+"), Term(r"\frac{\lambda_2}{2} \sum w^2", "weight")]
    if case.training.l1:
        terms += [Term("+"), Term(r"\lambda_1 \sum |w|", "weight")]
    return terms
