"""Keeping an eye on the engine: compiled code comes some seconds after the very first start.

Until then the same source runs interpreted, to the same bits. That is a few thousand times slower, which
small networks can afford and wide ones cannot.
"""

from collections.abc import Callable
from itertools import pairwise

from nnviz.engine import compiling
from nnviz.experiment.sections import NetworkSpec

WIDE = 500
"""Weights beyond which one look at the data would take seconds, interpreted."""

_ON_THE_WAY = ("compiling", "loading")


def hint() -> str:
    """Return what the status bar should say about the engine; nothing when all is well."""
    return compiling.hint() if compiling.status() in (*_ON_THE_WAY, "unavailable") else ""


def is_wide(network: NetworkSpec) -> bool:
    """Whether a network should wait for compiled code."""
    return sum(fan_in * fan_out for fan_in, fan_out in pairwise(network.layers)) > WIDE


def wait_until_compiled(give_up: Callable[[], bool]) -> None:
    """Wait for compiled code that is on its way, looking ten times a second whether to give up."""
    while compiling.status() in _ON_THE_WAY and not give_up():
        compiling.ensure_compiled(timeout=0.1)
