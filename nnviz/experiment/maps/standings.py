"""Gathering the pixels of a map as they come, finer ones over coarser ones."""

import numpy as np

from nnviz.arrays import IntArray
from nnviz.experiment.maps.order import present_value, title_of
from nnviz.experiment.maps.training_map import Block, TrainingMap
from nnviz.experiment.results.map_standing import Bools, MapStanding


class MapStandings:
    """Takes blocks as they come, finer ones over coarser ones."""

    def __init__(self, trainings: TrainingMap) -> None:
        shape = len(trainings.y.values), len(trainings.x.values)
        self.trainings = trainings
        spec, x, y = trainings.spec, trainings.x.key, trainings.y.key
        self._titles = title_of(x, spec), title_of(y, spec)
        self._here = present_value(spec, x), present_value(spec, y)
        self.runs, self.done = shape[0] * shape[1], 0
        self._size = np.zeros(shape, np.int64)
        self._floats = {name: np.full(shape, np.nan) for name in ("loss", "accuracy", "learned")}
        self._whole = {name: np.zeros(shape, np.int64) for name in ("diverged", "updates")}

    def add(self, block: Block) -> None:
        """Take a block; where threads overtook each other, what is finer stays."""
        self.done += len(block.columns)
        height, width = self._size.shape
        down, right = np.indices((block.size, block.size)).reshape(2, -1)
        rows, columns = block.rows[:, None] + down, block.columns[:, None] + right
        inside = (rows < height) & (columns < width)
        inside[inside] = _is_finer(self._size[rows[inside], columns[inside]], block.size)
        at, run = (rows[inside], columns[inside]), inside.nonzero()[0]
        self._size[at] = block.size
        for name, values in (*self._floats.items(), *self._whole.items()):
            values[at] = getattr(block, name)[run]

    def now(self) -> MapStanding:
        """Return how the map stands."""
        copies = {name: values.copy() for name, values in (*self._floats.items(), *self._whole.items())}
        return MapStanding(
            x=self.trainings.x,
            y=self.trainings.y,
            titles=self._titles,
            here=self._here,
            criterion=self.trainings.criterion,
            size=self._size.copy(),
            **copies,
            done=self.done,
        )


def _is_finer(there: IntArray, size: int) -> Bools:
    finer: Bools = (there == 0) | (there >= size)
    return finer


def standing_of(trainings: TrainingMap, blocks: list[Block]) -> MapStanding:
    """Return how a map stands of which these blocks are done."""
    standings = MapStandings(trainings)
    for block in blocks:
        standings.add(block)
    return standings.now()
