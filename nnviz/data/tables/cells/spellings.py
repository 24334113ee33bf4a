"""Which texts of a column are one word, written in capitals and not."""

from collections import Counter, defaultdict

from nnviz.data.tables.understood import shown

_TRUTH = frozenset(("true", "false", "yes", "no", "t", "f", "y", "n", "on", "off"))
_MOST_TOLD = 3


def spellings(counts: Counter[str]) -> tuple[tuple[str, ...], ...]:
    """Return the texts that are one word, the most frequent spelling of each first.

    Single letters are told apart, as "a" and "A" may be two classes, unless all of the column are words for
    true and false.
    """
    words: dict[str, list[str]] = defaultdict(list)
    for text in counts:
        words[text.casefold()].append(text)
    is_truth = all(word in _TRUTH for word in words)
    several = [texts for word, texts in words.items() if len(texts) > 1 and (is_truth or len(word) > 1)]
    return tuple(tuple(sorted(texts, key=lambda text: (-counts[text], text))) for texts in sorted(several))


def taken_as_one(found: tuple[tuple[str, ...], ...]) -> str:
    """Return in a sentence which spellings are taken as one; empty where there are none."""
    said = []
    for value, *others in found[:_MOST_TOLD]:
        also = " and ".join(f'"{shown(other)}"' for other in others[:_MOST_TOLD])
        said.append(f'{also} {"is" if len(others) == 1 else "are"} taken as "{shown(value)}"')
    return f"{', '.join(said)}." if said else ""
