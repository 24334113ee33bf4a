"""The experiments that ship with the app, grouped by lab; read quickly, validated only when opened.

Most of a lab's experiments differ from its first one in a setting or two: these are cells of the lab's
sweeps and have no file of their own. A `[[cell]]` in the sweep's file gives each its name, its texts and
what is set.
"""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from nnviz.assets import assets
from nnviz.experiment.spec.errors import SpecError, did_you_mean, shortened
from nnviz.files import is_there

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
        What the command line calls it: the file's name without ".toml", or that of a cell.
    title, about : str
        From the file; `about` is Markdown.
    lab : str
        One of `LABS`.
    path : Path
        Of a cell, the file of its sweep.
    experiment : str
        Of a cell, which experiment it is but for what is `set`; else empty.
    set : dict
        Values by dotted keys.
    """

    name: str
    title: str
    about: str
    lab: str
    path: Path
    experiment: str = ""
    set: dict[str, Any] = {}


@lru_cache(maxsize=1)
def catalogue() -> tuple[Entry, ...]:
    """Return the shipped experiments, ordered by lab and then by name."""
    entries = [*(_entry(path) for path in _files()), *_cells().values()]
    return tuple(sorted(entries, key=lambda entry: (LABS.index(entry.lab), _natural(entry.name))))


def cell_named(name: str) -> Entry | None:
    """Return a shipped experiment that is a cell of a sweep; None for all others, files among them."""
    return None if is_there(assets() / "experiments" / f"{name}.toml") else _cells().get(name)


def find(name_or_path: str | Path) -> Path:
    """Return the file in which a shipped experiment stands; anything like a path is taken as one.

    A cell stands in the file of its sweep, which is no experiment: `experiment_at` opens any name.

    Raises
    ------
    SpecError
        If there is neither; it names the closest experiment.
    """
    text = str(name_or_path)
    shipped = {path.stem: path for path in _files()}
    if text in shipped:
        return shipped[text]
    if text in _cells():
        return _cells()[text].path
    path = Path(text)
    if path.suffix[1:2].isalpha() or len(path.parts) > 1 or is_there(path):
        return path
    if is_there(_sweeps() / f"{text}.toml"):
        raise SpecError(f'"{text}" is a sweep, many runs at once: run it by "nnviz sweep {text}".')
    raise SpecError(
        f'there is no experiment "{shortened(text)}": {did_you_mean([*shipped, *_cells()], text)}'
        'take a name from "nnviz list", or the path of a .toml file.'
    )


def _files() -> Iterator[Path]:
    return (assets() / "experiments").glob("*.toml")


def _cells() -> dict[str, Entry]:
    """Return the experiments that are cells of sweeps, by name."""
    return _cells_in(_sweeps())


@lru_cache(maxsize=1)
def _cells_in(folder: Path) -> dict[str, Entry]:
    found = {}
    for path in folder.glob("*.toml"):
        sweep = tomllib.loads(path.read_text(encoding="utf-8"))
        texts = {"lab": sweep["lab"], "experiment": sweep["experiment"], "path": path}
        found.update({cell["name"]: Entry(**cell, **texts) for cell in sweep.get("cell", ())})
    return found


def _sweeps() -> Path:
    return assets() / "sweeps"


def _entry(path: Path) -> Entry:
    """Read the keys before the first table: all that a picker shows, and quicker than the whole file."""
    head = tomllib.loads(path.read_text(encoding="utf-8").split("\n[", 1)[0])
    return Entry(path.stem, head["title"], head["about"], head["lab"], path)


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a sorting key in which 5 comes before 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in name.split("-")]
