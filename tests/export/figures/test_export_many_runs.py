"""The figures of many runs, a sweep and a map: one picture on every device, their words as text."""

from pathlib import Path

import numpy as np
import pytest
from exporting import difference, many, needs_poppler, needs_rsvg, output_of, pixels_of, rendered, trained
from msgspec.structs import replace

from nnviz.export.errors import ExportError
from nnviz.export.exporters import export
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.options import ExportOptions
from nnviz.export.presets import PRESETS

pytestmark = pytest.mark.usefixtures("compiled_engine")

DPI = 150
ALIKE = 2.0
OPTIONS = ExportOptions(preset=PRESETS["nature-1"], dpi=DPI)
NAMES = [name for name in FIGURES if name.startswith(("sweep", "training_map"))]


def written(path: Path, figure: str, options: ExportOptions = OPTIONS) -> Path:
    export(many(), figure, path, options, replace=True)
    return path


@needs_poppler
@needs_rsvg
@pytest.mark.parametrize("figure", NAMES)
def test_pdf_svg_and_png_are_the_same_picture(tmp_path: Path, figure: str) -> None:
    png = pixels_of(written(tmp_path / "figure.png", figure))
    assert len(np.unique(png.reshape(-1, 3), axis=0)) > 20
    for suffix in (".pdf", ".svg"):
        vectors = written(tmp_path / f"figure{suffix}", figure, replace(OPTIONS, outlines=suffix == ".svg"))
        assert difference(rendered(vectors, DPI), png) < ALIKE


@needs_poppler
@pytest.mark.parametrize(("figure", "word"), [("training_map", "Learning"), ("sweep_curves", "epoch")])
def test_words_are_text(tmp_path: Path, figure: str, word: str) -> None:
    pdf = written(tmp_path / "figure.pdf", figure)
    assert word in output_of("pdftotext", "-layout", pdf, "-")


@pytest.mark.parametrize("figure", NAMES)
def test_in_greys_nothing_has_a_colour(tmp_path: Path, figure: str) -> None:
    pixels = pixels_of(written(tmp_path / "figure.png", figure, replace(OPTIONS, grey=True)))
    assert np.ptp(pixels, axis=2).max() <= 1


@pytest.mark.parametrize("figure", NAMES)
def test_of_one_run_there_is_none_and_why_is_said(tmp_path: Path, figure: str) -> None:
    with pytest.raises(ExportError, match="many runs"):
        export(trained(), figure, tmp_path / "figure.png", OPTIONS, replace=True)
    assert not list(tmp_path.iterdir())
