"""t-SNE: perplexities that are met, and steps that are openTSNE's where that computes exactly."""

import numpy as np
import pytest
from openTSNE import TSNEEmbedding
from openTSNE.affinity import PrecomputedAffinities, joint_probabilities_nn
from scipy.sparse import csr_matrix

from nnviz.engine.lanes.tags import VECTOR32
from nnviz.engine.tsne import MovingPoints, affinities_of, find_affinities, move_points

pytestmark = pytest.mark.usefixtures("compiled_engine")


def squares_of(count, units=7, seed=0):
    values = np.random.default_rng(seed).normal(size=(count, units))
    values[:5] += 3.0
    squares = ((values[:, np.newaxis] - values) ** 2).sum(axis=2)
    return (squares / squares.max()).astype(np.float32)


def table_of(affinities, count):
    return affinities.reshape(count, -1)[:, :count]


@pytest.mark.parametrize(("count", "perplexity"), [(33, 5.0), (90, 30.0), (90, 80.0), (144, 4.0)])
def test_affinities_are_those_of_another_implementation(count, perplexity):
    squares = squares_of(count)
    others = np.argsort(squares + np.diag(np.full(count, np.inf)), axis=1)[:, : count - 1]
    apart = np.sqrt(np.take_along_axis(squares, others, axis=1).astype(np.float64))
    expected = joint_probabilities_nn(others, apart, [perplexity], n_jobs=1).toarray()
    found = affinities_of(squares, perplexity)
    assert table_of(found, count) == pytest.approx(expected, abs=2e-4 * expected.max())
    assert found.sum() == pytest.approx(1.0, abs=1e-5)
    assert np.array_equal(table_of(found, count), table_of(found, count).T)


@pytest.mark.parametrize("perplexity", [1.5, 30.0, 140.0])
def test_each_sample_has_the_perplexity_that_was_asked_for(perplexity):
    count, groups = 144, 9
    squares = squares_of(count) + np.diag(np.full(count, 1e15, np.float32))
    squares -= squares.min(axis=1, keepdims=True)
    shares = np.zeros(squares.size, np.float32)
    find_affinities(VECTOR32, squares.reshape(-1), count, float(np.log(perplexity)), shares)
    rows = shares.reshape(count, 16 * groups).astype(np.float64)
    entropies = -(rows * np.log(np.where(rows > 0.0, rows, 1.0))).sum(axis=1)
    assert rows.sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.exp(entropies) == pytest.approx(perplexity, rel=1e-4)


def test_samples_that_are_alike_or_far_out_have_affinities_too():
    squares = squares_of(40)
    squares[:20, :20] = 0.0  # twenty that are alike: more than the perplexity
    squares[39] = squares[:, 39] = 1e9
    for each in (squares, np.zeros((40, 40), np.float32)):
        found = affinities_of(each, 10.0)
        assert np.isfinite(found).all()
        assert found.sum() == pytest.approx(1.0, abs=1e-4)


def test_points_move_as_in_another_implementation():
    count, exaggeration, momentum = 120, 2.0, 0.5
    affinities = affinities_of(squares_of(count), 20.0)
    start = np.random.default_rng(1).normal(size=(count, 2))
    start -= start.mean(axis=0)
    points = MovingPoints(start)
    table = csr_matrix(table_of(affinities, count).astype(np.float64))
    other = TSNEEmbedding(
        start.copy(),
        PrecomputedAffinities(table, normalize=False),
        negative_gradient_method="bh",
        theta=0.0,  # no tree: every pair
        n_jobs=1,
    )
    for steps in (1, 2, 10):
        points.move(affinities, steps, exaggeration, momentum)
        other.optimize(
            steps, inplace=True, exaggeration=exaggeration, momentum=momentum, learning_rate="auto", n_jobs=1
        )
        expected = np.asarray(other)
        assert points.positions == pytest.approx(expected, abs=1e-4 * np.abs(expected).max())


def test_interpreted_and_compiled_give_the_same_bits():
    assert VECTOR32 in find_affinities.ready
    count, groups = 21, 2
    squares = np.full((count, 16 * groups), 1e15, np.float32)
    squares[:, :count] = squares_of(count)
    found = [np.zeros(squares.size, np.float32) for _ in range(2)]
    buffers = [np.zeros(11 * 16 * groups, np.float32) for _ in range(2)]
    start = np.random.default_rng(2).normal(size=(2, count))
    for run, affinities, buffer in zip(
        (lambda entry: entry.interpreted, lambda entry: entry.compiled), found, buffers, strict=True
    ):
        rows = buffer.reshape(11, -1)[:, :count]
        rows[:2], rows[4:6], rows[10] = start, 1.0, 1.0
        with np.errstate(all="ignore"):
            run(find_affinities)(VECTOR32, squares.reshape(-1), count, float(np.log(6.0)), affinities)
            run(move_points)(VECTOR32, affinities, buffer, count, 3, 2.0, 0.5)
    assert found[0].any()
    assert np.array_equal(*found)
    assert np.array_equal(*buffers)
