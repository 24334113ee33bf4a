"""How a run came to a moment: what it takes to repeat it up to there."""

import msgspec

from nnviz.experiment.commands import LogEntry
from nnviz.experiment.spec.spec import Spec


class Origin(msgspec.Struct, frozen=True):
    """How a run came to a moment: the settings at update 0, and what was changed by hand since."""

    start: Spec
    log: tuple[LogEntry, ...] = ()
