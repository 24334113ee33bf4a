"""Every figure in every format of pictures, as exporters."""

from pathlib import Path

from nnviz.export.exporter import Exporter
from nnviz.export.figure import Figure
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.formats import MOVIES
from nnviz.export.options import ExportOptions
from nnviz.export.page.application import ensure_application
from nnviz.export.page.devices import WRITERS
from nnviz.export.run import Run


def figure_exporters() -> tuple[Exporter, ...]:
    """Return two exporters a figure: as a picture, and as an animation where it moves."""
    pictures = tuple(_exporter_of(figure) for figure in FIGURES.values())
    return pictures + tuple(_animation_of(figure) for figure in FIGURES.values() if figure.moves)


def _exporter_of(figure: Figure) -> Exporter:
    def write(run: Run, path: Path, options: ExportOptions) -> None:
        ensure_application()
        WRITERS[path.suffix.lower()](figure, run.snapshot, path, options)

    return Exporter(figure.name, tuple(WRITERS), figure.title, write, paints=True)


def _animation_of(figure: Figure) -> Exporter:
    def write(run: Run, path: Path, options: ExportOptions) -> None:
        from nnviz.export.movies.animation import write_animation  # noqa: PLC0415 (imports Pillow)

        write_animation(figure, run, path, options)

    return Exporter(figure.name, MOVIES, f"{figure.title}, moving", write, paints=True)
