"""A moment with the course that the run has taken."""

from nnviz.experiment.snapshot.curves import Curves
from nnviz.experiment.snapshot.divergence import DivergenceView
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant


class RunInstant(NetworkInstant, frozen=True, eq=False, kw_only=True):
    """One moment of a session, as figures know it: all that can be painted, on screen and on paper.

    Attributes
    ----------
    marks : tuple of (int, str)
        Settings changed while training: after which update, and what.
    """

    curves: Curves
    divergence: DivergenceView | None = None
    marks: tuple[tuple[int, str], ...] = ()
