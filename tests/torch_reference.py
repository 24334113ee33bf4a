"""Activation functions and losses in PyTorch, by the engine's names: a second opinion for the tests.

A new activation or loss needs its line here, too: what the engine says of itself would prove nothing.
"""

import torch
from torch.nn import functional

TORCH_ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "gelu": functional.gelu,
    "softplus": lambda z: functional.softplus(z, threshold=700.0),
    "identity": lambda z: z,
    "softmax": lambda z: torch.softmax(z, dim=1),
}


def torch_losses(name: str, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return one loss a sample by its definition; probabilities are clamped as ours are."""
    p = outputs.clamp(1e-16, 1 - 1e-16)
    return {
        "half_squared_error": lambda: 0.5 * (outputs - targets) ** 2,
        "mean_squared_error": lambda: (outputs - targets) ** 2 / outputs.shape[1],
        "log_loss": lambda: -(targets * p.log() + (1 - targets) * (1 - p).log()),
        "cross_entropy": lambda: -(targets * p.log()),
    }[name]().sum(1)
