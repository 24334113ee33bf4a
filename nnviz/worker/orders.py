"""What the window can ask of the worker besides a session's own commands: small frozen records."""

from dataclasses import dataclass
from typing import Literal

from nnviz.experiment.commands import Command
from nnviz.experiment.snapshot import Request
from nnviz.experiment.spec import Spec

Unit = Literal["update", "epoch", "100 epochs"]


@dataclass(frozen=True)
class Open:
    """Load an experiment in place of the present one."""

    spec: Spec


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
class SetSpeed:
    """Train by so many updates a second; None: flat out."""

    updates_per_second: float | None


@dataclass(frozen=True)
class Want:
    """From now on, compute what this request names for each snapshot."""

    request: Request


Order = Open | Play | Pause | Step | SetSpeed | Want | Command
