"""What every peer trains: a network, its starting point and the data."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np


@dataclass(frozen=True, eq=False)
class Task:
    """Sigmoid layers, half squared error, plain gradient descent; `batch_size` 0 is the full batch."""

    layers: tuple[int, ...]
    batch_size: int
    X: np.ndarray
    Y: np.ndarray
    weights: list[np.ndarray]  # (fan_in, fan_out)
    biases: list[np.ndarray]
    learning_rate: float = 0.1
    dtype: str = "float64"

    @classmethod
    def random(
        cls, layers: tuple[int, ...], batch_size: int, samples: int = 100, scale: float = 1.0
    ) -> "Task":
        """Draw points in a square, labelled by the sign of x1 x2, and normal weights times `scale`."""
        rng = np.random.default_rng(0)
        X = rng.uniform(-1, 1, (samples, layers[0]))
        Y = np.repeat((X[:, :1] * X[:, 1:2] > 0).astype(float), layers[-1], axis=1)
        weights = [scale * rng.normal(size=shape) for shape in pairwise(layers)]
        return cls(layers, batch_size, X, Y, weights, [rng.normal(size=n) for n in layers[1:]])


class Peer(Protocol):
    """Something that trains a task; a fresh one starts from the task's weights."""

    def __init__(self, task: Task) -> None: ...

    def run(self, updates: int) -> None:
        """Train for a number of updates."""

    def weights(self) -> list[np.ndarray]:
        """Return the weights now, (fan_in, fan_out) each: every peer must arrive at the same ones."""
