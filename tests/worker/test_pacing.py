import pytest

from nnviz.worker.meter import SpeedMeter
from nnviz.worker.pacing import Pace


def test_one_update_a_second():
    pace = Pace()
    pace.set_rate(1.0, now=10.0)
    assert [pace.due(now) for now in (10.0, 10.9, 11.0, 11.5, 12.1)] == [0, 0, 1, 0, 1]
    assert pace.wait(12.1) == pytest.approx(0.9)


def test_a_fast_rate_is_kept_whatever_the_ticks():
    pace = Pace()
    pace.set_rate(1000.0, now=0.0)
    assert sum(pace.due(0.0073 * k) for k in range(1, 1001)) == pytest.approx(7300, abs=1)


def test_missed_updates_are_not_made_up_for_after_a_long_pause():
    pace = Pace()
    pace.set_rate(100.0, now=0.0)
    assert pace.due(5.0) == 10
    assert pace.due(5.0) == 0
    assert pace.due(5.025) == 2


def test_flat_out_never_waits():
    assert Pace().wait(3.0) == 0.0


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_impossible_speeds_are_refused(rate):
    with pytest.raises(ValueError, match="positive"):
        Pace().set_rate(rate, now=0.0)


def test_the_meter_reads_the_last_half_second():
    meter = SpeedMeter()
    for step in range(11):
        meter.read(step * 0.1, 100 * step if step < 5 else 400 + 1000 * (step - 4))
    assert meter.updates_per_second() == pytest.approx(10_000)
    meter.restart()
    assert meter.updates_per_second() == 0.0


def test_the_meter_reads_one_update_a_second_also_between_two_of_them():
    meter = SpeedMeter()
    for tenth in range(100):
        meter.read(tenth / 10, tenth // 10)
        if tenth >= 10:
            assert meter.updates_per_second() == pytest.approx(1.0)
