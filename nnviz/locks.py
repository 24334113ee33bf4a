"""Locks on files between processes; the system frees them when their holder dies."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, after waiting for it."""
    with (folder / "lock").open("a+b") as file:
        if sys.platform == "win32":
            file.seek(0)
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # gives up after ten seconds
                    break
                except OSError:
                    continue
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield  # closing the file frees the lock


def lock_or_fail(file: BinaryIO) -> None:
    """Lock an open file until it is closed.

    Raises
    ------
    OSError
        If another process holds its lock.
    """
    if sys.platform == "win32":
        file.seek(2**30)  # a place beyond its content, which stays readable
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
