"""How a slider's positions stand for numbers: evenly, or evenly in the logarithm."""

import math

import msgspec

from nnviz.ui.widgets.numbers import round_to_digits, step_1_2_5, step_evenly

POSITIONS = 1000
"""A slider goes from position 0 to this one."""


class SliderScale(msgspec.Struct, frozen=True):
    """The numbers from `low` to `high` along a slider.

    Attributes
    ----------
    logarithmic : bool
        Evenly in the logarithm; `low` is positive then.
    zero : bool
        The first position is 0 instead of `low` (for logarithmic scales of what may be switched off).
    whole : bool
        Whole numbers only.
    """

    low: float
    high: float
    logarithmic: bool = False
    zero: bool = False
    whole: bool = False

    def position(self, value: float) -> int:
        """Return the slider position nearest to `value`, pinned to the ends."""
        if self.zero and value <= 0:
            return 0
        value = min(max(value, self.low), self.high)
        if self.logarithmic:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return max(round(share * POSITIONS), 1 if self.zero else 0)

    def value(self, position: int) -> float | int:
        """Return the round number at `position`: two digits, or about a hundredth of the range."""
        if self.zero and position == 0:
            return 0 if self.whole else 0.0
        share = position / POSITIONS
        if self.logarithmic:
            value = round_to_digits(self.low * (self.high / self.low) ** share, 2)
            value = min(max(value, self.low), self.high)
        else:
            step = 10.0 ** math.floor(math.log10((self.high - self.low) / 50))
            count = round((self.low + share * (self.high - self.low)) / step)
            count = min(max(count, math.ceil(self.low / step)), math.floor(self.high / step))
            value = round_to_digits(count * step, 12)
        return round(value) if self.whole else value

    def step(self, value: float, direction: int) -> float | int:
        """Return the next number up (`direction` 1) or down (-1); beyond `high` it goes on."""
        if self.logarithmic:
            stepped = self._step_logarithmic(value, direction)
        elif self.whole:
            stepped = value + direction * max(1, round(step_evenly(value, 1) - value))
        else:
            stepped = step_evenly(value, direction)
        lowest = 0 if self.zero else self.low
        stepped = max(stepped, lowest)
        return round(stepped) if self.whole else stepped

    def ticks(self) -> tuple[int, ...]:
        """Return the positions worth a tick: the powers of ten of a logarithmic scale."""
        if not self.logarithmic:
            return ()
        powers = range(math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9) + 1)
        return tuple(self.position(10.0**power) for power in powers)

    def _step_logarithmic(self, value: float, direction: int) -> float:
        if value <= 0:
            return self.low if direction > 0 else value
        if self.zero and direction < 0 and value <= self.low:
            return 0.0
        return step_1_2_5(value, direction)
