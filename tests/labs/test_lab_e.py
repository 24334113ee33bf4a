"""Lab E: softmax, regularisation, depth and real data.

Shortened: the breast cancer networks run 2000 of 20,000 iterations (the rest changes the test accuracy by
less than 1 %) from eight seeds, each with another division of the data; on moons, networks of 20 units and
more run three seeds.
"""

import numpy as np
import pytest
from lab_report.runs import straight_share, train

SEEDS = range(10)
ACTIVATIONS = ["sigmoid", "tanh", "relu"]


def median_loss(runs):
    return float(np.median([run.loss for run in runs]))


@pytest.fixture(scope="module")
def moons():
    return {name: train(f"lab-e-moons-{name}", SEEDS) for name in ACTIVATIONS}


@pytest.mark.parametrize(("activation", "reported"), [("sigmoid", 0.0782), ("tanh", 0.0708)])
def test_moons_end_near_the_reported_loss(activation, reported, moons):
    losses = [run.loss for run in moons[activation]]
    assert np.mean([0.7 * reported < loss < 1.3 * reported for loss in losses]) >= 0.8


def test_relu_ends_in_the_same_order_where_all_units_live(moons):
    losses = [run.loss for run in moons["relu"]]
    assert np.mean([0.04 < loss < 0.16 for loss in losses]) >= 0.4
    assert max(losses) > 0.2  # fewer than three units in use


@pytest.mark.parametrize("folder", ["moons-", "depth-1-", "depth-2-"])
def test_smooth_activations_bend_everywhere_and_relu_only_along_lines(folder, moons):
    """Share of the input plane on which the logit is exactly linear."""
    for activation in ACTIVATIONS:
        name = f"lab-e-{folder}{activation}"
        runs = moons[activation] if folder == "moons-" else train(name, range(5))
        shares = [straight_share(run) for run in runs]
        if activation == "relu":
            assert min(shares) > 0.75
        else:
            assert max(shares) < 0.25
            assert np.median(shares) < 0.15


def test_more_units_give_a_lower_loss(moons):
    by_units = [median_loss(moons["tanh"])]
    by_units += [median_loss(train(f"lab-e-moons-tanh-hidden-{units}", range(3))) for units in (5, 20, 50)]
    three, five, twenty, fifty = by_units
    assert five < 0.7 * three
    assert twenty < 0.7 * five
    assert fifty < 1.1 * twenty


def test_more_units_give_a_livelier_boundary(moons):
    """Measured by the length of the line on which both classes are equally likely."""
    three = np.median([_boundary_length(run) for run in moons["tanh"]])
    twenty = np.median([_boundary_length(run) for run in train("lab-e-moons-tanh-hidden-20", range(3))])
    assert twenty > 1.1 * three


def _boundary_length(run, side=101):
    """Return how many pairs of neighbours of a grid are of different classes, in sides of the plane."""
    axes = [np.linspace(low, high, side) for low, high in run.training.prepared.split.train.domain]
    points = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    blue = run.outputs(points).argmax(axis=1).reshape(side, side)
    return (np.diff(blue, axis=0) != 0).sum() / side + (np.diff(blue, axis=1) != 0).sum() / side


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_second_hidden_layer_lowers_the_loss(activation):
    one = train(f"lab-e-depth-1-{activation}", SEEDS)
    two = train(f"lab-e-depth-2-{activation}", SEEDS)
    assert min(run.loss for run in two) < min(run.loss for run in one)
    assert median_loss(two) < median_loss(one)
    assert np.mean([run.accuracy >= 0.94 for run in two]) >= (0.5 if activation == "relu" else 0.9)


def test_wider_pairs_of_layers_go_around_every_point():
    losses = [median_loss(train("lab-e-depth-2-tanh", range(3)))]
    for units in (5, 10, 20):
        runs = train(f"lab-e-depth-2-tanh-hidden-{units}", range(3))
        losses.append(median_loss(runs))
        assert all(run.accuracy >= 0.98 for run in runs)
    assert losses[1] < losses[0]
    assert losses[2] < 0.005
    assert losses[3] < 1.2 * losses[2]


REPORTED = {
    "sigmoid": {10: 0.9737, 30: 0.9825, 50: 0.9737},
    "tanh": {10: 0.9825, 30: 0.9825, 50: 0.9825},
    "relu": {10: 0.9561, 30: 0.9649, 50: 0.9649},
}


@pytest.mark.parametrize("hidden", [10, 30, 50])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_breast_cancer_is_recognised_in_the_test_set(activation, hidden):
    """Reported 95.61 to 98.25 %; another division moves that by some per cent, one tumour is 0.9 %."""
    name = f"lab-e-breast-cancer-{activation}-{hidden}"
    test = [train(name, [seed], (2000,), data__seed=seed)[0].test_accuracy for seed in range(8)]
    assert np.mean(test) == pytest.approx(REPORTED[activation][hidden], abs=0.03)
    assert min(test) > 0.91
