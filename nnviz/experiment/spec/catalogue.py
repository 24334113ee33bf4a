"""The experiments that ship with the app, grouped by lab; read quickly, validated only when opened."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from nnviz.assets import assets
from nnviz.experiment.spec.errors import SpecError, did_you_mean

LABS = (
    "First steps",
    "Lab A: online learning",
    "Lab B: batch learning",
    "Lab C: circles",
    "Lab C: digits",
    "Lab D: patterns",
    "Lab E: softmax and depth",
    "Lab E: convolutional network",
    "More than two classes",
    "Regression",
    "By hand",
)
"""The groups of the picker, in order."""


class Entry(msgspec.Struct, frozen=True):
    """One shipped experiment.

    Attributes
    ----------
    name : str
        What the command line calls it: the file's name without ".toml".
    title, about : str
        From the file; `about` is Markdown.
    lab : str
        One of `LABS`.
    path : Path
    """

    name: str
    title: str
    about: str
    lab: str
    path: Path


@lru_cache(maxsize=1)
def catalogue() -> tuple[Entry, ...]:
    """Return the shipped experiments, ordered by lab and then by name."""
    entries = [_entry(path) for path in _files()]
    return tuple(sorted(entries, key=lambda entry: (LABS.index(entry.lab), _natural(entry.name))))


def find(name_or_path: str | Path) -> Path:
    """Return the file of a shipped experiment's name; anything like a path is taken as one.

    Raises
    ------
    SpecError
        If there is neither; it names the closest experiment.
    """
    text = str(name_or_path)
    shipped = {path.stem: path for path in _files()}
    if text in shipped:
        return shipped[text]
    path = Path(text)
    if path.suffix.lower() == ".toml" or len(path.parts) > 1 or _is_there(path):
        return path
    if _is_there(assets() / "sweeps" / f"{text}.toml"):
        raise SpecError(f'"{text}" is a sweep, many runs at once: run it by "nnviz sweep {text}".')
    raise SpecError(
        f'there is no experiment "{text}": {did_you_mean(shipped, text)}'
        'take a name from "nnviz list", or the path of a .toml file.'
    )


def _files() -> Iterator[Path]:
    return (assets() / "experiments").glob("*.toml")


def _is_there(path: Path) -> bool:
    try:
        return path.is_file() or path.is_dir()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _entry(path: Path) -> Entry:
    """Read the keys before the first table: all that a picker shows, and quicker than the whole file."""
    head = tomllib.loads(path.read_text(encoding="utf-8").split("\n[", 1)[0])
    return Entry(path.stem, head["title"], head["about"], head["lab"], path)


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a sorting key in which 5 comes before 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in name.split("-")]
