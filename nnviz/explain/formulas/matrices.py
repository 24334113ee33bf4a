"""Vectors and matrices as terms: whole while they are small, elided honestly when they are not."""

from collections.abc import Sequence

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.formulas.numbers import latex
from nnviz.explain.formulas.step import Role, Term

SHOWN = 6
"""Rows and columns written out; a larger matrix shows its first ones and the last, with dots between."""
LARGEST = 64
"""Rows and columns written out where all of them are asked for; a larger matrix is elided as ever."""


def column(values: Floats, digits: int, role: Role = "plain", most: int = SHOWN) -> Term:
    """Return a column vector; of more than `most` entries the first and the last."""
    return matrix(np.reshape(values, (-1, 1)), digits, role, most)


def matrix(values: Floats, digits: int, role: Role = "plain", most: int = SHOWN) -> Term:
    """Return a matrix, shape (rows, columns); of more than `most` rows or columns the first and the last."""
    rows, columns = (_shown(count, most) for count in values.shape)
    lines = []
    for i in rows:
        if i is None:
            lines.append("&".join([r"\vdots"] * len(columns)))
        else:
            lines.append(
                "&".join(r"\cdots" if j is None else latex(float(values[i, j]), digits) for j in columns)
            )
    body = r"\\".join(lines)
    return Term(rf"\begin{{pmatrix}}{body}\end{{pmatrix}}", role)


def _shown(count: int, most: int) -> Sequence[int | None]:
    if count <= most:
        return range(count)
    return [*range(SHOWN - 2), None, count - 1]
