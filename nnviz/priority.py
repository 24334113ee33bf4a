"""Threads that leave the processor to the window, and to whatever else somebody does."""

import contextlib
import os
import sys
import threading

NICENESS = 10


def step_back() -> None:
    """Let other threads go before the present one, and before those that it starts.

    Where threads have no priority of their own, nothing changes.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
