"""What advice brings is said in the number that shows it."""

from math import nan

import pytest

from nnviz.experiment.snapshot.health_view import Advice, Reached


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (Reached(0.25, 0.5, 1.0), Reached(0.001, 1.0, 0.01), "accuracy 0.50 → 1.00 in 2,000 epochs"),
        (Reached(0.119, 0.75, 0.95), Reached(0.063, 0.75, 0.5), "unexplained 95 % → 50 % in 2,000 epochs"),
        (Reached(0.119, nan, 0.95), Reached(0.063, nan, 0.5), "unexplained 95 % → 50 % in 2,000 epochs"),
    ],
)
def test_the_result_names_what_has_changed(before: Reached, after: Reached, words: str) -> None:
    assert Advice("Try it", (), before, after, 2000).result == words
