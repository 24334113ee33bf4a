"""What a lecture asks of the player: to play until a condition holds, and to take up a scene's run."""

from pathlib import Path

import pytest

from nnviz.experiment.commands import SetParameter
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.lecture.conditions import condition
from nnviz.lecture.file import lecture_of
from nnviz.lecture.stage import Stage, weights_sha256
from nnviz.parts import Weight
from nnviz.worker.orders import Advance, Open, OpenPast, Play, PlayUntil, SetSpeed
from nnviz.worker.player import Player

SQUARE = "lab-d-square"


def playing(until: str, speed: float | None = None) -> Session:
    player = Player()
    player.obey(Open(load_spec(find(SQUARE))))
    player.obey(SetSpeed(speed))
    goal = condition(until)
    assert goal is not None
    player.obey(PlayUntil(goal))
    while player.playing:
        player.tick()
    assert player.session is not None
    return player.session


@pytest.mark.parametrize("until", ["update 37", "epoch 12", "accuracy > 0.7", "loss < 0.55"])
def test_it_ends_where_the_command_line_says_the_scene_ends(until: str) -> None:
    stage = Stage(lecture_of({"scene": [{"experiment": SQUARE, "until": until}]}), Path())
    expected = stage.session_at(0)
    assert stage.play(0, expected)
    session = playing(until)
    assert (session.update, weights_sha256(session)) == (expected.update, weights_sha256(expected))


def test_what_holds_already_does_not_play() -> None:
    assert playing("loss > 0").update == 0
    assert playing("update 0").update == 0


def test_play_after_a_condition_goes_on_to_the_end() -> None:
    player = Player()
    player.obey(Open(load_spec(find(SQUARE))))
    goal = condition("update 5")
    assert goal is not None
    player.obey(PlayUntil(goal))
    while player.playing:
        player.tick()
    player.obey(Play())
    player.tick()
    assert player.session is not None
    assert player.session.update > 5


def test_only_runs_that_were_changed_by_hand_are_kept_from_scene_to_scene() -> None:
    stage = Stage(lecture_of({"scene": [{"experiment": SQUARE, "at": 3}, {"at": 9}]}), Path())
    first, second = stage.prepared(0), stage.prepared(1)
    player = Player()
    player.obey(OpenPast(first, keeps=True))
    player.obey(Advance(4))
    player.obey(OpenPast(second, keeps=True))
    assert earlier_runs(player) == 0
    player.obey(SetParameter(Weight(1, 0, 0), 0.25))
    player.obey(Advance(1))
    player.obey(OpenPast(first, keeps=True))
    assert earlier_runs(player) == 1
    player.obey(OpenPast(second, keeps=True))
    assert earlier_runs(player) == 1
    assert player.session is not None
    assert weights_sha256(player.session) == weights_sha256(stage.session_at(1))


def earlier_runs(player: Player) -> int:
    assert player.session is not None
    view = player.session.snapshot(TimelineWish()).look(TimelineView)
    assert view is not None
    return len(view.runs)
