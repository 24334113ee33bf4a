"""The steps at the inputs: an example is put there, and standardized."""

from nnviz.explain.formulas.numbers import latex, latex_factor
from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import equation
from nnviz.explain.update.case import Case
from nnviz.parts import Unit

INPUT_WHY = "The network is shown these inputs; the target is what it should answer."
STANDARDIZED = equation(
    Term(r"\text{input}", "input"),
    Term(r"\frac{\text{number in the data} - \text{mean}}{\text{deviation}}", "input"),
)
STANDARDIZED_WHY = (
    f"{INPUT_WHY} The data are standardized: from each number their mean over the training points is taken, "
    "and what is left is divided by their standard deviation."
)


def input_step(case: Case, key: Key) -> Step:
    """Return the step in which a sample is put at the inputs."""
    x, y = case.a(0), case.trace.Y[case.sample]
    if len(x) == 1:
        inputs = equation(case.a_symbol(0, 0), case.number(x[0], "input"))
    else:
        inputs = equation(Term("x", "input"), case.column(x, "input"))
    target = case.number(y[0], "target") if len(y) == 1 else case.column(y, "target")
    standardized = standardized_inputs(case)
    shown = () if len(x) == 1 and standardized else (inputs,)
    rest = len(x) - len(standardized) if standardized else 0
    return Step(
        key,
        f"Sample {case.sample + 1} of the batch of {case.batch}" if case.batch > 1 else "One sample",
        (STANDARDIZED,) if standardized else (),
        (*standardized, *shown, equation(Term("y", "target"), target)),
        (Term(rf"\text{{and {rest:,} more inputs}}"),) if rest else (),
        STANDARDIZED_WHY if standardized else INPUT_WHY,
        units=tuple(Unit(0, i) for i in range(len(x))),
        values=tuple((Unit(0, i), float(value)) for i, value in enumerate(x)),
    )


def standardized_inputs(case: Case) -> list[Formula]:
    """Return how the numbers of the data become inputs, line by line; nothing where they are the inputs."""
    if case.scaling is None:
        return []
    means, deviations = (values.tolist() for values in case.scaling)
    lines = []
    for i, x in enumerate(case.a(0).tolist()[: case.most_lines]):
        mean, deviation = means[i], deviations[i]
        datum = float(f"{x * deviation + mean:.14g}")  # as it stands in the data, not as it is computed back
        above = rf"{latex(datum, case.digits)} - {latex_factor(mean, case.digits)}"
        fraction = Term(rf"\frac{{{above}}}{{{latex(deviation, case.digits)}}}", "input", Unit(0, i))
        lines.append(equation(case.a_symbol(0, i), fraction, case.number(x, "input", Unit(0, i))))
    return lines
