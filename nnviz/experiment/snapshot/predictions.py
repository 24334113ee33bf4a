"""What the network answers on each point of the data, for marking the wrong ones; and at one of one's own."""

import msgspec

from nnviz.arrays import Floats
from nnviz.data.dataset import PARTS, Split


class Predictions(msgspec.Struct, frozen=True, eq=False):
    """The outputs on the points of `PARTS`, one part after the other: (n, n_outputs)."""

    outputs: Floats

    def by_part(self, split: Split) -> dict[str, Floats]:
        """Return the outputs on each part of the split for which they are known."""
        answers, first = {}, 0
        for name in PARTS:
            count = len(getattr(split, name).X)
            if first + count <= len(self.outputs):
                answers[name] = self.outputs[first : first + count]
            first += count
        return answers


class PointAnswer(msgspec.Struct, frozen=True, eq=False):
    """The outputs, shape (n_outputs,), for these inputs."""

    point: tuple[float, ...]
    outputs: Floats
