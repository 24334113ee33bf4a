"""The engine's other promises: lanes of seeds, maps, stopping, starting warm, memory of a long run."""

import os
import resource
import statistics
import subprocess
import sys
import threading
import time

import numpy as np
from measure import median_ratio, seconds_per_update
from peers.task import Task

from nnviz.engine.ensemble import train_ensemble
from nnviz.engine.evaluate import responses
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer

SEEDS = 8


def trainer(task: Task, seed: int = 0) -> Trainer:
    """Return a trainer of a task."""
    network = Network(layers=task.layers, activations=("sigmoid",) * (len(task.layers) - 1))
    training = Training(learning_rate=task.learning_rate, batch_size=task.batch_size)
    return Trainer(network, training, task.X, task.Y, task.weights, task.biases, seed=seed)


def lanes_of_seeds() -> float:
    """Return how many times faster eight seeds train in lanes than one after another."""
    task = Task.random((2, 4, 4, 1), batch_size=1)
    together = [trainer(task, seed) for seed in range(SEEDS)]
    alone = [trainer(task, seed) for seed in range(SEEDS)]

    def one_after_another(updates: int) -> None:
        for single in alone:
            single.run(updates)

    times = seconds_per_update(
        {"lanes": lambda updates: train_ensemble(together, updates), "singles": one_after_another}
    )
    return median_ratio(times["singles"], times["lanes"])


def maps() -> tuple[float, float]:
    """Return the milliseconds for all responses of a deep net on a 100 x 100 grid: nnviz, NumPy.

    As pictures get them: from nnviz in single precision, from NumPy as everybody writes it.
    """
    network = Network(layers=(2, 8, 8, 8, 8, 8, 8, 1), activations=("tanh",) * 6 + ("sigmoid",))
    weights, biases = initial_parameters(network, "glorot_uniform", np.random.default_rng(0))
    side = np.linspace(-1.0, 1.0, 100)
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)

    def own(repeats: int) -> None:
        for _ in range(repeats):
            responses(network, weights, biases, points)

    def with_numpy(repeats: int) -> None:
        for _ in range(repeats):
            a = points
            for w, b in zip(weights[:-1], biases[:-1], strict=True):
                a = np.tanh(a @ w + b)
            1 / (1 + np.exp(-(a @ weights[-1] + biases[-1])))

    times = seconds_per_update({"nnviz": own, "NumPy": with_numpy})
    return 1e3 * statistics.median(times["nnviz"]), 1e3 * statistics.median(times["NumPy"])


def stop_latency() -> float:
    """Return the median milliseconds from asking a running engine to stop until it has."""
    latencies = []
    running = trainer(Task.random((2, 4, 4, 1), batch_size=1))
    for _ in range(30):
        thread = threading.Thread(target=running.run, args=(2_000_000_000,))
        thread.start()
        time.sleep(0.02)
        begin = time.perf_counter()
        running.stop()
        thread.join()
        latencies.append(time.perf_counter() - begin)
    return 1e3 * statistics.median(latencies)


def warm_start() -> float:
    """Return the median seconds a new process takes to import the engine and load its compiled code."""
    program = "from nnviz.engine.compiling.background import ensure_compiled; ensure_compiled()"
    subprocess.run([sys.executable, "-c", program], check=True)
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True, env=os.environ)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def memory_growth() -> float:
    """Return by how many MB ten million updates of a session, recording its history, raise the peak."""
    from nnviz.experiment.session import Session  # noqa: PLC0415
    from nnviz.experiment.spec.catalogue import find  # noqa: PLC0415
    from nnviz.experiment.spec.reading import load_spec  # noqa: PLC0415

    session = Session(load_spec(find("lab-a-linear")))
    session.advance(100_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    session.advance(10_000_000)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
