"""The computational graphs that ship with the app: one small file each in `resources/graphs`."""

import tomllib
from pathlib import Path

import msgspec


class GraphExample(msgspec.Struct, frozen=True):
    """A graph to begin with.

    Attributes
    ----------
    title, about : str
        What the list shows, and what to look for.
    expression : str
        The text, one result a line.
    by : str
        The input whose paths are walked first.
    """

    title: str
    about: str
    expression: str
    by: str


def load_examples(folder: Path) -> tuple[GraphExample, ...]:
    """Return the examples of a folder, sorted by the names of their files."""
    return tuple(
        GraphExample(**tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.toml"))
    )
