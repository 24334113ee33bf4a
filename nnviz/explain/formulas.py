"""Building formulas: sums with a readable length, functions with a number put in, captions."""

import re
from collections.abc import Iterable, Sequence

from nnviz.explain.step import Formula, Term

LONGEST_SUM = 12
"""Summands written out; a longer sum shows its first ones and its last, with dots between."""

_EQUALS, _DOTS = Term("="), Term(r"\cdots")


def equation(*sides: Iterable[Term] | Term) -> Formula:
    """Return the sides with equals signs between."""
    row: list[Term] = []
    for side in sides:
        row += [_EQUALS] if row else []
        row += [side] if isinstance(side, Term) else side
    return tuple(row)


def total(summands: Sequence[Sequence[Term]]) -> list[Term]:
    """Return summands with plus signs between; long sums are elided in the middle."""
    shown: list[Sequence[Term]] = list(summands)
    if len(shown) > LONGEST_SUM:
        shown = [*shown[: LONGEST_SUM - 2], [_DOTS], shown[-1]]
    row: list[Term] = []
    for summand in shown:
        row += [Term("+")] if row else []
        row += summand
    return row


def product(*factors: Term) -> list[Term]:
    """Return factors with dots between."""
    row: list[Term] = []
    for factor in factors:
        row += [Term(r"\cdot")] if row else []
        row.append(factor)
    return row


def put_in(formula: str, values: dict[str, str]) -> str:
    """Return a LaTeX formula with letters replaced, e.g. z by a number; commands stay untouched."""
    pattern = "|".join(re.escape(name) for name in sorted(values, key=len, reverse=True))
    found = re.compile(rf"(?<![A-Za-z\\])({pattern})(?![A-Za-z_])")
    return found.sub(lambda match: values[match.group(1)], formula)


def layer_name(layer: int, depth: int) -> str:
    """Return what people call a layer: "inputs", "hidden layer 1", "output layer"."""
    if layer == 0:
        return "inputs"
    return "output layer" if layer == depth else f"hidden layer {layer}"


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]
