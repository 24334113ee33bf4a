"""What may be shown of a plot: neither less than numbers can tell apart, nor far more than there is."""

import pytest

from nnviz.ui.navigation.plots import NARROWEST, WIDEST, kept_sensible


@pytest.mark.parametrize(
    ("whole", "at"), [((0.0, 1.0), 0.5), ((0.0, 2000.0), 7.0), ((0.0, 1.0), 40.0), ((-5.0, 0.0), -30.0)]
)
def test_a_range_is_no_narrower_than_its_numbers_tell_apart(whole, at):
    """The largest number of the range, or of its width, says how fine that is."""
    least = NARROWEST * max(abs(at), whole[1] - whole[0])
    low, high = kept_sensible((at, at + least / 100), whole)
    assert high - low == pytest.approx(least, rel=1e-6)
    assert (low + high) / 2 == pytest.approx(at, rel=1e-6)
    wide_enough = at - 2 * least, at + 2 * least
    assert kept_sensible(wide_enough, whole) == wide_enough


@pytest.mark.parametrize("whole", [(0.0, 1.0), (-300.0, 100.0)])
def test_a_range_is_no_wider_and_no_further_away_than_there_is_something_to_find(whole):
    span = whole[1] - whole[0]
    low, high = kept_sensible((-1e6 * span, 1e6 * span), whole)
    assert high - low == pytest.approx(WIDEST * span)
    low, high = kept_sensible((whole[1] + 1e5 * span, whole[1] + 1e5 * span + span), whole)
    assert (low + high) / 2 == pytest.approx(whole[1] + WIDEST * span)
    assert high - low == pytest.approx(span)


def test_what_is_no_number_is_everything():
    assert kept_sensible((float("nan"), 1.0), (0.0, 4.0)) == (0.0, 4.0)
