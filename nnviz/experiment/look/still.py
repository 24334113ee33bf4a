"""A moment of which only a snapshot is left: what exports compute their looks from."""

import msgspec

from nnviz.arrays import Floats
from nnviz.data.prepare import Prepared, prepared_from
from nnviz.engine.kernels.network import Network
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant


class Still(msgspec.Struct, frozen=True, eq=False):
    """A network, its parameters and its data.

    Attributes
    ----------
    network : Network
    loss : str
        A name of the engine's `LOSSES`.
    weights, biases : list of ndarray
        One of each a layer after the input, in the shapes that it says.
    prepared : Prepared
    """

    network: Network
    loss: str
    weights: list[Floats]
    biases: list[Floats]
    prepared: Prepared


class Stills:
    """Makes stills of snapshots; keeps the data's map to inputs while the data stay the same."""

    def __init__(self) -> None:
        self._last: tuple[object, object, Prepared] | None = None

    def of(self, snapshot: NetworkInstant) -> Still:
        """Return what is left of the moment of a snapshot."""
        return Still(
            network=snapshot.spec.network.built,
            loss=snapshot.spec.training.loss,
            weights=list(snapshot.weights),
            biases=list(snapshot.biases),
            prepared=self._prepared(snapshot),
        )

    def _prepared(self, snapshot: NetworkInstant) -> Prepared:
        data, split, last = snapshot.spec.data, snapshot.split, self._last
        if last is None or last[0] != data or last[1] is not split:
            self._last = last = data, split, prepared_from(data, split)
        return last[2]
