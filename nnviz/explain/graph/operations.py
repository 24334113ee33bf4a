"""The operations of computational graphs: what each computes, and its local derivatives as Jacobians.

A Jacobian has one row for each number of the result and one column for each number of the argument, both
counted row by row; the result of a chain of operations is the product of their Jacobians. The activation
functions are those of the engine.
"""

from collections.abc import Callable
from functools import partial

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS, activation_slope, activation_value


class Operation(msgspec.Struct, frozen=True):
    """What is known of one operation.

    Attributes
    ----------
    name : str
        As it is called in expressions; an operator's own sign for operators.
    arity : int
        Arguments it takes.
    value : callable
        The result; raises ValueError where the shapes do not fit.
    jacobians : callable
        From the arguments and the result: one Jacobian an argument.
    """

    name: str
    arity: int
    value: Callable[..., Floats]
    jacobians: Callable[[tuple[Floats, ...], Floats], tuple[Floats, ...]]


def describe(value: Floats) -> str:
    """Return what an array is, in words: "a number", "a vector of 3", "a 2 x 3 matrix"."""
    if value.ndim == 0:
        return "a number"
    if value.ndim == 1:
        return f"a vector of {value.size}"
    return f"a {value.shape[0]} × {value.shape[1]} matrix"


def softmax(u: Floats) -> Floats:
    """Return the softmax of a vector."""
    if u.ndim != 1:
        raise ValueError(f"softmax takes a vector, not {describe(u)}")
    e = np.exp(u - u.max())
    return np.asarray(e / e.sum())


def _activation(code: int, u: Floats) -> Floats:
    flat = np.ravel(u)  # the engine's functions take lanes: one row of numbers
    return np.asarray(activation_value(code, flat)).reshape(u.shape)


def _activation_slope(code: int, u: Floats, a: Floats) -> Floats:
    return np.asarray(activation_slope(code, np.ravel(u), np.ravel(a))).reshape(u.shape)


_ELEMENTWISE: dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats, Floats], Floats]]] = {
    "exp": (np.exp, lambda _, a: a),
    "log": (np.log, lambda u, _: 1.0 / u),
    "sqrt": (np.sqrt, lambda _, a: 0.5 / a),
    "square": (np.square, lambda u, _: 2.0 * u),
    "sin": (np.sin, lambda u, _: np.cos(u)),
    "cos": (np.cos, lambda u, _: -np.sin(u)),
    **{
        name: (partial(_activation, record.code), partial(_activation_slope, record.code))
        for name, record in ACTIVATIONS.items()
        if not record.output_only and name != "identity"
    },
}
"""Functions applied to each number, and their slopes from the argument u and the result a."""


def _elementwise(name: str) -> Operation:
    function, slope = _ELEMENTWISE[name]

    def jacobians(arguments: tuple[Floats, ...], value: Floats) -> tuple[Floats, ...]:
        return (np.diag(np.ravel(slope(arguments[0], value))),)

    return Operation(name, 1, function, jacobians)


def _check_same(sign: str, a: Floats, b: Floats) -> None:
    if a.ndim and b.ndim and a.shape != b.shape:
        raise ValueError(f"{describe(a)} {sign} {describe(b)}: the sizes differ")


def _spread(slope: Floats, argument: Floats, value: Floats) -> Floats:
    """Return the Jacobian of an element by element operation whose slope by this argument is given."""
    column = np.broadcast_to(slope, value.shape).reshape(-1, 1)
    return np.array(column) if argument.ndim < value.ndim else np.diag(column[:, 0])


def _binary(
    sign: str,
    function: Callable[[Floats, Floats], Floats],
    slopes: Callable[[Floats, Floats], tuple[Floats, Floats]],
) -> Operation:
    def value(a: Floats, b: Floats) -> Floats:
        _check_same(sign, a, b)
        return np.asarray(function(a, b))

    def jacobians(arguments: tuple[Floats, ...], result: Floats) -> tuple[Floats, ...]:
        pairs = zip(slopes(*arguments), arguments, strict=True)
        return tuple(_spread(np.asarray(slope), argument, result) for slope, argument in pairs)

    return Operation(sign, 2, value, jacobians)


def _power(base: Floats, exponent: Floats) -> Floats:
    return np.asarray(np.power(base, exponent))


def _power_jacobians(arguments: tuple[Floats, ...], value: Floats) -> tuple[Floats, ...]:
    base, exponent = arguments
    with np.errstate(all="ignore"):
        slope = exponent * np.power(base, exponent - 1.0)
    slope = np.where(exponent == 0.0, 0.0, slope)  # x^0 is 1 everywhere, at 0 too
    return _spread(np.asarray(slope), base, value), np.zeros((value.size, 1))


def _matmul(a: Floats, b: Floats) -> Floats:
    if not a.ndim or not b.ndim:
        raise ValueError("@ multiplies matrices and vectors; numbers are multiplied with *")
    if a.shape[-1] != b.shape[0]:
        raise ValueError(f"{describe(a)} @ {describe(b)}: the inner sizes differ")
    return np.asarray(a @ b)


def _matmul_jacobians(arguments: tuple[Floats, ...], _value: Floats) -> tuple[Floats, ...]:
    """Return those of C = A B, counted row by row: I ⊗ B^T and A ⊗ I."""
    a, b = arguments
    rows, columns = np.atleast_2d(a), b if b.ndim == 2 else b.reshape(-1, 1)
    by_a, by_b = np.kron(np.eye(rows.shape[0]), columns.T), np.kron(rows, np.eye(columns.shape[1]))
    return by_a.astype(np.float64), by_b.astype(np.float64)


def _dot(a: Floats, b: Floats) -> Floats:
    if a.ndim > 1 or a.shape != b.shape:
        raise ValueError(f"dot takes two vectors of one length, not {describe(a)} and {describe(b)}")
    return np.asarray(np.sum(a * b))


OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in (
        Operation("neg", 1, np.negative, lambda _, value: (-np.eye(value.size),)),
        _binary("+", np.add, lambda a, b: (np.ones_like(a), np.ones_like(b))),
        _binary("-", np.subtract, lambda a, b: (np.ones_like(a), -np.ones_like(b))),
        _binary("*", np.multiply, lambda a, b: (b, a)),
        _binary("/", np.divide, lambda a, b: (1.0 / b, -a / (b * b))),
        Operation("**", 2, _power, _power_jacobians),
        Operation("@", 2, _matmul, _matmul_jacobians),
        Operation(
            "dot", 2, _dot, lambda arguments, _: (arguments[1].reshape(1, -1), arguments[0].reshape(1, -1))
        ),
        Operation(
            "sum", 1, lambda u: np.asarray(np.sum(u)), lambda arguments, _: (np.ones((1, arguments[0].size)),)
        ),
        Operation(
            "norm2",
            1,
            lambda u: np.asarray(np.sum(u * u)),
            lambda arguments, _: (2.0 * arguments[0].reshape(1, -1),),
        ),
        Operation("softmax", 1, softmax, lambda _, a: (np.diag(a) - np.outer(a, a),)),
        *(_elementwise(name) for name in _ELEMENTWISE),
    )
}
"""Every operation by name."""

FUNCTIONS = tuple(name for name in OPERATIONS if name.isidentifier() and name != "neg")
"""Those that are called by name."""
