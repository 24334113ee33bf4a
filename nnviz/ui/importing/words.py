"""Sentences about a table as the import says them: the names of its controls for keys of a file. No Qt."""

import re

from nnviz.ui.importing.guesses import DECIMALS, MISSING, SECTIONS, TASKS
from nnviz.ui.importing.uses import WORDS

_CONTROLS = {
    **{guess.key: guess.title for guesses in SECTIONS.values() for guess in guesses},
    **{guess.key: f"Learn › {guess.title}" for guess in SECTIONS["Learn"]},
    "categories": f"Used as › {WORDS['category']}",
    "columns": f"Used as › {WORDS['number']}",
}
_VALUES = {"decimal": DECIMALS, "missing": MISSING, "task": TASKS}
_KEY = re.compile(r'\bdata\.([a-z_]{1,20})(?: = "([^"]*)")?')


def as_controls(sentence: str) -> str:
    """Return a sentence with “Missing cells › Leave their rows out” where it says data.missing = "drop"."""
    return _KEY.sub(_control, sentence)


def _control(key: re.Match[str]) -> str:
    name, value = key.groups()
    if name not in _CONTROLS:
        return key[0]
    chosen = "" if value is None else f" › {_VALUES.get(name, {}).get(value, value)}"
    return f"“{_CONTROLS[name]}{chosen}”"
