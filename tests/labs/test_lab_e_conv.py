"""Lab E, its last part: the sweep of the convolutional network, in a short form: fewer images and epochs.

With all images and 12 epochs (docs/labs.md) Adam ends at 96 to 98 % of the test images with either rate,
gradient descent with Glorot's weights at 93 to 94 %, and with weights drawn from -1 to 1 at 10 to 14 %.
"""

import numpy as np
import pytest
from lab_report.sweeps import named

from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.runs.crew import Crew
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.planning import plan_of
from nnviz.experiment.sweeps.sweep import Sweep

pytestmark = pytest.mark.slow

SHORT = {"data.samples": 1000, "data.test_samples": 200, "training.epochs": 3}


@pytest.fixture(scope="module")
def accuracies():
    """Return the test accuracy of each row of the sweep."""
    order = named("lab-e-conv")
    spec = experiment_at(order.experiment)
    wait_until_compiled(spec)
    sweep = Sweep(plan_of(spec, order.experiment, order.groups(spec), 1, {**order.set, **SHORT}))
    for _ in sweep.run(Crew(2)):
        pass
    return np.array([outcome.test.accuracy for outcome in sweep.outcomes])


def test_adam_learns_with_both_rates(accuracies):
    assert accuracies[:2].min() > 0.75


def test_gradient_descent_is_slower_but_learns_from_glorots_weights(accuracies):
    slow = accuracies[[2, 3, 5]]
    assert slow.min() > 0.15
    assert slow.max() < accuracies[:2].min()


def test_weights_drawn_too_large_stay_at_guessing(accuracies):
    assert accuracies[4] < 0.15
