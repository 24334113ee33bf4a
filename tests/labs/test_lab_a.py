"""Lab A: online learning. Forty seeds, eight at a time, unless a test says otherwise.

Shortened: the linear data set's variations run 10,000 of their epochs; the original runs all 100,000.
"""

from itertools import pairwise

import numpy as np
import pytest
from lab_report.runs import loss_on_the_way, shipped, train

from nnviz.experiment.session import Session

SEEDS = range(40)
SMALLER = ("-learning-rate-0.5", "-learning-rate-0.1")


def share(runs, holds):
    return np.mean([holds(run) for run in runs])


@pytest.fixture(scope="module")
def xor():
    return train("lab-a-xor", SEEDS, (200, 2000))


def test_runs_side_by_side_are_the_run_of_the_window(xor):
    session = Session(shipped("lab-a-xor"))
    session.advance(session.last_update)
    assert xor[session.spec.training.seed].loss == session.metrics().train.loss


def test_xor_first_stays_on_the_plateau(xor):
    assert all(0.115 < run.at[200].train.loss < 0.126 for run in xor)
    assert share(xor, lambda run: 0.124 < run.at[200].train.loss < 0.1255) > 0.8


def test_on_the_plateau_every_output_is_near_one_half():
    outputs = np.array([run.predictions() for run in train("lab-a-xor", SEEDS, (200,))])
    assert np.median(np.abs(outputs - 0.48)) < 0.02
    assert np.quantile(np.abs(outputs - 0.48), 0.9) < 0.06


def test_xor_then_drops_suddenly():
    """The shipped seed. Reported: 0.1248 up to epoch 600, 0.0941 at 1000, 0.0065 at 1200, 0.00016 at 2000."""
    (run,) = train("lab-a-xor", [shipped("lab-a-xor").training.seed], range(0, 2001, 200))
    loss = [run.at[epoch].train.loss for epoch in sorted(run.at)]
    assert all(0.1235 < value < 0.126 for value in loss[:5])  # until epoch 800
    assert 0.07 < loss[5] < 0.11
    assert loss[6] < 0.02
    assert 5e-5 < loss[10] < 5e-4
    falls = [before / after for before, after in pairwise(loss)]
    assert int(np.argmax(falls)) in (5, 6)


def test_xor_ends_below_a_thousandth_in_half_of_the_seeds(xor):
    """Reported 1.57e-4; the other seeds are still falling, or keep one point wrong for long (loss 0.022)."""
    assert share(xor, lambda run: run.loss < 1e-3) >= 0.4
    assert share(xor, lambda run: run.loss < 0.03) >= 0.8
    assert min(run.loss for run in xor) > 1e-5


def test_with_a_smaller_learning_rate_the_plateau_lasts_longer():
    """Reported: it stays there "in every way I tried". Here most seeds do leave it at 0.5, only later."""
    epochs = range(0, 2001, 50)

    def epochs_on_it(name):
        runs = train(name, SEEDS, epochs)
        return np.array([sum(run.at[epoch].train.loss > 0.12 for epoch in epochs) * 50 for run in runs])

    quick, slow, slowest = (epochs_on_it(f"lab-a-xor{rate}") for rate in ("", *SMALLER))
    assert np.mean(slow >= quick) > 0.8
    assert np.median(slow) > 1.1 * np.median(quick)
    assert np.median(slowest) > 1.5 * np.median(slow)


def test_at_a_learning_rate_of_a_tenth_hardly_a_seed_learns_xor():
    runs = train("lab-a-xor-learning-rate-0.1", SEEDS)
    assert share(runs, lambda run: run.loss > 0.05) >= 0.9
    assert share(runs, lambda run: run.loss > 0.115) >= 0.6


def test_the_shipped_smaller_learning_rates_stay_on_the_plateau():
    for rate, epoch in (("0.5", 1600), ("0.1", 2000)):
        name = f"lab-a-xor-learning-rate-{rate}"
        (run,) = train(name, [shipped(name).training.seed], (epoch,))
        assert 0.123 < run.loss < 0.126


def test_without_biases_some_seeds_are_done_and_the_others_on_the_way():
    """Re-run for the report: three of five seeds below 2e-4 at epoch 2000."""
    runs = train("lab-a-xor-no-biases", SEEDS)
    assert 0.3 < share(runs, lambda run: run.loss < 2e-4) < 0.7
    assert share(runs, lambda run: run.loss > 0.005) > 0.2
    seed = shipped("lab-a-xor-no-biases").training.seed
    assert runs[seed].loss < 2e-4


def test_the_wrong_order_fails_where_the_right_one_does_not(xor):
    """Reported: "training failed a lot of times"; re-run: loss 0.16 in four of five seeds.

    0.160 is the mean of the losses met on the way, just before each update; after an epoch it is 0.127.
    """
    wrong = train("lab-a-xor-update-first", SEEDS)
    assert share(wrong, lambda run: 0.126 < run.loss < 0.129) >= 0.6
    right_is_better = [run.loss < other.loss for run, other in zip(xor, wrong, strict=True)]
    assert np.mean(right_is_better) >= 0.8
    seed = shipped("lab-a-xor-update-first").training.seed
    assert 0.155 < loss_on_the_way(wrong[seed]) < 0.165
    assert xor[seed].loss < 1e-3


def test_linear_ends_where_the_report_says():
    """All 100,000 epochs: ten million updates for each of eight seeds."""
    runs = train("lab-a-linear", range(8))
    assert all(1e-8 < run.loss < 1e-2 for run in runs)
    assert all(run.accuracy == 1.0 for run in runs)
    outputs = runs[0].predictions()
    assert outputs.min() < 1e-4
    assert outputs.max() > 0.9999


@pytest.mark.parametrize("variation", ["", "-no-biases", "-learning-rate-0.5", "-update-first"])
def test_linear_is_easy_whatever_is_varied(variation):
    """Even the wrong order goes unnoticed here. 10,000 epochs."""
    for run in train(f"lab-a-linear{variation}", range(8), (10_000,)):
        assert run.loss < 1e-3
        assert run.accuracy >= 0.99
