"""Writing files so that nothing half-written is ever seen, and every failure is one sentence."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ExportError(ValueError):
    """What was asked for cannot be exported; one sentence that says what to do."""


class FileExistsAlreadyError(ExportError):
    """The file is there already, and nobody said that it may be replaced."""


class CancelledError(ExportError):
    """The user has had enough; nothing is left behind."""


class WriteError(Exception):
    """The file cannot be written (no such folder, no permission, no room); one sentence."""


@contextmanager
def written_whole(path: Path, *, replace: bool) -> Iterator[Path]:
    """Give the path of a temporary file beside `path`; at the end of the block it becomes `path`.

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
    WriteError
        If it cannot be written; then there is no trace of it.
    """
    if path.is_dir():
        raise ExportError(f"{path} is a folder: give the name of a file.")
    if path.exists() and not replace:
        raise FileExistsAlreadyError(f"{path} exists already.")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {_reason(error, path)}.") from None
    partial = Path(name)
    try:
        yield partial
        partial.chmod(0o666 & ~_umask())
        partial.replace(path)
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {_reason(error, path)}.") from None
    finally:
        partial.unlink(missing_ok=True)


def _reason(error: OSError, path: Path) -> str:
    if isinstance(error, FileNotFoundError) and not path.parent.exists():
        return f"there is no folder {path.parent}"
    return (error.strerror or str(error)).rstrip(".").lower()


def _umask() -> int:
    """Return the mask of permissions that new files do not get; asking for it means setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
