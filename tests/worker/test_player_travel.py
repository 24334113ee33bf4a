"""Playing and going through the past: without threads."""

import pytest

from nnviz.experiment.commands import DeleteBookmark, SetBookmark, SetSpec, Visit
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.worker.orders import Open, Play, SetSpeed, StepBy, Want
from nnviz.worker.player import Player


@pytest.fixture
def player():
    player = Player()
    player.obey(
        Open(
            spec_from_dict(
                {
                    "data": {"name": "xor"},
                    "network": {"layers": [2, 2, 1]},
                    "training": {"batch_size": 7, "epochs": 40},
                }
            )
        )
    )
    player.obey(Want((ScoresWish(), MapsWish(boundary=8), PredictionsWish(), TimelineWish())))
    return player


def settle(player: Player) -> None:
    while player.is_busy:
        player.tick()


def timeline(player: Player):
    return player.snapshot().look(TimelineView)


def test_going_to_another_moment_pauses_and_arrives(player):
    player.obey(Play())
    while player.session.update < 3:  # as many slices as that takes here
        player.tick()
    player.obey(Visit(3))
    assert not player.playing
    assert player.is_busy  # at least until pictures are as fine as they can be
    settle(player)
    snapshot = player.snapshot()
    assert (snapshot.update, snapshot.look(TimelineView).arrived, snapshot.running) == (3, True, False)


def test_playing_goes_along_what_is_known_and_then_on(player):
    player.obey(Play())
    settle(player)
    end = player.session.update
    player.obey(Visit(10))
    settle(player)
    player.obey(Play())
    settle(player)
    assert player.session.update == end == 40 * 3
    assert timeline(player).others == ()


@pytest.mark.parametrize("batch_size", [1, 0])
def test_a_change_of_the_batch_size_while_playing_still_ends_with_the_last_epoch(player, batch_size):
    player.obey(Play())
    player.session.advance(6)
    player.obey(SetSpec(with_value(player.session.spec, "training.batch_size", batch_size)))
    settle(player)
    snapshot = player.snapshot()
    assert snapshot.epoch == 40
    assert snapshot.hint == "The experiment's 40 epochs are done; play again to go on."


def test_other_numbers_of_epochs_while_playing_are_where_it_ends(player):
    def play_with(epochs: int) -> float:
        player.obey(SetSpec(with_value(player.session.spec, "training.epochs", epochs)))
        settle(player)
        return player.session.epoch

    player.obey(Play())
    player.session.advance(6)
    assert play_with(50) == 50
    player.obey(Play())  # on without an end
    player.session.advance(6)
    assert play_with(60) == 60
    player.obey(SetSpec(with_value(player.session.spec, "training.epochs", 1000)))
    player.obey(Play())
    player.session.advance(6)
    assert play_with(3) == 62  # fewer than are done: here


def test_playing_before_a_change_of_settings_begins_a_branch(player):
    for _ in range(5):
        player.obey(StepBy("epoch"))
        settle(player)
    player.obey(SetSpec(with_value(player.session.spec, "training.learning_rate", 0.9)))
    player.obey(StepBy("epoch"))
    settle(player)
    player.obey(Visit(6))
    settle(player)
    player.obey(Play())
    settle(player)
    (old,) = timeline(player).others
    assert (old.length, timeline(player).present.start) == (18, 6)
    assert player.session.spec.training.learning_rate == 0.1


def test_a_step_in_the_past_keeps_to_it(player):
    player.obey(StepBy("epoch"))
    settle(player)
    player.obey(Visit(1))
    player.obey(StepBy("update"))
    settle(player)
    assert player.session.update == 2
    assert (timeline(player).present.length, timeline(player).others) == (3, ())


def test_bookmarks_do_not_pause(player):
    player.obey(Play())
    player.obey(SetBookmark("here", 0))
    assert player.playing
    player.obey(DeleteBookmark(0))
    assert player.playing


def test_a_stop_condition_pauses_with_a_sentence(player):
    player.obey(SetSpec(with_value(player.session.spec, "stop.loss", 10.0)))
    player.obey(Play())
    settle(player)
    assert player.session.epoch == 1
    assert player.snapshot().hint.startswith("Stopped at epoch 1")


def test_after_a_stop_condition_it_is_played_on_at_any_speed(player):
    player.obey(SetSpec(with_value(player.session.spec, "stop.loss", 10.0)))
    player.obey(SetSpeed(1000.0))
    player.obey(Play())
    settle(player)
    stopped_at = player.session.update
    player.obey(Play())
    player.tick()  # no update is due yet
    assert player.playing
    settle(player)
    assert stopped_at < player.session.update == player.session.last_update
