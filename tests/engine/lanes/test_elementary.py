"""Elementary functions: accuracy against mpmath, monotony, edges, and the same bits compiled."""

import math

import mpmath
import numpy as np
import pytest

from nnviz.arrays import FloatArray
from nnviz.engine.lanes import elementary
from nnviz.engine.lanes.elementary import cospi, erf, exp, expm1, log, log1p, sigmoid, softplus, tanh
from nnviz.engine.lanes.interpreted import load, store
from nnviz.engine.lanes.kernel import EntryPoint
from nnviz.engine.lanes.tags import SAMPLES, SAMPLES32, SINGLE, Tag

native = pytest.importorskip("nnviz.engine.compiling.native")

NAMES = ("exp", "expm1", "log", "log1p", "tanh", "sigmoid", "softplus", "erf")
EXACT = {
    "exp": mpmath.exp,
    "expm1": mpmath.expm1,
    "log": mpmath.log,
    "log1p": mpmath.log1p,
    "tanh": mpmath.tanh,
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
    "erf": mpmath.erf,
}
# Where the functions are neither constant nor infinite, in float64; an eighth of that in float32.
RANGE = {
    "exp": (-746, 710),
    "expm1": (-60, 710),
    "log": (0, 1000),
    "log1p": (-1, 1000),
    "tanh": (-22, 22),
    "sigmoid": (-746, 40),
    "softplus": (-746, 700),
    "erf": (-6.5, 6.5),
}
AT_EDGES = {  # f(0), f(inf), f(-inf)
    "exp": (1.0, math.inf, 0.0),
    "expm1": (0.0, math.inf, -1.0),
    "log": (-math.inf, math.inf, math.nan),
    "log1p": (0.0, math.inf, math.nan),
    "tanh": (0.0, 1.0, -1.0),
    "sigmoid": (0.5, 1.0, 0.0),
    "softplus": (math.log(2.0), math.inf, 0.0),
    "erf": (0.0, 1.0, -1.0),
}
ODD_AT_ZERO = ("expm1", "log1p", "tanh", "erf")


def apply(tag: Tag, which: int, x: FloatArray, y: FloatArray) -> int:
    for i in range(x.size // tag.lanes):
        value = load(tag, x, i)
        if which == 0:
            value = exp(value)
        elif which == 1:
            value = expm1(value)
        elif which == 2:
            value = log(value)
        elif which == 3:
            value = log1p(value)
        elif which == 4:
            value = tanh(value)
        elif which == 5:
            value = sigmoid(value)
        elif which == 6:
            value = softplus(value)
        elif which == 7:
            value = erf(value)
        store(tag, y, i, value)
    return 0


APPLY = EntryPoint(apply, (SINGLE, SAMPLES, SAMPLES32))


@pytest.fixture(scope="module", params=APPLY.tags, ids=lambda tag: tag.name)
def tag(request, tmp_path_factory):
    native.compile_entry(APPLY, request.param, tmp_path_factory.mktemp("compiled"))
    return request.param


def compiled(name: str, tag: Tag, x: np.ndarray) -> np.ndarray:
    y = np.empty_like(x)
    APPLY.compiled(tag, NAMES.index(name), x, y)
    return y


def interpreted(name: str, x: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return getattr(elementary, name)(x)


def arguments(name: str, dtype: type, count: int) -> np.ndarray:
    """Numbers over the whole range, around zero, and tiny ones down to the subnormal."""
    rng = np.random.default_rng(0)
    scale, smallest = (1, -1074) if dtype is np.float64 else (0.125, -149)
    low, high = RANGE[name][0] * scale, RANGE[name][1] * scale
    tiny = rng.choice([-1.0, 1.0], count) * 2.0 ** rng.uniform(smallest, 0, count)
    parts = [rng.uniform(low, high, count), rng.uniform(max(low, -2), min(high, 2), count), tiny]
    if name in ("log", "log1p"):
        parts.append(2.0 ** rng.uniform(-5, -smallest * 0.85, count))
    x = np.concatenate(parts).astype(dtype)
    return np.abs(x) if name == "log" else x


def errors_in_ulps(name: str, x: np.ndarray, y: np.ndarray) -> list[float]:
    errors = []
    with mpmath.workprec(160):
        for argument, value in zip(x, y, strict=True):
            exact = EXACT[name](mpmath.mpf(float(argument)))
            nearest = y.dtype.type(float(exact))
            if np.isfinite(nearest):
                unit = mpmath.mpf(float(np.spacing(np.abs(nearest))))
                errors.append(float(abs(mpmath.mpf(float(value)) - exact) / unit))
            else:
                errors.append(0.0 if value == nearest else math.inf)
    return errors


SLOW = {"exp": -0.34, "expm1": 0.36, "log": 1.4, "log1p": 0.41, "tanh": 0.55, "sigmoid": 0.4, "erf": 0.97}
"""Where results grow by less than their last place from one number to the next, and errors are large."""


@pytest.mark.parametrize("name", SLOW)
def test_monotone_where_rounding_is_tempted_most(tag, name):
    word = np.int64 if tag.dtype is np.float64 else np.int32
    begin = np.array([abs(SLOW[name])], tag.dtype).view(word)
    x = np.sort((begin + np.arange(2_000_000, dtype=word)).astype(word).view(tag.dtype) * np.sign(SLOW[name]))
    assert (np.diff(compiled(name, tag, x.astype(tag.dtype))) >= 0).all()


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", NAMES)
def test_accuracy(name, dtype):
    x = arguments(name, dtype, 300)
    errors = errors_in_ulps(name, x, interpreted(name, x))
    worst = int(np.argmax(errors))
    assert errors[worst] < 2.5, f"{name}({x[worst]!r}) is {errors[worst]:.2f} ulp off"


@pytest.mark.parametrize("name", NAMES)
def test_compiled_gives_the_same_bits(tag, name):
    special = [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, -1e-45, 1e300, -1e300, 1.0, -1.0]
    with np.errstate(over="ignore"):
        x = np.concatenate([arguments(name, tag.dtype, 160), special]).astype(tag.dtype)
    x = x[: x.size // tag.lanes * tag.lanes] if tag.lanes == 1 else np.resize(x, -(-x.size // 16) * 16)
    mine, theirs = interpreted(name, x), compiled(name, tag, x)
    np.testing.assert_array_equal(np.isnan(mine), np.isnan(theirs))
    word = f"i{x.itemsize}"
    kept = ~np.isnan(mine)
    np.testing.assert_array_equal(mine[kept].view(word), theirs[kept].view(word))


@pytest.mark.parametrize("name", NAMES)
def test_monotone_over_the_whole_range(tag, name):
    scale = 1 if tag.dtype is np.float64 else 0.125
    x = np.linspace(RANGE[name][0] * scale, RANGE[name][1] * scale, 160_000).astype(tag.dtype)
    y = compiled(name, tag, x)
    assert (np.diff(y[np.isfinite(y)]) >= 0).all()
    x = np.linspace(max(RANGE[name][0], -4), 4, 160_000).astype(tag.dtype)
    y = compiled(name, tag, x)
    assert (np.diff(y[np.isfinite(y)]) >= 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_monotone_from_each_number_to_the_next_one(tag, name):
    """Around breakpoints of the formulas and elsewhere, every single number being tried."""
    rng = np.random.default_rng(1)
    ln2 = math.log(2.0)
    root = math.sqrt(2.0)
    breakpoints = [ln2 * (k + 0.5) / part for part in (1, 2) for k in range(-9, 9)]
    breakpoints += [-1.0, 0.25, 0.5, 1.0, 2.0, 4.0, 6.0, 20.0, 40.0, 1 / root, root, ln2, -ln2]
    breakpoints += rng.uniform(-8, 8, 40).tolist()
    word = np.int64 if tag.dtype is np.float64 else np.int32
    for point in breakpoints:
        centre = np.array([abs(point) if name == "log" else point], tag.dtype)
        x = np.sort((centre.view(word) + np.arange(-400, 400, dtype=word)).astype(word).view(tag.dtype))
        y = compiled(name, tag, x)
        assert (np.diff(y[np.isfinite(y)]) >= 0).all(), f"{name} around {point}"


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", NAMES)
def test_edges(name, dtype):
    at_zero, at_infinity, at_minus_infinity = AT_EDGES[name]
    x = np.array([0.0, math.inf, -math.inf, math.nan], dtype)
    expected = np.array([at_zero, at_infinity, at_minus_infinity, math.nan], dtype)
    np.testing.assert_array_equal(interpreted(name, x), expected)
    if dtype is np.float64:
        alone = [interpreted(name, number) for number in x]  # one number, as for SINGLE
        np.testing.assert_array_equal(alone, expected)
        assert all(type(number) is np.float64 for number in alone)


@pytest.mark.parametrize("name", ODD_AT_ZERO)
def test_the_sign_of_zero_and_subnormal_numbers_are_kept(name):
    assert math.copysign(1.0, interpreted(name, np.float64(-0.0))) == -1.0
    slope = 2.0 / math.sqrt(math.pi) if name == "erf" else 1.0
    for smallest in (5e-324, 7 * 5e-324, -5e-324, 2.0**-1023):
        assert interpreted(name, np.float64(smallest)) == slope * smallest


@pytest.mark.parametrize("name", ["tanh", "erf"])
def test_odd_functions_are_odd_to_the_bit(name):
    x = arguments(name, np.float64, 300)
    np.testing.assert_array_equal(interpreted(name, -x), -interpreted(name, x))


def test_results_that_are_too_small_fade_through_the_subnormal_to_zero():
    assert interpreted("exp", np.float64(-745.0)) == 5e-324
    assert interpreted("exp", np.float64(-746.0)) == 0.0
    assert interpreted("sigmoid", np.float64(-745.0)) == 5e-324
    assert interpreted("exp", np.float64(709.78)) < math.inf
    assert interpreted("exp", np.float64(709.79)) == math.inf


def test_logarithms_of_what_has_none():
    with np.errstate(all="ignore"):
        assert math.isnan(log(np.float64(-1.0)))
        assert math.isnan(log1p(np.float64(-1.5)))
        assert log1p(np.float64(-1.0)) == -math.inf
        assert log(np.float64(-0.0)) == -math.inf


def test_cosine_of_a_part_of_a_half_turn():
    t = np.random.default_rng(0).uniform(0.0, 1.0, 1000)
    y = cospi(t)
    for argument, value in zip(t, y, strict=True):
        exact = mpmath.cospi(mpmath.mpf(float(argument)))
        assert abs(mpmath.mpf(float(value)) - exact) <= 2.5 * float(np.spacing(abs(float(exact))))
    assert [float(cospi(np.float64(u))) for u in (0.0, 0.5, 1.0)] == [1.0, 0.0, -1.0]
    assert (np.diff(cospi(np.linspace(0.0, 1.0, 100_001))) <= 0.0).all()
