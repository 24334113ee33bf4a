"""Every word that the app puts on its controls is in the glossary, once, with a text that explains it."""

import re

import pytest

from nnviz.data.catalogue import DATA_SETS
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.experiment.spec.catalogue import catalogue
from nnviz.experiment.spec.fields import fields_of
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.lecture.glossary import glossary, look_up


def test_terms_are_there_once_and_in_order():
    terms = [entry.term.casefold() for entry in glossary()]
    assert len(set(terms)) == len(terms) > 100
    assert terms == sorted(terms)
    for entry in glossary():
        assert len(entry.text) > 10, entry
        for name in re.findall(r"\*(.+?)\*", entry.text):
            assert look_up(name) is not None, (entry.term, name)


@pytest.mark.parametrize("name", [entry.name for entry in catalogue()][::6])
def test_every_setting_is_explained(name):
    for field in fields_of(experiment_at(name)):
        entry = look_up(field.title)
        assert entry is not None, field.title


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("Learning rate", "Learning rate"),
        ("Units of hidden layer 1", "Layer"),
        ("4 units", "Unit"),
        ("δ", "Delta"),
        ("Step back  (Left)", "Update"),
        ("Backward", "Backward pass"),
        ("accuracy 52.4", "Accuracy"),
        ("<b>Weights</b>", "Weight"),
    ],
)
def test_words_on_screen_are_found(words, term):
    entry = look_up(words)
    assert entry is not None
    assert entry.term == term


def test_choices_are_explained_by_their_own_words():
    for choice in ACTIVATIONS.values():
        assert look_up(choice.title).text == choice.help
    for kind in DATA_SETS.values():
        assert look_up(kind.title) is not None


@pytest.mark.parametrize("words", ["", "   ", "123", "qwertz", "(?<", "*" * 10_000])
def test_what_is_no_term_is_none(words):
    assert look_up(words) is None
