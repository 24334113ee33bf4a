"""The two kinds of functions that can be compiled: kernels and entry points.

Both are plain Python functions, and stay so: run by CPython they are the engine's reference meaning, and what
runs until compiled code is there. `native.py` hands the very same functions to Numba. This file knows nothing
of Numba, so importing the engine is cheap.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from nnviz.engine.lanes.tags import Tag

Function = TypeVar("Function", bound=Callable[..., Any])

KERNELS: list[Callable[..., Any]] = []
"""Every function marked with `kernel`, in the order of definition."""

ENTRY_POINTS: list[EntryPoint] = []
"""Every function marked with `entry_point`, in the order of definition."""


def kernel(function: Function) -> Function:
    """Mark a function as part of kernels: it is inlined where it is called.

    It may call primitives of `interpreted.py` and other kernels, and use numbers, flat arrays, if, for and
    while.
    """
    KERNELS.append(function)
    return function


KERNELS_OF_MAPS: list[Callable[..., Any]] = []
"""Those that only networks with layers of maps need."""


def kernel_of_maps(function: Function) -> Function:
    """Mark a kernel that does nothing, and costs nothing, where a lane tag is not for layers of maps.

    Its first argument is the tag, and it returns nothing.
    """
    KERNELS_OF_MAPS.append(function)
    return function


class EntryPoint:
    """A function that Python calls and that runs compiled as soon as compiled code is there.

    The choice is made at each call, so the switch always happens between two calls.

    Attributes
    ----------
    name : the function's name
    interpreted : the plain Python function
    compiled : the compiled function, or None as long as there is none
    tags : the lane tags for which it gets compiled
    ready : the lane tags for which it is compiled
    """

    def __init__(self, function: Callable[..., Any], tags: tuple[Tag, ...]) -> None:
        functools.update_wrapper(self, function)
        self.name = function.__qualname__
        self.interpreted = function
        self.compiled: Callable[..., Any] | None = None
        self.tags = tags
        self.ready: frozenset[Tag] = frozenset()

    def __call__(self, tag: Tag, *arguments: Any) -> Any:
        """Run it with a lane tag and the other arguments."""
        if self.compiled is not None and tag in self.ready:
            return self.compiled(tag, *arguments)
        with np.errstate(all="ignore"):  # compiled code overflows to infinity without a word, and so do we
            return self.interpreted(tag, *arguments)


def entry_point(*tags: Tag) -> Callable[[Callable[..., Any]], EntryPoint]:
    """Mark a function as called from Python: it is compiled once for each of the lane tags.

    The tag is its first argument. The other arguments' types are read from the annotations, which must be
    `int`, `float`, `bool`, `IntArray`, `Float64Array`, `FloatArray`, or a `NamedTuple` of these (which costs
    nothing but some microseconds a call). Compiled, it takes nothing else (no read-only arrays either), and
    releases the GIL.

    Examples
    --------
    >>> from nnviz.engine.lanes.interpreted import load
    >>> from nnviz.engine.lanes.tags import SINGLE
    >>> @entry_point(SINGLE)
    ... def first(tag: Tag, values: FloatArray) -> float:
    ...     return load(tag, values, 0)
    >>> float(first(SINGLE, np.ones(1)))
    1.0
    """

    def mark(function: Callable[..., Any]) -> EntryPoint:
        marked = EntryPoint(function, tags)
        ENTRY_POINTS.append(marked)
        return marked

    return mark
