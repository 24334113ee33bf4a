"""What the window can ask of the worker besides a session's own commands: small frozen records."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nnviz.experiment.commands import Command
from nnviz.experiment.saved_run import SavedRun
from nnviz.experiment.snapshot import Request
from nnviz.experiment.spec import Spec

Unit = Literal["update", "epoch", "100 epochs"]


@dataclass(frozen=True)
class Open:
    """Load an experiment in place of the present one."""

    spec: Spec


@dataclass(frozen=True)
class OpenFile:
    """Load a saved run in place of the present one, at the moment at which it was saved."""

    path: Path


@dataclass(frozen=True, eq=False)
class OpenPast:
    """Take up a copy of what another session has trained, at the moment at which that was left."""

    saved: SavedRun


@dataclass(frozen=True)
class CopyPast:
    """Hand out copies of all that was trained."""


@dataclass(frozen=True)
class SaveFile:
    """Write the present run with its whole past."""

    path: Path


@dataclass(frozen=True)
class Play:
    """Train until told otherwise, or until the experiment's number of epochs is reached."""


@dataclass(frozen=True)
class Pause:
    """Stop between two updates."""


@dataclass(frozen=True)
class Step:
    """Train by exactly one unit, as fast as possible, and pause."""

    unit: Unit


@dataclass(frozen=True)
class Advance:
    """Train by exactly so many updates, as fast as possible, and pause."""

    updates: int


@dataclass(frozen=True)
class SetSpeed:
    """Train by so many updates a second; None: flat out."""

    updates_per_second: float | None


@dataclass(frozen=True)
class Want:
    """From now on, compute what this request names for each snapshot."""

    request: Request


Order = (
    Open
    | OpenFile
    | OpenPast
    | CopyPast
    | SaveFile
    | Play
    | Pause
    | Step
    | Advance
    | SetSpeed
    | Want
    | Command
)
