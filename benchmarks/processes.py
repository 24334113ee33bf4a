"""Does the online kernel take another time in every process? Several take turns on one machine.

`python benchmarks/processes.py [PROCESSES [ROUNDS]]` prints, for each process, the nanoseconds of an update
(the fastest of its rounds, and their middle) and where its code and its weights lie.
"""

import _one_thread  # noqa: F401, I001  # first: NumPy looks when it is imported
import statistics
import subprocess
import sys
import time
from typing import Any, NamedTuple

UPDATES = 100_000
"""In one round: some 30 ms."""


def work() -> None:
    """Train for a round at each line of standard input, and answer with its nanoseconds an update."""
    from engine import GOALS, Engine  # noqa: PLC0415 (the parent measures nothing)

    from nnviz.engine.compiling.background import ensure_compiled  # noqa: PLC0415

    if not ensure_compiled():
        sys.exit("The engine could not be compiled on this machine.")
    from nnviz.engine.kernels.train import train  # noqa: PLC0415

    trained = Engine(GOALS[0][1])
    trained.run(UPDATES)
    entry: Any = train
    codes = [hex(_address(result)) for result in entry.compiled.overloads.values()]
    print(" ".join(codes), hex(trained.weights()[0].ctypes.data), flush=True)
    for _line in sys.stdin:
        begin = time.thread_time()
        trained.run(UPDATES)
        print(1e9 * (time.thread_time() - begin) / UPDATES, flush=True)


def _address(result: Any) -> int:
    address: int = result.library.get_pointer_to_function(result.fndesc.llvm_func_name)
    return address


class Measured(NamedTuple):
    """What one process needed: nanoseconds an update, one a round; and where its code and weights lie."""

    times: list[float]
    place: str


def in_turn(count: int = 6, rounds: int = 30) -> list[Measured]:
    """Let so many processes take turns for so many rounds."""
    own = [sys.executable, __file__, "--work"]
    processes = [
        subprocess.Popen(own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(count)
    ]
    places = [_answer(process) for process in processes]
    times: list[list[float]] = [[] for _ in processes]
    for _ in range(rounds):
        for process, own_times in zip(processes, times, strict=True):
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
            own_times.append(float(_answer(process)))
    for process in processes:
        process.communicate()
    return [Measured(*pair) for pair in zip(times, places, strict=True)]


def spread() -> float:
    """Return the middle time of the slowest process over that of the fastest."""
    middles = [statistics.median(measured.times) for measured in in_turn()]
    return max(middles) / min(middles)


def _answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


if __name__ == "__main__":
    if "--work" in sys.argv:
        work()
    else:
        for times, place in in_turn(*map(int, sys.argv[1:])):
            middle = statistics.median(times)
            print(f"{min(times):4.0f} ns at best, {middle:4.0f} ns in the middle; {place.strip()}")
