"""Lab D: patterns on 500 points, log loss. Full length (5000 iterations), ten seeds, nothing shortened."""

import numpy as np
import pytest
from lab_report.runs import train

SEEDS = range(10)
EPOCHS = range(0, 5001, 100)

RANGES = {  # loss and accuracy after 5000 iterations, from a re-run of the report with three seeds
    "square": ((0.10, 0.16), (0.95, 0.96)),
    "circle": ((0.10, 0.18), (0.94, 0.99)),
    "diamond": ((0.14, 0.18), (0.95, 0.98)),
    "thick-angle": ((0.06, 0.10), (0.97, 0.99)),
    "thin-angle": ((0.16, 0.22), (0.87, 0.95)),
}
PATTERNS = list(RANGES)


@pytest.fixture(scope="module")
def patterns():
    return {name: train(f"lab-d-{name}", SEEDS, EPOCHS) for name in PATTERNS}


def losses(runs):
    return np.array([run.loss for run in runs])


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns_end_in_the_range_of_the_report(name, patterns):
    """Other points and other seeds: four of ten within the range widened by 30 %, no median far off."""
    (loss_low, loss_high), (accuracy_low, accuracy_high) = RANGES[name]
    runs = patterns[name]
    near = [0.7 * loss_low <= run.loss <= 1.3 * loss_high for run in runs]
    assert np.mean(near) >= 0.4
    right = [accuracy_low - 0.02 <= run.accuracy <= accuracy_high + 0.03 for run in runs]
    assert np.mean(right) >= 0.4
    assert 0.6 * loss_low < np.median(losses(runs)) < 1.4 * loss_high


def test_the_square_goes_the_way_of_the_report(patterns):
    """Reported: log loss 0.5518, 0.4240, 0.2339, 0.1581 and 0.1354, the accuracy first 0.762."""
    runs = patterns["square"]
    way = {epoch: np.median([run.at[epoch].train.loss for run in runs]) for epoch in EPOCHS}
    assert 0.5 < way[0] < 0.9
    assert 0.33 < way[1000] < 0.54
    assert 0.13 < way[2000] < 0.40
    assert 0.11 < way[3000] < 0.25
    assert 0.09 < way[4800] < 0.16
    outside = 1.0 - np.mean(runs[0].training.prepared.split.train.y)  # the share of the larger class
    assert 0.70 < outside < 0.80
    assert np.mean([run.at[500].train.accuracy == outside for run in runs]) >= 0.8


def test_the_thick_angle_is_learned_fastest_and_the_thin_one_slowest(patterns):
    """By the iteration at which 60 % of the smaller class's share is gained; by the seeds that get there."""
    iterations = {}
    for name, runs in patterns.items():
        y = runs[0].training.prepared.split.train.y
        larger = max(np.mean(y), 1.0 - np.mean(y))
        target = larger + 0.6 * (1.0 - larger)
        reached = [
            min(epoch for epoch in EPOCHS if run.at[epoch].train.accuracy >= target)
            for run in runs
            if max(scores.train.accuracy for scores in run.at.values()) >= target
        ]
        iterations[name] = np.median(reached)
    assert min(iterations, key=iterations.__getitem__) == "thick-angle"
    assert max(iterations, key=iterations.__getitem__) == "thin-angle"
    assert min(losses(patterns["thick-angle"])) == min(losses(runs).min() for runs in patterns.values())
    assert max(losses(patterns["thick-angle"])) < 0.10


def test_a_tenth_of_the_learning_rate_is_too_little():
    for run in train("lab-d-square-learning-rate-0.0001", SEEDS):
        assert run.loss > 0.45
        assert run.accuracy < 0.78


def test_ten_times_the_learning_rate_is_better(patterns):
    fast = train("lab-d-square-learning-rate-0.01", SEEDS)
    assert (losses(fast) < losses(patterns["square"])).mean() >= 0.9
    assert np.median([run.accuracy for run in fast]) > 0.97


def test_two_units_cannot_enclose_the_square():
    assert all(run.accuracy < 0.85 for run in train("lab-d-square-hidden-2", SEEDS))


def test_eight_units_are_better_than_four(patterns):
    for name in ("square", "thin-angle"):
        eight = train(f"lab-d-{name}-hidden-8", SEEDS)
        assert np.median(losses(eight)) < np.median(losses(patterns[name]))


def test_three_units_make_a_triangle_around_the_circle():
    runs = train("lab-d-circle-hidden-3", SEEDS)
    assert np.mean([run.accuracy > 0.94 for run in runs]) >= 0.6
    assert np.median(losses(runs)) > 0.15


@pytest.mark.parametrize("name", ["square", "thin-angle"])
def test_tanh_leaves_the_start_sooner(name, patterns):
    tanh = train(f"lab-d-{name}-tanh", SEEDS, (500,))
    sigmoid = np.median([run.at[500].train.loss for run in patterns[name]])
    assert np.median(losses(tanh)) < sigmoid


def test_relu_depends_on_the_seed():
    result = losses(train("lab-d-square-relu", SEEDS))
    assert result.min() < 0.05
    assert result.max() > 0.3
