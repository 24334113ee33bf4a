"""One kind of file that a run can be written as."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from nnviz.export.options import ExportOptions
from nnviz.export.run import Run

Write = Callable[[Run, Path, ExportOptions], None]


class Exporter(msgspec.Struct, frozen=True):
    """One kind of file.

    Attributes
    ----------
    name : str
        What `--figure` calls it, such as "script".
    suffixes : tuple of str
        With the dot, the usual one first.
    title : str
        What the window calls it.
    write : callable
        (run, path, options) -> None. `path` is a temporary file with the right suffix, to be written in full;
        raises ExportError with one sentence for a run that cannot be written like this.
    paints : bool
        Whether it paints the maps of the snapshot, which take a moment to compute.
    """

    name: str
    suffixes: tuple[str, ...]
    title: str
    write: Write
    paints: bool = False
