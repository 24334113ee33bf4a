"""The trained network of an export: what computes outputs from points, as other programs must do it."""

import msgspec

from nnviz.arrays import Floats
from nnviz.data.prepare import Prepared, prepared_from
from nnviz.engine.evaluate import forward
from nnviz.engine.kernels.network import Network
from nnviz.experiment.spec.spec import Spec
from nnviz.export.run import Run


class Trained(msgspec.Struct, frozen=True, eq=False):
    """A network with its weights, and the map from points to its inputs.

    Attributes
    ----------
    spec : Spec
    network : Network
    weights, biases : tuple of ndarray
        One of each a layer after the input, in the shapes that it says.
    prepared : Prepared
        Derives the inputs from points as they are in the data.
    """

    spec: Spec
    network: Network
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    prepared: Prepared

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the derived inputs; empty where the points are taken as they are."""
        return self.spec.data.features

    def outputs(self, points: Floats) -> Floats:
        """Return the outputs, shape (n, n_outputs), for points, shape (n, n_features)."""
        inputs = self.prepared.to_inputs(points)
        outputs: Floats = forward(self.network, self.weights, self.biases, inputs)[-1]
        return outputs


def trained(run: Run) -> Trained:
    """Return the network of a run at the moment that is exported."""
    snapshot = run.snapshot
    spec = snapshot.spec
    prepared = prepared_from(spec.data, snapshot.split)
    return Trained(spec, spec.network.built, snapshot.weights, snapshot.biases, prepared)
