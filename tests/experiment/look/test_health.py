"""Health: numbers against a computation of one's own, and callouts for what is known to go wrong."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nnviz.experiment.commands import Reset, SetSpec
from nnviz.experiment.look import health, health_watch
from nnviz.experiment.look.health import histogram
from nnviz.experiment.look.health_watch import HealthWish, spread
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import load_spec, spec_from_dict

CASES = Path(__file__).parents[2] / "cases"


def spec_of(activation, layers=(2, 3, 1), data="xor", **training):
    network = {"layers": list(layers), "activation": activation}
    return spec_from_dict({"data": {"name": data}, "network": network, "training": training})


def view_of(session):
    for number in range(1, 200):  # as the panel asks, until the past is known, too
        view = session.snapshot(ScoresWish(), HealthWish(number)).look(HealthView)
        if view.complete:
            return view
    raise AssertionError("never complete")


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def with_parameters(spec, weights, biases):
    return with_values(spec, {"network.weights": weights, "network.biases": biases})


def test_the_gradient_norm_is_that_of_the_mean_loss_of_all_points():
    session = Session(spec_of("sigmoid", batch_size=1, learning_rate=0.7))
    session.advance(10)
    (w1, w2), (b1, b2) = session.parameters()
    examples = session.run.problem.part("train")
    hidden = sigmoid(examples.X @ w1 + b1)
    output = sigmoid(hidden @ w2 + b2)
    delta = (output - examples.Y) * output * (1 - output) / len(output)
    by_hand = np.append((hidden.T @ delta).ravel(), delta.sum(axis=0))
    now = view_of(session).now
    assert now.layers[1].gradient_norm == pytest.approx(np.linalg.norm(by_hand), rel=1e-12)
    assert now.loss == pytest.approx(0.5 * np.mean(np.sum((output - examples.Y) ** 2, axis=1)), rel=1e-12)


def test_the_update_ratio_is_the_mean_of_the_coming_epoch():
    session = Session(spec_of("sigmoid", batch_size=1, learning_rate=0.7))
    session.advance(5)
    now = view_of(session).now
    path = [session.parameters()[0]]
    for _ in range(now.steps):
        session.advance(1)
        path.append(session.parameters()[0])
    assert now.steps == 21
    for number, layer in enumerate(now.layers):
        steps = [np.linalg.norm(w[number] - v[number]) / np.linalg.norm(v[number]) for v, w in pairwise(path)]
        assert layer.update_ratio == pytest.approx(np.mean(steps), rel=1e-12)


def test_a_layer_without_a_gradient_at_the_coming_point_alone_has_a_ratio():
    spec = spec_of(["relu", "sigmoid"], layers=(2, 1, 1), batch_size=1)
    spec = with_parameters(spec, (((1.0,), (1.0,)), ((1.0,),)), ((-0.5,), (0.0,)))
    session = Session(spec)  # the unit is blocked at the first point, (0, 0)
    assert not session.trace().layers[0].weights_gradient.any()
    assert view_of(session).now.layers[0].update_ratio > 0.0


def test_a_unit_that_answers_at_some_points_beyond_the_first_is_not_dead():
    session = Session(load_spec(CASES / "health-dead-unit-is-alive.toml"))
    assert np.count_nonzero(session.split.train.X > 0) == 20 * session.split.train.X.shape[1]
    assert view_of(session).now.layers[0].dead_units == ()
    assert view_of(session).now.layers[0].dead == 0.0


def test_at_the_minimum_of_a_sum_with_a_penalty_the_gradient_is_zero():
    session = Session(load_spec(CASES / "health-gradient-sum-l2.toml"))
    session.advance(400)
    assert session.parameters()[0][0] == pytest.approx(10 / 15)
    assert view_of(session).now.layers[0].gradient_norm < 1e-14


@pytest.mark.parametrize("batch_size", [0, 2])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_penalties_count_once_a_batch(reduction, batch_size):
    spec = load_spec(CASES / "health-gradient-sum-l2.toml")
    spec = with_values(spec, {"training.reduction": reduction, "training.batch_size": batch_size})
    session = Session(with_values(spec, {"network.weights": [[[0.25]]], "training.l1": 0.5}))
    x = session.split.train.X[:, 0]
    penalty = 5.0 * 0.25 + 0.5
    in_batch = 1 if reduction == "mean" else batch_size or 4
    gradient = np.mean((0.25 * x - x) * x) + penalty / in_batch
    assert view_of(session).now.layers[0].gradient_norm == pytest.approx(abs(gradient), rel=1e-12)


def test_all_points_count_also_where_they_are_many():
    session = Session(load_spec(find("lab-d-square")))
    (w1, w2), (b1, _) = session.parameters()
    points = session.run.problem.part("train")
    hidden = sigmoid(points.X @ w1 + b1)
    delta = (sigmoid(hidden @ w2) - points.Y) / 500
    first = delta @ w2.T * hidden * (1 - hidden)
    by_hand = np.append((points.X.T @ first).ravel(), first.sum(axis=0))
    now = view_of(session).now
    assert now.layers[0].gradient_norm == pytest.approx(np.linalg.norm(by_hand), rel=1e-12)
    assert now.layers[1].gradient_norm == pytest.approx(np.linalg.norm(hidden.T @ delta), rel=1e-12)


def test_slices_add_up_and_wait_between_them(monkeypatch):
    session = Session(spec_of("tanh", data="circles", batch_size=4, l2=0.1))
    whole = view_of(session).now
    monkeypatch.setattr(health, "SLICE_WORK", 1)
    probe = health.HealthProbe(session.run.problem, session.spec)
    measuring = probe.measuring(session.run.trainer, histograms=True)
    assert len(list(zip(measuring, range(100), strict=False))) == -(-len(session.split.train.X) // 32)
    sliced = probe.measure(session.run.trainer, histograms=True)
    for one, other in zip(whole.layers, sliced.layers, strict=True):
        assert one.gradient_norm == pytest.approx(other.gradient_norm, rel=1e-12)
        assert one.saturated == other.saturated
    assert np.array_equal(whole.histograms[0][1].counts, sliced.histograms[0][1].counts)


def test_what_is_measured_while_training_goes_on_says_of_which_moment_it_is(monkeypatch):
    monkeypatch.setattr(health, "SLICE_WORK", 1)
    monkeypatch.setattr(health_watch, "AT_ONCE", 0.0)
    session = Session(spec_of("tanh", data="circles", batch_size=0))
    seen = []
    for number in range(1, 60):
        session.advance(1)
        view = session.snapshot(ScoresWish(), HealthWish(number), running=True).look(HealthView)
        session._observer._kept[health_watch.HealthWatch]._budget.forgive()
        seen.append(view.update)
        assert view.update <= session.update
        assert view.epoch == view.update
    assert seen[0] == 1
    assert len(set(seen)) > 1
    monkeypatch.setattr(health_watch, "PATIENCE", 1e9)  # however busy the machine is
    paused = view_of(session)
    assert paused.update == session.update


def test_looking_does_not_change_the_run():
    session, other = Session(spec_of("tanh", batch_size=2)), Session(spec_of("tanh", batch_size=2))
    for _ in range(5):
        session.advance(7)
        view_of(session)
    other.advance(35)
    assert np.array_equal(session.state().parameters, other.state().parameters)


def test_the_past_is_measured_as_it_was():
    session, other = Session(spec_of("tanh")), Session(spec_of("tanh"))
    session.advance(6 * session.updates_in("epoch"))
    view = view_of(session)
    assert view.epochs.tolist() == [0, 1, 2, 3, 4, 5, 6]
    other.advance(3 * other.updates_in("epoch"))
    then = [layer.gradient_norm for layer in view_of(other).now.layers]
    assert view.curves["gradient_norm"][3].tolist() == then
    assert np.isnan(view.curves["dead"]).all()


def test_each_moment_of_the_past_is_measured_with_the_learning_rate_of_then():
    first = spec_of("tanh", learning_rate=0.5, epochs=10)
    session, alone = Session(first), Session(first)
    for run in (session, alone):
        run.advance(2 * run.updates_in("epoch"))
    session.apply(SetSpec(with_values(first, {"training.learning_rate": 0.005})))
    session.advance(2 * session.updates_in("epoch"))
    past = view_of(session).curves["update_ratio"]
    now = [[layer.update_ratio for layer in view_of(run).now.layers] for run in (alone, session)]
    assert past[1].tolist() == view_of(alone).curves["update_ratio"][1].tolist()
    assert past[-1].tolist() == now[1]
    assert all(before > 20 * after for before, after in zip(*now, strict=True))


def test_dead_units_are_known():
    spec = spec_of(["relu", "sigmoid"])
    weights = (((1.0, -1.0, 1.0), (1.0, -1.0, 1.0)), ((1.0,), (1.0,), (1.0,)))
    session = Session(with_parameters(spec, weights, ((0.0, -9.0, 0.0), (0.0,))))
    layer = view_of(session).now.layers[0]
    assert (layer.dead_units, layer.dead) == ((1,), 1 / 3)


def test_saturated_units_are_known():
    spec = spec_of("tanh")
    weights = (((0.1, 0.0, 0.1), (0.1, 0.0, 0.1)), ((1.0,), (1.0,), (1.0,)))
    session = Session(with_parameters(spec, weights, ((0.0, 20.0, 0.0), (0.0,))))
    assert view_of(session).now.layers[0].saturated_units == (1,)


def test_softmax_and_identity_have_no_flat_part():
    session = Session(spec_of(["identity", "softmax"], layers=(2, 3, 2)))
    assert all(np.isnan(layer.saturated) and np.isnan(layer.dead) for layer in view_of(session).now.layers)


@pytest.fixture
def compiled():
    wait_until_compiled(spec_of("tanh", batch_size=0))
    wait_until_compiled(spec_of("tanh", batch_size=1))


def told(session):
    """Look until nothing more is being tried, as the panel does while training is paused."""
    for number in range(1, 2000):
        view = session.snapshot(ScoresWish(), HealthWish(number)).look(HealthView)
        if view.complete and not view.trying:
            return view
    raise AssertionError("never done")


@pytest.mark.usefixtures("compiled")
def test_the_panel_is_told_what_helps_and_by_how_much():
    session = Session(load_spec(CASES / "zeros.toml"))
    (callout,) = told(session).callouts
    assert callout.kind == "zero_weights"
    advice = callout.advice[0]
    assert advice.result == "accuracy 0.50 → 1.00 in 2,000 epochs"
    session.apply(Reset(with_values(session.spec, dict(advice.changes))))
    assert told(session).callouts == ()


@pytest.mark.usefixtures("compiled")
def test_a_healthy_network_is_left_in_peace():
    spec = spec_of("tanh", learning_rate=0.2, batch_size=1, epochs=500)
    assert told(Session(spec)).callouts == ()


def test_histograms_count_every_value():
    session = Session(spec_of("tanh", layers=(2, 8, 1)))
    weights, activations, gradients = view_of(session).now.histograms[0]
    assert weights.counts.sum() == gradients.counts.sum() == 2 * 8 + 8
    assert activations.counts.sum() == 8 * len(session.split.train.X)


def test_a_histogram_of_equal_values_has_them_in_the_middle():
    made = histogram(np.full(5, 3.0))
    assert made.counts.sum() == 5
    assert made.edges[0] < 3.0 < made.edges[-1]
    assert histogram(np.array([np.nan])).counts.sum() == 0


@pytest.mark.parametrize("count", [0, 1, 2, 7, 64, 157])
def test_spread_visits_each_place_once(count):
    places = list(spread(count))
    assert sorted(places) == list(range(count))
    assert places[:1] == ([count - 1] if count else [])


def test_asking_again_completes_the_past():
    session = Session(spec_of("tanh"))
    session.advance(40 * session.updates_in("epoch"))
    assert view_of(session).epochs.tolist() == list(range(41))


@pytest.mark.parametrize(
    "values",
    [
        [1e308, -1e308, 1.7e308],
        [-1.7e308],
        [1.7e308, 1.6e308],
        [5e-324, 1e-322],
        [1e-301, 3e-301],
        [np.inf, 1.0],
        [],
    ],
)
def test_histograms_of_the_largest_and_the_smallest_numbers_have_finite_edges(values):
    counted = histogram(np.array(values))
    assert counted.counts.sum() == np.isfinite(values).sum()
    assert np.isfinite(counted.edges).all()
    assert counted.edges[0] < counted.edges[-1]
