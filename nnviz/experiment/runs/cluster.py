"""Many runs on many machines: an existing Dask cluster, by an optional dependency.

A task is some runs, sent as text; a worker makes the experiments of it and runs them as a thread here would.
Dask runs again what a worker had in hand when it was lost. Each run is taken once, whoever ran it.
"""

import logging
import socket
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from nnviz import __version__
from nnviz.engine.compiling.background import ensure_compiled
from nnviz.experiment.results.outcome import Outcome, Result
from nnviz.experiment.runs.crew import CellRunner, ProblemShelf
from nnviz.experiment.runs.data_files import digest_of
from nnviz.experiment.runs.side_by_side import in_units, lanes_are_ready
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec, to_dict

if TYPE_CHECKING:
    from distributed import Client

SECONDS_TO_ANSWER = 15
TASKS_PER_THREAD = 8
"""So many tasks each thread of the workers gets, at least: a slow one then delays the end by little."""
MOST_RUNS = 64
"""Of one task: so much is run again where a worker is lost."""

_shelf = ProblemShelf()


class ClusterError(Exception):
    """A cluster cannot be used, or gave up; one sentence."""


class _Answer(msgspec.Struct, frozen=True):
    """What a worker says: one outcome, or one reason, for each run of its task."""

    machine: str
    outcomes: list[Outcome | None]
    reasons: list[str]


class Cluster:
    """A Dask cluster that runs experiments.

    Parameters
    ----------
    address : str
        Of its scheduler, such as "tcp://10.0.0.5:8786".

    Raises
    ------
    ClusterError
        If Dask is not installed, or nobody answers there.
    """

    def __init__(self, address: str) -> None:
        self._client = _connected(address)
        self._address = address

    def run(self, specs: Sequence[Spec]) -> Generator[Result, None, None]:
        """Run all experiments; yield what comes out of each, in the order in which they end.

        Leaving the loop cancels what no worker has begun.

        Raises
        ------
        ClusterError
            If a task cannot be done: no nnviz on a worker, another version, workers lost again and again.
        """
        from distributed import as_completed  # noqa: PLC0415 (an optional dependency)

        tasks = list(_tasks(specs, self._threads()))
        futures = [self._client.submit(run_task, _request(specs, places), pure=False) for places in tasks]
        places_of = dict(zip((future.key for future in futures), tasks, strict=True))
        try:
            for future in as_completed(futures):
                answer = self._answer(future)
                for number, place in enumerate(places_of.pop(future.key)):
                    outcome = answer.outcomes[number]
                    yield place, SpecError(answer.reasons[number]) if outcome is None else outcome
                future.release()
        finally:
            self._client.cancel([future for future in futures if future.key in places_of])
            self._client.close()

    def _threads(self) -> int:
        try:
            self._client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except TimeoutError:
            self._client.close()
            raise ClusterError(
                f"the scheduler at {self._address} has no workers: "
                f"start some with `dask worker {self._address}`."
            ) from None
        return max(1, int(sum(self._client.nthreads().values())))

    def _answer(self, future: Any) -> _Answer:
        try:
            return msgspec.json.decode(future.result(), type=_Answer)
        except ModuleNotFoundError as error:
            raise ClusterError(f"a worker has no {error.name}: install nnviz there as it is here.") from None
        except Exception as error:  # whatever ended a task on another machine
            words = " ".join(str(error).split()) or type(error).__name__
            raise ClusterError(f"the cluster gave up: {words}") from None


def run_task(request: bytes) -> bytes:
    """Run the experiments of a task, on a worker.

    Raises
    ------
    RuntimeError
        With one sentence: another version of nnviz, or another file of data than where the sweep began.
    """
    asked = msgspec.json.decode(request)
    name = _own_name()
    if asked["version"] != __version__:
        raise RuntimeError(f"{name} has nnviz {__version__}, the sweep was begun by {asked['version']}.")
    specs = [spec_from_dict(table) for table in asked["specs"]]
    if [digest_of(spec) for spec in specs] != asked["files"]:
        raise RuntimeError(
            f"{name} has another file of data: the same has to lie at the same path everywhere."
        )
    ensure_compiled()
    worker = CellRunner(_shelf, np.zeros(1, np.int64))
    outcomes: list[Outcome | SpecError | None] = [None] * len(specs)
    for unit in in_units(specs, lanes_are_ready()):
        for place, outcome in zip(unit, worker.run([specs[place] for place in unit]), strict=True):
            outcomes[place] = outcome
    return msgspec.json.encode(_answer_of(name, outcomes))


def _answer_of(name: str, outcomes: Sequence[Outcome | SpecError | None]) -> _Answer:
    there = [
        msgspec.structs.replace(each, machine=name) if isinstance(each, Outcome) else None
        for each in outcomes
    ]
    return _Answer(name, there, [each.reason if isinstance(each, SpecError) else "" for each in outcomes])


def _request(specs: Sequence[Spec], places: Sequence[int]) -> bytes:
    chosen = [specs[place] for place in places]
    return msgspec.json.encode(
        {
            "version": __version__,
            "specs": [to_dict(spec) for spec in chosen],
            "files": [digest_of(spec) for spec in chosen],
        }
    )


def _tasks(specs: Sequence[Spec], threads: int) -> Iterator[list[int]]:
    """Return the places of the runs of each task; those that go side by side stay together."""
    wanted = max(1, min(MOST_RUNS, len(specs) // (TASKS_PER_THREAD * threads)))
    task: list[int] = []
    for unit in in_units(specs, lanes=True):
        task += unit
        if len(task) >= wanted:
            yield task
            task = []
    if task:
        yield task


def _own_name() -> str:
    from distributed import get_worker  # noqa: PLC0415 (an optional dependency)

    return f"{socket.gethostname()} {get_worker().address}"


def _connected(address: str) -> "Client":
    try:
        from distributed import Client  # noqa: PLC0415 (an optional dependency)
    except ImportError:
        raise ClusterError('--dask needs Dask: pip install "nnviz-lecture[cluster]".') from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said in one sentence
    try:
        return Client(address, timeout=SECONDS_TO_ANSWER)
    except (OSError, TimeoutError, ValueError):
        raise ClusterError(
            f"no Dask scheduler answers at {address}: "
            "start one with `dask scheduler`, which prints its address."
        ) from None
