"""The sweeps that ship with the app, a small file each in `resources/sweeps`; and such files of one's own."""

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from nnviz.assets import assets
from nnviz.experiment.results.plan import SweepAxis
from nnviz.experiment.spec.catalogue import LABS
from nnviz.experiment.spec.convert import unknown_key
from nnviz.experiment.spec.errors import SpecError, refused
from nnviz.experiment.spec.reading import read_toml
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.axes import axis_of
from nnviz.files import is_file

MOST_SEEDS = 100_000


class NamedSweep(msgspec.Struct, frozen=True, kw_only=True):
    """The file of a sweep.

    Attributes
    ----------
    title, about, lab : str
        What is shown; `about` is Markdown.
    experiment : str
        What is varied: a shipped experiment, or a file.
    vary : tuple of dict
        Keys of the experiment and their values: a list, or a range written as text. The keys of one entry
        move together, the entries are crossed.
    set : dict
        Keys set in all runs.
    seeds : int
        Runs of each combination.
    epochs : int or None
    learned : str
        When a run counts as having learned.
    cell : tuple of dict
        Of a shipped sweep, its runs that have a name and texts of their own: `name`, `title`, `about`, `set`.
    """

    title: str = ""
    about: str = ""
    lab: str = ""
    experiment: str
    vary: tuple[dict[str, Any], ...]
    set: dict[str, Any] = {}
    seeds: int = 1
    epochs: int | None = None
    learned: str = "accuracy=0.9"
    cell: tuple[dict[str, Any], ...] = ()

    def groups(self, spec: Spec) -> list[list[SweepAxis]]:
        """Return the axes, as `plan_of` takes them; SpecError if the values are none."""
        return [[axis_of(key, values, spec) for key, values in group.items()] for group in self.vary]

    def overrides(self) -> dict[str, Any]:
        """Return what is set in all runs."""
        return self.set if self.epochs is None else {**self.set, "training.epochs": self.epochs}


class SweepEntry(msgspec.Struct, frozen=True):
    """One shipped sweep, as lists show it."""

    name: str
    title: str
    about: str
    lab: str
    path: Path


@lru_cache(maxsize=1)
def shipped_sweeps() -> tuple[SweepEntry, ...]:
    """Return the shipped sweeps, ordered by lab and then by name."""
    entries = [_entry(path) for path in _folder().glob("*.toml")]
    return tuple(sorted(entries, key=lambda entry: (LABS.index(entry.lab), entry.name)))


def sweep_at(location: str) -> NamedSweep | None:
    """Return a shipped sweep by name, or one in a file; None for what is no sweep.

    Raises
    ------
    SpecError
        If it is the file of a sweep, and something is wrong in it.
    """
    path = _folder() / f"{location}.toml"
    if not (location.isprintable() and "/" not in location and is_file(path)):
        path = Path(location)
        if path.suffix.lower() != ".toml" or not is_file(path):
            return None
    try:
        table = read_toml(path)
        if "vary" not in table:
            return None
        sweep = _sweep(table)
        beside = path.parent / sweep.experiment
        return msgspec.structs.replace(sweep, experiment=str(beside)) if is_file(beside) else sweep
    except SpecError as error:
        raise error.from_source(str(path)) from None


def _sweep(table: dict[str, Any]) -> NamedSweep:
    for key in table:
        if key not in NamedSweep.__struct_fields__:
            raise unknown_key(key, "", NamedSweep.__struct_fields__)
    _check(table)
    common = dict(pair for name, value in table.get("set", {}).items() for pair in _flat(name, value))
    return NamedSweep(
        **{
            **table,
            "vary": tuple(_groups(table["vary"])),
            "set": common,
            "cell": tuple(table.get("cell", ())),
        }
    )


def _check(table: dict[str, Any]) -> None:
    if not isinstance(table.get("experiment"), str):
        raise SpecError(
            "experiment is missing: it must be the name of an experiment, or its file.", "experiment"
        )
    for key in ("title", "about", "lab", "learned"):
        if not isinstance(table.get(key, ""), str):
            raise refused(key, table[key], "it must be text.")
    for key, least in (("seeds", 1), ("epochs", 0)):
        value = table.get(key, least)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value:
            raise refused(key, value, f"it must be a whole number from {least}.")
    if table.get("seeds", 1) > MOST_SEEDS:
        raise refused("seeds", table["seeds"], f"it must be at most {MOST_SEEDS:,}.")
    cells = table.get("cell", [])
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise refused("cell", cells, "it must be tables, written [[cell]].")
    if not isinstance(table.get("set", {}), dict):
        raise refused("set", table["set"], "it must be a table, written [set].")


def _groups(vary: object) -> Iterator[dict[str, Any]]:
    """Return the groups of axes; one table is as good as a list of one for each of its keys."""
    groups = vary if isinstance(vary, list) else [vary]
    flat = [dict(_axes(group)) if isinstance(group, dict) else {} for group in groups]
    if not flat or not all(flat):
        raise SpecError("vary must be tables of keys and their values, written [[vary]] or [vary].", "vary")
    if isinstance(vary, dict):
        flat = [{key: values} for key, values in flat[0].items()]
    yield from flat


def _axes(group: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for name, values in group.items():
        yield from _flat(name, values)


def _flat(name: str, values: object) -> Iterator[tuple[str, object]]:
    """Return the dotted keys of an axis, which TOML makes a table of where they stand without quotes."""
    if not isinstance(values, dict):
        yield name, values
        return
    for key, inner in values.items():
        yield from _flat(f"{name}.{key}", inner)


def _folder() -> Path:
    return assets() / "sweeps"


def _entry(path: Path) -> SweepEntry:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return SweepEntry(path.stem, table["title"], table["about"], table["lab"], path)
