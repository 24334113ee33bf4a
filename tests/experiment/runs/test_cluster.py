"""Sweeps on a Dask cluster on loopback: the same bits, also where a worker is killed half-way."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from planned_sweeps import numbers, plan, swept

from nnviz.experiment.results.outcome import Outcome

pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parents[3]
SQUARE = ("lab-d-square", "--epochs", "3000", "--vary", "training.learning_rate=0.0005:0.01:8")


class _Cluster:
    """A scheduler and workers of one thread, as Dask's own commands start them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._started: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self._file))
        self.address = self._told_address()

    def _told_address(self) -> str:
        """Wait until the scheduler has written its whole file: at first it is empty."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with contextlib.suppress(OSError, ValueError):
                return json.loads(self._file.read_text())["address"]
            time.sleep(0.1)
        self.end()
        raise TimeoutError(f"no scheduler: {(self._folder / 'dask.log').read_text()}")

    def worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self._folder / "dask.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words, "--no-dashboard"],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        self._started.append(process)
        return process

    def end(self) -> None:
        for process in reversed(self._started):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    made = _Cluster(tmp_path)
    yield made
    made.end()


def _sweep(*arguments: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "nnviz", "sweep", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.slow
@pytest.mark.usefixtures("compiled_engine")
def test_a_killed_worker_changes_nothing(cluster, tmp_path):
    workers = [cluster.worker(), cluster.worker()]
    kept = tmp_path / "kept.json"
    running = _sweep(
        *SQUARE, "--seeds", "50", "--json", "--dask", cluster.address, "--resume", str(kept), folder=tmp_path
    )
    until = time.monotonic() + 120
    while len(_machines(kept)) < 2 and time.monotonic() < until and running.poll() is None:
        time.sleep(0.1)
    assert running.poll() is None
    workers[0].kill()
    out, err = running.communicate(timeout=300)
    assert running.returncode == 0, err
    report = json.loads(out)
    assert len(report["cells"]) == 400
    assert sum(report["machines"].values()) == 400
    assert len(report["machines"]) == 2
    here = swept(plan("lab-d-square", SQUARE[-1], seeds=50, training__epochs=3000), jobs=2)
    for cell, outcome in zip(report["cells"], here.outcomes, strict=True):
        there = [cell[key] for key in ("epochs", "updates", "diverged", "train", "validation", "test")]
        assert outcome is not None
        plain = _plain(outcome)
        assert there == plain


def _machines(kept: Path) -> set[str]:
    """Return who ran what is kept so far."""
    cells = json.loads(kept.read_text())["cells"] if kept.exists() else []
    return {cell["outcome"]["machine"] for cell in cells}


def _plain(outcome: Outcome) -> list[object]:
    epochs, updates, diverged, _, *scores = numbers(outcome)
    return [
        epochs,
        updates,
        diverged,
        *(score and {"loss": score.loss, "accuracy": score.accuracy} for score in scores),
    ]


@pytest.mark.slow
def test_what_is_wrong_with_a_cluster_is_one_sentence(cluster, tmp_path):
    running = _sweep(*SQUARE, "--dask", cluster.address, folder=tmp_path)
    out, err = running.communicate(timeout=120)
    assert (running.returncode, out) == (1, "")
    assert err == (
        f"nnviz: the scheduler at {cluster.address} has no workers: "
        f"start some with `dask worker {cluster.address}`.\n"
    )
    running = _sweep(*SQUARE, "--dask", "tcp://127.0.0.1:9", folder=tmp_path)
    out, err = running.communicate(timeout=120)
    assert (running.returncode, out) == (1, "")
    assert err.startswith("nnviz: no Dask scheduler answers at tcp://127.0.0.1:9")
    assert err.count("\n") == 1
