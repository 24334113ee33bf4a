"""What an expression is made of once it has been read, and the error that says where it cannot be."""

import msgspec

from nnviz.arrays import Floats


class ExpressionError(ValueError):
    """What cannot be read or computed: one sentence, and the place.

    Attributes
    ----------
    sentence : str
    line : int
        Counted from 0; -1 where the whole text is meant.
    start, end : int
        Characters of that line to be marked.
    """

    def __init__(self, sentence: str, line: int = -1, start: int = 0, end: int = 0) -> None:
        super().__init__(sentence if line < 0 else f"Line {line + 1}: {sentence}")
        self.sentence, self.line, self.start, self.end = sentence, line, start, end


class Number(msgspec.Struct, frozen=True, eq=False):
    """Numbers as they stand in the text: one, a vector or a matrix."""

    value: Floats


class Variable(msgspec.Struct, frozen=True):
    """An input, or the result of an earlier line."""

    name: str
    line: int
    start: int
    end: int


class Call(msgspec.Struct, frozen=True):
    """An operation and its arguments; `line`, `start` and `end` say where it stands in the text."""

    operation: str
    arguments: tuple["Tree", ...]
    line: int
    start: int
    end: int


Tree = Number | Variable | Call


class Line(msgspec.Struct, frozen=True):
    """One line: the name of its result and what computes it."""

    name: str
    tree: Tree
    number: int

    @property
    def is_input(self) -> bool:
        """Whether it holds nothing but numbers."""
        return not variables(self.tree)


class Program(msgspec.Struct, frozen=True):
    """What was read.

    Attributes
    ----------
    text : str
    lines : tuple of Line
        The last is the output.
    free : tuple of str
        Names that no line defines.
    """

    text: str
    lines: tuple[Line, ...]
    free: tuple[str, ...]


def variables(tree: Tree) -> list[Variable]:
    """Return the variables of an expression in the order of reading, repeated as often as they occur."""
    if isinstance(tree, Variable):
        return [tree]
    if isinstance(tree, Call):
        return [found for argument in tree.arguments for found in variables(argument)]
    return []
