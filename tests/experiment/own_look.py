"""A look that the app does not know: what one file has to say to be wished, found, shown and printed."""

from typing import Self

import msgspec
import numpy as np

from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish


class Largest(msgspec.Struct, frozen=True):
    """The largest weights of each layer, and how often this run was looked at."""

    weights: tuple[tuple[float, ...], ...]
    looks: int = 0


class Counter:
    """What a look remembers of a run."""

    def __init__(self) -> None:
        self.looks = 0


class LargestWish(Wish, frozen=True):
    """To see the largest weights."""

    count: int = 1

    def joined(self, other: Self) -> Self:
        return max(self, other, key=lambda wish: wish.count)

    def look(self, present: Present) -> Largest:
        counter = present.kept(Counter)
        counter.looks += 1
        return Largest(largest(present.weights, self.count), counter.looks)

    def closely(self, still: Still) -> Largest:
        return Largest(largest(still.weights, self.count))


def largest(weights, count: int) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(np.sort(np.abs(w), axis=None)[-count:].tolist()) for w in weights)
