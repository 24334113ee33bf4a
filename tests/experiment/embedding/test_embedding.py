"""What each layer sees: linear pictures that are exact, and t-SNE that stays calm or says why it is not."""

import numpy as np
import pytest
from msgspec.structs import replace

from nnviz.engine.evaluate import forward
from nnviz.experiment.embedding.activations import LINES, POINTS, shown_layers, title_of
from nnviz.experiment.embedding.embedder import Embedder, EmbeddingOrder
from nnviz.experiment.embedding.linear import dragged, first_view, principal
from nnviz.experiment.embedding.samples import chosen_samples
from nnviz.experiment.embedding.tsne import Tsne, affinities_of, why_not
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.embedding import EmbeddingError, EmbeddingMethod
from nnviz.experiment.spec.reading import spec_from_dict


def session(name="digits", layers=(64, 12, 10), **data):
    table = {
        "data": {"name": name, "test_fraction": 0.25} | data,
        "network": {"layers": list(layers), "activation": ["tanh", "softmax"], "init": "glorot_uniform"},
        "training": {"loss": "cross_entropy", "learning_rate": 0.1, "batch_size": 32},
    }
    return Session(spec_from_dict(table))


def blobs(count=60, units=5, seed=0):
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % 3
    return 4.0 * rng.normal(size=(3, units))[labels] + rng.normal(size=(count, units)), labels


def test_samples_are_always_the_same_and_of_each_class_as_many_as_its_share():
    split = session().snapshot().split
    chosen = chosen_samples(split, 200)
    assert chosen == chosen_samples(split, 200)
    assert len(set(chosen)) == 200
    labels = [getattr(split, part).y[row] for part, row in chosen]
    shares = np.bincount(np.concatenate([split.train.y, split.test.y])) / 1797
    assert np.bincount(labels) == pytest.approx(200 * shares, abs=1.1)
    assert {part for part, _ in chosen} == {"train", "test"}
    assert len(chosen_samples(split, 10_000)) == 1797


@pytest.mark.parametrize("units", [5, 90])
def test_principal_directions_are_those_of_a_singular_value_decomposition(units):
    values, _ = blobs(units=units)
    space = principal(values, 2)
    _, singular, right = np.linalg.svd(values - values.mean(axis=0), full_matrices=False)
    assert space.directions.T @ space.directions == pytest.approx(np.eye(2), abs=1e-12)
    assert abs(np.linalg.det(right[:2] @ space.directions)) == pytest.approx(1.0, abs=1e-9)
    assert space.share == pytest.approx((singular[:2] ** 2).sum() / (singular**2).sum())


def test_directions_are_turned_to_where_they_were():
    values, _ = blobs()
    before = principal(values, 2).coordinates(values)
    angle = 2.0
    turned = before @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    again = principal(values, 2, turned).coordinates(values)
    assert again == pytest.approx(turned, abs=1e-9)


@pytest.mark.parametrize("to", [(0.9, 0.1), (0.0, 0.0), (-0.5, 0.5), (3.0, 4.0)])
def test_an_axis_that_is_dragged_gets_there_and_the_picture_is_not_distorted(to):
    for count in (2, 3, 10):
        view = dragged(first_view(count), 1, to)
        assert view.T @ view == pytest.approx(np.eye(2), abs=1e-9)
        reached = np.array(to) / max(np.hypot(*to), 1.0)
        if count > 3:
            assert view[1] == pytest.approx(reached, abs=1e-9)


def test_affinities_have_the_perplexity_that_was_asked_for_however_large():
    values, _ = blobs(count=90)
    for perplexity in (5.0, 30.0, 80.0):
        table = affinities_of(values, perplexity)
        assert table.sum() == pytest.approx(1.0)
        assert abs(table - table.T).max() == pytest.approx(0.0, abs=1e-12)
        neighbours = np.diff(table.indptr).min()
        assert neighbours >= perplexity


@pytest.mark.parametrize(
    ("samples", "perplexity", "words"),
    [
        (100, 100, "smaller than 100"),
        (100, 500, "smaller than 100"),
        (100, 0.5, "at least 1"),
        (4, 2, "needs 5"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(samples, perplexity, words):
    assert words in why_not(samples, perplexity)
    values, _ = blobs(count=samples)
    with pytest.raises(EmbeddingError, match=words):
        affinities_of(values, perplexity)


def test_nan_is_no_perplexity_and_activations_must_be_finite():
    assert why_not(100, float("nan"))
    assert why_not(100, 99.0) == ""
    values, _ = blobs()
    values[3, 1] = np.inf
    with pytest.raises(EmbeddingError, match="not finite"):
        affinities_of(values, 10.0)


def test_samples_that_are_all_alike_have_a_picture_too():
    tsne = Tsne(np.ones((20, 3)), np.zeros((20, 2)), 5.0)
    tsne.begin(lambda: False)
    assert np.isfinite(tsne.positions).all()


def test_tsne_finds_the_groups_repeats_itself_and_goes_on_from_where_it_is():
    values, labels = blobs(count=90)
    start = principal(values, 2).coordinates(values)
    first, second = Tsne(values, start, 15.0), Tsne(values, start, 15.0)
    for each in (first, second):
        each.begin(lambda: False)
    assert np.array_equal(first.positions, second.positions)
    away = np.hypot(*(first.positions[:, np.newaxis] - first.positions).transpose(2, 0, 1))
    np.fill_diagonal(away, np.inf)
    assert (labels[away.argmin(axis=1)] == labels).mean() > 0.95
    before = first.positions.copy()
    assert first.take(values, 40.0)  # another perplexity: the points stay where they are, then move on
    assert np.array_equal(first.positions, before)
    assert not first.take(values, 40.0)
    moved = first.settle()
    assert 0.0 < moved < 1.0


def test_a_later_moment_moves_the_points_less_than_a_new_start():
    run, order = session(), EmbeddingOrder(EmbeddingMethod.TSNE, count=150)
    run.advance(60)
    followed = Embedder()
    first = followed.embedding(replace(run.snapshot(), running=True), order)
    run.advance(5)
    later = followed.embedding(replace(run.snapshot(), running=True), order)
    for one, other in zip(first.layers[1:], later.layers[1:], strict=True):
        radius = np.sqrt((one.positions**2).sum(axis=1).mean())
        assert np.hypot(*(other.positions - one.positions).T).mean() < 0.5 * radius
    assert first.samples == later.samples
    assert np.array_equal(first.layers[0].positions, later.layers[0].positions)  # the inputs stay


def test_at_rest_it_settles_and_called_off_it_says_nothing():
    run, order = session(), EmbeddingOrder(EmbeddingMethod.TSNE, count=60, perplexity=10.0)
    embedder, moment = Embedder(), run.snapshot()
    assert embedder.embedding(moment, order, lambda: True) is None
    pictures = [embedder.embedding(moment, order) for _ in range(70)]
    assert not pictures[0].settled
    assert any(picture.settled for picture in pictures)


def test_layers_of_two_units_are_as_they_are_with_the_grid_of_the_input_plane():
    run = session("blobs", (2, 2, 3), classes=3, samples=60)
    found = Embedder().embedding(run.snapshot(), EmbeddingOrder(EmbeddingMethod.TSNE, perplexity=10.0))
    inputs, hidden, output = found.layers
    assert inputs.how == hidden.how == "as it is"
    points = np.array([getattr(run.split, part).X[row] for part, row in found.samples])
    assert inputs.positions == pytest.approx(points)
    expected = forward(run.spec.network.built, *run.parameters(), points)
    assert hidden.positions == pytest.approx(expected[1])
    assert len(hidden.grid) == 2 * LINES
    assert hidden.grid[0].shape == (POINTS, 2)
    line = forward(run.spec.network.built, *run.parameters(), inputs.grid[5])
    assert hidden.grid[5] == pytest.approx(line[1])
    assert output.grid == ()  # neighbourhoods have no grid


def test_a_tour_is_the_projection_of_the_units_and_its_axes_lie_in_it():
    run = session("blobs", (2, 4, 3), classes=3, samples=60)
    view = ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0), (0.0, 0.0))
    order = EmbeddingOrder(EmbeddingMethod.TOUR, views=((1, view),))
    found = Embedder().embedding(run.snapshot(), order)
    hidden = found.layers[1]
    values = forward(run.spec.network.built, *run.parameters(), found.layers[0].positions)[1]
    assert hidden.positions == pytest.approx((values - values.mean(axis=0))[:, :2])
    assert hidden.axis_names == ("1", "2", "3", "4")
    assert found.layers[2].axis_names == run.split.train.classes
    direction = hidden.axes / np.abs(hidden.axes).max()
    assert direction == pytest.approx(np.array(view))


def test_only_layers_that_learn_are_looked_at():
    table = {
        "data": {"name": "digits"},
        "network": {
            "layers": [
                [8, 8, 1],
                {"kind": "conv", "units": 3, "size": 3},
                {"kind": "max_pool", "size": 2},
                {"kind": "flatten"},
                10,
            ],
            "activation": ["relu", "softmax"],
        },
        "training": {"loss": "cross_entropy"},
    }
    run = Session(spec_from_dict(table))
    network = run.spec.network.built
    assert shown_layers(network) == [0, 1, 4]
    assert title_of(network, 1) == "Hidden 1: 3 × 6 × 6"
    assert title_of(network, 0) == "Inputs: 8 × 8"
    found = Embedder().embedding(run.snapshot(), EmbeddingOrder(count=50))
    assert [layer.positions.shape for layer in found.layers] == [(50, 2)] * 3


def test_of_few_samples_a_tour_has_as_many_axes_as_they_span():
    made = Embedder().embedding(session().snapshot(), EmbeddingOrder(EmbeddingMethod.TOUR, count=6))
    assert any(len(layer.axis_names) < 10 for layer in made.layers)
    for layer in made.layers:
        assert len(layer.axis_names) == len(layer.axes)


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_principal_directions_of_numbers_whose_squares_overflow_are_those_of_smaller_ones():
    values = np.random.default_rng(3).normal(size=(30, 4)) * [5.0, 3.0, 1.0, 0.5]
    small, large = principal(values, 2), principal(values * 1e200, 2)
    np.testing.assert_allclose(np.abs(large.directions), np.abs(small.directions), atol=1e-9)
    assert large.share == pytest.approx(small.share, rel=1e-12)
    turned = principal(values * 1e200, 2, large.coordinates(values * 1e200))
    np.testing.assert_allclose(turned.directions, large.directions, atol=1e-9)
