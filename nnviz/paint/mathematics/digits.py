r"""Digits put in place: a formula is set once with zeros, and the outlines of the real digits replace them.

All digits are equally wide, so w^{(1)}_{23} is w^{(0)}_{00} with other digits. Indices and exponents have
digits of their own design, so there is one set for each level: on the line, in an index, in an index of one.

ziamath draws an index before the exponent beside it; in LaTeX too it must come first, or digits get mixed up.
"""

import re
from functools import lru_cache

import msgspec
from PySide6.QtGui import QPainterPath, QTransform

from nnviz.paint.mathematics.outlines import outlines

_LEVELS = ("{}", "x^{{{}}}", "x^{{x^{{{}}}}}")
"""Where digits stand alone at each level."""

_EXPONENT_FIRST = re.compile(r"\^\{([^{}]*)\}_\{([^{}]*)\}")
_UNORDERED = re.compile(r"\^(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w)_|\\sum_(?:\{[^{}]*\}|\w)\^")
"""Exponents that stand before an index all the same, and sums from below to above."""


def in_order(latex: str) -> str:
    """Return the same formula with indices before the exponents beside them."""
    return _EXPONENT_FIRST.sub(r"_{\2}^{\1}", latex)


def pattern(latex: str) -> str:
    """Return the formula that has zeros for all digits."""
    return re.sub(r"\d", "0", latex)


def with_digits(latex: str) -> tuple[QPainterPath, ...] | None:
    """Return the parts of the `pattern` with the digits of a formula `in_order`.

    None where its zeros cannot be told from other outlines, or their order is not known.
    """
    zeros = pattern(latex)
    places = digit_places(zeros)
    if places is None:
        return None
    parts = list(outlines(zeros).parts)
    digits = (letter for letter in latex if letter.isdecimal())
    for place, digit in zip(places, digits, strict=True):
        parts[place.part] = place.transform.map(_digit(digit, place.level))
    return tuple(parts)


class DigitPlace(msgspec.Struct, frozen=True, eq=False):
    """Where a digit stands: in place of which part, at which level, and how it is moved there."""

    part: int
    level: int
    transform: QTransform


@lru_cache(maxsize=1024)
def digit_places(zeros: str) -> tuple[DigitPlace, ...] | None:
    """Return where the digits of a `pattern` stand; None as in `with_digits`."""
    if _UNORDERED.search(zeros):
        return None
    parts = outlines(zeros).parts
    places = []
    for k, part in enumerate(parts):
        level = _level_of(part)
        if level is not None:
            box, zero = part.boundingRect(), _zero(level).boundingRect()
            factor = box.height() / zero.height()
            place = QTransform.fromTranslate(box.left(), box.bottom() - factor * zero.bottom())
            places.append(DigitPlace(k, level, place.scale(factor, factor)))
    return tuple(places) if len(places) == zeros.count("0") else None


def _level_of(part: QPainterPath) -> int | None:
    """Return at which level an outline is a zero; None for anything else."""
    box = part.boundingRect()
    for level in range(len(_LEVELS)):
        zero = _zero(level)
        if part.elementCount() == zero.elementCount() and box.height():
            known = zero.boundingRect()
            if abs(box.width() / box.height() - known.width() / known.height()) < 1e-3:
                return level
    return None


@lru_cache(maxsize=8)
def _zero(level: int) -> QPainterPath:
    return outlines(_LEVELS[level].format("0")).parts[-1]


@lru_cache(maxsize=32)
def _digit(digit: str, level: int) -> QPainterPath:
    """Return the outline of a digit, placed as if the left edge of a zero in its stead were at x = 0."""
    zeros = outlines(_LEVELS[level].format("00")).parts[-2:]
    advance = zeros[1].boundingRect().left() - zeros[0].boundingRect().left()
    zero, alone = outlines(_LEVELS[level].format(f"0{digit}")).parts[-2:]  # the zero tells where the pen is
    down = _zero(level).boundingRect().bottom() - zero.boundingRect().bottom()
    return alone.translated(-advance - zero.boundingRect().left(), down)
