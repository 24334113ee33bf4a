"""Run files (.nnviz): a session's run with its whole past, saved and opened again at the same moment."""

from pathlib import Path

from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.run_file.reading import read_run
from nnviz.experiment.run_file.writing import write_run
from nnviz.experiment.session import Session
from nnviz.files import PlaceError, require_place

__all__ = ["SUFFIX", "RunFileError", "is_run_file", "load_run", "require_writable", "save_run"]

SUFFIX = ".nnviz"
DIRECTORY = 100_000  # bytes at the end of an archive that hold the names of its members


def is_run_file(name: str | Path) -> bool:
    """Whether a name means a run file: by its suffix, or by what it holds (a workbook is an archive, too)."""
    text = str(name).lower()
    if text.endswith((SUFFIX, ".npz")):
        return text.endswith(SUFFIX)
    try:
        path = Path(name)
        if not path.is_file():  # reading from a pipe would take the beginning away from who reads it next
            return False
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                return False
            file.seek(max(0, path.stat().st_size - DIRECTORY))
            return b"run.json" in file.read()
    except (OSError, ValueError):
        return False


def require_writable(path: Path) -> None:
    """Raise PlaceError if `path` is no place for a run file: better now than after hours of training."""
    require_place(path)
    if path.exists() and not is_run_file(path):
        raise PlaceError(f"{path} exists and is no run file: choose another name, ending in {SUFFIX}.")


def save_run(session: Session, path: Path) -> None:
    """Write a run file, whole or not at all.

    Raises
    ------
    WriteError
        If it cannot be written.
    """
    write_run(session.saved(), path)


def load_run(path: Path, *, arrive: bool = True) -> Session:
    """Return the session of a run file, at the moment at which it was saved.

    Training goes on from there to the same bits as if it had never been interrupted.

    Parameters
    ----------
    path : Path
    arrive : bool
        False: the session is still on its way to that moment, which may be long where the file says so.

    Raises
    ------
    RunFileError
        One sentence that names the file and says why it cannot be used.
    """
    saved = read_run(path)
    try:
        return Session.of_saved(saved, arrive=arrive)
    except ValueError as error:
        raise RunFileError(f"{path}: {str(error).rstrip('.')}.") from None
