"""Reads one line of a program by Python's own parser; only what is known by name is let through."""

import ast
import keyword
import re

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.graph.expression_tree import Call, ExpressionError, Line, Number, Tree, Variable
from nnviz.explain.graph.operations import FUNCTIONS, OPERATIONS

LONGEST_LINE = 4_000
DEEPEST = 30
"""Brackets and operations nested in one another."""
LARGEST_NUMBER = 1e12
LARGEST_EXPONENT = 8
MOST_ENTRIES, LONGEST_SIDE = 160, 16
"""Numbers in a matrix, and in one of its rows."""
LONGEST_NAME = 12

_NAME = re.compile(r"[A-Za-z]+(?:_?[0-9])*")
_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
    ast.MatMult: "@",
}


class Reader:
    """Reads one line."""

    def __init__(self, row: str, number: int) -> None:
        self.row, self.number = row, number

    def read(self) -> Line:
        """Return `name = expression`, or an expression alone, which gets the name f."""
        body = self._parsed(self.row)
        if isinstance(body, ast.Assign) and len(body.targets) == 1 and isinstance(body.targets[0], ast.Name):
            return Line(self._name(body.targets[0]), self._tree(body.value), self.number)
        if isinstance(body, ast.Expr):
            return Line("f", self._tree(body.value), self.number)
        raise self._error("write one result a line, such as z = w*x + b.", body)

    def read_expression(self) -> Tree:
        """Return the line as an expression."""
        body = self._parsed(self.row)
        if not isinstance(body, ast.Expr):
            raise ExpressionError("this is not a value.", self.number, 0, len(self.row))
        return self._tree(body.value)

    def _parsed(self, row: str) -> ast.stmt:
        if len(row) > LONGEST_LINE:
            raise ExpressionError(f"the line has more than {LONGEST_LINE:,} characters.", self.number)
        strange = next((at for at, letter in enumerate(row) if not (" " <= letter <= "~")), None)
        if strange is not None:
            raise ExpressionError(
                "only plain letters, digits and signs can be read here.", self.number, strange, strange + 1
            )
        self._check_nesting(row)
        try:
            body = ast.parse(row.strip()).body
        except SyntaxError as error:
            shift = len(row) - len(row.lstrip())
            start = min(len(row) - 1, max(0, (error.offset or 1) - 1 + shift))
            end = max(start + 1, (error.end_offset or 0) - 1 + shift)
            raise ExpressionError(
                "this cannot be read as an expression; one is written like 2*x + sin(x).",
                self.number,
                start,
                min(end, len(row)),
            ) from None
        except (RecursionError, MemoryError, ValueError, OverflowError):
            raise ExpressionError("this is too complicated.", self.number, 0, len(row)) from None
        if len(body) != 1:
            raise ExpressionError("write one result a line.", self.number, 0, len(row))
        return body[0]

    def _check_nesting(self, row: str) -> None:
        depth = 0
        for at, letter in enumerate(row):
            depth += (letter in "([{") - (letter in ")]}")
            if depth > DEEPEST:
                raise ExpressionError(
                    f"brackets are nested more than {DEEPEST} deep.", self.number, at, at + 1
                )

    def _tree(self, node: ast.expr, depth: int = 0) -> Tree:
        if depth > DEEPEST:
            raise self._error(f"operations are nested more than {DEEPEST} deep; use several lines.", node)
        if isinstance(node, ast.Constant | ast.List):
            return Number(self._numbers(node))
        if isinstance(node, ast.Name):
            return Variable(self._name(node), *self._place(node))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            return self._signed(node, depth)
        if isinstance(node, ast.BinOp):
            return self._binary(node, depth)
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        raise self._error("only numbers, names, + - * / ** @ and the functions listed can be used.", node)

    def _signed(self, node: ast.UnaryOp, depth: int) -> Tree:
        operand = self._tree(node.operand, depth + 1)
        if isinstance(node.op, ast.UAdd):
            return operand
        if isinstance(operand, Number):
            return Number(np.negative(operand.value))
        return Call("neg", (operand,), *self._place(node))

    def _binary(self, node: ast.BinOp, depth: int) -> Tree:
        sign = _OPERATORS.get(type(node.op))
        if sign is None:
            hint = " A power is written x**2." if isinstance(node.op, ast.BitXor) else ""
            raise self._error("only + - * / ** and @ can stand between two terms." + hint, node)
        left, right = self._tree(node.left, depth + 1), self._tree(node.right, depth + 1)
        if sign == "**":
            self._check_exponent(node, right)
        return Call(sign, (left, right), *self._place(node))

    def _check_exponent(self, node: ast.BinOp, exponent: Tree) -> None:
        if not isinstance(exponent, Number) or exponent.value.ndim:
            raise self._error("an exponent is a number as it stands; for others use exp and log.", node.right)
        if abs(float(exponent.value)) > LARGEST_EXPONENT:
            raise self._error(f"an exponent is at most {LARGEST_EXPONENT}.", node.right)

    def _call(self, node: ast.Call, depth: int) -> Tree:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "matmul":
            name = "@"
        elif name not in FUNCTIONS:
            raise self._error(f"there is no such function; known are {', '.join(FUNCTIONS)}.", node.func)
        arity = OPERATIONS[name].arity
        if len(node.args) != arity or node.keywords:
            takes = "one argument" if arity == 1 else f"{arity} arguments"
            raise self._error(f"this function takes {takes}.", node)
        return Call(name, tuple(self._tree(a, depth + 1) for a in node.args), *self._place(node))

    def _numbers(self, node: ast.expr) -> Floats:
        if isinstance(node, ast.List):
            rows = [self._numbers(entry) for entry in node.elts]
            if not rows or len({row.shape for row in rows}) > 1 or rows[0].ndim > 1:
                raise self._error("a vector is [1, 2], a matrix has rows of equal length.", node)
            value = np.array(rows)
            if value.size > MOST_ENTRIES or max(value.shape) > LONGEST_SIDE:
                raise self._error(f"a row has at most {LONGEST_SIDE} numbers, a matrix {MOST_ENTRIES}.", node)
            return value
        return np.array(self._number(node))

    def _number(self, node: ast.expr) -> float:
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            sign = -1.0 if isinstance(node.op, ast.USub) else 1.0
            if isinstance(node.operand, ast.Constant):
                return sign * self._number(node.operand)
        number = node.value if isinstance(node, ast.Constant) else None
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise self._error("a number is expected here.", node)
        if not abs(number) <= LARGEST_NUMBER:
            raise self._error("a number is at most 1e12.", node)
        return float(number)

    def _name(self, node: ast.Name) -> str:
        if len(node.id) > LONGEST_NAME or not _NAME.fullmatch(node.id) or keyword.iskeyword(node.id):
            raise self._error(
                f"a name is letters, then perhaps digits, such as x, w12 or loss (at most {LONGEST_NAME}).",
                node,
            )
        if node.id in FUNCTIONS or node.id == "matmul":
            raise self._error(f"{node.id} is a function: write {node.id}(x).", node)
        return node.id

    def _place(self, node: ast.expr | ast.stmt) -> tuple[int, int, int]:
        shift = len(self.row) - len(self.row.lstrip())
        start = node.col_offset + shift
        return self.number, start, (node.end_col_offset or node.col_offset + 1) + shift

    def _error(self, sentence: str, node: ast.expr | ast.stmt) -> ExpressionError:
        return ExpressionError(sentence, *self._place(node))
