"""Measure everything and write docs/performance.md: python benchmarks/run.py, on an idle machine."""

import sys
from collections.abc import Iterable
from pathlib import Path

import _one_thread  # noqa: F401  # first: NumPy looks when it is imported
import engine
import images
import lectures
import machine
import many_runs_window
import more
import processes
import sweeps
import window

from nnviz.engine.compiling.background import ensure_compiled

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"

INTRODUCTION = """# Performance

Made by `python benchmarks/run.py`, on: {machine}.

Every ratio is a median over rounds in which the rivals take turns in one process, on one thread, from the
same weights and data, after arriving at the same weights (to 1e-9; 1e-4 in float32). A ratio of 10 means
that nnviz takes a tenth of the time. A goal that is missed says so.

## The engine against others

| work | nnviz, one update | against | times as fast | goal |
|---|---|---|---|---|
"""

LARGE_MAPS = """
Beside a map of 512 x 512 runs, one picture took up to 48 ms of the window's thread. The colours are worked
out in the thread of the runs now (13 ms), runs are counted as they come, and to paint takes 4 ms, 10 where
half of the runs are struck through. Lines through equal runs took 126 ms; where there are more than 64 x 64
runs, they are painted beside the window. To paint a table of runs, Qt asks Python for no words: each of some
500 questions a painting waited for the threads of the runs, up to 100 ms together.
"""

LAYERS_SEEN = """
## What each layer sees

t-SNE of 500 samples in every layer, in the open window while the network trains flat out (goal: five pictures
a second of three layers):

| network | a second | processor time of one, to paint it | gaps: median, 99 %, longest |
|---|---|---|---|
| [784,128,64,10] | 9.6 | 64 ms, 9 ms | 16 / 43 / 50 ms |
| the network of lab E4, its pictured layers | 6.5 | 154 ms, 11 ms | 16 / 42 / 49 ms |

`python benchmarks/embeddings.py` takes the processor time without a window: 61 and 146 ms, the first picture
1.4 and 1.0 s.
"""

FRAMES = """
## Frames against 0.1.0

To paint a view of 470 x 420 of a run, 14 rounds in turn with 0.1.0, processor time, median of ratios: the
output of XOR .92, its curves 1.06, the output of five classes 1.06, its curves 1.07 (goal 1.1).
"""

ONE_LIKE_ANOTHER = """
## One process like another

The online kernel was once seen to take 206 ns an update in some processes and 270 to 306 ns in others,
steadily within each. `python benchmarks/processes.py` lets several processes take turns, so that all have
the same machine, and takes the time of the processor. Of 18 (six, then twelve, while the machine had six
times the work it has processors for), each needed 199 to 205 ns at best and 208 to 213 ns in the middle of
its rounds. The code begins at a page wherever it lies, and where it lies made no difference. So it is
neither the place of the code nor something of ours: it was the machine, its clock and its neighbours, at
another time. That is why everything above is a ratio of work that took turns.
"""


def main() -> None:
    """Measure and write the page."""
    if not ensure_compiled():
        sys.exit("The engine could not be compiled on this machine: there is nothing to measure.")
    lines = [INTRODUCTION.format(machine=machine.describe())]
    lines += [
        f"| {row.work} | {duration(row.own_seconds)} | {row.against} | {verdict(row.ratio, row.goal)} |\n"
        for row in engine.rows(print)
    ]
    lines += ["\n## Other promises\n\n| what | measured | goal |\n|---|---|---|\n"]
    lines += [f"| {what} | {measured} | {goal} |\n" for what, measured, goal in promises()]
    lines += ["\n## Many runs\n\n| what | measured | goal |\n|---|---|---|\n"]
    lines += [f"| {what} | {measured} | {goal} |\n" for what, measured, goal in many_runs()]
    lines += [LARGE_MAPS, "\n## Scenes of a lecture\n\n"]
    lines += ["From a key until the scene is there, after a first visit: median / 95 % / longest.\n\n"]
    lines += ["| lecture | measured | goal |\n|---|---|---|\n"]
    print("scenes of lectures")
    lines += [
        f"| {name} | {lectures.figure(times)} | 95 % within 100 ms |\n"
        for name, times in lectures.scene_switches().items()
    ]
    lines += [LAYERS_SEEN, FRAMES, ONE_LIKE_ANOTHER]
    PAGE.write_text("".join(lines), encoding="utf-8")


def many_runs() -> Iterable[tuple[str, str, str]]:
    """Measure sweeps and maps of trainings."""
    print("sweeps")
    yield "a sweep on two threads, against one", f"{sweeps.threads():.2f} x", "1.8 x"
    yield "a sweep in lanes, against runs alone, online [2,4,4,1]", f"{sweeps.lanes():.1f} x", "4 x"
    yield "the same, a learning rate of its own each", f"{sweeps.lanes_that_differ():.1f} x", "4 x"
    yield "a run of a sweep, against a session of its own, 1000 updates", f"{sweeps.sessions():.0f} x", "-"
    print("maps of trainings")
    first, whole = sweeps.map_of("lab-b-xor", 64, jobs=2)
    yield (
        "64 x 64 runs of 1000 full-batch updates of [2,4,4,1] on 21 points, two threads; the first 8 x 8",
        f"{whole:.2f} s; {1e3 * first:.0f} ms",
        "2.5 s; 100 ms",
    )
    _, whole = sweeps.map_of("lab-d-square", 32, jobs=2)
    yield "32 x 32 such runs on 500 points", f"{whole:.1f} s", "5 s"
    print("the window beside many runs")
    yield (
        "to sort or filter a table of 100 combinations and 5 seeds, and paint it, processor time: "
        "median / 99 % / longest",
        str(many_runs_window.table()),
        "16 ms",
    )
    for kind, what in (("sweep", "a sweep of 6,000 runs"), ("map", "a map of trainings")):
        found = many_runs_window.measure(kind)
        (late, busy), (otherwise, _) = found["here"], found["elsewhere"]
        yield (
            f"how late a timer of 5 ms is beside {what}: median / 99 % / longest; "
            "the same while another process makes the runs",
            f"{late}; {otherwise}",
            "99 % within 16 ms",
        )
        yield "the processor time that the window takes at one stretch meanwhile", str(busy), "16 ms"


def promises() -> Iterable[tuple[str, str, str]]:
    """Measure what is no comparison of updates, one after another."""
    print("convolutions")
    ours, theirs = images.times(images.ROUNDS)[images.CONV]
    yield (
        "an update of the convolutional network of lab E4, 64 random images, float32, against PyTorch eager",
        f"{duration(ours)}: {theirs / ours:.2f} x",
        "4 x" + " (missed)" * (theirs < 4.0 * ours),
    )
    print("lanes of seeds")
    yield (
        "8 seeds in lanes, against one after another, online [2,4,4,1]",
        f"{more.lanes_of_seeds():.1f} x",
        "5 x",
    )
    print("maps")
    own, with_numpy = more.maps()
    yield (
        "every response of [2,8,8,8,8,8,8,1] on 100 x 100 points, float32; NumPy in float64",
        f"{own:.2f} ms, NumPy {with_numpy:.2f} ms",
        "1 ms where NumPy takes 2",
    )
    print("stopping")
    yield "from asking a run to stop until it has", f"{more.stop_latency():.3f} ms", "under 1 ms"
    print("warm start")
    yield "a new process with the compiled engine ready", f"{more.warm_start():.2f} s", "under 1 s"
    print("memory")
    yield "growth of memory over 10 million updates", f"{more.memory_growth():.1f} MB", "flat"
    print("processes in turn")
    yield (
        "online [2,4,4,1] in six processes in turn, processor time: the slowest against the fastest",
        f"{processes.spread():.2f} x",
        "1.1 x",
    )
    print("window")
    figures = window.measure()
    start, bare = figures.own_start, figures.bare_start
    yield (
        "start to a painted window, against a bare PySide6 + pyqtgraph window",
        f"{start:.2f} / {bare:.2f} s: {start / bare:.2f} x",
        "1.2 x" + " (missed)" * (start > 1.2 * bare),
    )
    yield "updates a second with the window open, divided by headless", f"{figures.throughput:.2f}", "0.9"
    gaps = f"{figures.gap_p50:.0f} / {figures.gap_p99:.0f} / {figures.gap_max:.0f} ms"
    yield "gaps of a 16 ms timer while training flat out: median / 99 % / longest", gaps, "99 % within 33 ms"


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def verdict(ratio: float, goal: float) -> str:
    """Return the ratio and the goal, marked where it is missed."""
    return f"{ratio:.3g} | {goal:g}" + ("" if ratio >= goal else " (missed)")


if __name__ == "__main__":
    main()
