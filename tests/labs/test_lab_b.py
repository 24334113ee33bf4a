"""Lab B: batch learning without biases. Full length, ten seeds (32 x 32 units: five); nothing shortened."""

import numpy as np
import pytest
from lab_report.runs import shipped, train

SEEDS = range(10)


@pytest.fixture(scope="module")
def linear():
    return train("lab-b-linear", SEEDS, (1000, 2000, 5000, 10_000, 20_000))


@pytest.fixture(scope="module")
def xor():
    return train("lab-b-xor", SEEDS, (1000, 5000, 10_000, 15_000, 20_000))


def median(runs, epoch, score="loss"):
    return np.median([getattr(run.at[epoch].train, score) for run in runs])


def test_linear_reaches_100_per_cent(linear):
    assert [run.accuracy for run in linear] == [1.0] * len(linear)


def test_the_loss_of_linear_goes_on_falling(linear):
    """Reported: 0.134, 0.058, 0.0237, 0.0141, 0.0077 after 1000, 2000, 5000, 10,000 and 20,000 epochs."""
    assert 0.10 < median(linear, 1000) < 0.25
    assert 0.04 < median(linear, 2000) < 0.13
    assert 0.018 < median(linear, 5000) < 0.045
    assert 0.011 < median(linear, 10_000) < 0.022
    assert all(0.006 < run.loss < 0.011 for run in linear)
    assert median(linear, 2000, "accuracy") >= 0.95


@pytest.mark.parametrize("data_seed", [0, 2, 4])
def test_linear_is_learned_from_other_points_too(data_seed):
    runs = train("lab-b-linear", range(5), data__seed=data_seed)
    assert all(run.accuracy >= 0.99 and 0.001 < run.loss < 0.02 for run in runs)


def test_xor_is_learned_late_and_not_by_every_seed(xor):
    """Reported: 57 % after 1000 epochs, 76 % after 5000, 90 % after 10,000, 100 % from 15,000; loss 0.0145.

    Re-run for the report: loss 0.018 to 0.24, two of five seeds at 100 %.
    """
    assert 0.24 < median(xor, 1000) < 0.255
    assert median(xor, 1000, "accuracy") < 0.7
    assert 0.6 < median(xor, 5000, "accuracy") < 0.85
    assert 0.6 < median(xor, 10_000, "accuracy") < 0.95
    done = [run.accuracy == 1.0 for run in xor]
    assert 0.3 <= np.mean(done) < 1.0
    assert all(0.005 < run.loss < 0.25 for run in xor)
    own = xor[shipped("lab-b-xor").training.seed]
    assert own.accuracy == 1.0
    assert own.loss < 0.03


@pytest.mark.parametrize("data", ["linear", "xor"])
def test_learning_rate_1_is_faster(data, linear, xor):
    """Re-run for the report: XOR 100 %, loss 1e-4."""
    fast = train(f"lab-b-{data}-learning-rate-1", SEEDS)
    assert all(run.accuracy == 1.0 for run in fast)
    slow = {"linear": linear, "xor": xor}[data]
    assert all(run.loss < other.loss / 5 for run, other in zip(fast, slow, strict=True))
    if data == "xor":
        assert np.mean([run.loss < 2e-4 for run in fast]) >= 0.9


@pytest.mark.parametrize(("data", "at_most"), [("linear", 0.85), ("xor", 0.62)])
def test_learning_rate_0_0001_does_not_converge(data, at_most):
    """Reported: 81.0 % and 47.6 %, which is what the start happened to give."""
    for run in train(f"lab-b-{data}-learning-rate-0.0001", SEEDS, (0, 20_000)):
        assert run.accuracy <= at_most
        assert run.loss > 0.9 * run.at[0].train.loss


@pytest.mark.parametrize("data", ["linear", "xor"])
def test_32_x_32_units_do_well(data, linear, xor):
    """In at least four of five seeds: so many large weights may also start the output at a dead end."""
    wide = train(f"lab-b-{data}-hidden-32x32", range(5))
    assert np.mean([run.accuracy == 1.0 for run in wide]) >= 0.8
    narrow = {"linear": linear, "xor": xor}[data]
    assert np.median([run.loss for run in wide]) < np.median([run.loss for run in narrow])


@pytest.mark.parametrize(("data", "loss"), [("linear", 0.12), ("xor", 0.22)])
def test_2_x_1_units_do_not_converge(data, loss):
    runs = train(f"lab-b-{data}-hidden-2x1", SEEDS)
    assert all(run.accuracy < 0.75 for run in runs)
    assert all(run.loss > loss for run in runs)


def test_without_activation_linear_falls_but_still_learns():
    """Reported: 85 %. With initial weights as large as these more than half of the seeds diverge."""
    runs = [run for run in train("lab-b-linear-identity", SEEDS) if not run.diverged]
    assert len(runs) >= 3
    assert all(0.8 <= run.accuracy < 0.95 for run in runs)
    assert shipped("lab-b-linear-identity").training.seed in {run.seed for run in runs}


def test_without_activation_xor_is_impossible():
    runs = [run for run in train("lab-b-xor-identity", SEEDS) if not run.diverged]
    assert len(runs) >= 3
    assert all(run.loss > 0.25 and run.accuracy < 0.6 for run in runs)
    assert shipped("lab-b-xor-identity").training.seed in {run.seed for run in runs}
