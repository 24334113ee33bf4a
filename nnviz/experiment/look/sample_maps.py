"""What every layer makes of one sample, and of its error."""

from typing import Self

from nnviz.arrays import Floats
from nnviz.engine.evaluate import forward
from nnviz.engine.kernels.network import Network
from nnviz.experiment.look.coming_update import coming_update
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.sample_maps import SampleMaps

FIRST = Example("train", 0)
"""The sample that is seen until another one is chosen."""


class SampleMapsWish(Wish, frozen=True):
    """To see what every layer makes of a sample of the split; with `backward` of its error, too."""

    example: Example = FIRST
    backward: bool = False

    def joined(self, other: Self) -> Self:
        """Return the wish for the sample that somebody chose."""
        chosen = self.example if self.example != FIRST else other.example
        return type(self)(chosen, self.backward or other.backward)

    def look(self, present: Present) -> SampleMaps | None:
        """Return the maps; those of the first sample where the chosen one no longer exists."""
        run = present.run
        example = self.example if _exists(run.problem.rows, self.example) else FIRST
        part = run.problem.part(example.part)
        if not len(part.X):
            return None
        a = _maps(run.network, present.weights, present.biases, part.X[[example.index]])
        delta: tuple[Floats, ...] = ()
        if self.backward:
            delta = tuple(layer.delta[0] for layer in coming_update(run, example).trace.layers)
        return SampleMaps(example, a, delta)

    def closely(self, still: Still) -> SampleMaps | None:
        """Return the maps of a snapshot's weights."""
        parts = {"train": still.prepared.split.train, "test": still.prepared.split.test}
        part = parts.get(self.example.part, still.prepared.split.train)
        row = self.example.index if self.example.index < len(part.X) else 0
        if not len(part.X):
            return None
        X = still.prepared.to_inputs(part.X[[row]])
        example = Example(self.example.part or "train", row)
        return SampleMaps(example, _maps(still.network, still.weights, still.biases, X))

    @classmethod
    def on_paper(cls) -> "SampleMapsWish":
        """Ask for the maps of the first sample."""
        return cls()


def _exists(rows: dict[str, slice], example: Example) -> bool:
    part = rows.get(example.part)
    return part is not None and 0 <= example.index < part.stop - part.start


def _maps(network: Network, weights: list[Floats], biases: list[Floats], X: Floats) -> tuple[Floats, ...]:
    layers = zip(network.layers, forward(network, weights, biases, X), strict=True)
    maps = tuple(a[0].reshape(layer.shape_out) for layer, a in layers)
    for values in maps:
        values.flags.writeable = False
    return maps
