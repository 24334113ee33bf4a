"""What is exported: one moment of a run, and how the run got there."""

from __future__ import annotations

import msgspec

from nnviz.experiment.commands import LogEntry
from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.spec.spec import Spec

SCORES = (ScoresWish(), GradientsWish())
"""What exports without pictures show."""


class Run(msgspec.Struct, frozen=True, eq=False):
    """A run of an experiment up to one moment.

    Attributes
    ----------
    name : str
        A short name for files and titles, such as "lab-a-xor".
    start : Spec
        The experiment as it was at update 0.
    log : tuple of LogEntry
        What was changed by hand since, and after how many updates; empty for a plain run.
    snapshot : Snapshot
        The moment, with everything that `wishes_on_paper` says.
    """

    name: str
    start: Spec
    log: tuple[LogEntry, ...]
    snapshot: RunInstant
