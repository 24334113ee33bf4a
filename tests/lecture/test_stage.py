"""Each scene shows its exact moment, in any order, however one has strayed meanwhile."""

import hashlib

import numpy as np
import pytest

from nnviz.experiment.commands import SetSpec
from nnviz.experiment.opening import go_to, opened
from nnviz.experiment.past.saved_run import own_copy
from nnviz.experiment.run.chunks import GivenUpError
from nnviz.experiment.run_file.run_file import save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_values
from nnviz.lecture.file import lecture_of
from nnviz.lecture.stage import SceneError, Stage, scene_report, weights_sha256

SCENES = [
    {"title": "Start", "experiment": "lab-a-xor"},
    {"title": "Later", "at": "epoch 3"},
    {"title": "Another rate", "set": {"training.learning_rate": 0.1}, "at": 30},
    {"title": "Plays", "experiment": "lab-d-square", "at": 2, "until": "accuracy > 0.7"},
]


def stage(tmp_path, scenes=SCENES) -> Stage:
    return Stage(lecture_of({"scene": scenes}), tmp_path)


def trained(name: str, updates: int, **settings) -> Session:
    session = Session(opened(name, {key.replace("__", "."): value for key, value in settings.items()}))
    session.advance(updates)
    return session


def test_each_scene_is_that_moment_of_a_run_trained_alone(tmp_path):
    shown = stage(tmp_path)
    alone = [
        trained("lab-a-xor", 0),
        trained("lab-a-xor", 63),
        trained("lab-a-xor", 30, training__learning_rate=0.1),
        trained("lab-d-square", 2),
    ]
    for number in (3, 1, 0, 2, 1, 3):
        session = shown.session_at(number)
        assert session.update == alone[number].update
        assert weights_sha256(session) == weights_sha256(alone[number])


def test_the_hash_is_that_of_the_numbers():
    session = trained("lab-a-xor", 5)
    weights, biases = session.parameters()
    flat = [numbers.ravel() for pair in zip(weights, biases, strict=True) for numbers in pair]
    expected = hashlib.sha256(np.concatenate(flat).astype("<f8").tobytes()).hexdigest()
    assert weights_sha256(session) == expected


def test_a_detour_leaves_the_scene_as_it_was(tmp_path):
    shown = stage(tmp_path)
    before = weights_sha256(shown.session_at(1))
    session = shown.session_at(1)
    session.apply(SetSpec(with_values(session.spec, {"training.learning_rate": 3.0})))
    session.advance(500)
    assert weights_sha256(session) != before
    assert weights_sha256(shown.session_at(1)) == before


def test_a_scene_plays_until_its_condition(tmp_path):
    shown = stage(tmp_path)
    report = scene_report(shown, 3)
    assert report["update"] == 2
    assert report["until"]["met"]
    assert report["until"]["train"]["accuracy"] > 0.7
    assert report["until"]["update"] >= 2


def test_a_condition_that_is_never_met_ends_with_the_experiment(tmp_path):
    scene = {"experiment": "lab-d-square", "set": {"training.epochs": 20}, "until": "accuracy > 2"}
    end = scene_report(stage(tmp_path, [scene]), 0)["until"]
    assert (end["met"], end["update"]) == (False, 20)


def test_a_run_beside_the_lecture_is_shown_where_it_was_left(tmp_path):
    run = trained("lab-a-xor", 50)
    save_run(run, tmp_path / "mine.nnviz")
    shown = stage(tmp_path, [{"experiment": "mine.nnviz"}, {"at": 20}])
    assert weights_sha256(shown.session_at(0)) == weights_sha256(run)
    go_to(run, 20)
    assert weights_sha256(shown.session_at(1)) == weights_sha256(run)


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ({"experiment": "lab-a-xr"}, 'did you mean "lab-a-xor"'),
        ({"experiment": "nowhere.toml"}, "there is no such file"),
        ({"experiment": "nowhere.nnviz"}, "nowhere.nnviz"),
        ({"experiment": "lab-a-xor", "set": {"training.learning_rte": 1}}, "learning_rate"),
    ],
)
def test_a_scene_that_cannot_be_shown_is_named(tmp_path, scene, words):
    with pytest.raises(SceneError) as caught:
        stage(tmp_path, [{"title": "Mine", **scene}]).session_at(0)
    assert 'scene 1 ("Mine"): ' in str(caught.value)
    assert words in str(caught.value)


def test_a_prepared_run_is_the_scene_and_stays_so_whatever_the_stage_does(tmp_path):
    shown = stage(tmp_path)
    alone = trained("lab-a-xor", 63)
    saved = shown.prepared(1)
    shown.session_at(1).advance(500)
    for _ in range(2):
        session = Session.of_saved(own_copy(saved))
        assert (session.update, weights_sha256(session)) == (63, weights_sha256(alone))
        session.advance(77)


def test_preparing_can_be_given_up_and_taken_up_again(tmp_path):
    shown = stage(tmp_path, [{"experiment": "lab-a-xor", "at": 40_000}])
    with pytest.raises(GivenUpError):
        shown.session_at(0, lambda: True)
    assert weights_sha256(shown.session_at(0)) == weights_sha256(trained("lab-a-xor", 40_000))
