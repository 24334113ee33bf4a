"""Numbers as pictures say them: significant figures, powers of ten, per cent; and round numbers to choose."""

import math

from nnviz.numerals import MINUS, percent, short_number


def steady_number(value: float) -> str:
    """Return a number with four decimals where it has a usual size: its width stays while it changes."""
    if value == 0.0 or 1e-3 <= abs(value) < 1e4:
        return f"{value:.4f}".replace("-", MINUS)
    return short_number(value)


def epoch_in_words(epoch: float) -> str:
    """Return "epoch 12", or "epoch 12.25" within one, with enough digits to tell it from its neighbours."""
    return f"epoch {short_number(epoch, 7)}"


def scores_in_words(loss: float, accuracy: float) -> str:
    """Return how good a network is: "loss 0.0123, accuracy 98.0 %", without accuracy where it is NaN."""
    words = f"loss {short_number(loss)}"
    return words if math.isnan(accuracy) else f"{words}, accuracy {percent(accuracy)}"


def nice_step(span: float, count: int) -> float:
    """Return the least of 1, 2 or 5 times a power of ten that cuts `span` into at most `count` parts."""
    return _least_of((1.0, 2.0, 5.0), span / max(count, 1))


def nice_ceiling(value: float) -> float:
    """Return a round number a little above a positive `value`: scales that grow by it move seldom."""
    return _least_of((1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0), value)


def _least_of(factors: tuple[float, ...], value: float) -> float:
    """Return the least of `factors` times a power of ten that is at least `value`."""
    magnitude = 10.0 ** math.floor(math.log10(value))
    fitting = (factor * magnitude for factor in factors if factor * magnitude >= value * (1.0 - 1e-9))
    return next(fitting, 10.0 * magnitude)
