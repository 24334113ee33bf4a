"""Which samples are looked at: a few hundred, of each class as many as its share, always the same ones."""

import numpy as np

from nnviz.data.dataset import PARTS, Dataset, Split
from nnviz.experiment.snapshot.embedding import Place


def chosen_samples(split: Split, count: int) -> tuple[Place, ...]:
    """Return at most so many samples of all parts, evenly spread over the rows of each class."""
    parts: dict[str, Dataset] = {name: getattr(split, name) for name in PARTS}
    places = [(name, row) for name, part in parts.items() for row in range(len(part.X))]
    if len(places) <= count:
        return tuple(places)
    labels = np.concatenate(
        [part.y if part.is_classification else np.zeros(len(part.X)) for part in parts.values()]
    )
    by_class = np.argsort(labels, kind="stable")  # a step of constant length takes of each its share
    taken = np.sort(by_class[np.linspace(0, len(places) - 1, count).round().astype(np.intp)])
    return tuple(places[row] for row in taken.tolist())
