import pytest

from nnviz.ui.playing.paint_share import SHARE, PaintShare


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("cost", [0.001, 0.02, 3.0])
def test_the_next_picture_waits_until_the_last_one_has_taken_no_more_than_its_share(cost: float) -> None:
    clock, work = Clock(), Clock()
    share = PaintShare(clock, work)
    assert share.allows()
    share.begin()
    clock.now += cost
    work.now += cost
    assert not share.allows()
    clock.now += 0.98 * (cost / SHARE - cost)
    assert not share.allows()
    clock.now += 0.04 * (cost / SHARE)
    assert share.allows()


def test_a_thread_that_did_nothing_may_paint_at_once() -> None:
    clock, work = Clock(), Clock()
    share = PaintShare(clock, work)
    share.begin()
    clock.now += 0.001
    assert share.allows()
