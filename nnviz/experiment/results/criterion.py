"""When a run counts as having learned."""

import math

import msgspec

from nnviz.experiment.results.outcome import Curve
from nnviz.experiment.spec.errors import SpecError

PART = "train"
"""The part of the data whose points are to be learned."""


class Criterion(msgspec.Struct, frozen=True):
    """When a run counts as having learned: its training accuracy is as high, or its loss as low, as this."""

    quantity: str
    value: float

    def first_epoch(self, curve: Curve) -> int | None:
        """Return the first epoch of the curve at which it holds; None if there is none."""
        for epoch, value in zip(curve.epochs, getattr(curve, self.quantity).get(PART, ()), strict=False):
            if value is not None and (
                value >= self.value if self.quantity == "accuracy" else value <= self.value
            ):
                return epoch
        return None

    def words(self) -> str:
        """Return it as the end of "learned means ..."."""
        if self.quantity == "accuracy":
            return f"{100 * self.value:g} % of the training points are right"
        return f"the training loss is at most {self.value:g}"


def parse_criterion(text: str) -> Criterion:
    """Return the criterion of "0.9", "accuracy=0.9" or "loss=0.1".

    Raises
    ------
    SpecError
        With one sentence.
    """
    quantity, equals, number = text.rpartition("=")
    quantity = quantity if equals else "accuracy"
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    fits = value > 0.0 if quantity == "loss" else quantity == "accuracy" and 0.0 < value <= 1.0
    if not (fits and math.isfinite(value)):
        raise SpecError(
            f'"{text}" says of no run whether it has learned: it must be accuracy=A with A above 0 and '
            "at most 1, or loss=L with L above 0."
        )
    return Criterion(quantity, value)
