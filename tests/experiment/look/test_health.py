"""Health: numbers against a computation of one's own, and callouts for what is known to go wrong."""

import numpy as np
import pytest

from nnviz.experiment.look.health import histogram
from nnviz.experiment.look.health_watch import HealthWish, spread
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.spec.fields import with_values
from nnviz.experiment.spec.spec import spec_from_dict


def spec_of(activation, layers=(2, 3, 1), data="xor", **training):
    network = {"layers": list(layers), "activation": activation}
    return spec_from_dict({"data": {"name": data}, "network": network, "training": training})


def view_of(session):
    return session.snapshot(ScoresWish(), HealthWish()).look(HealthView)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def with_parameters(spec, weights, biases):
    return with_values(spec, {"network.weights": weights, "network.biases": biases})


def test_the_gradient_norm_is_that_of_the_mean_loss_of_all_points():
    session = Session(spec_of("sigmoid", batch_size=1, learning_rate=0.7))
    session.advance(10)
    (w1, w2), (b1, b2) = session.parameters()
    examples = session._run.problem.part("train")
    hidden = sigmoid(examples.X @ w1 + b1)
    output = sigmoid(hidden @ w2 + b2)
    delta = (output - examples.Y) * output * (1 - output) / len(output)
    by_hand = np.append((hidden.T @ delta).ravel(), delta.sum(axis=0))
    now = view_of(session).now
    assert now.layers[1].gradient_norm == pytest.approx(np.linalg.norm(by_hand), rel=1e-12)
    assert now.loss == pytest.approx(0.5 * np.mean(np.sum((output - examples.Y) ** 2, axis=1)), rel=1e-12)


def test_the_update_ratio_is_that_of_the_coming_update():
    session = Session(spec_of("sigmoid", batch_size=1, learning_rate=0.7))
    session.advance(5)
    ratios = [layer.update_ratio for layer in view_of(session).now.layers]
    before, _ = session.parameters()
    session.advance(1)
    after, _ = session.parameters()
    by_hand = [np.linalg.norm(b - a) / np.linalg.norm(a) for a, b in zip(before, after, strict=True)]
    assert ratios == pytest.approx(by_hand, rel=1e-12)


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


def test_dead_units_are_named_and_the_advice_is_one_setting():
    spec = spec_of(["relu", "sigmoid"])
    weights = (((1.0, -1.0, 1.0), (1.0, -1.0, 1.0)), ((1.0,), (1.0,), (1.0,)))
    session = Session(with_parameters(spec, weights, ((0.0, -9.0, 0.0), (0.0,))))
    (callout,) = [each for each in view_of(session).callouts if each.kind == "dead"]
    assert callout.layer == 1
    assert "1 of 3 units is dead (unit 2)" in callout.sentence
    advised = with_values(session.spec, dict(callout.changes))
    assert advised.network.activations == ("leaky_relu", "sigmoid")


def test_saturated_units_are_named():
    spec = spec_of("tanh")
    weights = (((0.1, 0.0, 0.1), (0.1, 0.0, 0.1)), ((1.0,), (1.0,), (1.0,)))
    session = Session(with_parameters(spec, weights, ((0.0, 20.0, 0.0), (0.0,))))
    (callout,) = [each for each in view_of(session).callouts if each.kind == "saturated"]
    assert "Layer 1: 1 of 3 units is saturated (unit 2)" in callout.sentence
    assert with_values(session.spec, dict(callout.changes)) != session.spec


def test_a_flat_output_that_is_wrong_advises_log_loss():
    spec = with_parameters(spec_of("sigmoid", layers=(2, 1)), (((0.0,), (0.0,)),), ((10.0,),))
    (callout,) = view_of(Session(spec)).callouts
    assert "the output units are saturated for 100% of the points" in callout.sentence
    assert callout.advice == "Try log loss"
    advised = with_values(spec, dict(callout.changes))
    assert not view_of(Session(advised)).callouts


def test_vanishing_gradients_of_a_deep_sigmoid_network():
    session = Session(spec_of("sigmoid", layers=(2, 4, 4, 4, 4, 4, 4, 1)))
    (callout,) = [each for each in view_of(session).callouts if each.kind == "vanishing"]
    assert callout.layer == 1
    advised = with_values(session.spec, dict(callout.changes))
    assert advised.network.activations == ("tanh",) * 6 + ("sigmoid",)


def test_large_steps_advise_a_smaller_learning_rate():
    session = Session(spec_of("tanh", learning_rate=100.0, batch_size=0))
    (callout,) = [each for each in view_of(session).callouts if each.kind == "steps"]
    assert with_values(session.spec, dict(callout.changes)).training.learning_rate == 10.0


def test_exploding_gradients_of_large_initial_weights_are_gone_with_smaller_ones():
    spec = spec_from_dict(
        {
            "data": {"name": "plane"},
            "network": {
                "layers": [2, 32, 32, 32, 32, 1],
                "activation": ["relu"] * 4 + ["identity"],
                "init": "normal",
            },
            "training": {"learning_rate": 1e-9, "batch_size": 0},
        }
    )
    callouts = view_of(Session(spec)).callouts
    (callout,) = [each for each in callouts if each.kind == "exploding"]
    assert callout.sentence.startswith(f"Layer {callout.layer}: the gradient explodes: its norm is ")
    assert not [
        each for each in callouts if "nan" in each.sentence
    ]  # an output without a flat part is never stuck
    advised = with_values(spec, dict(callout.changes))
    assert not [each for each in view_of(Session(advised)).callouts if each.kind == "exploding"]


def test_a_healthy_network_is_left_in_peace():
    assert view_of(Session(spec_of("tanh", learning_rate=0.05))).callouts == ()


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
    for number in range(1, 200):
        view = session.snapshot(ScoresWish(), HealthWish(number)).look(HealthView)
        if view.complete:
            break
    assert view.complete
    assert view.epochs.tolist() == list(range(41))
