"""The moments and steps of a scene that a handout shows."""

from pathlib import Path

import pytest

from nnviz.export.handout.frames import Frame, frames_of
from nnviz.lecture.file import load_lecture
from nnviz.lecture.stage import Stage

LECTURE = """
title = "Short"
[[scene]]
title = "Plays"
experiment = "xor-quickstart"
at = "epoch 2"
until = "epoch 9"
ask = "loss curve"
panels = ["curves"]
[[scene]]
title = "Walks"
experiment = "by-hand-one-update"
panels = ["network", "explanation"]
walk = { phase = "forward", depth = "layer" }
"""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    path = tmp_path / "lecture.toml"
    path.write_text(LECTURE)
    return Stage(load_lecture(path), tmp_path)


def last_epoch(frame: Frame) -> float:
    return float(frame.snapshot.curves.epochs[-1])


def test_the_first_moment_does_not_tell_what_comes(stage: Stage) -> None:
    frames = list(frames_of(stage, 0, most=3))
    assert [frame.is_shown_first for frame in frames] == [True, False, False]
    assert [last_epoch(frame) for frame in frames] == [2, 9, 9]


def test_steps_that_paper_has_no_room_for_are_told(stage: Stage) -> None:
    whole = list(frames_of(stage, 1))
    few = list(frames_of(stage, 1, most=1, most_steps=2))
    assert [frame.left_out for frame in whole] == [0] * len(whole)
    assert [frame.step.title for frame in few] == [whole[0].step.title, whole[-1].step.title]
    assert [frame.left_out for frame in few] == [0, len(whole) - 2]
