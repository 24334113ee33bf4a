"""Which files are run files, and where one may be written."""

from pathlib import Path

from nnviz.files import PlaceError, is_file, opened, require_place

SUFFIX = ".nnviz"
WEIGHTS = ".npz"  # an archive, too, which is never taken for a run
DIRECTORY = 100_000  # bytes at the end of an archive that hold the names of its members


def is_run_file(name: str | Path) -> bool:
    """Whether a name means a run file: by its suffix, or by what it holds (a workbook is an archive, too)."""
    text = str(name).lower()
    if text.endswith((SUFFIX, WEIGHTS)):
        return text.endswith(SUFFIX)
    try:
        path = Path(name)
        if not path.is_file():  # reading from a pipe would take the beginning away from who reads it next
            return False
        with opened(path) as file:
            if file.read(4) != b"PK\x03\x04":
                return False
            file.seek(max(0, path.stat().st_size - DIRECTORY))
            return b"run.json" in file.read()
    except (OSError, ValueError):
        return False


def require_writable(path: Path) -> None:
    """Raise PlaceError if `path` is no place for a run file: better now than after hours of training."""
    require_place(path)
    if path.suffix.lower() == WEIGHTS:
        raise PlaceError(f"{path} would be opened as a file of weights: a run file ends in {SUFFIX}.")
    if is_file(path) and not is_run_file(path):
        raise PlaceError(f"{path} exists and is no run file: choose another name, ending in {SUFFIX}.")
