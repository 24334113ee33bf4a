"""Expressions as users type them: read by Python's own parser, and only what is known by name is let through.

Nothing is ever evaluated by Python. A program has one line a result, the last one being the output:

    x = [1, -0.5]
    z = W @ x
    h = sigmoid(z)
    norm2(h - y) / 2

Lines that hold nothing but numbers are inputs with their values; a name that no line defines is an input too.
"""

from nnviz.arrays import Floats
from nnviz.explain.graph.expression_reader import Reader
from nnviz.explain.graph.expression_tree import ExpressionError, Line, Number, Program, variables

MOST_CHARACTERS, MOST_LINES = 20_000, 120


def parse(text: str) -> Program:
    """Read a program.

    Raises
    ------
    ExpressionError
        If it is not one, or goes beyond the bounds of this module.
    """
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(f"The text has more than {MOST_CHARACTERS:,} characters.")
    rows = text.removeprefix("\N{BYTE ORDER MARK}").replace("\t", " ").split("\n")
    if len(rows) > MOST_LINES:
        raise ExpressionError(f"The text has more than {MOST_LINES} lines.")
    lines: list[Line] = []
    defined: dict[str, int] = {}
    free: dict[str, None] = {}
    for number, row in enumerate(rows):
        if not row.split("#")[0].strip():
            continue
        reader = Reader(row, number)
        line = reader.read()
        for variable in variables(line.tree):
            if variable.name not in defined:
                free[variable.name] = None
        if line.name in defined or line.name in free:
            raise ExpressionError(_clash(line.name, defined), number, 0, len(row))
        defined[line.name] = number
        lines.append(line)
    if not lines or lines[-1].is_input:
        raise ExpressionError("The last line must compute something, such as y = x**2.")
    return Program(text, tuple(lines), tuple(free))


def _clash(name: str, defined: dict[str, int]) -> str:
    """Return why a line cannot define a name that is in use."""
    if name in defined:
        return f"{name} already stands for something in line {defined[name] + 1}."
    return f"{name} is used before this line defines it: give it its value first."


def parse_value(text: str) -> Floats:
    """Read a number, a vector such as [1, 2] or a matrix such as [[1, 2], [3, 4]].

    Raises
    ------
    ExpressionError
        If it is none, or too large.
    """
    if "\n" in text or not text.strip():
        raise ExpressionError("Type a number, a vector such as [1, 2], or a matrix such as [[1, 2], [3, 4]].")
    tree = Reader(text.strip(), 0).read_expression()
    if not isinstance(tree, Number):
        raise ExpressionError("An input is a number, a vector or a matrix.", 0, 0, len(text))
    return tree.value


def value_text(value: Floats) -> str:
    """Return numbers as they are typed; `parse_value` gives the same back."""
    return repr(value.tolist())


def with_input(text: str, name: str, value: Floats) -> str:
    """Return the program with another value of an input: its line is replaced, or put in front."""
    written = f"{name} = {value_text(value)}"
    line = next((line for line in parse(text).lines if line.name == name), None)
    if line is None:
        return f"{written}\n{text}"
    rows = text.split("\n")
    rows[line.number] = written
    return "\n".join(rows)
