"""Each shipped experiment has three things to try, each a link that does it and can do no more."""

import pytest

from nnviz.experiment.spec.catalogue import catalogue, find
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.lecture.guides import changed, followed, tries_for


@pytest.mark.parametrize("name", [entry.name for entry in catalogue()])
def test_every_experiment_has_three_things_to_try_and_their_links_do_them(name):
    spec = experiment_at(name)
    assert spec.about.strip()
    tries = tries_for(name, spec)
    assert len({each.text for each in tries}) == len({each.link for each in tries}) == 3
    for each in tries:
        asked = followed(each.link)
        assert asked is not None
        if each.open:
            assert asked.open == each.open != name
            find(asked.open)
        else:
            assert changed(spec, asked) == changed(spec, each) != spec


def test_what_is_tried_already_is_not_offered_again():
    spec = experiment_at("lab-d-square")
    first = tries_for("lab-d-square", spec)[0]
    again = tries_for("lab-d-square", changed(spec, first))
    assert first.text not in [each.text for each in again]
    assert len(again) == 3


@pytest.mark.parametrize(
    "link",
    [
        "",
        "nnviz:",
        "nnviz:set?",
        "nnviz:set?training",
        "nnviz:open?",
        "nnviz:open?/etc/passwd",
        "nnviz:open?../lab-a-xor",
        "nnviz:open?no-such",
        "nnviz:run?training.seed=1",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "nnviz:set?training.seed=" + "1" * 5000,
    ],
)
def test_no_other_link_does_anything(link):
    assert followed(link) is None


def test_an_experiment_of_ones_own_has_no_guide():
    assert tries_for("/home/me/mine.toml", experiment_at("lab-a-xor")) == ()
