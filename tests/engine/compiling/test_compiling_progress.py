"""What is said while the engine is compiled: a share that never goes back, and the seconds left."""

from pathlib import Path

import pytest

from nnviz.engine.compiling import progress
from nnviz.engine.compiling.progress import (
    KERNELS,
    KERNELS_OF_MAPS,
    SHARE_OF_KERNELS,
    Forecast,
    leave,
    share_of,
)
from nnviz.engine.lanes.tags import MAPS_SAMPLES32, SAMPLES, SINGLE

TAGS = (SINGLE, SAMPLES)


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_line_says_how_much_of_the_tags_that_are_waited_for_is_done(tmp_path: Path) -> None:
    assert share_of(tmp_path, TAGS, 0) == 0.0
    leave(tmp_path, SINGLE, KERNELS // 2)
    assert share_of(tmp_path, TAGS, 0) == pytest.approx(SHARE_OF_KERNELS / 4)
    assert share_of(tmp_path, TAGS, 1) == 0.5  # what is there is of the tag before
    leave(tmp_path, SAMPLES, 3 * KERNELS)
    assert share_of(tmp_path, TAGS, 1) == pytest.approx((1.0 + SHARE_OF_KERNELS) / 2)
    assert share_of(tmp_path, TAGS, 2) == 1.0
    assert [path.name for path in tmp_path.iterdir()] == [progress.FILE]


def test_a_tag_with_all_kinds_of_layers_has_more_kernels(tmp_path: Path) -> None:
    leave(tmp_path, MAPS_SAMPLES32, KERNELS)
    assert share_of(tmp_path, [MAPS_SAMPLES32], 0) == pytest.approx(
        SHARE_OF_KERNELS * KERNELS / KERNELS_OF_MAPS
    )
    leave(tmp_path, MAPS_SAMPLES32, KERNELS_OF_MAPS)
    assert share_of(tmp_path, [MAPS_SAMPLES32], 0) == pytest.approx(SHARE_OF_KERNELS)


@pytest.mark.parametrize("line", ["", "single", "single x", "single 1 2", "\xff"])
def test_a_damaged_line_does_not_count(tmp_path: Path, line: str) -> None:
    (tmp_path / progress.FILE).write_bytes(line.encode("latin-1"))
    assert share_of(tmp_path, TAGS, 1) == 0.5


def test_a_forecast_goes_on_between_news_but_not_for_ever_and_never_back() -> None:
    clock = Clock()
    forecast = Forecast(0.2, clock)
    assert forecast.words() == "0 %"
    clock.now += 4.0
    forecast.hear(0.4)
    assert (forecast.share, forecast.words()) == (0.4, "40 %, about 6 s left")
    clock.now += 1.0
    forecast.hear(0.4)
    assert forecast.share == pytest.approx(0.5)
    clock.now += 10.0
    forecast.hear(0.4)
    assert forecast.share == pytest.approx(0.6)
    assert forecast.words() == "60 %, about 10 s left"
    forecast.hear(0.1)
    assert forecast.share == pytest.approx(0.6)
    clock.now += 1000.0
    forecast.hear(1.0)
    assert forecast.share == 0.99
