"""Schedules: the factor on the learning rate, a function of the update number alone.

So a run that is stopped, continued or rewound finds the same learning rate again. A schedule is one record of
`SCHEDULES` and one line in `schedule_factor`.
"""

from __future__ import annotations

from dataclasses import dataclass

from nnviz.engine.choices.choice import CodedChoice, registry
from nnviz.engine.lanes.elementary import cospi
from nnviz.engine.lanes.interpreted import Value, fill, minimum
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import SINGLE

CONSTANT, STEP, EXPONENTIAL, COSINE, WARMUP = range(5)


@dataclass(frozen=True)
class Schedule(CodedChoice):
    """What is known of one schedule.

    Attributes
    ----------
    formula : str
        The factor in LaTeX: e is the epoch, t the epoch with its fraction, E the number of epochs of the
        schedule, g its factor.
    uses_epochs, uses_factor : bool
        Which of `schedule_epochs` and `schedule_factor` it depends on.
    """

    formula: str
    uses_epochs: bool
    uses_factor: bool


SCHEDULES = registry(
    Schedule("constant", "Constant", "The learning rate stays as it is.", CONSTANT, "1", False, False),
    Schedule(
        "step",
        "Steps",
        "Multiplied by the factor every so many epochs.",
        STEP,
        r"g^{\lfloor e / E \rfloor}",
        True,
        True,
    ),
    Schedule(
        "exponential",
        "Exponential",
        "Multiplied by the factor after every epoch.",
        EXPONENTIAL,
        "g^{e}",
        False,
        True,
    ),
    Schedule(
        "cosine",
        "Cosine",
        "Falls to zero along half a cosine, over so many epochs, and stays there.",
        COSINE,
        r"\frac{1}{2} \left( 1 + \cos \frac{\pi t}{E} \right)",
        True,
        False,
    ),
    Schedule(
        "warmup",
        "Warm-up",
        "Rises from zero in a straight line over so many epochs, then stays.",
        WARMUP,
        r"\min(1, t / E)",
        True,
        False,
    ),
)


@kernel
def schedule_factor(code: int, update: int, updates_per_epoch: int, epochs: int, factor: float) -> Value:
    """Return the factor on the learning rate of an update (counted from 0)."""
    if code == STEP:
        return whole_power(factor, update // updates_per_epoch // epochs)
    if code == EXPONENTIAL:
        return whole_power(factor, update // updates_per_epoch)
    length = epochs * updates_per_epoch
    if code == COSINE:
        return (cospi(fill(SINGLE, min(update, length) / length)) + 1.0) * 0.5
    if code == WARMUP:
        return minimum(fill(SINGLE, (update + 1) / length), fill(SINGLE, 1.0))
    return fill(SINGLE, 1.0)


@kernel
def whole_power(base: float, exponent: int) -> Value:
    """Return base^exponent by repeated squaring, whose order of operations is fixed."""
    power = fill(SINGLE, 1.0)
    square = fill(SINGLE, base)
    while exponent > 0:
        if exponent % 2 == 1:
            power = power * square
        square = square * square
        exponent //= 2
    return power
