"""NumPy as a student writes it in a course, and as someone writes it who has measured."""

from itertools import count

import numpy as np

from .task import Task


class BatchSource:
    """The batches of a task in their fixed order, for ever."""

    def __init__(self, task: Task) -> None:
        size = task.batch_size or len(task.X)
        starts = range(0, len(task.X), size)
        self._batches = [(task.X[s : s + size], task.Y[s : s + size]) for s in starts]
        self._counter = count()

    def next(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the coming batch."""
        return self._batches[next(self._counter) % len(self._batches)]


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


class StudentNumpy:
    """Lists of arrays, a new array for every intermediate result."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._source = BatchSource(task)
        self.W = [w.copy() for w in task.weights]
        self.b = [b.copy() for b in task.biases]

    def run(self, updates: int) -> None:
        """Train for a number of updates."""
        for _ in range(updates):
            X, Y = self._source.next()
            activations = [X]
            for W, b in zip(self.W, self.b, strict=True):
                activations.append(sigmoid(np.dot(activations[-1], W) + b))
            output = activations[-1]
            deltas = [(output - Y) * output * (1 - output)]
            for i in range(len(self.W) - 1, 0, -1):
                a = activations[i]
                deltas.insert(0, np.dot(deltas[0], self.W[i].T) * a * (1 - a))
            for i, delta in enumerate(deltas):
                self.W[i] = self.W[i] - self._task.learning_rate * np.dot(activations[i].T, delta) / len(X)
                self.b[i] = self.b[i] - self._task.learning_rate * delta.mean(axis=0)

    def weights(self) -> list[np.ndarray]:
        """Return the weights now."""
        return self.W


class CarefulNumpy:
    """Buffers allocated once, every operation in place, the constant factors folded."""

    def __init__(self, task: Task) -> None:
        self._source = BatchSource(task)
        rows = task.batch_size or len(task.X)
        self._rows, self._rate = rows, task.learning_rate
        self.W = [w.copy() for w in task.weights]
        self.b = [b.copy() for b in task.biases]
        self._a = [np.empty((rows, n)) for n in task.layers]
        self._d = [np.empty((rows, n)) for n in task.layers]
        self._s = [np.empty((rows, n)) for n in task.layers]
        self._gW = [np.empty_like(w) for w in task.weights]
        self._gb = [np.empty_like(b) for b in task.biases]

    def run(self, updates: int) -> None:
        """Train for a number of updates."""
        for _ in range(updates):
            X, Y = self._source.next()
            self._forward(X)
            self._backward(Y)
            self._change(X)

    def _forward(self, X: np.ndarray) -> None:
        previous = X
        for W, b, a in zip(self.W, self.b, self._a[1:], strict=True):
            np.matmul(previous, W, out=a)
            a += b
            np.negative(a, out=a)
            np.exp(a, out=a)
            a += 1
            np.reciprocal(a, out=a)
            previous = a

    def _backward(self, Y: np.ndarray) -> None:
        for i in range(len(self.W), 0, -1):
            a, delta, slope = self._a[i], self._d[i], self._s[i]
            if i == len(self.W):
                np.subtract(a, Y, out=delta)
            else:
                np.matmul(self._d[i + 1], self.W[i].T, out=delta)
            np.subtract(1, a, out=slope)
            slope *= a
            delta *= slope

    def _change(self, X: np.ndarray) -> None:
        step = self._rate / self._rows
        for i, (W, b, gW, gb) in enumerate(zip(self.W, self.b, self._gW, self._gb, strict=True)):
            delta = self._d[i + 1]
            np.matmul((X if i == 0 else self._a[i]).T, delta, out=gW)
            gW *= step
            W -= gW
            np.add.reduce(delta, axis=0, out=gb)
            gb *= step
            b -= gb

    def weights(self) -> list[np.ndarray]:
        """Return the weights now."""
        return self.W
