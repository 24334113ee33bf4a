"""A snapshot in the detail that paper needs, whatever the screen needed and however slow the machine is."""

from collections.abc import Iterable

from nnviz.experiment.look.still import Stills
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.tasks.task import Task

_UNHINDERED = Task()


class Closeup:
    """Completes snapshots of a run; keeps the data's map to inputs while the data stay the same."""

    def __init__(self) -> None:
        self._stills = Stills()

    def complete(self, snapshot: Snapshot, wishes: Iterable[Wish], task: Task = _UNHINDERED) -> Snapshot:
        """Return the same moment with looks exactly as fine as wished, as far as its weights tell them.

        They depend on the weights and on nothing else: the same picture on every machine. Waits for the
        compiled engine, without which maps take many seconds.

        Raises
        ------
        CancelledError
            If the task is cancelled meanwhile.
        """
        wait_until_compiled(snapshot.spec, give_up=task.cancelled)
        task.check()
        still = self._stills.of(snapshot)
        dense = still.network.is_dense
        looks = [wish.closely(still) for wish in wishes if dense or not wish.of_dense]
        return snapshot.with_looks(*(look for look in looks if look is not None))
