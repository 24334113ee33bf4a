"""Settings of nnviz 0.1, which were an INI file of Qt: only its plain values are read, and by no Qt.

In that format a value may also say "make this object"; Qt's bindings for Python then run code.
"""

import re
from pathlib import Path

OLD_NAME = "nnviz.ini"
_MOST_BYTES = 2_000_000
_SECTION = re.compile(r"\[([\w%]+)\]")
_ENTRY = re.compile(r"([\w\\%]+)=([^@\"\\,;\x00-\x1f][^\"\\,;\x00-\x1f]*)")
"""A value that Qt had no reason to quote, to escape or to mark with its type."""
_NUMBERS = {"look/text_size", "past/megabytes"}


def old_values(path: Path) -> dict[str, str | float]:
    """Return the plain texts and numbers of an old file; of a file that is none, nothing."""
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return {}
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    values: dict[str, str | float] = {}
    section = ""
    for line in lines:
        if heading := _SECTION.fullmatch(line):
            section = heading[1]
        elif entry := _ENTRY.fullmatch(line):
            _take(values, f"{section}/{entry[1]}".replace("\\", "/"), entry[2])
    return values


def _take(values: dict[str, str | float], key: str, text: str) -> None:
    if key not in _NUMBERS:
        values[key] = text
        return
    try:
        values[key] = float(text)
    except ValueError:
        return
