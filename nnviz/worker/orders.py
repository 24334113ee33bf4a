"""What the window can ask of the worker besides a session's own commands: small frozen records."""

from pathlib import Path
from typing import Literal

import msgspec

from nnviz.experiment.commands import Command
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.past.saved_run import SavedRun
from nnviz.experiment.spec.spec import Spec
from nnviz.lecture.conditions import Score, When

Unit = Literal["update", "epoch", "100 epochs"]


class Open(msgspec.Struct, frozen=True):
    """Load an experiment in place of the present one."""

    spec: Spec


class OpenFile(msgspec.Struct, frozen=True):
    """Load a saved run in place of the present one, at the moment at which it was saved."""

    path: Path


class OpenPast(msgspec.Struct, frozen=True, eq=False):
    """Take up a copy of what another session has trained, at the moment at which that was left.

    Attributes
    ----------
    saved : SavedRun
    keeps : bool
        Whether earlier runs stay in the list, and the present one joins them where it was changed by hand.
    """

    saved: SavedRun
    keeps: bool = False


class CopyPast(msgspec.Struct, frozen=True):
    """Hand out copies of all that was trained."""


class SaveFile(msgspec.Struct, frozen=True):
    """Write the present run with its whole past."""

    path: Path


class NameWork(msgspec.Struct, frozen=True):
    """What is open now is this shipped experiment, or began with this file; for the list of recent work."""

    location: str


class CountAsKept(msgspec.Struct, frozen=True):
    """The settings are as they were left the last time: nothing of them can be lost."""


class Play(msgspec.Struct, frozen=True):
    """Train until told otherwise, or until the experiment's number of epochs is reached."""


class PlayUntil(msgspec.Struct, frozen=True):
    """Train until a condition holds: a moment, or a score, looked at after every epoch."""

    goal: When | Score


class Pause(msgspec.Struct, frozen=True):
    """Stop between two updates."""


class StepBy(msgspec.Struct, frozen=True):
    """Train by exactly one unit, as fast as possible, and pause."""

    unit: Unit


class Advance(msgspec.Struct, frozen=True):
    """Train by exactly so many updates, as fast as possible, and pause."""

    updates: int


class SetSpeed(msgspec.Struct, frozen=True):
    """Train by so many updates a second; None: flat out."""

    updates_per_second: float | None


class Want(msgspec.Struct, frozen=True):
    """From now on, look for what is wished at each snapshot."""

    wishes: Wishes


Order = (
    Open
    | OpenFile
    | OpenPast
    | CopyPast
    | SaveFile
    | Play
    | PlayUntil
    | Pause
    | StepBy
    | Advance
    | SetSpeed
    | Want
    | Command
)

Remark = NameWork | CountAsKept
"""What nobody plays, but the keeper of unsaved work should know."""
