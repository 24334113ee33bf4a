"""The registry of everything a run can be written as: one record a kind of file."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from nnviz.export.errors import ExportError, no_such
from nnviz.export.exporter import Exporter
from nnviz.export.formats import BITMAPS, VECTORS
from nnviz.export.models.onnx import ONNX
from nnviz.export.models.pytorch import MODEL_CODE, STATE_DICT
from nnviz.export.models.weights import WEIGHTS
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run
from nnviz.export.script.notebook import NOTEBOOK
from nnviz.export.script.script import SCRIPT
from nnviz.export.tables import CURVES_TABLE
from nnviz.export.tikz.tikz import TIKZ
from nnviz.files import written_whole


def text_exporters() -> tuple[Exporter, ...]:
    """Return the exporters that need no Qt."""
    return (CURVES_TABLE, SCRIPT, NOTEBOOK, WEIGHTS, MODEL_CODE, STATE_DICT, ONNX, TIKZ)


def exporters() -> tuple[Exporter, ...]:
    """Return every exporter; figures come first."""
    from nnviz.export.figures.figure_exporters import figure_exporters  # noqa: PLC0415 (they need Qt)
    from nnviz.export.report.report import REPORT  # noqa: PLC0415

    return (*figure_exporters(), REPORT, *text_exporters())


def exporter(name: str, suffix: str) -> Exporter:
    """Return the exporter called `name` that writes files with `suffix`.

    Without a name it is the first that does. Beside the name of a picture, a suffix that no picture has says
    what is meant: `--figure network -o run.py` is the script.

    Raises
    ------
    ExportError
        With a sentence that says which there are.
    """
    suffix = suffix.lower()
    without_qt = _writing(suffix, _called(name, text_exporters())) if name else []
    if without_qt:
        return without_qt[0]
    known = exporters()
    named = _called(name, known) if name else known
    if not named:
        raise no_such("figure", name, (each.name for each in known))
    fitting = _writing(suffix, named)
    if not fitting and _is_picture(named[0]):
        fitting = [each for each in _writing(suffix, known) if not _is_picture(each)]
    if not fitting:
        allowed = _listed(suffix for each in named for suffix in each.suffixes)
        raise ExportError(f'The suffix of the file must be one of {allowed}, not "{suffix}".')
    return fitting[0]


def _called(name: str, known: Sequence[Exporter]) -> list[Exporter]:
    return [each for each in known if each.name == name]


def _writing(suffix: str, known: Sequence[Exporter]) -> list[Exporter]:
    return [each for each in known if suffix in each.suffixes]


def _is_picture(one: Exporter) -> bool:
    return one.suffixes[0] in VECTORS + BITMAPS


def _listed(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def export(run: Run, name: str, path: Path, options: ExportOptions, *, replace: bool) -> None:
    """Write a run to a file, whole or not at all.

    Raises
    ------
    ExportError, WriteError
        With one sentence.
    """
    chosen = exporter(name, path.suffix)
    with written_whole(path, replace=replace) as partial:
        chosen.write(run, partial, options)
