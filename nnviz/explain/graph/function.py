"""A function as a user types it, such as x2 = x1**2: its values at many places, nothing evaluated."""

from collections.abc import Mapping

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.graph.expression_reader import Reader
from nnviz.explain.graph.expression_tree import Call, ExpressionError, Number, Tree, variables
from nnviz.explain.graph.graph import evaluate

LARGEST = 1e6
"""Values beyond this are no targets that a network could learn."""
_WHOLE = frozenset(("@", "sum", "dot", "norm2", "softmax"))
"""Operations that take more than one place together."""


def function_values(text: str, inputs: Mapping[str, Floats]) -> Floats:
    """Return the values of a function of the inputs, place by place.

    Parameters
    ----------
    text : str
        An expression, or `name = expression`.
    inputs : mapping of str to ndarray, shape (n,)
        The names that may occur, and where the function is wanted.

    Returns
    -------
    ndarray, shape (n,)

    Raises
    ------
    ExpressionError
        With one sentence: it cannot be read, has other names, or has no value at some place.
    """
    if "\n" in text or not text.strip():
        first, *_ = inputs
        raise ExpressionError(f"Type a function of {' and '.join(inputs)}, such as sin(3*{first}).")
    tree = Reader(text.strip(), 0).read().tree
    _require_by_place(tree)
    for variable in variables(tree):
        if variable.name not in inputs:
            names = " and ".join(inputs)
            raise ExpressionError(f"the name {variable.name} is unknown here: it is a function of {names}.")
    count = len(next(iter(inputs.values())))
    values = np.array(np.broadcast_to(evaluate(tree, dict(inputs)), (count,)))
    if np.abs(values).max(initial=0.0) > LARGEST:
        raise ExpressionError(f"its values are larger than {LARGEST:,.0f}; scale it.")
    return values


def _require_by_place(tree: Tree) -> None:
    """Refuse what takes all places together, and vectors."""
    if isinstance(tree, Number) and tree.value.ndim:
        raise ExpressionError("only single numbers can be used here.")
    if isinstance(tree, Call):
        if tree.operation in _WHOLE:
            raise ExpressionError(f"{tree.operation} takes vectors, and here each place is a number.")
        for argument in tree.arguments:
            _require_by_place(argument)
