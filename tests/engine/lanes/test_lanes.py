"""Primitives of lanes: their meaning, and that compiled code gives the same bits."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.lanes import fused
from nnviz.engine.lanes import interpreted as lanes
from nnviz.engine.lanes.interpreted import (
    absolute,
    copy_sign,
    exponent,
    fill,
    fma,
    is_single_precision,
    keep_mask,
    lane_sum,
    load,
    load_weight,
    mantissa,
    maximum,
    minimum,
    power_of_two,
    random_bits,
    read_flag,
    round_to_integer,
    select_less,
    sign,
    sqrt,
    store,
    store_four_gradients,
    store_gradient,
)
from nnviz.engine.lanes.kernel import EntryPoint, kernel
from nnviz.engine.lanes.tags import (
    NETWORKS,
    SAMPLES,
    SAMPLES32,
    SINGLE,
    TAGS,
    VECTOR,
    VECTOR32,
    Tag,
    vector_of,
)

native = pytest.importorskip("nnviz.engine.compiling.native")

SPECIAL = (
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    math.inf,
    -math.inf,
    math.nan,
    5e-324,
    -(2.0**-1022),
    1.7e308,
    1e-46,
    3e38,
    2.5,
)


# --- the same bits, compiled and interpreted ---


@kernel
def every_operation(
    tag: Tag, x: lanes.Value, y: lanes.Value, z: lanes.Value, out: FloatArray, at: int
) -> int:
    """Store the result of each primitive and operator of three values; return how many there are."""
    store(tag, out, at, x + y)
    store(tag, out, at + 1, x - 1.1)
    store(tag, out, at + 2, 0.3 * x)
    store(tag, out, at + 3, x / y)
    store(tag, out, at + 4, -x)
    store(tag, out, at + 5, fma(x, y, z))
    store(tag, out, at + 6, fma(x, -1.1, z))
    store(tag, out, at + 7, fma(0.7, y, -0.2))
    store(tag, out, at + 8, maximum(x, y))
    store(tag, out, at + 9, minimum(x, 0.1))
    store(tag, out, at + 10, select_less(x, y, z, x))
    store(tag, out, at + 11, select_less(0.1, x, 0.2, 0.3))
    store(tag, out, at + 12, absolute(x))
    store(tag, out, at + 13, sqrt(x))
    store(tag, out, at + 14, sign(x))
    store(tag, out, at + 15, copy_sign(x, y))
    total = fill(tag, 0.1)
    total += x
    total -= y
    total *= z
    total /= 3.0
    store(tag, out, at + 16, total)
    store(tag, out, at + 17, x * y + z)  # must not become an fma
    return 18


def operations(tag: Tag, values: FloatArray, out: FloatArray, count: int) -> int:
    done = 0
    for i in range(count):
        x, y, z = load(tag, values, 3 * i), load(tag, values, 3 * i + 1), load(tag, values, 3 * i + 2)
        done = every_operation(tag, x, y, z, out, 18 * i)
    return done


def bit_patterns(tag: Tag, values: FloatArray, whole: FloatArray, out: FloatArray, count: int) -> int:
    for i in range(count):
        x = load(tag, values, i)
        store(tag, out, 4 * i, exponent(x))
        store(tag, out, 4 * i + 1, mantissa(x))
        store(tag, out, 4 * i + 2, power_of_two(load(tag, whole, i)))
        fraction = 0.125 if is_single_precision(x) else 1.37
        store(tag, out, 4 * i + 3, round_to_integer(load(tag, whole, i) * fraction))
    return tag.lanes if tag.networks else -tag.lanes


def memory(tag: Tag, values: FloatArray, out: FloatArray, gradients: FloatArray, count: int) -> float:
    total = 0.0
    vector = vector_of(tag)
    for i in range(count):
        weight = load_weight(tag, values, i)
        store(tag, out, i, weight * load(tag, values, i))
        store_gradient(tag, gradients, i, load(tag, values, i) * fill(tag, total))
        total += lane_sum(tag, load(tag, values, i)) + lane_sum(vector, load(vector, values, 0))
    for i in range(0, count - 3, 4):
        x = load(tag, values, i)
        store_four_gradients(tag, gradients, i, x, x * x, load(tag, values, i + 1), load(tag, values, i + 3))
    return total


def randomness(
    tag: Tag, out: FloatArray, keys: IntArray, bits: IntArray, threshold: int, scale: float
) -> int:
    for i in range(keys.size):
        bits[i] = random_bits(keys[i])
        store(tag, out, i, keep_mask(tag, keys[i] + 3, threshold, scale))
    return read_flag(keys, 1)


ENTRIES = [EntryPoint(function, TAGS) for function in (operations, bit_patterns, memory, randomness)]


@pytest.fixture(scope="module", params=TAGS, ids=lambda tag: tag.name)
def tag(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("compiled")
    for entry in ENTRIES:
        native.compile_entry(entry, request.param, folder)
    return request.param


def both(entry, tag, *arguments):
    """Run an entry point interpreted and compiled on copies of the arguments; return all that came out."""
    results = []
    for function in (entry.interpreted, entry.compiled):
        copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
        with np.errstate(all="ignore"):
            returned = function(tag, *copies)
        results.append([np.asarray(returned), *(a for a in copies if isinstance(a, np.ndarray))])
    return results


def assert_same_bits(results):
    for interpreted, compiled in zip(*results, strict=True):
        nan = np.isnan(interpreted)
        np.testing.assert_array_equal(nan, np.isnan(compiled))
        unsigned = f"u{interpreted.itemsize}"
        np.testing.assert_array_equal(
            np.where(nan, 0, interpreted).view(unsigned), np.where(nan, 0, compiled).view(unsigned)
        )


floats = st.one_of(st.sampled_from(SPECIAL), st.floats(width=64), st.floats(-4.0, 4.0))


@settings(max_examples=60, deadline=None)
@given(numbers=st.lists(floats, min_size=48, max_size=48))
def test_operations_give_the_same_bits_compiled(tag, numbers):
    with np.errstate(all="ignore"):
        values = np.array(numbers).astype(tag.dtype)
    count = 48 // (3 * tag.lanes)
    results = both(ENTRIES[0], tag, values, np.zeros(18 * count * tag.lanes, tag.dtype), count)
    assert_same_bits(results)


def test_bit_patterns_are_the_same_compiled(tag):
    rng = np.random.default_rng(0)
    limits = np.finfo(tag.dtype)
    values = np.abs(rng.normal(size=640) * 2.0 ** rng.uniform(limits.minexp + 5, limits.maxexp - 5, 640))
    values = np.maximum(values, limits.tiny).astype(tag.dtype)
    whole = rng.integers(limits.minexp, limits.maxexp, 640).astype(tag.dtype)
    count = 640 // tag.lanes
    results = both(ENTRIES[1], tag, values, whole, np.zeros(4 * 640, tag.dtype), count)
    assert_same_bits(results)
    out = results[0][3].reshape(count, 4, tag.lanes)
    e, m, power, _ = out.transpose(1, 0, 2).reshape(4, -1)
    np.testing.assert_array_equal(np.ldexp(m, e.astype(int)), values)
    assert (m >= tag.dtype(0.5**0.5)).all()
    assert (m <= tag.dtype(2**0.5)).all()
    np.testing.assert_array_equal(power, np.ldexp(tag.dtype(1), whole.astype(int)))


def test_memory_is_the_same_compiled(tag):
    values = np.random.default_rng(1).normal(size=64 * tag.lanes).astype(tag.dtype)
    results = both(ENTRIES[2], tag, values, np.zeros_like(values), np.zeros_like(values), 64)
    assert_same_bits(results)


@given(seed=st.integers(0, 2**32), rate=st.floats(0.0, 0.99))
@settings(max_examples=20, deadline=None)
def test_randomness_is_the_same_compiled(tag, seed, rate):
    keys = np.random.default_rng(seed).integers(-(2**63), 2**63 - 1, 8)
    out = np.zeros(8 * tag.lanes, tag.dtype)
    results = both(ENTRIES[3], tag, out, keys, np.zeros_like(keys), int(rate * 2**53), 1.0 / (1.0 - rate))
    assert_same_bits(results)


# --- what the primitives mean ---


def test_weights_are_shared_by_samples_and_owned_by_networks():
    array = np.arange(64.0)
    assert load_weight(SINGLE, array, 5) == 5.0
    assert load_weight(SAMPLES, array, 5).tolist() == [5.0] * 16
    assert load_weight(NETWORKS, array, 5).tolist() == list(range(40, 48))


def test_a_gradient_is_the_sum_over_samples_but_not_over_networks():
    gradients = np.zeros(16)
    store_gradient(SAMPLES, gradients, 1, np.arange(16.0))
    assert gradients[1] == 120.0
    store_gradient(NETWORKS, gradients, 1, np.arange(8.0))
    assert gradients[8:].tolist() == list(range(8))


def test_the_sum_over_lanes_adds_halves_to_halves():
    value = np.array([1e16, 1.0, -1e16, 1.0, 0.0, 0.0, 0.0, 0.0])
    assert lane_sum(VECTOR, value) == 2.0  # from left to right it would be 1


def test_a_loaded_value_does_not_change_with_its_array():
    array = np.zeros(16)
    value = load(SAMPLES, array, 0)
    array[:] = 1.0
    assert value.tolist() == [0.0] * 16


def test_constants_take_the_precision_of_the_lanes():
    value = fill(SAMPLES32, 0.1)
    assert value.dtype == np.float32
    for result in (value * 0.1, fma(value, 0.1, 0.2), maximum(value, 0.0), select_less(value, 0.5, 0.1, 0.2)):
        assert result.dtype == np.float32


def test_vectors_fit_the_buffers_of_every_tag():
    for tag in TAGS:
        assert vector_of(tag).dtype is tag.dtype
    assert (vector_of(SINGLE), vector_of(SAMPLES32)) == (VECTOR, VECTOR32)


def test_nan_passes_through_maximum_and_minimum():
    assert math.isnan(maximum(np.float64("nan"), 0.0))
    assert math.isnan(minimum(np.float64("nan"), 0.0))


def test_sign_of_zeros_and_of_nan_is_zero():
    value = np.array([0.0, -0.0, np.nan, 3.0, -3.0, np.inf, -np.inf, 1.0])
    assert sign(value).tolist() == [0.0, 0.0, 0.0, 1.0, -1.0, 1.0, -1.0, 1.0]


def test_splitmix64_gives_the_published_numbers():
    # The first outputs for the seed 1234567 (Rosetta Code); a key is the state before the increment.
    expected = (6457827717110365317, 3203168211198807973, 9817491932198370423)
    keys = [1234567 + step * lanes.GOLDEN for step in range(3)]
    assert tuple(map(random_bits, keys)) == tuple(number >> 1 for number in expected)


def test_a_dropout_mask_keeps_the_right_share_and_scales_it():
    threshold = int(0.3 * 2**53)
    masks = np.concatenate([keep_mask(SAMPLES, key * 7919, threshold, 2.0) for key in range(2000)])
    assert set(masks.tolist()) == {0.0, 2.0}
    assert np.mean(masks == 0.0) == pytest.approx(0.3, abs=0.01)


def test_a_lane_of_a_mask_is_the_mask_of_that_counter_alone():
    mask = keep_mask(SAMPLES, 42, 2**52, 2.0)
    alone = [keep_mask(SINGLE, 42 + lane * lanes.GOLDEN, 2**52, 2.0) for lane in range(16)]
    assert mask.tolist() == alone


# --- fused multiply-add ---


def exactly(x: float, y: float, z: float) -> float:
    """Round the exact x*y + z to float64 through Python's correctly rounded conversion of fractions."""
    exact = Fraction(x) * Fraction(y) + Fraction(z)
    if exact == 0:
        return x * y + z
    try:
        return float(exact)
    except OverflowError:
        return math.inf if exact > 0 else -math.inf


finite = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-2.0, 2.0),
    st.sampled_from([number for number in SPECIAL if math.isfinite(number)]),
)


@settings(max_examples=500, deadline=None)
@given(x=finite, y=finite, z=finite)
def test_fma_is_rounded_once(x, y, z):
    expected = exactly(x, y, z)
    for function in (fused.fma64, fused.fma_exact):
        assert function(x, y, z) == expected
    cancelled = -(x * y)
    if math.isfinite(cancelled):
        assert fused.fma64(x, y, cancelled) == fused.fma_exact(x, y, cancelled) == exactly(x, y, cancelled)


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.tuples(floats, floats, floats), min_size=1, max_size=20))
def test_the_fma_of_arrays_has_the_bits_of_the_fma_of_numbers(rows):
    near = [(x, y, -(x * y) * (1.0 + 2.0**-52)) for x, y, _ in rows]  # nearly all cancels
    x, y, z = np.array(rows + near).T
    with np.errstate(all="ignore"):
        result = fused.fma64_arrays(x, y, z)
    expected = [fused.fma64(*row) for row in rows + near]
    assert list(map(repr, result.tolist())) == list(map(repr, expected))


@given(x=floats, y=floats, z=floats)
def test_the_exact_fma_replaces_that_of_the_c_library(x, y, z):
    assert repr(fused.fma64(x, y, z)) == repr(fused.fma_exact(x, y, z))


@settings(max_examples=500, deadline=None)
@given(x=st.floats(width=32), y=st.floats(width=32), z=st.floats(width=32))
def test_single_precision_fma_is_rounded_once(x, y, z):
    with np.errstate(all="ignore"):
        result = fused.fma32(*(np.full(2, number, np.float32) for number in (x, y, z)))[0]
        if not all(map(math.isfinite, (x, y, z))):
            assert np.array_equal(result, np.float32(np.float64(x) * y + z), equal_nan=True)
            return
        exact = Fraction(x) * Fraction(y) + Fraction(z)
        if not np.isfinite(result):
            assert abs(exact) >= Fraction(2) ** 128 - Fraction(2) ** 103
            return
        error = abs(Fraction(float(result)) - exact)
        for neighbour in (
            np.nextafter(result, np.float32(-np.inf)),
            np.nextafter(result, np.float32(np.inf)),
        ):
            if np.isfinite(neighbour):
                other = abs(Fraction(float(neighbour)) - exact)
                assert error < other or (error == other and result.view(np.int32) % 2 == 0)
