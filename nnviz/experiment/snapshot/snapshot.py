"""What the window is told of a session: immutable pictures of one moment, never the live objects.

A snapshot is a moment with everything. Whoever needs less of it asks for less: for one of the `instants`, or
for the look alone that was wished (`nnviz/experiment/look/wish.py`).
"""

from nnviz.experiment.snapshot.instants.run_instant import RunInstant


class Snapshot(RunInstant, frozen=True, eq=False, kw_only=True):
    """One moment of a session: besides what can be painted, how training fares.

    Attributes
    ----------
    updates_per_second : float
        Measured over the last half second; 0 when paused.
    learning_rate : float
        That of the coming update, as the schedule has it.
    hint : str
        One line for the status bar ("The engine is being compiled ..."), or empty.
    """

    updates_per_second: float
    learning_rate: float
    hint: str = ""
