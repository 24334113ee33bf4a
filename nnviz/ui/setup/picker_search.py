"""Which experiments have the words that are looked for, the best first; misspelt ones are put right."""

import re
from collections.abc import Sequence

from nnviz.experiment.spec.catalogue import Entry

_NEAR = 0.6
"""How much alike a word must be, from 0 to 1, to be taken for another."""
_SHORTEST = 3
"""Letters of a word that may be misspelt, and of what was meant."""


def found(entries: Sequence[Entry], text: str) -> tuple[list[Entry], list[str]]:
    """Return the experiments with all words of a text, and the words that they were found by."""
    words = text.casefold().split()
    matching = [entry for entry in entries if _matches(entry, words)]
    if not matching:
        words = _nearest(words, entries)
        matching = [entry for entry in entries if _matches(entry, words)]
    return _in_order(matching, words), words


def _matches(entry: Entry, words: Sequence[str]) -> bool:
    """Whether every word (in lower case) occurs somewhere in an experiment's texts."""
    return _has(_texts(entry), words)


def _texts(entry: Entry) -> str:
    return f"{entry.name} {entry.lab} {entry.title} {entry.about}"


def _has(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _nearest(words: Sequence[str], entries: Sequence[Entry]) -> list[str]:
    """Return the words with those that no experiment has put right; numbers are what they are."""
    import difflib  # noqa: PLC0415 (needed only where something is misspelt)

    texts = " ".join(map(_texts, entries)).casefold()
    names = " ".join(f"{entry.name} {entry.lab} {entry.title}" for entry in entries).casefold()
    known = sorted({name for name in re.findall(r"[^\W\d_]+", names) if len(name) >= _SHORTEST})
    right = []
    for word in words:
        is_misspelt = word.isalpha() and len(word) >= _SHORTEST and word not in texts
        near = difflib.get_close_matches(word, known, n=1, cutoff=_NEAR) if is_misspelt else []
        right.append(near[0] if near else word)
    return right


def _in_order(entries: Sequence[Entry], words: Sequence[str]) -> list[Entry]:
    """Return experiments by lab: that with the best match first, and in each the best matches first."""
    ranks = {entry.name: _rank(entry, words) for entry in entries}
    ranked = sorted(entries, key=lambda entry: ranks[entry.name])
    labs = dict.fromkeys(entry.lab for entry in ranked)
    return [entry for lab in labs for entry in ranked if entry.lab == lab]


def _rank(entry: Entry, words: Sequence[str]) -> int:
    """Return how well an experiment matches: 0 where it is called so, the more the less it is."""
    title, lab, phrase = entry.title.casefold(), entry.lab.casefold(), " ".join(words)
    tests = (
        title.startswith(phrase),
        lab.startswith(phrase),
        phrase in title,
        _begins(title, words),
        _begins(f"{lab} {title}", words),
        _has(f"{lab} {title}", words),
    )
    return tests.index(True) if any(tests) else len(tests)


def _begins(text: str, words: Sequence[str]) -> bool:
    """Whether every word is the beginning of one in the text."""
    return all(f" {word}" in f" {text}" for word in words)
