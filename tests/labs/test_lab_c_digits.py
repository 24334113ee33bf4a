"""Lab C, its third part: MNIST with two hidden layers. Shortened: the first epochs of 250.

The reference, PyTorch in double precision with weights drawn more narrowly (50 / 150 / 250 epochs: training
.82 / .92 / .94, validation .82 / .90 / .91), is reached and passed: .89 / .94 / .97 and .88 / .91 / .93.
"""

import numpy as np
import pytest
from lab_report.runs import shipped

from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.session import Session

pytestmark = pytest.mark.slow


def curves(name: str, epochs: int) -> dict[str, np.ndarray]:
    """Train the first epochs; return accuracies and losses, one value an epoch, that of the start first."""
    one = shipped(name)
    wait_until_compiled(one)
    session = Session(one)
    session.advance(epochs * 125)
    history = session.curves()
    assert list(history.epochs[: epochs + 1]) == list(range(epochs + 1))
    return {
        **{f"{part} accuracy": history.accuracy[part] for part in ("train", "validation", "test")},
        **{f"{part} loss": history.loss[part] for part in ("train", "validation", "test")},
    }


def test_sigmoid_stands_still_before_it_learns():
    run = curves("lab-c-mnist", 10)
    assert run["validation accuracy"][1] < 0.35
    assert run["train loss"][1] > 2.2
    for part in ("train", "validation", "test"):
        assert 0.65 < run[f"{part} accuracy"][10] < 0.85


def test_summed_gradients_learn_at_once_and_overfit():
    run = curves("lab-c-mnist-sum", 30)
    assert run["train accuracy"][30] > 0.98
    assert 0.91 < run["validation accuracy"][30] < 0.96
    assert 0.91 < run["test accuracy"][30] < 0.96
    assert run["validation loss"][30] > 4 * run["train loss"][30]


def test_relu_has_no_plateau():
    run = curves("lab-c-mnist-relu", 5)
    assert run["validation accuracy"][1] > 0.7
    assert run["validation accuracy"][5] > 0.85
