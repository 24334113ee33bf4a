import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiment.run.history import History
from nnviz.experiment.snapshot.curves import Metrics, Scores


def metrics(epoch: int) -> Metrics:
    return Metrics(train=Scores(1 / (1 + epoch), 0.5), validation=None, test=Scores(float(epoch), 1.0))


def filled(epochs: int, capacity: int = 16) -> History:
    history = History(capacity)
    for epoch in range(epochs + 1):
        history.record(epoch, 7 * epoch, metrics(epoch))
    return history


@given(st.integers(0, 3000))
def test_is_bounded_and_evenly_spaced(epochs):
    history = filled(epochs)
    curves = history.curves()
    assert len(history) <= 16
    assert np.array_equal(curves.epochs, np.arange(len(history)) * history.stride)
    assert np.array_equal(curves.updates, 7 * curves.epochs)
    assert np.array_equal(curves.loss["test"], curves.epochs)
    assert epochs - curves.epochs[-1] < history.stride


@given(st.integers(0, 3000))
def test_asking_only_for_the_epochs_that_are_due_gives_the_same_records(epochs):
    history = History(16)
    while history.next_epoch() <= epochs:
        due = history.next_epoch()
        history.record(due, 7 * due, metrics(due))
        if history.next_epoch() == due:  # the stride doubled and leaves this epoch out
            break
    assert np.array_equal(history.curves().epochs, filled(epochs).curves().epochs)


def test_parts_that_are_empty_have_no_curve():
    assert set(filled(3).curves().loss) == {"train", "test"}


def test_views_handed_out_never_change_and_cannot_be_written():
    history = filled(15)
    before = history.curves()
    copy = before.loss["train"].copy()
    for epoch in range(16, 100):
        history.record(epoch, 7 * epoch, metrics(epoch))
    assert np.array_equal(before.loss["train"], copy)
    with pytest.raises(ValueError, match="read-only"):
        before.loss["train"][0] = 0.0


def test_an_odd_capacity_is_refused():
    with pytest.raises(ValueError, match="even"):
        History(5)


def test_time_never_goes_backwards_and_may_be_unknown():
    history = History(8)
    for epoch, seconds in enumerate((0.0, 2.0, 1.5, float("nan"), 3.0)):
        history.record(epoch, 7 * epoch, metrics(epoch), seconds)
    assert np.array_equal(history.curves().seconds, [0.0, 2.0, 2.0, np.nan, 3.0], equal_nan=True)
    assert history.seconds_at(7) == 2.0
    assert history.seconds_at(21) == pytest.approx(2.5)
