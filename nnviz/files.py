"""Writing files so that nothing half-written is ever seen, and reading them without waiting.

The one place that creates files a user asked for: experiments, runs, figures and tables come through here,
and every failure is one sentence.
"""

import errno
import io
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nnviz.unfinished import PREFIX, noted

if TYPE_CHECKING:
    from typing_extensions import Buffer  # from Python 3.12 on, collections.abc has it

LONGEST_SUFFIX = 20
"""Of a temporary file; what is longer is no kind of file but a part of a name."""


class WriteError(Exception):
    """A file cannot be written; one sentence that names it and says why."""


class PlaceError(WriteError, ValueError):
    """No file can be where one was asked for; known before anything is computed."""


class FileExistsAlreadyError(PlaceError):
    """The file is there already, and nobody said that it may be replaced."""


@contextmanager
def written_whole(path: Path, *, replace: bool) -> Iterator[Path]:
    """Give the path of a temporary file beside `path`; at the end of the block it becomes `path`.

    A file that is replaced keeps its permissions; where `path` is a link, the file it leads to is replaced.

    Parameters
    ----------
    path : Path
        Where the file shall be.
    replace : bool
        Whether a file that is there already may be replaced.

    Yields
    ------
    Path
        To be written to; it has the suffix of `path`.

    Raises
    ------
    FileExistsAlreadyError
        If the file exists and must not be replaced.
    PlaceError
        If no file can be there.
    WriteError
        If it cannot be written; then there is no trace of it.
    """
    require_place(path, replace=replace)
    target = Path(os.path.realpath(path))
    partial = target.with_name(f"{PREFIX}{secrets.token_hex(8)}{_short_suffix(target)}")
    try:
        with noted(partial):
            _create(partial, target)
            yield partial
            _flush(partial)
            partial.replace(target)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {_reason(error)}.") from None
    finally:
        partial.unlink(missing_ok=True)


def opened(path: Path) -> io.BufferedReader:
    """Open an ordinary file to be read; nothing is ever waited for.

    A pipe could be waited for in vain, and a device may have no end. The kernel's log, say, calls itself
    ordinary, but whoever has read all of it would wait for more.

    Raises
    ------
    OSError
        If there is no such file, it is none, or it may not be read.
    """
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.ESPIPE, "it is no ordinary file but a pipe or a device")
    return io.BufferedReader(_AtOnce(path))


class _AtOnce(io.FileIO):
    """What is there to be read at once; an OSError where there is nothing yet."""

    def __init__(self, path: Path) -> None:
        at_once = getattr(os, "O_NONBLOCK", 0)
        super().__init__(path, opener=lambda name, flags: os.open(name, flags | at_once))

    def readinto(self, buffer: "Buffer", /) -> int:
        """Read into a buffer; return how many bytes that were, none at the end."""
        count = super().readinto(buffer)
        if count is None:
            raise BlockingIOError(errno.EAGAIN, "more of it may come at any time")
        return count


def is_file(path: Path) -> bool:
    """Whether there is an ordinary file; a name that no file can have (too long, of odd signs) has none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder; there is none where nobody may look for it."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_there(path: Path) -> bool:
    """Whether there is anything at a path; nothing at one that cannot be."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def require_place(path: Path, *, replace: bool = True) -> None:
    """Raise PlaceError if no file can be written to `path`: better now than after hours of training."""
    if str(path) == "-":
        raise PlaceError('"-" stands for no file here: give the name of one.')
    try:
        mode = _mode(path)
        if mode is not None and stat.S_ISDIR(mode):
            raise PlaceError(f"{path} is a folder: give the name of a file.")
        if mode is not None and not stat.S_ISREG(mode):
            raise PlaceError(f"{path} is no ordinary file: choose another name.")
        if mode is not None and not replace:
            raise FileExistsAlreadyError(f"{path} exists already.")
        folder = Path(os.path.realpath(path)).parent
        if not folder.is_dir():
            raise PlaceError(f"{path} cannot be written: there is no folder {folder}.")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PlaceError(f"{path} cannot be written: the folder does not allow it.")
        if mode is not None and not os.access(path, os.W_OK):
            raise PlaceError(f"{path} cannot be written: the file is write-protected.")
    except OSError as error:
        raise PlaceError(f"{path} cannot be written: {_reason(error)}.") from None


def _mode(path: Path) -> int | None:
    """Return the kind and the permissions of what is at a path; None if there is nothing."""
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _create(partial: Path, target: Path) -> None:
    """Make an empty file with the permissions of the one it will replace, or those of any new file."""
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    mode = _mode(target)
    if mode is not None:
        partial.chmod(stat.S_IMODE(mode))


def _flush(partial: Path) -> None:
    """Have the content on the disk before the name leads to it."""
    with partial.open("rb+") as file:
        os.fsync(file.fileno())


def _short_suffix(path: Path) -> str:
    return path.suffix if len(path.suffix) <= LONGEST_SUFFIX else ""


def _reason(error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG:
        return "the name is too long"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    words = (error.strerror or str(error)).rstrip(".")
    return words[:1].lower() + words[1:]
