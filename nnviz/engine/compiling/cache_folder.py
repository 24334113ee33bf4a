"""The folder with the compiled engine: where it is, who may write, and when it goes.

Numba does not notice edits in imported modules, so the folder's name is a fingerprint of everything that
decides about the machine code. Another engine, Python or processor means another folder; stale code is never
loaded. Numba also sets code aside whose source has moved or has a new date, so place and dates are part of
the fingerprint: a folder that is complete is one that Numba takes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path

import platformdirs

PREFIX = "engine-"
DAYS_UNUSED = 30
ROOM = 8 * 2**20  # bytes; the compiled engine takes less than two million


def fingerprint() -> str:
    """Return a short hash of the engine's sources, the versions of its tools, and the processor.

    Raises
    ------
    ImportError
        If the compiler is not installed.
    """
    # These take a moment that the start of the window can do without, and the compiler may be missing.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    from llvmlite import binding  # noqa: PLC0415

    digest = hashlib.sha256()
    for source in sorted(Path(__file__).resolve().parent.parent.rglob("*.py")):
        digest.update(f"{source} {source.stat().st_mtime_ns}\n".encode() + source.read_bytes() + b"\0")
    for package in ("numba", "llvmlite", "numpy"):
        try:
            digest.update(f"{package} {version(package)}\n".encode())
        except PackageNotFoundError:
            digest.update(f"{package} unknown\n".encode())
    settings = sorted(item for item in os.environ.items() if item[0].startswith("NUMBA_"))
    processor = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    digest.update(repr((sys.version, processor, settings)).encode())
    return digest.hexdigest()[:16]


def name() -> str:
    """Return the name of the folder for this engine."""
    return f"{PREFIX}{fingerprint()}"


def base_folder() -> Path:
    """Return the folder of all caches: `NNVIZ_CACHE_DIR`, or the user's cache folder."""
    chosen = os.environ.get("NNVIZ_CACHE_DIR")
    return Path(chosen).absolute() if chosen else Path(platformdirs.user_cache_dir("nnviz", appauthor=False))


def open_cache_folder() -> Path:
    """Return a folder for this engine that can be written, made if it was missing.

    Raises
    ------
    ImportError
        If the compiler is not installed.
    OSError
        If the folder cannot be made or written, belongs to somebody else, or there is no room for what would
        be compiled.
    """
    try:
        base = base_folder()
    except RuntimeError as error:  # an account without a home folder
        raise OSError(str(error)) from error
    folder = base / name()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not is_ours_alone(folder):  # machine code that somebody else may have put there is not run
        reason = "it is not the user's own, or others may write to it"
        raise PermissionError(errno.EACCES, reason, str(folder))
    tempfile.TemporaryFile(dir=folder).close()
    if shutil.disk_usage(folder).free < ROOM and not any(folder.iterdir()):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    os.utime(folder)  # it is in use
    return folder


def is_ours_alone(folder: Path) -> bool:
    """Whether a folder, and what is in it, belongs to the user, and nobody else may write to it."""
    if sys.platform == "win32":
        return True  # the user's own folders are closed to others
    closed = folder.stat().st_mode & 0o077 == 0  # nobody else comes in, whatever the files allow
    for path in (folder, *folder.rglob("*")):
        status = path.lstat()
        if status.st_uid != os.geteuid() or stat.S_ISLNK(status.st_mode):
            return False
        if status.st_mode & 0o022 and not closed:
            return False
    return True


def remove_unused_folders(kept: Path) -> None:
    """Remove the folders beside `kept` that nobody has used for a month."""
    oldest = time.time() - DAYS_UNUSED * 24 * 3600
    for folder in kept.parent.glob(f"{PREFIX}*"):
        try:
            if folder != kept and folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # somebody else was faster, or it is not ours to remove
