"""Building formulas: sums with a readable length, functions with numbers put in, captions."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from nnviz.explain.formulas.step import Formula, Term

BECOMES = Term(r"\leftarrow")

LONGEST_SUM = 12
"""Summands written out; a longer sum shows its first ones and its last, and says how many are left out."""

_EQUALS, _PLUS, _MINUS = Term("="), Term("+"), Term("-")


def equation(*sides: Iterable[Term] | Term) -> Formula:
    """Return the sides with equals signs between."""
    row: list[Term] = []
    for side in sides:
        row += [_EQUALS] if row else []
        row += [side] if isinstance(side, Term) else side
    return tuple(row)


def worked_out(name: Term, inside: Term, value: Term) -> Formula:
    """Return a quantity, what it is made of, and its value, once where that is a number already."""
    return equation(name, value) if inside.latex == value.latex else equation(name, inside, value)


def total(summands: Sequence[Sequence[Term]], longest: int = LONGEST_SUM) -> list[Term]:
    """Return summands with plus signs between, or the minus they begin with; long sums are elided."""
    shown: list[Sequence[Term]] = list(summands)
    if len(shown) > longest:
        shown = [*shown[: longest - 2], [_dots(len(shown) - longest + 1)], shown[-1]]
    row: list[Term] = []
    for summand in shown:
        first, *others = summand
        if row:
            negative = first.latex.startswith("-")
            row.append(_MINUS if negative else _PLUS)
            first = Term(first.latex[1:].lstrip(), first.role, first.place) if negative else first
        row += [first, *others]
    return row


def long_total(
    count: int, summand: Callable[[int], Sequence[Term]], longest: int = LONGEST_SUM
) -> list[Term]:
    """Return the sum of `count` summands, of which only those that are shown get made."""
    shown = range(count) if count <= longest else [*range(longest - 2), None, count - 1]
    dots = _dots(count - longest + 1)
    return total([[dots] if number is None else summand(number) for number in shown], longest)


def _dots(count: int) -> Term:
    """Return what stands for summands that are left out."""
    return Term(rf"\cdots\text{{ {count} more }}\cdots")


def product(*factors: Term) -> list[Term]:
    """Return factors with dots between."""
    row: list[Term] = []
    for factor in factors:
        row += [Term(r"\cdot")] if row else []
        row.append(factor)
    return row


def sum_in_brackets(
    summands: Sequence[Sequence[Term]], factor: str = "", longest: int = LONGEST_SUM
) -> list[Term]:
    r"""Return a sum as a factor of a product: in brackets unless there is but one summand.

    `factor`, such as \frac{1}{3}, goes before it.
    """
    if len(summands) == 1 and not factor:
        return list(summands[0])
    front = [Term(factor)] if factor else []
    return [*front, Term(r"\big("), *total(summands, longest), Term(r"\big)")]


_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\s+|.")
_FUNCTIONS = frozenset({r"\ln", r"\tanh", r"\sqrt", r"\Phi", r"\varphi", r"\sigma"})
_GROUP_STARTS = frozenset({"", "(", "{", ",", "["})


def put_in(formula: str, numbers: Mapping[str, str]) -> str:
    r"""Return a LaTeX formula with numbers in place of its letters.

    Where two numbers, or a number and a bracket, would stand side by side, a dot goes between; a negative
    number gets brackets where it needs them, one with a power of ten before an exponent or after a function.

    Parameters
    ----------
    formula : str
    numbers : mapping of str to str
        What to put where: letters, indexed letters or commands (`z`, `y_j`, `\eta`) to LaTeX numbers or
        names.

    Examples
    --------
    >>> put_in("a (1 - a)", {"a": "-0.5"})
    '-0.5 \\cdot (1 - \\left(-0.5\\right))'
    """
    names = sorted(numbers, key=len, reverse=True)
    pieces: list[str] = []
    before, operand, at = "", False, 0
    while at < len(formula):
        name = _name_at(formula, at, names)
        token = name or _TOKEN.match(formula, at)[0]  # type: ignore[index]
        at += len(token)
        if token.isspace() or token == r"\,":
            pieces.append(" ")
            continue
        starts_operand = name != "" or token == "(" or token in _FUNCTIONS or token == r"\frac"
        if operand and starts_operand:
            pieces.append(r" \cdot ")
        if name:
            token = _fitted(numbers[name], before, formula[at:].lstrip()[:1])
        pieces.append(token)
        operand = name != "" or token == ")"
        before = token
    return " ".join("".join(pieces).split())


def _name_at(formula: str, at: int, names: Sequence[str]) -> str:
    """Return which name begins here, or nothing; a command is never cut short."""
    for name in names:
        if formula.startswith(name, at):
            following = formula[at + len(name) : at + len(name) + 1]
            if not (name.startswith("\\") and name[-1].isalpha() and following.isalpha()):
                return name
    return ""


def _fitted(number: str, before: str, following: str) -> str:
    """Return a number with brackets where its surroundings make it ambiguous."""
    powered = r"\cdot" in number and (following == "^" or before in _FUNCTIONS or before == "/")
    negative = number.startswith("-") and (following == "^" or before not in _GROUP_STARTS)
    return rf"\left({number}\right)" if powered or negative else number


def branch(formula: str, z: float) -> str:
    r"""Return the case that holds at z of a formula in \begin{cases}; any other formula as it is."""
    if r"\begin{cases}" not in formula:
        return formula
    positive, other = formula.removeprefix(r"\begin{cases}").removesuffix(r"\end{cases}").split(r"\\")
    return (positive if z > 0.0 else other).split("&")[0].strip()


def layer_name(layer: int, depth: int) -> str:
    """Return what people call a layer: "inputs", "hidden layer 1", "output layer"."""
    if layer == 0:
        return "inputs"
    return "output layer" if layer == depth else f"hidden layer {layer}"


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]
