"""Temporary files that a killed process has left, wherever they are: each is noted while it is being written.

A note is a small file that its writer holds a lock on. The system frees the lock when the writer dies, so a
note that can be locked is one of a file that nobody will finish.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nnviz.config_folder import state_folder
from nnviz.locks import lock_or_fail

PREFIX = ".nnviz-"
_NAME = re.compile(re.escape(PREFIX) + r"[0-9a-f]{16}(\.[^/\\]{1,19})?")
_LONGEST_NOTE = 10_000  # bytes
_MOST_NOTES = 1_000


@contextmanager
def noted(partial: Path) -> Iterator[None]:
    """Note a temporary file for the time of the block; where that cannot be done, go without."""
    note = _folder() / partial.stem.removeprefix(PREFIX)
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, RuntimeError):
            note.parent.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context(note.open("wb"))
            stack.callback(note.unlink, missing_ok=True)
            lock_or_fail(file)
            file.write(os.fsencode(partial))
            file.flush()
        yield


def clear_unfinished() -> None:
    """Remove the files that killed processes were writing, and the notes of them."""
    with contextlib.suppress(OSError, RuntimeError):
        for note in sorted(_folder().iterdir())[:_MOST_NOTES]:
            with contextlib.suppress(OSError, ValueError):
                _clear(note)


def _clear(note: Path) -> None:
    with note.open("r+b") as file:
        lock_or_fail(file)
        partial = Path(os.fsdecode(file.read(_LONGEST_NOTE)))
        if _NAME.fullmatch(partial.name) and partial.is_absolute() and partial.is_file():
            partial.unlink()
    note.unlink()


def _folder() -> Path:
    return state_folder() / "unfinished"
