"""A lecture file: what is accepted, and the one sentence for what is not."""

import re
from pathlib import Path

import msgspec
import pytest

from nnviz.experiment.spec.errors import SpecError
from nnviz.lecture.conditions import Score, When, condition, moment
from nnviz.lecture.file import lecture_of, load_lecture, shipped_lectures
from nnviz.lecture.scene import Lecture, Scene, sections

DOCS = Path(__file__).resolve().parents[2] / "docs"


def lecture(**scene) -> Lecture:
    return lecture_of({"scene": [{"experiment": "lab-a-xor", **scene}]})


def test_a_scene_takes_over_the_experiment_before():
    scenes = lecture_of(
        {
            "scene": [
                {"experiment": "lab-a-xor", "set": {"training.learning_rate": 0.5}},
                {"at": "epoch 3", "set": {"training": {"seed": 4}}},
                {"experiment": "lab-b-xor"},
            ]
        }
    ).scene
    assert scenes[1].experiment == "lab-a-xor"
    assert scenes[1].set == {"training.learning_rate": 0.5, "training.seed": 4}
    assert scenes[2].set == {}


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ({"at": -1}, 'scene 1: at = -1 is not allowed: it must be an update such as 40, or "epoch 40".'),
        ({"at": "soon"}, "epoch 40"),
        ({"at": True}, "scene 1: at"),
        ({"at": 10**12}, "scene 1: at"),
        ({"until": "accuracy > lots"}, 'a condition such as "accuracy > 0.99"'),
        ({"until": "loss < 1e999"}, "a condition such as"),
        ({"panels": ["netwrk"]}, 'did you mean "network"'),
        ({"panels": []}, "scene 1: panels"),
        ({"panels": ["network"] * 2}, "each panel is shown once"),
        ({"panels": ["network", "boundary", "curves", "health", "graph"]}, "scene 1: panels"),
        ({"arrangement": "spiral"}, 'is not allowed: it must be one of "", columns, grid,'),
        ({"arrangement": "column"}, 'did you mean "columns"?'),
        ({"ask": "weather"}, "scene 1: ask"),
        ({"ask": "bounday"}, 'did you mean "boundary"?'),
        ({"walk": {"phase": "sideways"}}, "scene 1: walk.phase"),
        ({"walk": 3}, "scene 1: walk = 3 is not allowed: it must be a table."),
        ({"highlight": {"planet": 1}}, "scene 1: highlight.planet is not a key"),
        ({"speed": -1.0}, "scene 1: speed"),
        ({"titel": "x"}, 'did you mean "title"'),
        ({"set": 1}, "it must be a table such as"),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"highlight": {"plot": "network"}}, "scene 1: highlight.plot"),
        ({"highlight": {"plot": "curves", "x": [1.0]}}, "scene 1: highlight.x"),
        ({"highlight": {"plot": "curves", "x": [1.0, float("nan")]}}, "numbers must be finite"),
        ({"panels": ["map"]}, "scene 1: map"),
        ({"map": "lab-a-plateu"}, 'did you mean "lab-a-plateau"'),
        ({"strokes": 3}, "a list of at most 200 tables"),
        ({"strokes": [{"points": "0,0"}] * 201}, "a list of at most 200 tables"),
        ({"strokes": [{"pen": 1}]}, "strokes.points is missing"),
        ({"strokes": [{"points": "0,0 nan,1"}]}, "scene 1: strokes.points"),
        ({"strokes": [{"points": "0,0 __import__('os'),1"}]}, "scene 1: strokes.points"),
        ({"strokes": [{"points": "0,0 " * 2000}]}, "at most 6,000 characters"),
        ({"strokes": [{"points": "0,0", "pen": 4}]}, "scene 1: strokes.pen"),
        ({"strokes": [{"points": "0,0", "panel": "../x"}]}, "scene 1: strokes.panel"),
    ],
)
def test_what_cannot_be_is_one_sentence(scene, words):
    with pytest.raises(SpecError) as caught:
        lecture(**scene)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({}, "a lecture has scenes"),
        ({"scene": []}, "a lecture has scenes"),
        ({"scene": {"at": 1}}, "a lecture has scenes"),
        ({"scene": [3]}, "it must be a table"),
        ({"scene": [{}]}, "the first scene names one"),
        ({"scene": [{"experiment": "x"}] * 201}, "at most 200 scenes"),
        ({"scene": [{"experiment": "x"}], "author": "me"}, "author is not a key"),
    ],
)
def test_what_is_no_lecture_is_one_sentence(table, words):
    with pytest.raises(SpecError) as caught:
        lecture_of(table)
    assert words in str(caught.value)


def test_moments_and_conditions():
    assert moment(40) == When("update", 40)
    assert moment(" epoch  40 ") == When("epoch", 40)
    assert condition("update 7") == When("update", 7)
    assert condition("accuracy > .99") == Score("train", "accuracy", ">", 0.99)
    assert condition("test loss<=1e-3") == Score("test", "loss", "<=", 1e-3)
    assert condition("key") is None


def test_shipped_lectures_are_complete():
    found = {path.stem: load_lecture(path) for path in shipped_lectures()}
    assert len(found) == 3
    for made in found.values():
        assert made.title
        assert made.about
        assert 10 <= len(made.scene) <= 15
        assert all(scene.title and scene.text and scene.notes for scene in made.scene)
        assert any(scene.ask for scene in made.scene)


def test_the_page_names_every_key():
    page = (DOCS / "lectures.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE))
    assert named == {f.name for kind in sections().values() for f in msgspec.structs.fields(kind)} - {"scene"}
    assert isinstance(lecture().scene[0], Scene)
