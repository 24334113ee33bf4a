"""Compiling the engine without anybody waiting for it.

Numba needs some seconds to compile the kernels, once per machine. In a thread that would make the window
stutter, so a second process does it and leaves the machine code in a cache folder. A thread of this process
waits for it and loads it, lane tag by lane tag; from then on entry points run compiled.

    start(tag)          at the start of the window: returns at once, never raises
    status(), hint()    what to show in the status bar
    ensure_compiled()   where full speed is wanted from the first update on: waits
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import nnviz
from nnviz.engine.compiling import cache_folder, progress
from nnviz.engine.lanes.tags import (
    MAPS_SAMPLES,
    MAPS_SAMPLES32,
    MAPS_SINGLE,
    NETWORKS,
    SAMPLES,
    SAMPLES32,
    SINGLE,
    Tag,
)
from nnviz.locks import locked

if TYPE_CHECKING:
    import subprocess

Status = Literal["interpreted", "compiling", "loading", "compiled", "unavailable"]

HINTS: dict[Status, str] = {
    "interpreted": "The engine is not compiled; training is slower.",
    "compiling": "The engine is being compiled, once on this computer; training is slower until then",
    "loading": "The compiled engine is being loaded.",
    "compiled": "The engine is compiled.",
    "unavailable": "The engine could not be compiled; training stays slower.",
}
ORDER = (SINGLE, SAMPLES, SAMPLES32, NETWORKS)  # after the tags that are asked for
ON_DEMAND = (MAPS_SINGLE, MAPS_SAMPLES, MAPS_SAMPLES32)  # only where they are asked for: they take long
LOG = "compiling.log"
POLL_SECONDS = 0.05
HALF = 0.5  # of a lane tag: what is further is finished before anything else is begun
NICENESS = 5  # the window comes first


class _Progress:
    """How far the compiled engine is, and the thread that is at it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.status: Status = "interpreted"
        self.hint = HINTS["interpreted"]
        self.left = ""
        self.thread: threading.Thread | None = None
        self.asked: list[Tag] = []
        """What has been asked for, the latest first."""
        self.wanted: frozenset[Tag] = frozenset()
        """What was asked for last: somebody waits for that now."""
        self.loaded: set[Tag] = set()
        self.share = 0.0

    def set(self, status: Status, reason: str = "", share: float = 0.0) -> None:
        self.status = status
        self.share = share
        self.hint = f"{HINTS[status]} ({reason})" if reason else HINTS[status]
        self.left = reason if status == "compiling" else ""


_progress = _Progress()


def status() -> Status:
    """Return how far the compiled engine is.

    "interpreted" before `start`, then "compiling" (unless the cache is complete), "loading" and "compiled";
    or "unavailable" where there is no compiler or it fails.
    """
    return _progress.status


def hint() -> str:
    """Return one sentence about the status, for people."""
    return _progress.hint


def left() -> str:
    """Return how far compiling is and how long it still takes, "40 %, about 15 s left"; or nothing."""
    return _progress.left


def share() -> float:
    """Return how much of what is waited for has been compiled, 0 to 1; 0 too where nothing is."""
    return _progress.share


def start(*first: Tag) -> None:
    """Begin to get compiled code in the background; if it has to be compiled, by a second process.

    Parameters
    ----------
    *first : Tag
        The lane tags that are waited for; the others come after them. What is asked for while the work goes
        on comes next; what is less than half done is broken off for it.
    """
    if status() != "unavailable":
        _start(True, first)


def ensure_compiled(*first: Tag, timeout: float | None = None) -> bool:
    """Wait for compiled code, which is compiled in this process if no second one is at it.

    Parameters
    ----------
    *first : Tag
        What is wanted besides `ORDER`.
    timeout : float, optional
        Seconds to wait at most; without it, as long as it takes. The work goes on after that.

    Returns
    -------
    bool
        Whether every entry point runs compiled. If not, `hint` says why.
    """
    until = None if timeout is None else time.monotonic() + timeout
    for _ in range(2):  # where a second process was at it and failed, it is our turn
        thread = _start(False, first)
        thread.join(None if until is None else max(0.0, until - time.monotonic()))
        if thread.is_alive() or status() == "compiled":
            break
    return status() == "compiled"


def _start(in_second_process: bool, first: Sequence[Tag]) -> threading.Thread:
    with _progress.lock:
        _progress.asked = list(dict.fromkeys((*first, *_progress.asked)))
        _progress.wanted = frozenset(first) or _progress.wanted
        thread = _progress.thread
        done = status() == "compiled" and not _missing()
        if thread is None or not (thread.is_alive() or done):
            arguments = (in_second_process,)
            thread = threading.Thread(target=_work, args=arguments, name="compiling the engine")
            _progress.thread = thread
            thread.start()
        return thread


def _missing() -> list[Tag]:
    """Return what is to be loaded yet, the first first."""
    return [tag for tag in dict.fromkeys((*_progress.asked, *ORDER)) if tag not in _progress.loaded]


def _work(in_second_process: bool) -> None:
    """Get compiled code and say how it went. Runs in a thread of its own."""
    try:
        folder = _usable_folder()
        try:
            _load_all(folder, in_second_process)
        except (OSError, RuntimeError):
            raise
        except Exception:  # whatever reading damaged files may raise: start afresh, once
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(exist_ok=True)
            _load_all(folder, in_second_process)
        _progress.set("compiled")
        cache_folder.remove_unused_folders(folder)
    except ImportError:
        _progress.set("unavailable", "Numba is not installed")
    except Exception as error:
        _progress.set("unavailable", (str(error).strip() or repr(error)).splitlines()[-1])


def _usable_folder() -> Path:
    """Return the cache folder; if it cannot be written, one that lives as long as this process."""
    try:
        return cache_folder.open_cache_folder()
    except OSError:
        temporary = Path(tempfile.mkdtemp(prefix="nnviz-"))  # private, so nobody can plant code in it
        atexit.register(shutil.rmtree, temporary, ignore_errors=True)
        folder = temporary / cache_folder.name()
        folder.mkdir()
        return folder


def _load_all(folder: Path, in_second_process: bool) -> None:
    while tags := _missing():
        there = all(_marker(folder, tag).exists() for tag in tags)
        _progress.set("loading" if there else "compiling")
        if in_second_process and not there:
            _load_what_another_process_compiles(folder, tags)
            continue
        for tag in tags:
            with locked(folder):
                _load(tag, folder)


def _load_what_another_process_compiles(folder: Path, tags: Sequence[Tag]) -> None:
    wanted = _progress.wanted
    waited_for = [tag for tag in tags if tag in wanted] or list(tags)

    def told() -> None:
        done = sum(tag in _progress.loaded for tag in waited_for)
        forecast.hear(progress.share_of(folder, waited_for, done))
        _progress.set("compiling", forecast.words(), forecast.share)

    def is_overtaken() -> bool:
        return _progress.wanted != wanted and not _progress.wanted <= _progress.loaded

    def can_be_broken_off(tag: Tag) -> bool:
        is_begun_only = progress.share_of(folder, (tag,), 0) < HALF
        return tag not in _progress.wanted and is_begun_only and is_overtaken()

    forecast = progress.Forecast((1.0 - progress.SHARE_OF_KERNELS) / len(waited_for))
    (folder / progress.FILE).unlink(missing_ok=True)
    with _launch(folder, tags) as process:
        try:
            for tag in tags:
                if not _wait_for(_marker(folder, tag), process, told, partial(can_be_broken_off, tag)):
                    return
                _load(tag, folder)
                if is_overtaken():
                    return
            process.wait()
        finally:
            process.kill()  # what it has finished stays in the folder, for the next time


def _load(tag: Tag, folder: Path, *, leaves_progress: bool = False) -> None:
    from nnviz.engine.compiling import kernel_compiler, native  # noqa: PLC0415  # they import Numba

    if leaves_progress:
        with kernel_compiler.counting(partial(progress.leave, folder, tag)):
            native.load(tag, folder)
    else:
        native.load(tag, folder)
    _marker(folder, tag).touch()
    _progress.loaded.add(tag)


def _marker(folder: Path, tag: Tag) -> Path:
    """Return the file whose presence says that everything is compiled for a lane tag."""
    return folder / f"{tag.name}.compiled"


def _launch(folder: Path, tags: Sequence[Tag]) -> subprocess.Popen[bytes]:
    """Start the second process, behind everything else that runs."""
    names = [tag.name for tag in tags]
    import subprocess  # noqa: PLC0415 (in the background, and mostly not at all)

    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    with (folder / LOG).open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "nnviz.engine.compiling.background", str(folder), *names],
            cwd=Path(nnviz.__file__).parent.parent,  # where `-m` looks first
            stdin=subprocess.PIPE,  # closed when this program ends, however it ends
            stdout=subprocess.DEVNULL,
            stderr=log,
            creationflags=flags,
        )


def _wait_for(
    marker: Path,
    process: subprocess.Popen[bytes],
    told: Callable[[], None],
    give_up: Callable[[], bool],
) -> bool:
    """Wait until the second process has made a file; `told` is called meanwhile. Return whether it has.

    Raises
    ------
    RuntimeError
        If it ended without, or if this program ends.
    """
    while not marker.exists():
        if process.poll() is not None and not marker.exists():
            raise RuntimeError(f"the compiling process ended early: {_last_words(marker.parent, process)}")
        if not threading.main_thread().is_alive():
            raise RuntimeError("the program ends")
        if give_up():
            return False
        told()
        time.sleep(POLL_SECONDS)
    return True


def _last_words(folder: Path, process: subprocess.Popen[bytes]) -> str:
    """Return the last line the second process wrote, which names its error; or its code if it was killed."""
    told = (folder / LOG).read_text(errors="replace").split("\n")
    return next((line for line in reversed(told) if line.strip()), f"code {process.returncode}")


def main(folder: Path, tags: Sequence[Tag]) -> None:
    """Fill a cache folder with what is compiled for some lane tags: the work of the second process."""
    if folder.name != cache_folder.name():
        raise SystemExit("the engine has changed since this was started")
    threading.Thread(target=_end_with_the_program, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with locked(folder):
        for tag in tags:
            if not _marker(folder, tag).exists():
                _load(tag, folder, leaves_progress=True)


def _end_with_the_program() -> None:
    """End the second process as soon as its standard input is closed: nobody waits for it any more."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    known = {tag.name: tag for tag in (*ORDER, *ON_DEMAND)}
    main(Path(sys.argv[1]), [known[name] for name in sys.argv[2:]])
