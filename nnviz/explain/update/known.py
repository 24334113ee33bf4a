"""What is known of every update that is explained or asked about."""

import msgspec

from nnviz.engine.choices.output_rules import output_rule
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.trace import Trace


class Known(msgspec.Struct, frozen=True):
    """One update: what was computed, and with what."""

    trace: Trace
    network: Network
    training: Training

    @property
    def depth(self) -> int:
        """Layers after the input."""
        return self.network.depth

    @property
    def batch(self) -> int:
        """Samples in the batch."""
        return len(self.trace.X)

    @property
    def scale(self) -> float:
        """What each sample's own gradient counts in the batch: 1/n for the mean, 1 for the sum."""
        return 1.0 / self.batch if self.training.reduction == "mean" else 1.0

    @property
    def rule(self) -> int:
        """How the deltas of the output layer follow from the loss."""
        return output_rule(self.network.activations[-1], self.training.loss)
