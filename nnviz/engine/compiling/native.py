"""Machine code for entry points: what is asked of Numba, and nothing else.

Importing this module imports Numba and teaches it the lanes and the kernels.
"""

from __future__ import annotations

import importlib
import pkgutil
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import types
from numba.extending import overload, register_jitable

import nnviz.engine
import nnviz.engine.lanes.compiled  # registers the primitives
from nnviz.arrays import Float64Array, FloatArray, IntArray
from nnviz.engine.compiling.kernel_compiler import KernelCompiler, import_without_blas
from nnviz.engine.lanes.kernel import ENTRY_POINTS, KERNELS, KERNELS_OF_MAPS, EntryPoint
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.lanes.types import TagType

# Kernels are always inlined, and nobody calls them otherwise: no wrappers. Nothing may reorder or fuse
# arithmetic (no fastmath), and dividing by zero gives an infinity, as in NumPy. Kernels allocate nothing, so
# they need not count references to arrays they pass around (`_nrt`), which would cost a third of their speed.
KERNEL_OPTIONS: dict[str, Any] = {
    "forceinline": True,
    "error_model": "numpy",
    "_nrt": False,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "pipeline_class": KernelCompiler,
}
ENTRY_OPTIONS: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy", "_nrt": False}

import_without_blas()

_known: set[Callable[..., Any]] = set()


def load(tag: Tag, folder: Path) -> None:
    """Let all entry points of the engine run compiled for a lane tag; compile what the folder does not have.

    Raises
    ------
    RuntimeError
        If Numba is told not to compile (`NUMBA_DISABLE_JIT`).
    """
    if numba.config.DISABLE_JIT:
        raise RuntimeError("Numba is switched off by NUMBA_DISABLE_JIT")
    for module in pkgutil.walk_packages(nnviz.engine.__path__, "nnviz.engine."):
        if not module.name.startswith("nnviz.engine.compiling"):
            importlib.import_module(module.name)  # so that all entry points are declared
    for entry in ENTRY_POINTS:
        if tag in entry.tags and entry.__module__.startswith("nnviz.engine."):
            compile_entry(entry, tag, folder)


def compile_entry(entry: EntryPoint, tag: Tag, folder: Path) -> None:
    """Let one entry point run compiled for a lane tag, by code from the folder or new code, left there."""
    for function in KERNELS:
        if function not in _known:
            register_jitable(**KERNEL_OPTIONS)(function)
            _known.add(function)
    for function in KERNELS_OF_MAPS:
        if function not in _known:
            _register_for_maps(function)
            _known.add(function)
    compiled: Any = entry.compiled or _dispatcher(entry.interpreted, folder)
    compiled.disable_compile(False)
    compiled.compile(native_signature(entry, tag))
    compiled.disable_compile()  # arguments of other types are a mistake, and shall not start a compilation
    entry.compiled = compiled
    entry.ready |= {tag}


def _register_for_maps(function: Callable[..., Any]) -> None:
    """Have a kernel compiled for the tags of maps, and left out for all others."""

    def nothing(*_arguments: Any) -> None:
        """Take the place of the kernel."""

    def choose(tag: TagType, *_arguments: Any) -> Callable[..., Any]:
        return function if tag.maps else nothing

    overload(function, jit_options=KERNEL_OPTIONS, strict=False)(choose)


def _dispatcher(function: Callable[..., Any], folder: Path) -> Any:
    kept = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder)
    try:
        return numba.njit(**ENTRY_OPTIONS)(function)
    finally:
        numba.config.CACHE_DIR = kept


def native_signature(entry: EntryPoint, tag: Tag) -> tuple[Any, ...]:
    """Return Numba's types of an entry point's arguments for one lane tag, read from its annotations.

    Raises
    ------
    TypeError
        If an annotation has no meaning for the compiler.
    """
    tag_type = TagType(tag)
    known = [
        (Tag, tag_type),
        (int, types.int64),
        (float, types.float64),
        (bool, types.boolean),
        (IntArray, types.int64[::1]),
        (Float64Array, types.float64[::1]),
        (FloatArray, tag_type.element[::1]),
    ]

    def native_type(name: str, annotation: Any) -> Any:
        if isinstance(annotation, type) and issubclass(annotation, tuple):
            parts = typing.get_type_hints(annotation).items()
            return types.BaseTuple.from_types([native_type(*part) for part in parts], annotation)
        native = next((native for ours, native in known if ours == annotation), None)
        if native is None:
            raise TypeError(f"{entry.name}: no compiled type for {name}: {annotation}")
        return native

    arguments = typing.get_type_hints(entry.interpreted)
    arguments.pop("return", None)
    return tuple(native_type(*argument) for argument in arguments.items())
