"""Plain C, compiled when first used."""

import ctypes
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from .task import Task

DOUBLES = ctypes.POINTER(ctypes.c_double)


@cache
def library() -> ctypes.CDLL:
    """Compile plain.c with -O3 and load it."""
    target = Path(tempfile.mkdtemp()) / "plain.so"
    source = Path(__file__).with_name("plain.c")
    subprocess.run(["cc", "-O3", "-shared", "-fPIC", "-o", target, source, "-lm"], check=True)
    return ctypes.CDLL(str(target))


def pointer(array: np.ndarray) -> "ctypes._Pointer[ctypes.c_double]":
    """Return the address of a float64 array's data."""
    return array.ctypes.data_as(DOUBLES)


class PlainC:
    """Training by plain.c; only online and full batch."""

    def __init__(self, task: Task) -> None:
        self._function = library().train_online if task.batch_size == 1 else library().train_full_batch
        self._task = task
        self._weights = [np.array(w.T, order="C") for w in task.weights]
        self._biases = [b.copy() for b in task.biases]
        n = len(self._weights)
        self._weight_pointers = (DOUBLES * n)(*map(pointer, self._weights))
        self._bias_pointers = (DOUBLES * n)(*map(pointer, self._biases))
        self._units = (ctypes.c_int * len(task.layers))(*task.layers)

    def run(self, updates: int) -> None:
        """Train for a number of updates."""
        task = self._task
        self._function(
            len(task.layers), self._units, self._weight_pointers, self._bias_pointers, pointer(task.X),
            pointer(task.Y), len(task.X), ctypes.c_long(updates), ctypes.c_double(task.learning_rate),
        )  # fmt: skip

    def weights(self) -> list[np.ndarray]:
        """Return the weights now."""
        return [w.T.copy() for w in self._weights]
