"""An epoch of two networks on images, beside PyTorch on one thread: `python benchmarks/images.py`.

The numbers are random, in the shapes of MNIST: what a network learns does not change how long it takes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import torch
from torch import nn

from nnviz.engine.compiling import background
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.flatten import Flatten
from nnviz.engine.layers.input import Input
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.pool import MaxPool
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer

SAMPLES = 640
MLP_BATCH, CONV_BATCH = 32, 64
MLP, CONV = f"784-128-64-10, batch {MLP_BATCH}", f"conv net of lab E4, batch {CONV_BATCH}"
ROUNDS = 9


def mlp() -> Network:
    """Return the network of lab C3."""
    return Network((784, 128, 64, 10), ("sigmoid", "sigmoid", "softmax"), dtype="float32")


def torch_mlp() -> nn.Module:
    """Return the same."""
    return nn.Sequential(
        nn.Linear(784, 128), nn.Sigmoid(), nn.Linear(128, 64), nn.Sigmoid(), nn.Linear(64, 10)
    )


def conv_net() -> Network:
    """Return the network of lab E4."""
    layers: list[Layer] = [Input((28, 28, 1))]
    kinds: list[Callable[[tuple[int, ...]], Layer]] = [
        lambda shape: Conv(shape, (5, 5), units=10, activation="relu"),
        lambda shape: MaxPool(shape, (2, 2), (2, 2)),
        lambda shape: Conv(shape, (5, 5), units=20, activation="relu"),
        lambda shape: MaxPool(shape, (2, 2), (2, 2)),
        Flatten,
        lambda shape: Dense(shape, 50, activation="relu", dropout=0.5),
        lambda shape: Dense(shape, 10, activation="softmax"),
    ]
    for kind in kinds:
        layers.append(kind(layers[-1].shape_out))
    return Network(tuple(layers), dtype="float32")


def torch_conv_net() -> nn.Module:
    """Return the same."""
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 10, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(10, 20, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(320, 50),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(50, 10),
    )


def nnviz_updates(network: Network, batch: int, X: np.ndarray, y: np.ndarray) -> Callable[[], None]:
    """Return what trains for an epoch."""
    training = Training(loss="cross_entropy", learning_rate=0.01, batch_size=batch, shuffle=True)
    start = initial_parameters(network, "glorot_uniform", np.random.default_rng(0))
    trainer = Trainer(network, training, X, np.eye(10)[y], *start)
    trainer.run(1)
    epoch = trainer.updates_per_epoch
    return lambda: _all(trainer.run(epoch), epoch)


def _all(done: int, wanted: int) -> None:
    assert done == wanted, "training stopped early"


def torch_updates(model: nn.Module, batch: int, X: np.ndarray, y: np.ndarray) -> Callable[[], None]:
    """Return the same for PyTorch."""
    inputs, classes = torch.tensor(X, dtype=torch.float32), torch.tensor(y)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    loss_of = nn.CrossEntropyLoss()

    def epoch() -> None:
        order = torch.randperm(len(inputs))
        for begin in range(0, len(inputs), batch):
            rows = order[begin : begin + batch]
            optimizer.zero_grad()
            loss_of(model(inputs[rows]), classes[rows]).backward()
            optimizer.step()

    return epoch


def seconds_of(*runs: Callable[[], None], rounds: int) -> list[float]:
    """Return the median seconds of each, measured in turns, so that a busy machine is busy for all."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for run, own in zip(runs, times, strict=True):
            begin = time.perf_counter()
            run()
            own.append(time.perf_counter() - begin)
    return [median(own) for own in times]


def times(rounds: int) -> dict[str, tuple[float, float]]:
    """Return the seconds of an update of each network, ours and PyTorch's."""
    torch.set_num_threads(1)
    assert background.ensure_compiled(*background.ON_DEMAND), background.hint()
    rng = np.random.default_rng(0)
    X, y = rng.uniform(-1, 1, (SAMPLES, 784)), rng.integers(0, 10, SAMPLES)
    found = {}
    for name, network, model, batch in (
        (MLP, mlp(), torch_mlp(), MLP_BATCH),
        (CONV, conv_net(), torch_conv_net(), CONV_BATCH),
    ):
        ours, theirs = seconds_of(
            nnviz_updates(network, batch, X, y), torch_updates(model, batch, X, y), rounds=rounds
        )
        updates = -(-SAMPLES // batch)
        found[name] = ours / updates, theirs / updates
    return found


def main() -> None:
    """Print milliseconds an update, and how many times PyTorch takes as long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    print(f"{'':30}{'nnviz':>10}{'PyTorch':>10}{'times':>8}   milliseconds an update")
    for name, (ours, theirs) in times(parser.parse_args().rounds).items():
        print(f"{name:30}{1e3 * ours:10.3f}{1e3 * theirs:10.3f}{theirs / ours:8.2f}")


if __name__ == "__main__":
    main()
