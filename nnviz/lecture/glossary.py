"""Every term on screen, a record each: settings and choices say their own, the rest is written by hand."""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from nnviz.assets import assets
from nnviz.data.catalogue import DATA_SETS
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.initializers import INITIALIZERS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.schedules import SCHEDULES
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.fields import data_fields, fields_of
from nnviz.experiment.spec.reading import load_spec


class GlossaryEntry(Struct, frozen=True):
    """One term.

    Attributes
    ----------
    term : str
    text : str
        What it means, in a sentence or two; terms between * stand in the glossary, too.
    group : str
        Where it belongs.
    also : tuple of str
        Other words and signs on screen that mean it.
    """

    term: str
    text: str
    group: str
    also: tuple[str, ...] = ()


_NETWORK, _TRAINING, _DATA = "The network", "Training", "Data"
_FIRST = "lab-a-xor"
"""An experiment that has all settings of a network and its training."""


@lru_cache(maxsize=1)
def glossary() -> tuple[GlossaryEntry, ...]:
    """Return all terms in alphabetical order, each once."""
    found: dict[str, GlossaryEntry] = {}
    for entry in (*_written(), *_of_settings(), *_of_choices()):
        found.setdefault(entry.term.casefold(), entry)
    return tuple(sorted(found.values(), key=lambda entry: entry.term.casefold()))


def look_up(words: str) -> GlossaryEntry | None:
    """Return the entry for words on screen: the whole of them, else the longest term in them."""
    plain = _plain(words)
    if not plain:
        return None
    known = _names()
    if plain in known:
        return known[plain]
    inside = [
        name for name in known if len(name) > 1 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain)
    ]
    return known[max(inside, key=len)] if inside else None


@lru_cache(maxsize=1)
def _names() -> dict[str, GlossaryEntry]:
    """Return every name of every term; its own comes before what others are called."""
    names = {_plain(entry.term): entry for entry in glossary()}
    for entry in glossary():
        for name in entry.also:
            names.setdefault(_plain(name), entry)
    return names


def _plain(words: str) -> str:
    """Return words as they are compared: without numbers, keys in brackets and small and capital letters."""
    words = re.sub(r"<[^>]*>|\s{2}\(.*?\)|[:…&*]", " ", words)
    words = re.sub(r"(?<![\w.])[+−-]?\d[\d,.]*(?![\w.])", " ", words)
    return " ".join(words.split()).casefold()


def _written() -> Iterator[GlossaryEntry]:
    with (assets() / "guides" / "glossary.toml").open("rb") as file:
        for term in tomllib.load(file)["term"]:
            yield GlossaryEntry(term["term"], term["text"], term["group"], tuple(term.get("also", ())))


def _of_settings() -> Iterator[GlossaryEntry]:
    for field in fields_of(load_spec(find(_FIRST))):
        group = {"data": _DATA, "network": _NETWORK}.get(field.key.partition(".")[0], _TRAINING)
        yield GlossaryEntry(field.title, field.help, group)
    for kind in DATA_SETS.values():
        for field in data_fields(kind):
            yield GlossaryEntry(field.title, field.help, _DATA)


def _of_choices() -> Iterator[GlossaryEntry]:
    registries = (
        ("Activation functions", ACTIVATIONS),
        ("Losses", LOSSES),
        ("Optimizers", OPTIMIZERS),
        ("Schedules", SCHEDULES),
        ("Initial weights", INITIALIZERS),
    )
    for group, registry in registries:
        for choice in registry.values():
            yield GlossaryEntry(choice.title, choice.help, group)
    for kind in DATA_SETS.values():
        yield GlossaryEntry(kind.title, kind.about, "Data sets")
