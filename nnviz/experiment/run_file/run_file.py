"""Run files (.nnviz): a session's run with its whole past, saved and opened again at the same moment."""

from pathlib import Path

from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.run_file.reading import read_run
from nnviz.experiment.run_file.writing import write_run
from nnviz.experiment.session import Session


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
