"""Sorting and choosing rows of a table by what is typed."""

import pytest

from nnviz.experiment.results.choosing import chosen, order
from nnviz.experiment.spec.errors import SpecError

HEADINGS = ("activation", "learning_rate", "train loss", "train accuracy")
WORDS = (("relu", "0.1", "0.25", "50 %"), ("tanh", "1", "0.001", "95 %"), ("relu", "1", "", ""))
NUMBERS = (("relu", 0.1, 0.25, 0.5), ("tanh", 1.0, 0.001, 0.95), ("relu", 1.0, None, None))


def test_numbers_sort_as_numbers_and_what_is_missing_comes_last() -> None:
    assert order([10.0, 9.0, None, float("nan"), 100.0]) == [1, 0, 4, 2, 3]
    assert order([10.0, 9.0, None, 100.0], descending=True) == [3, 0, 1, 2]
    assert order(["tanh", "Relu", 3]) == [2, 1, 0]


def test_equal_keys_keep_the_order_before() -> None:
    assert order([1, 1, 0], before=[1, 0, 2]) == [2, 1, 0]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [0, 1, 2]),
        ("relu", [0, 2]),
        ("RELU, learning_rate = 1", [2]),
        ("train loss < 0.1", [1]),
        ("train accuracy >= 95 %", [1]),
        ("train accuracy >= 95%", [1]),
        ("activation != tanh", [0, 2]),
        ("learning rate=1, ,", [1, 2]),
        ("nothing of the kind", []),
    ],
)
def test_rows_fit_all_parts_of_a_filter(text: str, rows: list[int]) -> None:
    assert chosen(text, HEADINGS, WORDS, NUMBERS) == rows


@pytest.mark.parametrize(
    ("text", "said"),
    [("los < 1", 'there is no column "los"'), ("train loss < small", "small is no number")],
)
def test_a_filter_that_cannot_be_used_says_why(text: str, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        chosen(text, HEADINGS, WORDS, NUMBERS)
