from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiment.run.epochs import EpochCounter


def test_epochs_are_updates_over_updates_per_epoch():
    counter = EpochCounter(21)
    assert counter.epoch(42) == 2.0
    assert counter.whole_epochs(41) == 1
    assert counter.update(2000) == 42_000


def test_a_changed_length_ends_the_epoch_under_way():
    counter = EpochCounter(10).continued(34, 5)
    assert counter.epoch(34) == 4
    assert counter.epoch(39) == 5
    assert EpochCounter(10).continued(30, 5).epoch(30) == 3


@given(st.integers(1, 50), st.integers(0, 1000), st.integers(1, 50), st.integers(0, 500))
def test_update_is_the_inverse_of_epoch(per_epoch, changed_at, new_per_epoch, further):
    counter = EpochCounter(per_epoch).continued(changed_at, new_per_epoch)
    epoch = counter.start_epoch + further
    assert counter.epoch(counter.update(epoch)) == epoch
    assert counter.whole_epochs(counter.update(epoch)) == epoch
