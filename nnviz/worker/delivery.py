"""What the training thread leaves for the window."""

import msgspec

from nnviz.experiment.snapshot.snapshot import Snapshot


class Delivery(msgspec.Struct, frozen=True, eq=False):
    """A snapshot, the number of orders that had been carried out when it was taken, and the work so far.

    Attributes
    ----------
    work_time : float
        Seconds that the training thread has worked, by its own clock.
    """

    orders_done: int
    snapshot: Snapshot
    work_time: float
