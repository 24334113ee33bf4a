"""The update to be explained: the coming one of a run, or what it would be for one example of one's own."""

import msgspec

from nnviz.arrays import Floats
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.trace import Trace


class Example(msgspec.Struct, frozen=True):
    """One example: a row of a part of the split, or inputs and targets of one's own where `part` is empty.

    `inputs` and `targets` are as the network takes them: after features and scaling, classes one-hot.
    """

    part: str = ""
    index: int = 0
    inputs: tuple[float, ...] = ()
    targets: tuple[float, ...] = ()


class ComingUpdate(msgspec.Struct, frozen=True, eq=False):
    """One update in full, with what is needed to explain it.

    Attributes
    ----------
    trace : Trace
        What it computes.
    network, training
        With what.
    example : Example or None
        Of which example alone, where that was asked for; such an update is explained, but not carried out.
    scaling : (ndarray, ndarray) or None
        Mean and deviation of each input, (n_inputs,), where inputs are standardized.
    """

    trace: Trace
    network: Network
    training: Training
    example: Example | None = None
    scaling: tuple[Floats, Floats] | None = None

    def followed(self, sample: int) -> Example:
        """Return which example a row of the batch is."""
        return self.example or Example("train", int(self.trace.batch_indices[sample]))
