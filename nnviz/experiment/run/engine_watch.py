"""Keeping an eye on the engine: compiled code comes some seconds after the very first start.

Until then the same source runs interpreted, to the same bits. Training is a few thousand times slower then,
some updates a second, which all but very wide networks can afford. Code for several networks at once is
compiled last, and nobody here waits for it.
"""

import time
from collections.abc import Callable, Set

from nnviz.engine.compiling import background as compiling
from nnviz.engine.kernels.measure import lanes_for
from nnviz.engine.lanes.kernel import ENTRY_POINTS
from nnviz.engine.lanes.tags import SAMPLES, SINGLE, Tag
from nnviz.engine.run import tag_for
from nnviz.experiment.spec.sections import NetworkSpec
from nnviz.experiment.spec.spec import Spec

WIDE = 2500
"""Weights beyond which an update with all samples would take longer than compiling, interpreted."""

_MOSTLY = frozenset({SINGLE, SAMPLES})


def first_tag(spec: Spec) -> Tag:
    """Return the lane tag that an experiment waits for most: the one it is trained with."""
    samples = 1 if spec.training.batch_size == 1 else 2  # more than one, whatever the data have
    return tag_for(spec.network.built, spec.training.built, samples)


def _needed(spec: Spec) -> set[Tag]:
    """Return the lane tags without which an experiment is slow: losses are measured with lanes of samples."""
    return {first_tag(spec), lanes_for(spec.network.built)}


def is_compiled(tags: Set[Tag] = _MOSTLY) -> bool:
    """Whether everything with these lane tags runs compiled; by default, what small networks need."""
    return all(tags & set(entry.tags) <= entry.ready for entry in ENTRY_POINTS)


def is_settled() -> bool:
    """Whether nothing more will change, once compiling has been started."""
    return is_compiled() or compiling.status() == "unavailable"


def hint(spec: Spec | None = None) -> str:
    """Return what the status bar should say about the engine; nothing when all is well.

    Of an experiment nothing as soon as what it is trained with is compiled, though the rest is yet to come.
    """
    ready = is_compiled() if spec is None else is_compiled(_needed(spec))
    return "" if ready or compiling.status() == "interpreted" else compiling.hint()


def share() -> float:
    """Return how much of what is waited for has been compiled, 0 to 1."""
    return compiling.share()


def left() -> str:
    """Return how long what is waited for still takes, in words."""
    return compiling.left()


def is_wide(network: NetworkSpec) -> bool:
    """Whether a network should wait for compiled code."""
    return sum(layer.products for layer in network.built.layers) > WIDE


def compile_for(spec: Spec) -> None:
    """Begin to have compiled what an experiment needs, at once and in the background."""
    compiling.start(first_tag(spec), *_needed(spec))


def holds_up(spec: Spec) -> bool:
    """Whether an experiment is not opened yet because it waits for compiled code."""
    return is_wide(spec.network) and compiling.status() == "compiling" and not is_compiled({first_tag(spec)})


def wait_until_compiled(spec: Spec, give_up: Callable[[], bool] = lambda: False) -> None:
    """Have compiled what an experiment needs; wait for it, asking ten times a second whether to give up."""
    needed = _needed(spec)
    compile_for(spec)
    while not is_compiled(needed) and compiling.status() != "unavailable" and not give_up():
        time.sleep(0.1)


def wait_if_wide(spec: Spec, give_up: Callable[[], bool]) -> None:
    """Wait for compiled code where without it many samples would take longer than compiling."""
    if is_wide(spec.network):
        wait_until_compiled(spec, give_up)
