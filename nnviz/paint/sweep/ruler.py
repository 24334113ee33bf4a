"""A line with values on it: numbers evenly or by factors, words at equal distances."""

import math
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from nnviz.explain.documents.sweep_table import setting
from nnviz.numerals import percent, short_number
from nnviz.paint.drawing.axis import Ends
from nnviz.paint.drawing.ticks import linear_ticks, log_ticks, percent_ticks

WIDE = 30.0
"""Where the greatest number is so many times the least, equal steps stand for equal factors."""
EACH = 9
"""So many different values are all written beside the line."""


class Ruler(msgspec.Struct, frozen=True):
    """One line.

    Attributes
    ----------
    low, high : float
    log, percent : bool
    words : tuple of str
        What stands on it in place of numbers; empty for numbers.
    each : tuple of float
        Values that are written, where they are few.
    """

    low: float
    high: float
    log: bool = False
    percent: bool = False
    words: tuple[str, ...] = ()
    each: tuple[float, ...] = ()

    def share(self, value: object) -> float:
        """Return where a value stands, from 0 to 1; NaN for what has no place."""
        if self.words:
            word = setting(value)
            return (self.words.index(word) + 0.5) / len(self.words) if word in self.words else math.nan
        if not isinstance(value, int | float) or not math.isfinite(value) or (self.log and value <= 0):
            return math.nan
        low, high, number = self.low, self.high, float(value)
        if self.log:
            low, high, number = math.log(low), math.log(high), math.log(number)
        return (number - low) / (high - low)

    def ticks(self, count: int) -> list[tuple[float, str]]:
        """Return about `count` shares with what is written there."""
        if self.words:
            return [((number + 0.5) / len(self.words), word) for number, word in enumerate(self.words)]
        if self.each:
            say = percent if self.percent else short_number
            return [(self.share(value), say(value)) for value in self.each]
        make = log_ticks if self.log else percent_ticks if self.percent else linear_ticks
        found = make(self.low, self.high, max(count, 2))
        shares = [(self.share(value), label) for value, label in zip(found.values, found.labels, strict=True)]
        return [(share, label) for share, label in shares if -0.01 <= share <= 1.01]


def ruler_of(values: Iterable[object], score: str = "") -> Ruler:
    """Return a line on which all these values have their place.

    Parameters
    ----------
    values : iterable
        Settings; or numbers and None, of a score.
    score : str
        The name of a score; empty for a setting, whose values are written where they are few.
    """
    there = [value for value in values if value is not None]
    known = [value for value in there if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(known) < len(there):
        return Ruler(0.0, 1.0, words=tuple(dict.fromkeys(map(setting, there))))
    numbers = sorted({float(value) for value in known if math.isfinite(value)}) or [0.0]
    low, high = numbers[0], numbers[-1]
    log = low > 0 and high >= WIDE * low
    if low == high:
        low, high = (low / 2, 2 * high) if low > 0 else (low - 0.5, high + 0.5)
    elif score and log:
        low, high = low * (low / high) ** 0.04, high * (high / low) ** 0.04
    elif score:
        low, high = low - 0.04 * (high - low), high + 0.04 * (high - low)
    each = tuple(numbers) if not score and len(numbers) <= EACH else ()
    return Ruler(low, high, log, score.endswith("accuracy"), each=each)


def zoomed_ruler(ruler: Ruler, ends: Ends | None, log: bool | None) -> Ruler:
    """Return the part of a line between two values; words have no parts.

    Parameters
    ----------
    ends : (float, float) or None
        None: all of it.
    log : bool or None
        Whether equal steps stand for equal factors; None leaves that as it is.
    """
    if ruler.words or (ends is None and log is None):
        return ruler
    log = ruler.log if log is None else log
    low, high = (ruler.low, ruler.high) if ends is None else ends
    if log and low <= 0.0:
        log = False
    each = tuple(value for value in ruler.each if low <= value <= high)
    return replace(ruler, low=low, high=high, log=log, each=each if len(each) > 1 else ())
