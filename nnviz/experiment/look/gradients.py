"""The gradient at this moment, and the last change of each weight."""

from collections.abc import Iterable

from nnviz.arrays import Floats
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.snapshot.gradients import Gradients


class GradientsWish(Wish, frozen=True):
    """To see gradients and changes."""

    def look(self, present: Present) -> Gradients:
        """Return the gradient of the coming batch and the last change."""
        layers = present.run.trace().layers
        weights_before, biases_before = present.run.parameters_before
        return Gradients(
            weights=_frozen(layer.weights_gradient for layer in layers),
            biases=_frozen(layer.biases_gradient for layer in layers),
            weights_change=_differences(present.weights, weights_before),
            biases_change=_differences(present.biases, biases_before),
        )

    @classmethod
    def on_paper(cls) -> "GradientsWish":
        """Ask for gradients and changes."""
        return cls()


def _differences(after: list[Floats], before: list[Floats]) -> tuple[Floats, ...]:
    return _frozen(a - b for a, b in zip(after, before, strict=True))


def _frozen(arrays: Iterable[Floats]) -> tuple[Floats, ...]:
    frozen = tuple(arrays)
    for array in frozen:
        array.flags.writeable = False
    return frozen
