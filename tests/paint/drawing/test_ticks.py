import math

from hypothesis import given
from hypothesis import strategies as st

from nnviz.paint.drawing.ticks import linear_ticks, log_ticks, percent_ticks

SIZES = st.floats(-290, 290).map(lambda exponent: 10.0**exponent)


def test_round_steps_and_as_many_decimals_as_they_need():
    assert linear_ticks(0.0, 1.0, 5).labels == ("0.0", "0.2", "0.4", "0.6", "0.8", "1.0")
    assert linear_ticks(-1.0, 1.0, 2).labels == ("−1", "0", "1")
    assert linear_ticks(0.0, 20000.0, 4).labels == ("0", "5,000", "10,000", "15,000", "20,000")
    assert linear_ticks(0.0, 2e-12, 2).labels == ("0", "1·10⁻¹²", "2·10⁻¹²")


def test_percent():
    assert percent_ticks(0.5, 1.0, 5).labels == ("50 %", "60 %", "70 %", "80 %", "90 %", "100 %")


def test_powers_of_ten_on_a_logarithmic_axis():
    assert log_ticks(1e-4, 1.0, 6).labels == ("10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰")
    assert log_ticks(1.0, 100.0, 8).labels == ("1", "2", "5", "10", "20", "50", "100")
    assert log_ticks(0.2, 0.4, 3).labels == ("0.2", "0.3", "0.4")


@given(SIZES, st.integers(2, 12))
def test_ticks_lie_in_the_range_whatever_its_size(size, count):
    ticks = linear_ticks(-size, 2 * size, count)
    assert 2 <= len(ticks.values) <= count + 2
    assert all(-size * 1.001 <= value <= 2 * size * 1.001 for value in ticks.values)
    assert len(set(ticks.labels)) == len(ticks.values)


@given(st.integers(-300, 299), st.integers(1, 500), st.integers(2, 10))
def test_logarithmic_ticks_are_few_and_inside(low, decades, count):
    high = min(low + decades, 300)
    ticks = log_ticks(10.0**low, 10.0**high, count)
    assert 1 <= len(ticks.values) <= count + 5
    assert all(0.99 * 10.0**low <= value <= 1.01 * 10.0**high for value in ticks.values)


def test_a_logarithmic_axis_without_a_power_that_its_stride_meets_has_a_tick_all_the_same():
    assert log_ticks(1e1, 1e42, 2).values == (1e1,)


def test_a_range_narrower_than_its_digits_still_has_ticks():
    assert linear_ticks(1.0, math.nextafter(1.0, 2.0), 4).values == (1.0, math.nextafter(1.0, 2.0))
