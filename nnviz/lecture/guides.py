"""What to try with a shipped experiment: three things, each a link that does it and can do nothing else."""

import tomllib
from fnmatch import fnmatch
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from msgspec import Struct

from nnviz.assets import assets
from nnviz.experiment.spec.catalogue import catalogue
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.fields import value_of
from nnviz.experiment.spec.overrides import parse_override, with_values
from nnviz.experiment.spec.spec import Spec

SCHEME = "nnviz"
SET, OPEN = f"{SCHEME}:set?", f"{SCHEME}:open?"
MOST_TRIES = 3
LONGEST_LINK = 2000


class Try(Struct, frozen=True):
    """One thing to try: settings with other values, or another experiment that ships with the app."""

    text: str
    set: dict[str, Any] = {}
    open: str = ""

    @property
    def link(self) -> str:
        """The link that does it."""
        if self.open:
            return f"{OPEN}{self.open}"
        return SET + "&".join(f"{key}={quote(_toml(value), safe='')}" for key, value in self.set.items())


def tries_for(name: str, spec: Spec) -> tuple[Try, ...]:
    """Return what to try with a shipped experiment as it is now: three things that change something.

    Empty for an experiment of the user's own.
    """
    if name not in {entry.name for entry in catalogue()}:
        return ()
    fitting = [each for each in _listed(name) if _changes_something(each, name, spec)]
    return tuple(fitting[:MOST_TRIES])


def followed(link: str) -> Try | None:
    """Return what a link asks for; None for what is no such link, whatever else it may be.

    Only keys of the experiment can be set, which is checked where that is done, and only experiments that
    ship with the app can be opened: no file, no address.
    """
    if len(link) > LONGEST_LINK:
        return None
    if link.startswith(OPEN):
        name = unquote(link.removeprefix(OPEN))
        return Try("", open=name) if name in {entry.name for entry in catalogue()} else None
    if not link.startswith(SET):
        return None
    try:
        parts = [unquote(part) for part in link.removeprefix(SET).split("&")]
        changes = dict(parse_override(part) for part in parts)
    except SpecError:
        return None
    return Try("", set=changes) if changes else None


def changed(spec: Spec, wanted: Try) -> Spec:
    """Return an experiment with the settings of something to try; SpecError where they do not fit."""
    return with_values(spec, wanted.set)


@lru_cache(maxsize=1)
def _guides() -> tuple[tuple[tuple[str, ...], tuple[Try, ...]], ...]:
    with (assets() / "guides" / "tries.toml").open("rb") as file:
        listed = tomllib.load(file)["guide"]
    return tuple((tuple(each["for"]), tuple(Try(**one) for one in each["try"])) for each in listed)


def _listed(name: str) -> list[Try]:
    """Return all there is to try with an experiment: what is meant for it alone before that of its family."""
    found = [(patterns, tries) for patterns, tries in _guides() if any(fnmatch(name, p) for p in patterns)]
    found.sort(key=lambda guide: name not in guide[0])
    return [each for _, tries in found for each in tries]


def _changes_something(wanted: Try, name: str, spec: Spec) -> bool:
    if wanted.open:
        return wanted.open != name
    try:
        changed(spec, wanted)
        return any(_plain(value_of(spec, key)) != _plain(value) for key, value in wanted.set.items())
    except (SpecError, KeyError):
        return False


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _toml(value: Any) -> str:
    """Return a value as `--set` reads it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    return f'"{value}"' if isinstance(value, str) else repr(value)
