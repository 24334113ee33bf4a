"""Widths of lines follow a round, steady scale."""

import numpy as np
import pytest

from nnviz.paint.network.weights_scale import BINS, bins_of, largest, next_limit, round_limit


@pytest.mark.parametrize(
    ("magnitude", "limit"),
    [(0.0, 1.0), (1.0, 1.0), (1.01, 1.2), (2.3, 2.5), (9.0, 10.0), (0.042, 0.05), (float("nan"), 1.0)],
)
def test_limit_is_the_next_round_number(magnitude: float, limit: float) -> None:
    assert round_limit(magnitude) == pytest.approx(limit)


def test_limit_stays_while_it_serves() -> None:
    assert next_limit(1.1, previous=2.0) == 2.0
    assert next_limit(2.1, previous=2.0) == 2.5
    assert next_limit(0.1, previous=2.0) == pytest.approx(0.1)


def test_bins_keep_sign_zero_and_ends() -> None:
    values = np.array([-9.0, -1.0, -1e-9, 0.0, np.nan, 1e-9, 0.5, 1.0, np.inf])
    expected = [-BINS, -BINS, -1, 0, 0, 1, BINS // 2, BINS, BINS]
    assert bins_of(values, 1.0).tolist() == expected


def test_largest_ignores_what_is_not_finite() -> None:
    assert largest((np.array([1.0, -3.0]), np.array([np.nan, np.inf]))) == 3.0
    assert largest(()) == 0.0
