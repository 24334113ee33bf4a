"""Typing, reading and stepping numbers; slider scales. No widgets."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.ui.forms.scales import POSITIONS, SliderScale
from nnviz.ui.widgets.numbers import (
    NumberError,
    format_number,
    parse_number,
    parse_whole_number,
    step_1_2_5,
    step_evenly,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.8", 0.8),
        (" 1e-3 ", 1e-3),
        (".5", 0.5),
        ("3/10", 0.3),
        ("1/3", 1 / 3),
        ("0.5/2", 0.25),
        ("−2", -2.0),
        ("1 000", 1000.0),
        ("+4", 4.0),
        ("0,8", 0.8),
        ("-1,25", -1.25),
        ("1,5e-3", 1.5e-3),
        ("0,500", 0.5),
        ("0,5/2", 0.25),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "abc",
        "1,000",
        "1,000.5",
        "1,2,3",
        "0,8.1",
        "1/0",
        "1/2/3",
        "nan",
        "inf",
        "1e999",
        "--1",
        "1e",
        "/",
        "0x10",
        "1/",
    ],
)
def test_what_is_no_number_gets_one_sentence(text: str) -> None:
    with pytest.raises(NumberError) as error:
        parse_number(text)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


def test_whole_numbers_are_exact() -> None:
    assert parse_whole_number("4294967295") == 4294967295
    assert parse_whole_number("9007199254740993") == 9007199254740993
    assert parse_whole_number("2e3") == 2000
    assert parse_whole_number("-7") == -7


@pytest.mark.parametrize(("text", "shown"), [("x", "32"), ("1,000", "1000"), ("]1", "32")])
def test_examples_of_whole_numbers_are_whole(text: str, shown: str) -> None:
    with pytest.raises(NumberError) as error:
        parse_whole_number(text)
    assert shown in str(error.value)
    assert "0.8" not in str(error.value)


@pytest.mark.parametrize("text", ["1.5", "1/3", "x", "9" * 21])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        parse_whole_number(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (0.30000000000000004, "0.3"),
        (1e-5, "1e-5"),
        (0.001, "0.001"),
        (1e6, "1000000"),
        (1e20, "1e20"),
        (100, "100"),
        (0.0, "0"),
        (-0.5, "-0.5"),
    ],
)
def test_numbers_are_shown_plainly(value: float, text: str) -> None:
    assert format_number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_shown_can_be_typed(value: float) -> None:
    assert parse_number(format_number(value)) == pytest.approx(value, rel=1e-11, abs=1e-300)


def test_steps_go_along_1_2_5() -> None:
    up = [0.1]
    for _ in range(6):
        up.append(step_1_2_5(up[-1], 1))
    assert up == [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0]
    assert step_1_2_5(0.8, -1) == 0.5
    assert step_1_2_5(1.0, -1) == 0.5
    assert step_1_2_5(0.03, 1) == 0.05


def test_even_steps_stay_round() -> None:
    value = 0.2
    for _ in range(10):
        value = step_evenly(value, 1)
    assert value == 0.3
    assert step_evenly(500.0, 1) == 510.0
    assert step_evenly(0.0, 1) == 0.01


RATES = SliderScale(1e-5, 10.0, logarithmic=True, zero=True)


def test_a_logarithmic_slider_has_zero_at_its_end_and_ticks_at_powers_of_ten() -> None:
    assert RATES.value(0) == 0.0
    assert RATES.position(0.0) == 0
    assert RATES.value(POSITIONS) == 10.0
    assert [RATES.value(tick) for tick in RATES.ticks()[1:]] == [1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0]
    assert RATES.position(1e9) == POSITIONS


@given(st.integers(0, POSITIONS))
def test_slider_values_have_two_digits_and_come_back_to_their_position(position: int) -> None:
    value = RATES.value(position)
    assert len(f"{value:.15g}".split("e")[0].replace(".", "").strip("0")) <= 2
    assert abs(RATES.position(value) - position) <= 8


def test_steps_on_a_scale_stop_at_its_foot_and_leave_zero() -> None:
    assert RATES.step(0.0, 1) == 1e-5
    assert RATES.step(1e-5, -1) == 0.0
    assert RATES.step(0.0, -1) == 0.0
    assert RATES.step(10.0, 1) == 20.0
    samples = SliderScale(4, 10_000, logarithmic=True, whole=True)
    assert samples.step(200, 1) == 500
    assert samples.step(4, -1) == 4
    assert isinstance(samples.value(500), int)


def test_linear_values_are_round() -> None:
    noise = SliderScale(0.0, 0.5)
    values = [noise.value(position) for position in range(POSITIONS + 1)]
    assert values[0] == 0.0
    assert values[-1] == 0.5
    assert values == sorted(values)
    assert all(math.isclose(value * 100, round(value * 100)) for value in values)


ODD = st.one_of(st.text(max_size=30), st.text(alphabet="0123456789+-−.eE/_, xnaif٣½", max_size=12))


@given(ODD)
def test_whatever_is_typed_is_a_finite_number_or_one_sentence(text):
    for parse in (parse_number, parse_whole_number):
        try:
            told, value = "", parse(text)
        except NumberError as error:
            told, value = str(error), 0
        assert math.isfinite(value)
        assert not told or told.endswith(".")


@pytest.mark.parametrize("text", ["--3", "+-3", "3-", "1e999", "9" * 400, "1/0", "nan", "inf", "", "½"])
def test_no_whole_number(text):
    with pytest.raises(NumberError):
        parse_whole_number(text)
