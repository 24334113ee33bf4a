"""t-SNE, computed exactly: how near samples count to each other, and points that move until they show it.

Every pair counts (nothing is approximated by trees or grids), in single precision, sixteen pairs at once. For
a thousand points that is faster than any approximation, and the interpreter is free meanwhile.

Rows of pairs and of points are padded to whole groups of lanes; what is beyond the samples counts nothing.

Source: van der Maaten and Hinton, Visualizing data using t-SNE, JMLR 9 (2008); learning rate and exaggeration
after Belkina et al., Nature Communications 10 (2019).
"""

from __future__ import annotations

import numpy as np

from nnviz.arrays import FloatArray, Floats
from nnviz.engine.lanes import buffers
from nnviz.engine.lanes.elementary import exp, log
from nnviz.engine.lanes.interpreted import (
    Value,
    fill,
    lane_sum,
    load,
    maximum,
    select_less,
    sqrt,
    store,
    store_gradient,
)
from nnviz.engine.lanes.kernel import entry_point, kernel
from nnviz.engine.lanes.tags import VECTOR32, Tag

LANES = VECTOR32.lanes
FAR = 1e15
"""In place of the squared distance to what does not count: no square of it overflows."""
LOWEST, HIGHEST = -25.0, 40.0
"""Logarithms of the precision among which a perplexity is looked for, of distances around 1."""
TRIES, NEAR_ENOUGH = 60, 1e-5
"""How often, and how near the entropy must come, in nats."""
LONGEST_STEP = 5.0
MORE, LESS, LEAST = 0.2, 0.8, 0.01
"""How gains grow and shrink (Jacobs, 1988)."""
X, Y, STEP_X, STEP_Y, GAIN_X, GAIN_Y, PULL_X, PULL_Y, PUSH_X, PUSH_Y, COUNTS = range(11)
"""Rows of the buffer of points; the last one has 1 for each sample, and 0 beyond."""
ROWS = 11


def affinities_of(squares: FloatArray, perplexity: float) -> FloatArray:
    """Return how near samples count to each other.

    Parameters
    ----------
    squares : ndarray of float32, shape (n, n)
        Squared distances, of a size around 1; those of samples to themselves are ignored.
    perplexity : float
        How many neighbours count for a sample: at least 1, and less than n.

    Returns
    -------
    ndarray of float32, shape (n * padded,)
        Row by row, each padded to whole lanes; symmetric, adding up to 1.
    """
    count = len(squares)
    padded = _padded(count)
    beyond_nearest = np.full((count, padded), FAR, np.float32)
    others = beyond_nearest[:, :count]
    others[:] = squares
    np.fill_diagonal(others, FAR)
    others -= others.min(axis=1, keepdims=True)
    np.fill_diagonal(others, FAR)
    found = buffers.zeros(count * padded, np.float32)
    find_affinities(VECTOR32, beyond_nearest.reshape(-1), count, float(np.log(perplexity)), found)
    table = found.reshape(count, padded)[:, :count]
    table[:] = (table + table.T) / np.float32(2 * count)
    return found


class MovingPoints:
    """MovingPoints of the plane that move.

    Parameters
    ----------
    positions : ndarray, shape (n, 2)
        Where they start, at rest.
    """

    def __init__(self, positions: Floats) -> None:
        self._count = len(positions)
        self._buffer = buffers.zeros(ROWS * _padded(self._count), np.float32)
        rows = self._rows
        rows[:2] = positions.T
        rows[GAIN_X : GAIN_Y + 1] = 1.0
        rows[COUNTS] = 1.0

    @property
    def _rows(self) -> FloatArray:
        rows: FloatArray = self._buffer.reshape(ROWS, -1)[:, : self._count]
        return rows

    @property
    def positions(self) -> Floats:
        """Return where they are, (n, 2), around 0."""
        return np.array(self._rows[:2].T, dtype=np.float64, order="C")

    def move(self, affinities: FloatArray, steps: int, exaggeration: float, momentum: float) -> None:
        """Move them some steps towards showing the affinities."""
        move_points(VECTOR32, affinities, self._buffer, self._count, steps, exaggeration, momentum)


def _padded(count: int) -> int:
    return -(-count // LANES) * LANES


@entry_point(VECTOR32)
def find_affinities(
    tag: Tag, squares: FloatArray, count: int, entropy: float, affinities: FloatArray
) -> None:
    """Find for each sample at which precision the others have an entropy: by Newton's method, in brackets.

    Squared distances are those beyond the nearest, so that one weight at least is 1 whatever the precision.
    """
    groups = squares.size // count // LANES
    for row in range(count):
        low, high, tried = LOWEST, HIGHEST, 0.0
        for _ in range(TRIES):
            precision = exp(tried)
            total, mean, spread = _moments(tag, squares, row * groups, groups, precision)
            gap = log(total) + precision * mean - entropy
            if -NEAR_ENOUGH < gap < NEAR_ENOUGH:
                break
            if gap > 0.0:
                low = tried
            else:
                high = tried
            slope = precision * precision * spread
            tried = (low + high) * 0.5
            if slope > 1e-9:
                newton = log(precision) + gap / slope
                if low < newton < high:
                    tried = newton
        share = fill(tag, 1.0 / total)
        for group in range(row * groups, row * groups + groups):
            store(tag, affinities, group, exp(load(tag, squares, group) * fill(tag, -precision)) * share)


@kernel
def _moments(
    tag: Tag, squares: FloatArray, first: int, groups: int, precision: float
) -> tuple[float, float, float]:
    """Return the sum of exp(-precision d) over a row, and with these weights the mean and variance of d."""
    sum_, first_moment, second_moment = fill(tag, 0.0), fill(tag, 0.0), fill(tag, 0.0)
    factor = fill(tag, -precision)
    for group in range(first, first + groups):
        square = load(tag, squares, group)
        weight = exp(square * factor)
        weighted = weight * square
        sum_ = sum_ + weight
        first_moment = first_moment + weighted
        second_moment = second_moment + weighted * square
    total = lane_sum(tag, sum_)
    mean = lane_sum(tag, first_moment) / total
    return total, mean, lane_sum(tag, second_moment) / total - mean * mean


@entry_point(VECTOR32)
def move_points(
    tag: Tag,
    affinities: FloatArray,
    points: FloatArray,
    count: int,
    steps: int,
    exaggeration: float,
    momentum: float,
) -> None:
    """Move points down the gradient of the divergence, with momentum and a gain for each coordinate."""
    groups = points.size // ROWS // LANES
    rate, pull, kept = fill(tag, count / exaggeration), fill(tag, exaggeration), fill(tag, momentum)
    for _ in range(steps):
        push = fill(tag, 1.0 / _forces(tag, affinities, points, count, groups))
        middle_x, middle_y = fill(tag, 0.0), fill(tag, 0.0)
        for group in range(groups):
            step_x = _step(tag, points, group, groups, 0, rate, pull, push, kept)
            step_y = _step(tag, points, group, groups, 1, rate, pull, push, kept)
            length = sqrt(step_x * step_x + step_y * step_y)
            shorter = fill(tag, LONGEST_STEP) / maximum(length, fill(tag, LONGEST_STEP))
            middle_x = middle_x + _moved(tag, points, group, groups, 0, step_x * shorter)
            middle_y = middle_y + _moved(tag, points, group, groups, 1, step_y * shorter)
        _centre(tag, points, 0, groups, lane_sum(tag, middle_x) / count)
        _centre(tag, points, 1, groups, lane_sum(tag, middle_y) / count)


@kernel
def _forces(tag: Tag, affinities: FloatArray, points: FloatArray, count: int, groups: int) -> float:
    """Write what pulls and pushes each point; return the sum of all similarities of pairs."""
    padded = groups * LANES
    total = 0.0
    for row in range(count):
        x, y = fill(tag, points[X * padded + row]), fill(tag, points[Y * padded + row])
        zero = fill(tag, 0.0)
        pull_x, pull_y, push_x, push_y, similar = zero, zero, zero, zero, zero
        for group in range(groups):
            away_x = x - load(tag, points, X * groups + group)
            away_y = y - load(tag, points, Y * groups + group)
            near = load(tag, points, COUNTS * groups + group) / (away_x * away_x + away_y * away_y + 1.0)
            pull = load(tag, affinities, row * groups + group) * near
            push = near * near
            pull_x = pull_x + pull * away_x
            pull_y = pull_y + pull * away_y
            push_x = push_x + push * away_x
            push_y = push_y + push * away_y
            similar = similar + near
        store_gradient(tag, points, PULL_X * padded + row, pull_x)
        store_gradient(tag, points, PULL_Y * padded + row, pull_y)
        store_gradient(tag, points, PUSH_X * padded + row, push_x)
        store_gradient(tag, points, PUSH_Y * padded + row, push_y)
        total = total + lane_sum(tag, similar) - 1.0  # a point is no neighbour of itself
    return total


@kernel
def _step(
    tag: Tag,
    points: FloatArray,
    group: int,
    groups: int,
    axis: int,
    rate: Value,
    pull: Value,
    push: Value,
    momentum: Value,
) -> Value:
    """Return the step of some points along an axis, and keep its gains."""
    pulled = load(tag, points, (PULL_X + axis) * groups + group)
    pushed = load(tag, points, (PUSH_X + axis) * groups + group)
    gradient = pulled * pull - pushed * push
    last = load(tag, points, (STEP_X + axis) * groups + group)
    gain = load(tag, points, (GAIN_X + axis) * groups + group)
    gain = select_less(fill(tag, 0.0), last * gradient, gain * LESS + LEAST, gain + MORE)
    store(tag, points, (GAIN_X + axis) * groups + group, gain)
    return last * momentum - gradient * gain * rate


@kernel
def _moved(tag: Tag, points: FloatArray, group: int, groups: int, axis: int, step: Value) -> Value:
    """Move some points along an axis; return where they are."""
    place = load(tag, points, axis * groups + group) + step
    store(tag, points, (STEP_X + axis) * groups + group, step)
    store(tag, points, axis * groups + group, place)
    return place


@kernel
def _centre(tag: Tag, points: FloatArray, axis: int, groups: int, middle: float) -> None:
    """Shift all points, so that their middle is 0."""
    shift = fill(tag, middle)
    for group in range(axis * groups, axis * groups + groups):
        counts = load(tag, points, COUNTS * groups + group - axis * groups)
        store(tag, points, group, load(tag, points, group) - shift * counts)
