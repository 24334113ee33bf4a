"""The maps of trainings that ship with the app, a small file each in `resources/maps`."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from nnviz.assets import assets
from nnviz.experiment.maps.order import AxisOrder, MapOrder
from nnviz.experiment.results.map_standing import QUANTITIES
from nnviz.experiment.spec.catalogue import LABS
from nnviz.experiment.spec.errors import SpecError


class NamedMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of a map.

    Attributes
    ----------
    title, about, lab : str
        What is shown; `about` is Markdown.
    experiment : str
        What is varied: a shipped experiment.
    x, y : AxisOrder
    quantity : str
        What is shown first, one of `QUANTITIES`.
    side : int
    learned : str
        When a run counts as having learned; empty where that is not asked.
    set : dict
        Keys set in all runs.
    """

    title: str
    about: str
    lab: str
    experiment: str
    x: AxisOrder
    y: AxisOrder
    quantity: str = "loss"
    side: int = 64
    learned: str = ""
    set: dict[str, Any] = {}

    def order(self) -> MapOrder:
        """Return what is to be run."""
        return MapOrder(self.x, self.y, self.side, dict(self.set), self.learned)


class MapEntry(msgspec.Struct, frozen=True):
    """One shipped map, as lists show it."""

    name: str
    title: str
    about: str
    lab: str
    path: Path


@lru_cache(maxsize=1)
def shipped_maps() -> tuple[MapEntry, ...]:
    """Return the shipped maps, ordered by lab and then by name."""
    entries = [_entry(path) for path in (assets() / "maps").glob("*.toml")]
    return tuple(sorted(entries, key=lambda entry: (LABS.index(entry.lab), entry.name)))


def map_named(name: str) -> NamedMap:
    """Return a shipped map.

    Raises
    ------
    SpecError
        If there is none of that name, or its file is wrong.
    """
    entry = next((entry for entry in shipped_maps() if entry.name == name), None)
    if entry is None:
        raise SpecError(f"There is no map of trainings called {name}.")
    try:
        found = msgspec.toml.decode(entry.path.read_bytes(), type=NamedMap)
    except (msgspec.ValidationError, OSError) as error:
        raise SpecError(f"{entry.path}: {error}") from None
    if found.quantity not in QUANTITIES:
        raise SpecError(f"{entry.path}: quantity must be one of {', '.join(QUANTITIES)}.", "quantity")
    return found


def _entry(path: Path) -> MapEntry:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return MapEntry(path.stem, table["title"], table["about"], table["lab"], path)
