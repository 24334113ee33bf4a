"""The small changes that can be made to a file: each a piece of its text, and what takes its place."""

import ast
import difflib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

TURNED = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==",
    "is": "is not", "is not": "is", "in": "not in", "not in": "in",
}  # fmt: skip
EXCHANGED = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*")}
UNSEEN = re.compile(
    r"(LOGGER|log|logging|warnings|gc)\b"
    r"|.*\b(setObjectName|setParent|deleteLater|setContentsMargins|setSpacing)\("
)
"""Calls of which nobody would notice a small change: logs, names for Qt, a margin that is a pixel wider."""


class Mutant(NamedTuple):
    """One small change: the characters from `start` to `end` of a file become `new`."""

    path: Path
    line: int
    what: str
    start: int
    end: int
    new: str

    def __str__(self) -> str:
        """Return where it is, and what it is."""
        return f"{self.path}:{self.line}  {self.what}"

    def applied(self, text: str) -> str:
        """Return the changed text of the file."""
        return text[: self.start] + self.new + text[self.end :]

    def difference(self, root: Path) -> str:
        """Return the lines that change, the old ones and the new ones."""
        old = (root / self.path).read_text("utf-8")
        lines = difflib.unified_diff(old.splitlines(), self.applied(old).splitlines(), lineterm="", n=0)
        return "".join(f"    {line}\n" for line in lines if not line.startswith(("---", "+++", "@@")))


def mutants_of(path: Path, text: str) -> list[Mutant]:
    """Return all small changes of a file."""
    source = _Source(path, text)
    return [mutant for node in _live_nodes(ast.parse(text)) for mutant in source.of(node)]


def can_compile(text: str) -> bool:
    """Whether a changed text is still Python: a number in a pattern, for one, cannot be any expression."""
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _live_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Walk through the code that runs: no annotations, no messages of exceptions, no `if TYPE_CHECKING`."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params") or isinstance(node, ast.Raise):
            continue
        if isinstance(node, ast.Expr) and UNSEEN.match(ast.unparse(node)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _live_nodes(child)


class _Source:
    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text
        lines = text.splitlines(keepends=True)
        self._lines = [line.encode() for line in lines]
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line))

    def of(self, node: ast.AST) -> Iterator[Mutant]:
        """Yield the changes of one node, not of what is inside it."""
        match node:
            case ast.Compare():
                yield from self._turned(node)
            case ast.BoolOp():
                yield from self._joined(node)
            case ast.BinOp() if type(node.op) in EXCHANGED:
                old, new = EXCHANGED[type(node.op)]
                yield from self._between(node.left, node.right, old, new)
            case ast.If() | ast.IfExp():
                for value in ("True", "False"):
                    yield self._replaced(node.test, value, f"condition always {value.lower()}")
            case ast.UnaryOp(op=ast.Not()):
                yield self._replaced(node, f"({self._of(node.operand)})", "not dropped")
            case ast.UnaryOp(op=ast.USub()):
                yield self._replaced(node, f"({self._of(node.operand)})", "- dropped")
            case ast.Constant():
                yield from self._other_constant(node)
            case ast.Expr(value=ast.Call()) if not UNSEEN.match(self._of(node)):
                yield self._replaced(node, "None", "call removed")
            case _:
                pass

    def _turned(self, node: ast.Compare) -> Iterator[Mutant]:
        sides = [node.left, *node.comparators]
        for left, right in pairwise(sides):
            between = self._text[self._end(left) : self._start(right)]
            operator = " ".join(re.sub(r"[()\\]|#.*", " ", between).split())
            if operator in TURNED:
                yield from self._between(left, right, operator, TURNED[operator])

    def _joined(self, node: ast.BoolOp) -> Iterator[Mutant]:
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            yield from self._between(left, right, old, new)
        for dropped in node.values:
            yield self._replaced(dropped, str(old == "and"), f"one side of `{old}` dropped")

    def _other_constant(self, node: ast.Constant) -> Iterator[Mutant]:
        value = node.value
        if isinstance(value, bool):
            yield self._replaced(node, str(not value), f"{not value} for {value}")
        elif isinstance(value, int | float):
            new = value + 1 if isinstance(value, int) else 2 * value or 1.0
            yield self._replaced(node, repr(new), f"{new} for {value}")

    def _between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> Iterator[Mutant]:
        """Change an operator, which stands somewhere between two expressions."""
        start, end = self._end(left), self._start(right)
        pattern = r"\s+".join(map(re.escape, old.split()))
        found = re.search(rf"\b{pattern}\b" if old[0].isalpha() else pattern, self._text[start:end])
        if found:
            at = start + found.start()
            yield Mutant(self._path, left.lineno, f"{new} for {old}", at, start + found.end(), new)

    def _replaced(self, node: ast.expr | ast.stmt, new: str, what: str) -> Mutant:
        return Mutant(self._path, node.lineno, what, self._start(node), self._end(node), new)

    def _of(self, node: ast.expr | ast.stmt) -> str:
        return self._text[self._start(node) : self._end(node)]

    def _start(self, node: ast.expr | ast.stmt) -> int:
        return self._position(node.lineno, node.col_offset)

    def _end(self, node: ast.expr | ast.stmt) -> int:
        return self._position(node.end_lineno or 0, node.end_col_offset or 0)

    def _position(self, line: int, column: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1][:column].decode())
