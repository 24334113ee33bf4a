"""One of two sides that are compared: where it begins, and what it is called."""

import msgspec

from nnviz.experiment.commands import Fork
from nnviz.experiment.past.saved_run import SavedRun
from nnviz.experiment.spec.spec import Spec
from nnviz.worker.remote import Remote


class SideStart(msgspec.Struct, frozen=True, eq=False):
    """Where one side begins.

    Attributes
    ----------
    spec : Spec or None
        Its settings from there on; None: those of the past.
    past : SavedRun or None
        What was trained already; None: nothing, it begins with the initial weights of `spec`.
    """

    spec: Spec | None
    past: SavedRun | None = None

    def begin(self, side: Remote) -> None:
        """Take one side there, paused."""
        if self.past is not None:
            side.open_past(self.past)
            if self.spec is not None:
                side.travel(Fork())  # what came later belongs to other settings
                side.set_spec(self.spec)
        elif self.spec is not None:
            side.open(self.spec)


class Side(msgspec.Struct, frozen=True, eq=False):
    """One of the two; `colour` is the number of its colour among those of branches."""

    start: SideStart
    name: str
    colour: int
