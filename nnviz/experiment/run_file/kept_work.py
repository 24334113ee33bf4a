"""Work that is in no file of the user's: each window keeps its run in the state folder, and finds it again.

A window holds a lock on a small file beside its own. Once that is gone, the work is left: it stands in the
list of recent work. A lock file that nobody holds is one of a process that was killed. Until a window has
something to write of its next run, its lock file names the run before: that is what is left if it is killed.
"""

import contextlib
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta

from nnviz.config_folder import state_folder
from nnviz.experiment.past.branch import one_line
from nnviz.experiment.past.saved_run import SavedRun
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.run_file.writing import write_run
from nnviz.locks import lock_or_fail
from nnviz.zip_arrays import opened_zip

MOST = 24
"""Pieces of work that are kept; the oldest go."""
MOST_BYTES = 300_000_000
"""That they may take together."""
_MOST_LOOKED_AT = 1_000
_NAME = re.compile(r"[0-9a-f]{16}\.nnviz")
_OPEN = ".open"
_SUMMARY = "summary.json"
_LARGEST_SUMMARY = 20_000  # bytes
_LONGEST_LOCATION = 4_000  # characters


class WorkSummary(msgspec.Struct, frozen=True):
    """What a list says of a run without reading it.

    Attributes
    ----------
    title : str
    epoch : float
        At which it stands.
    branches : int
    location : str
        The name of the experiment or the path of the file that it began with.
    """

    title: Annotated[str, Meta(max_length=100)] = ""
    epoch: Annotated[float, Meta(ge=0)] = 0.0
    branches: Annotated[int, Meta(ge=1, le=1000)] = 1
    location: Annotated[str, Meta(max_length=_LONGEST_LOCATION)] = ""


class KeptWork(msgspec.Struct, frozen=True):
    """A run that is in no file of the user's.

    Attributes
    ----------
    path : Path
        A run file in the state folder.
    summary : WorkSummary
    when : float
        Seconds since 1970 at which it was written.
    is_leftover : bool
        Whether the process that wrote it was killed, and nobody has been told yet.
    """

    path: Path
    summary: WorkSummary
    when: float
    is_leftover: bool


def work_folder() -> Path:
    """Return where unsaved work is kept; it need not exist yet."""
    return state_folder() / "work"


def is_kept_work(path: Path) -> bool:
    """Whether a path is that of a piece of kept work."""
    return path.parent == work_folder() and _NAME.fullmatch(path.name) is not None


def kept_work() -> list[KeptWork]:
    """Return the work that no window has open, the latest first."""
    before = _left_before()
    found = [work for path in _paths() if (work := _look_at(path, before)) is not None]
    return sorted(found, key=lambda work: work.when, reverse=True)


def count_as_told(work: KeptWork) -> None:
    """Offer a leftover no more; it stays in the list."""
    for lock in (_lock_path(work.path), *_left_before().get(work.path.name, ())):
        with contextlib.suppress(OSError):
            lock.unlink(missing_ok=True)


def forget(path: Path) -> None:
    """Remove a piece of work that is in another file by now."""
    if is_kept_work(path):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def forget_the_oldest() -> None:
    """Keep within the bounds."""
    room = MOST_BYTES
    for place, work in enumerate(kept_work()):
        with contextlib.suppress(OSError):
            room -= work.path.stat().st_size
        if place >= MOST or room < 0:
            forget(work.path)
            count_as_told(work)


class WorkFile:
    """The file of one run in one window; nobody else offers or removes it before `leave`."""

    def __init__(self) -> None:
        self.path = work_folder() / f"{secrets.token_hex(8)}.nnviz"
        self._lock: BinaryIO | None = None

    def write(self, saved: SavedRun, location: str) -> None:
        """Write the run, whole or not at all.

        Raises
        ------
        OSError, WriteError
            If it cannot be written.
        """
        self._hold()
        branch = saved.timeline.present
        summary = WorkSummary(
            title=one_line(saved.spec.title),
            epoch=branch.counter_at(saved.position).epoch(saved.position),
            branches=len(saved.timeline.branches),
            location=location[:_LONGEST_LOCATION],
        )
        write_run(saved, self.path, {_SUMMARY: msgspec.json.encode(summary)})

    def follow(self, before: Path) -> None:
        """Let the run before, which is left, be what is offered while there is nothing of this one."""
        with contextlib.suppress(OSError):
            self._hold(before.name)

    def _hold(self, name: str = "") -> None:
        if self._lock is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = _lock_path(self.path).open("wb")
            lock.write(name.encode())
            lock.flush()
            lock_or_fail(lock)
            self._lock = lock

    def leave(self, *, keep: bool) -> None:
        """Let the list of recent work have it, or remove it."""
        if not keep:
            forget(self.path)
        if self._lock is not None:
            self._lock.close()
            self._lock = None
            with contextlib.suppress(OSError):
                _lock_path(self.path).unlink(missing_ok=True)


def _paths() -> list[Path]:
    try:
        entries = sorted(work_folder().iterdir())
    except OSError:
        return []
    return [path for path in entries if _NAME.fullmatch(path.name)][:_MOST_LOOKED_AT]


def _lock_path(path: Path) -> Path:
    return path.with_suffix(_OPEN)


def _left_before() -> dict[str, list[Path]]:
    """Return the lock files of killed processes that had nothing of their run yet, by the run before."""
    found: dict[str, list[Path]] = {}
    with contextlib.suppress(OSError):
        for lock in sorted(work_folder().glob(f"*{_OPEN}"))[:_MOST_LOOKED_AT]:
            if lock.with_suffix(".nnviz").exists():
                continue
            with contextlib.suppress(OSError):
                if not _is_left_by_force(lock):
                    continue
                name = _name_in(lock)
                if _NAME.fullmatch(name) and lock.with_name(name).exists():
                    found.setdefault(name, []).append(lock)
                else:
                    lock.unlink(missing_ok=True)
    return found


def _name_in(lock: Path) -> str:
    with lock.open("rb") as file:
        return file.read(100).decode(errors="replace")


def _look_at(path: Path, before: Mapping[str, object]) -> KeptWork | None:
    """Return what there is to say of a file; None while a window has it."""
    try:
        is_leftover = _is_left_by_force(_lock_path(path)) or path.name in before
        if path.is_symlink() or not path.is_file():
            return None
        return KeptWork(path, _summary(path), path.stat().st_mtime, is_leftover)
    except OSError:
        return None


def _is_left_by_force(lock: Path) -> bool:
    """Whether there is a lock file that nobody holds; OSError if somebody does."""
    try:
        with lock.open("r+b") as file:
            lock_or_fail(file)
    except FileNotFoundError:
        return False
    return True


def _summary(path: Path) -> WorkSummary:
    try:
        with opened_zip(path, RunFileError, "run file") as file:
            return msgspec.json.decode(file.bytes(_SUMMARY, _LARGEST_SUMMARY), type=WorkSummary)
    except ValueError:  # RunFileError and DecodeError among them
        return WorkSummary()
