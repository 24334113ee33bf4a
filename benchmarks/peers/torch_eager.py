"""PyTorch as its tutorials write it: nn.Sequential, autograd, torch.optim.SGD, one thread."""

import numpy as np
import torch

from .numpy_peers import BatchSource
from .task import Task


class TorchEager:
    """An eager training loop."""

    def __init__(self, task: Task) -> None:
        torch.set_num_threads(1)
        dtype = getattr(torch, task.dtype)
        modules: list[torch.nn.Module] = []
        self._linears = []
        for w, b in zip(task.weights, task.biases, strict=True):
            linear = torch.nn.Linear(*w.shape, dtype=dtype)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(w.T))
                linear.bias.copy_(torch.from_numpy(b))
            self._linears.append(linear)
            modules += [linear, torch.nn.Sigmoid()]
        self._model = torch.nn.Sequential(*modules)
        self._optimizer = torch.optim.SGD(self._model.parameters(), lr=task.learning_rate)
        source = BatchSource(task)
        epoch = -(-len(task.X) // (task.batch_size or len(task.X)))
        self._batches = [tuple(torch.from_numpy(a).to(dtype) for a in source.next()) for _ in range(epoch)]
        self._done = 0

    def run(self, updates: int) -> None:
        """Train for a number of updates."""
        for _ in range(updates):
            X, Y = self._batches[self._done % len(self._batches)]
            self._done += 1
            self._optimizer.zero_grad()
            loss = 0.5 * ((self._model(X) - Y) ** 2).sum(dim=1).mean()
            loss.backward()
            self._optimizer.step()

    def weights(self) -> list[np.ndarray]:
        """Return the weights now."""
        return [linear.weight.detach().numpy().T.copy() for linear in self._linears]
