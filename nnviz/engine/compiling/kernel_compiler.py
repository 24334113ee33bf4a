"""How Numba compiles a kernel: only as far as its callers need it.

A kernel is inlined wherever it is called, and nobody calls it from Python. Left alone, Numba would optimise
each kernel and turn it into machine code on its own, with everything it calls inside, before its callers do
the same once more: a good third of the time of compiling, for code that never runs.

What is left per lane tag, measured on some 50 kernels (about 5.6 s of processor time): types 1 s, writing
LLVM's instructions 2.3 s, LLVM's optimiser 0.8 s, machine code 1.2 s. Half of the last is again for single
kernels, because Numba asks LLVM for the address of each kernel's environment, which nothing uses. It stays:
on that way LLVM reduces the strength of the kernel's loops, and without it the callers, which get these
inlined, are 3 to 13 % slower. So it is with the passes over single functions (0.2 s, 5 % slower).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numba.np.linalg
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering


class KernelLibrary(JITCodeLibrary):  # type: ignore[misc]
    """The instructions of one kernel, to be linked into its callers, which optimise them all together."""

    def get_pointer_to_function(self, _name: str) -> int:
        """Return no address: there is no machine code."""
        self._ensure_finalized()
        return 0

    def _optimize_final_module(self) -> None:
        """Leave that to the callers."""

    def _finalize_specific(self) -> None:
        """Make no machine code yet."""


_heard: list[Callable[[int], None]] = []
_count = 0


@contextmanager
def counting(told: Callable[[int], None]) -> Iterator[None]:
    """Tell how many kernels have been compiled since, after each."""
    global _count  # noqa: PLW0603 (one compiler a process)
    _count = 0
    _heard.append(told)
    try:
        yield
    finally:
        _heard.remove(told)


def _tell() -> None:
    global _count  # noqa: PLW0603
    _count += 1
    for told in _heard:
        told(_count)


@register_pass(mutates_CFG=True, analysis_only=False)
class KernelLowering(NativeLowering):  # type: ignore[misc]
    """Numba's last pass, from typed code to instructions, into a `KernelLibrary`."""

    _name = "kernel_lowering"

    def run_pass(self, state: Any) -> bool:
        """Lower one kernel."""
        state.library = KernelLibrary(state.targetctx.codegen(), state.func_id.func_qualname)
        done = bool(super().run_pass(state))
        _tell()
        return done


class KernelCompiler(CompilerBase):  # type: ignore[misc]
    """Numba's passes in their order, the last one replaced."""

    def define_pipelines(self) -> list[Any]:
        """Return the one sequence of passes."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state, "kernel")
        passes.passes = [
            (KernelLowering if step is NativeLowering else step, why) for step, why in passes.passes
        ]
        passes.finalize()
        return [passes]


def import_without_blas() -> None:
    """Have Numba import its functions of arrays without those of SciPy, which saves a fifth of a second.

    It only looks there for a BLAS, for products of matrices, and works without one.
    """

    def no_blas() -> None:
        raise ImportError("kernels multiply matrices themselves")

    kept = numba.np.linalg.ensure_blas
    numba.np.linalg.ensure_blas = no_blas
    try:
        importlib.import_module("numba.np.arraymath")
    finally:
        numba.np.linalg.ensure_blas = kept
