"""The engine against its peers: the same task, the same starting weights, timed in turn on one thread."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from measure import median_ratio, seconds_per_update
from peers.numpy_peers import CarefulNumpy, StudentNumpy
from peers.plain_c import PlainC
from peers.task import Peer, Task
from peers.torch_eager import TorchEager

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.trainer import Trainer


class Engine:
    """nnviz's engine as a peer."""

    def __init__(self, task: Task) -> None:
        activations = ("sigmoid",) * (len(task.layers) - 1)
        network = Network(layers=task.layers, activations=activations, dtype=task.dtype)
        training = Training(
            loss="half_squared_error", learning_rate=task.learning_rate, batch_size=task.batch_size
        )
        self._trainer = Trainer(network, training, task.X, task.Y, task.weights, task.biases, seed=0)

    def run(self, updates: int) -> None:
        """Train for a number of updates."""
        self._trainer.run(updates)

    def weights(self) -> list[np.ndarray]:
        """Return the weights now."""
        return self._trainer.weights()


@dataclass(frozen=True)
class Row:
    """One line of the table: a ratio, and the goal it is held against."""

    work: str
    against: str
    ratio: float
    goal: float
    own_seconds: float


GOALS: tuple[tuple[str, Task, dict[str, tuple[type, float]]], ...] = (
    (
        "online [2,4,4,1]",
        Task.random((2, 4, 4, 1), batch_size=1),
        {
            "PyTorch eager": (TorchEager, 600),
            "student NumPy": (StudentNumpy, 120),
            "plain C -O3": (PlainC, 0.6),
        },
    ),
    (
        "full batch of 100 [2,4,4,1]",
        Task.random((2, 4, 4, 1), batch_size=0),
        {"PyTorch eager": (TorchEager, 60), "careful NumPy": (CarefulNumpy, 6), "plain C -O3": (PlainC, 1)},
    ),
    (
        "full batch of 100 [2,32,32,1]",
        Task.random((2, 32, 32, 1), batch_size=0),
        {"PyTorch eager": (TorchEager, 12), "careful NumPy": (CarefulNumpy, 2.5), "plain C -O3": (PlainC, 1)},
    ),
    (
        "mini-batch of 10 [2,4,4,1]",
        Task.random((2, 4, 4, 1), batch_size=10),
        {"PyTorch eager": (TorchEager, 350)},
    ),
    (
        "mini-batch of 32 [784,128,64,10], float32",
        replace(Task.random((784, 128, 64, 10), 32, samples=1024, scale=0.05), dtype="float32"),
        {"PyTorch eager": (TorchEager, 1.6)},
    ),
)


def agree(peers: dict[str, Peer], dtype: str, updates: int = 50) -> None:
    """Stop where the peers, trained alike, do not arrive at the same weights."""
    for peer in peers.values():
        peer.run(updates)
    reference, *others = [peer.weights() for peer in peers.values()]
    tolerance = 1e-9 if dtype == "float64" else 1e-4
    for weights in others:
        for expected, actual in zip(reference, weights, strict=True):
            np.testing.assert_allclose(actual, expected, rtol=tolerance, atol=tolerance)


def rows(progress: Callable[[str], None]) -> list[Row]:
    """Measure every line of the table."""
    table = []
    for work, task, rivals in GOALS:
        progress(work)
        peers: dict[str, Peer] = {"nnviz": Engine(task)}
        peers |= {name: make(task) for name, (make, _) in rivals.items()}
        agree(peers, task.dtype)
        times = seconds_per_update({name: peer.run for name, peer in peers.items()})
        own = float(np.median(times["nnviz"]))
        for name, (_, goal) in rivals.items():
            table.append(Row(work, name, median_ratio(times[name], times["nnviz"]), goal, own))
    return table
