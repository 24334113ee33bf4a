"""The printed trace is the derivative of the printed loss: checked with PyTorch's autograd at every z."""

import numpy as np
import pytest
import torch

from nnviz.cli.report import trace_report
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import load_spec


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("batch_size", [1, 3])
def test_delta_is_the_derivative_of_the_printed_loss(reduction: str, batch_size: int) -> None:
    changes = {
        "training.batch_size": batch_size,
        "training.reduction": reduction,
        "training.l2": 0.1,
        "training.loss": "half_squared_error",
    }
    session = Session(with_values(load_spec(find("lab-a-xor")), changes))
    session.advance(5)
    report = trace_report(session)

    a = torch.tensor(report["batch"]["X"], dtype=torch.float64)
    sums, penalty = [], 0.0
    for layer in report["layers"]:
        weights = torch.tensor(layer["weights"], dtype=torch.float64)
        sums.append((a @ weights + torch.tensor(layer["biases"], dtype=torch.float64)).requires_grad_())
        sums[-1].retain_grad()
        a = torch.sigmoid(sums[-1])
        penalty = penalty + 0.05 * (weights**2).sum()
    targets = torch.tensor(report["batch"]["y"], dtype=torch.float64).reshape(a.shape)
    losses = 0.5 * ((a - targets) ** 2).sum(1)
    loss = (losses.mean() if reduction == "mean" else losses.sum()) + penalty
    loss.backward()

    assert report["loss"] == pytest.approx(float(loss.detach()), abs=1e-14)
    below = np.array(report["batch"]["X"])
    for layer, z in zip(report["layers"], sums, strict=True):
        assert z.grad is not None
        np.testing.assert_allclose(layer["delta"], z.grad.numpy(), rtol=1e-12, atol=1e-15)
        gradient = below.T @ np.array(layer["delta"]) + 0.1 * np.array(layer["weights"])
        np.testing.assert_allclose(layer["weights_gradient"], gradient, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(layer["biases_gradient"], np.sum(layer["delta"], axis=0), rtol=1e-12)
        below = np.array(layer["a"])
