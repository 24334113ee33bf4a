"""A snapshot in the detail that paper needs, whatever the screen needed and however slow the machine is."""

from collections.abc import Iterable

from nnviz.data.prepare import Prepared, prepared_from
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.tasks.task import Task

_UNHINDERED = Task()


class Closeup:
    """Completes snapshots of a run; keeps the data's map to inputs while the data stay the same."""

    def __init__(self) -> None:
        self._last: tuple[object, object, Prepared] | None = None

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
        still = Still(
            network=snapshot.spec.network.built,
            loss=snapshot.spec.training.loss,
            weights=list(snapshot.weights),
            biases=list(snapshot.biases),
            prepared=self._prepared(snapshot),
        )
        dense = still.network.is_dense
        looks = [wish.closely(still) for wish in wishes if dense or not wish.of_dense]
        return snapshot.with_looks(*(look for look in looks if look is not None))

    def _prepared(self, snapshot: Snapshot) -> Prepared:
        data, split = snapshot.spec.data, snapshot.split
        if self._last is None or self._last[0] != data or self._last[1] is not split:
            self._last = data, split, prepared_from(data, split)
        return self._last[2]
