"""How choices are written: ranges, switches, names of parts of the data."""

import math
from collections.abc import Callable
from typing import TypeGuard

import msgspec

from nnviz.data.dataset import PARTS
from nnviz.experiment.snapshot.section import CrossSection
from nnviz.paint.drawing.axis import Zoom

ALL = "all"
"""What is typed for a range that follows the data."""
_BETWEEN = (" to ", ":", "..", "–", ";")
Parts = tuple[tuple[str, Zoom], ...]
"""Which parts of plots are shown, by their names."""
Value = (
    tuple[float, float]
    | tuple[int, ...]
    | float
    | bool
    | frozenset[str]
    | str
    | CrossSection
    | Zoom
    | Parts
    | None
)


class Writing(msgspec.Struct, frozen=True):
    """How a choice is written: `read` raises ValueError with what is wrong, `write` is its opposite.

    `empty` says what nothing means.
    """

    read: Callable[[str], Value]
    write: Callable[[Value], str]
    example: str
    empty: str = ALL


def read_range(text: str) -> tuple[float, float] | None:
    """Return the range that was typed; None: all."""
    if text.lower() in ("", ALL):
        return None
    for mark in _BETWEEN:
        low, found, high = text.partition(mark)
        if found:
            ends = _number(low), _number(high)
            break
    else:
        raise ValueError(f'is no range: two numbers with "to" between them, or {ALL}')
    if not ends[0] < ends[1]:
        raise ValueError("is no range: the second number must be greater than the first")
    return ends


def _number(text: str) -> float:
    try:
        number = float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        raise ValueError(f'is no range: two numbers with "to" between them, or {ALL}') from None
    if not math.isfinite(number) or abs(number) > 1e300:
        raise ValueError("has a number that no axis can show")
    return number


def write_range(ends: tuple[float, float]) -> str:
    """Return a range as one would type it, with as many digits as tell its ends apart."""
    low, high = ends
    near = max(abs(low), abs(high)) / max(high - low, 5e-324)
    digits = min(6 + max(math.floor(math.log10(near)), 0), 17) if math.isfinite(near) and near > 0 else 17
    return f"{low:.{digits}g} to {high:.{digits}g}"


def _write_range(value: Value) -> str:
    return write_range(value) if is_range(value) else ""


def is_range(value: Value) -> TypeGuard[tuple[float, float]]:
    """Whether a choice is of two ends; None stands for all."""
    return isinstance(value, tuple)


def _read_switch(text: str) -> Value:
    if text.lower() in ("on", "yes", "true", "1"):
        return True
    if text.lower() in ("off", "no", "false", "0", ""):
        return False
    raise ValueError("is neither on nor off")


def _read_parts(text: str) -> Value:
    parts = frozenset(filter(None, (word.strip().lower() for word in text.split(","))))
    if parts - set(PARTS):
        raise ValueError(f"must be of {', '.join(PARTS)}")
    return parts


def _write_parts(value: Value) -> str:
    assert isinstance(value, frozenset)
    return ", ".join(part for part in PARTS if part in value)


def _read_magnitude(text: str) -> Value:
    if text.lower() in ("", "auto"):
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise ValueError("is no number") from None
    if not 0.0 < number <= 1e300:
        raise ValueError("must be greater than 0")
    return number


MAGNITUDE = Writing(_read_magnitude, lambda value: "" if value is None else f"{value:.6g}", "2.5", "auto")


def names_of(choices: tuple[str, ...]) -> Writing:
    """Return how one of several names is written; nothing stands for the first."""

    def read(text: str) -> Value:
        if text.lower() not in ("", *choices):
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text.lower() or choices[0]

    return Writing(read, lambda value: "" if value == choices[0] else str(value), choices[-1], choices[0])


def _read_section(text: str) -> Value:
    if text.lower() in ("", "none"):
        return None
    if text.lower() == "principal":
        return CrossSection(principal=True)
    axes, _, at = text.lower().partition(" at ")
    try:
        first, second = (int(word) - 1 for word in axes.replace(",", " ").split())
        point = tuple(float(word) for word in at.replace(",", " ").split()) if at else None
    except ValueError:
        raise ValueError('is no plane: the numbers of two inputs, or "principal"') from None
    if first == second or min(first, second) < 0:
        raise ValueError("is no plane: it takes two different inputs, counted from 1")
    if point is not None and not all(map(math.isfinite, point)):
        raise ValueError("has a number that is not finite")
    return CrossSection(first, second, point)


def _write_section(value: Value) -> str:
    if not isinstance(value, CrossSection):
        return ""
    if value.principal:
        return "principal"
    at = "" if value.at is None else " at " + " ".join(f"{each:.6g}" for each in value.at)
    return f"{value.first + 1}, {value.second + 1}{at}"


SECTION = Writing(_read_section, _write_section, '"1, 2" or "principal"', "none")


def _read_numbers(text: str) -> Value:
    words = text.replace(",", " ").split()
    if not all(word.isdecimal() and int(word) > 0 for word in words if len(word) < 10) or len(words) > 6:
        raise ValueError("must be the numbers of six inputs at most, counted from 1")
    return tuple(int(word) for word in words)


def _write_numbers(value: Value) -> str:
    return ", ".join(str(number) for number in value) if isinstance(value, tuple) else ""


NUMBERS = Writing(_read_numbers, _write_numbers, "1, 2, 5", "the first six")
RANGE = Writing(read_range, _write_range, "0 to 50")
SWITCH = Writing(_read_switch, lambda value: "on" if value else "off", "on")
NAMES = Writing(_read_parts, _write_parts, "validation, test", "none")
