"""The file that keeps the cells of a sweep: so one that was stopped goes on where it was."""

from pathlib import Path
from typing import Any

import msgspec

from nnviz import __version__
from nnviz.experiment.results.outcome import Outcome
from nnviz.experiment.results.plan import SEED, Cell, Settings
from nnviz.experiment.runs.data_files import digest_of
from nnviz.experiment.spec.errors import shown
from nnviz.experiment.spec.spec import Spec, to_dict
from nnviz.files import require_place, written_whole

FORMAT = 1
LARGEST = 2**30
"""Bytes that are read at most."""
_SHOWN_ONLY = ("title", "about", "lab")


class KeptCellsError(ValueError):
    """A file of kept cells cannot be used; one sentence that names it and says why."""


class _Entry(msgspec.Struct, frozen=True):
    """A cell that is done. `file` tells the content of the table it learned from, where it was one."""

    settings: dict[str, Any]
    seed: int
    file: str
    outcome: Outcome


class _Document(msgspec.Struct, frozen=True):
    nnviz_sweep: int
    version: str
    experiment: dict[str, Any]
    cells: list[_Entry]


class KeptCells:
    """Cells that are done, in a file.

    Parameters
    ----------
    path : Path
        Where they are kept; it need not exist yet.
    base : Spec
        The experiment without the settings of the cells.

    Raises
    ------
    KeptCellsError
        If the file is something else, or belongs to another experiment.
    PlaceError
        If no file can be there.
    """

    def __init__(self, path: Path, base: Spec) -> None:
        require_place(path)
        self.path = path
        self._experiment = _comparable(base)
        self._entries: dict[bytes, _Entry] = {}
        self._digests: dict[str, str] = {}
        if path.exists():
            document = _read(path)
            self._check(document)
            for entry in document.cells:
                self._entries[_key(entry.settings, entry.seed, entry.file)] = entry

    def get(self, settings: Settings, cell: Cell) -> Outcome | None:
        """Return what came out of a cell; None if it is not kept."""
        entry = self._entries.get(_key(dict(settings), cell.seed, self._file(cell.spec)))
        return None if entry is None else entry.outcome

    def put(self, settings: Settings, cell: Cell, outcome: Outcome) -> None:
        """Take in a cell, for the next `write`."""
        entry = _Entry(dict(settings), cell.seed, self._file(cell.spec), outcome)
        self._entries[_key(entry.settings, entry.seed, entry.file)] = entry

    def write(self) -> None:
        """Write the file, whole or not at all.

        Raises
        ------
        WriteError
            If it cannot be written.
        """
        entries = list(self._entries.values())
        document = _Document(FORMAT, __version__, self._experiment, entries)
        with written_whole(self.path, replace=True) as partial:
            partial.write_bytes(msgspec.json.encode(document))

    def _file(self, spec: Spec) -> str:
        """Return what tells the content of the file that the data come from; empty for other data."""
        path = file_of(spec)
        if path not in self._digests:
            self._digests[path] = digest_of(spec)
        return self._digests[path]

    def _check(self, document: _Document) -> None:
        if document.version != __version__:
            raise KeptCellsError(
                f"{self.path} was made by nnviz {document.version}, this is {__version__}, whose numbers may "
                "differ in the last digits: give another file."
            )
        theirs, ours = _flat(document.experiment), _flat(self._experiment)
        for key in sorted(theirs.keys() | ours.keys()):
            if theirs.get(key) != ours.get(key):
                raise KeptCellsError(
                    f"{self.path} keeps cells of another experiment: {key} was {_said(theirs, key)} there "
                    f"and is {_said(ours, key)} now; give another file, or the experiment as it was."
                )


def file_of(spec: Spec) -> str:
    """Return the path of the file that the data come from; empty for other data."""
    path: str = getattr(spec.data, "path", "")
    return path


def _read(path: Path) -> _Document:
    if path.stat().st_size > LARGEST:
        raise KeptCellsError(f"{path} is larger than {LARGEST // 2**20:,} MB: no file that keeps cells is.")
    try:
        document = msgspec.json.decode(path.read_bytes(), type=_Document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise KeptCellsError(
            f"{path} is no file that keeps the cells of a sweep: give the name of a new file."
        ) from None
    except OSError as error:
        raise KeptCellsError(f"{path} cannot be read ({error.strerror}).") from None
    if document.nnviz_sweep != FORMAT:
        raise KeptCellsError(
            f"{path} has format {document.nnviz_sweep}, this nnviz reads {FORMAT}: give another file."
        )
    return document


def _comparable(base: Spec) -> dict[str, Any]:
    """Return what of an experiment decides about its cells, which have seeds of their own."""
    plain = to_dict(base)
    for key in _SHOWN_ONLY:
        plain.pop(key, None)
    table, _, name = SEED.partition(".")
    plain[table] = {key: value for key, value in plain[table].items() if key != name}
    compared: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(plain))
    return compared


def _flat(experiment: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{table}.{key}": value
        for table, keys in experiment.items()
        if isinstance(keys, dict)
        for key, value in keys.items()
    }


def _said(values: dict[str, Any], key: str) -> str:
    return shown(values[key]) if key in values else "not set"


def _key(settings: dict[str, Any], seed: int, file: str) -> bytes:
    return msgspec.json.encode((sorted(settings.items()), seed, file))
