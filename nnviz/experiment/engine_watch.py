"""Keeping an eye on the engine: compiled code comes some seconds after the very first start.

Until then the same source runs interpreted, to the same bits. That is a few thousand times slower, which
small networks can afford and wide ones cannot. Code for several networks at once is compiled last, and nobody
here waits for it.
"""

import time
from collections.abc import Callable
from itertools import pairwise

from nnviz.engine import compiling
from nnviz.engine.kernel import ENTRY_POINTS
from nnviz.engine.lanes import SAMPLES, SINGLE
from nnviz.experiment.sections import NetworkSpec

WIDE = 500
"""Weights beyond which one look at the data would take seconds, interpreted."""

_NEEDED = frozenset({SINGLE, SAMPLES})


def is_compiled() -> bool:
    """Whether everything a single network needs runs compiled."""
    return all(_NEEDED & set(entry.tags) <= entry.ready for entry in ENTRY_POINTS)


def is_settled() -> bool:
    """Whether nothing more will change, once compiling has been started."""
    return is_compiled() or compiling.status() == "unavailable"


def hint() -> str:
    """Return what the status bar should say about the engine; nothing when all is well."""
    return "" if is_compiled() or compiling.status() == "interpreted" else compiling.hint()


def is_wide(network: NetworkSpec) -> bool:
    """Whether a network should wait for compiled code."""
    return sum(fan_in * fan_out for fan_in, fan_out in pairwise(network.layers)) > WIDE


def wait_until_compiled(give_up: Callable[[], bool] = lambda: False) -> None:
    """Have the engine compiled and wait for it, looking ten times a second whether to give up."""
    compiling.start()
    while not is_settled() and not give_up():
        time.sleep(0.1)
