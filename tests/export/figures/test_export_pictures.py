"""Figures as PNG, SVG and PDF: the size asked for, every label as text, fonts embedded, one picture."""

import re
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import numpy as np
import pytest
from exporting import difference, needs_poppler, needs_rsvg, output_of, pixels_of, rendered, run_with, trained
from msgspec.structs import replace
from PIL import Image

from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.export.errors import ExportError
from nnviz.export.exporters import export
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.options import ExportOptions
from nnviz.export.page.application import ensure_application
from nnviz.export.presets import PRESETS
from nnviz.paint.drawing.lettering import runs_of
from nnviz.paint.drawing.theme import THEMES
from nnviz.paint.network.content.of_moment import content_of

SVG = "{http://www.w3.org/2000/svg}"
pytestmark = pytest.mark.usefixtures("compiled_engine")

DPI = 150
ALIKE = 2.0
"""Grey levels by which two renderings of one picture may differ on average, at their edges."""
PLAIN = ExportOptions(preset=PRESETS["nature-1"], dpi=DPI)
OF_ONE_RUN = [name for name in FIGURES if not name.startswith(("sweep", "training_map"))]
LACKING = {
    "confusion": {"sine"},
    "scatter": {"digits", "sine"},
    "feature-maps": {"sine", "breast_cancer"},
    "kernels": {"digits", "sine", "breast_cancer"},
    "drawing": {"digits", "sine", "breast_cancer"},
}
"""Of which data, learned by dense layers, there is no such figure."""
EVERY_FIGURE = pytest.mark.parametrize("figure", OF_ONE_RUN)


def written(path: Path, figure: str, options: ExportOptions = PLAIN, **run) -> Path:
    export(run_with(figure, **run), figure, path, options, replace=True)
    return path


def sized(width_mm: float, height_mm: float = 0.0, **changes) -> ExportOptions:
    preset = msgspec.structs.replace(PLAIN.preset, width_mm=width_mm, height_mm=height_mm, **changes)
    return replace(PLAIN, preset=preset)


def words_of(pdf: Path) -> str:
    """Return the text of a PDF without spaces: subscripts and signs stand apart in it."""
    return re.sub(r"\s", "", output_of("pdftotext", "-layout", pdf, "-"))


@needs_poppler
@EVERY_FIGURE
@pytest.mark.parametrize("preset", ["nature-1", "nature-2", "ieee-1", "slide", "handout"])
def test_a_pdf_has_the_size_asked_for_and_its_fonts_inside(tmp_path: Path, figure: str, preset: str) -> None:
    options = replace(PLAIN, preset=PRESETS[preset])
    pdf = written(tmp_path / "figure.pdf", figure, options)
    points = re.search(r"Page size: +([\d.]+) x ([\d.]+) pts", output_of("pdfinfo", pdf))
    assert points is not None
    assert float(points[1]) * 25.4 / 72 == pytest.approx(PRESETS[preset].width_mm, abs=0.01)
    if PRESETS[preset].height_mm:
        assert float(points[2]) * 25.4 / 72 == pytest.approx(PRESETS[preset].height_mm, abs=0.01)
    fonts = output_of("pdffonts", pdf).splitlines()[2:]
    assert fonts or figure == "graph"  # formulas are outlines
    assert all(re.search(r" yes (yes|no) +(yes|no) +\d+ +\d+$", font) for font in fonts)
    assert all("Type 3" not in font for font in fonts)


@EVERY_FIGURE
def test_svg_and_png_have_the_size_asked_for(tmp_path: Path, figure: str) -> None:
    svg = written(tmp_path / "figure.svg", figure, sized(120.0, 80.0)).read_text(encoding="utf-8")
    assert 'width="120.000mm" height="80.000mm"' in svg
    with Image.open(written(tmp_path / "figure.png", figure, sized(120.0, 80.0))) as image:
        assert image.size == (round(120 / 25.4 * DPI), round(80 / 25.4 * DPI))
        assert image.info["dpi"] == pytest.approx((DPI, DPI), abs=0.1)


@needs_poppler
def test_every_label_of_a_network_can_be_found_in_the_pdf(tmp_path: Path) -> None:
    run = {"layers": (4, 5, 3), "features": ("x1", "x2^2", "x1*x2", "sin(x1)"), "data": "blobs"}
    pdf = written(tmp_path / "network.pdf", "network", sized(180.0), **run)
    found = words_of(pdf)
    content = content_of(trained(**run).snapshot)
    for name in (*content.input_names, *content.output_names):
        assert all(run.text.replace(" ", "") in found for run in runs_of(name)), name
    for label in ("Inputs", "Hiddenlayer1", "Output", "4units", "5units", "3units", "tanh"):
        assert label in found


@needs_poppler
def test_numbers_along_the_axes_can_be_found_in_the_pdf(tmp_path: Path) -> None:
    found = words_of(written(tmp_path / "curves.pdf", "curves"))
    for label in ("loss", "accuracy", "epoch", "train", "100%", "10", "20", "30", "40"):
        assert label in found
    found = words_of(written(tmp_path / "boundary.pdf", "boundary"))
    for label in ("0.5", "1.0", "\N{MINUS SIGN}0.5", "train", "wrong"):
        assert label in found


@needs_poppler
@EVERY_FIGURE
def test_pdf_and_png_are_the_same_picture(tmp_path: Path, figure: str) -> None:
    # poppler draws no line thinner than a pixel: where marks have edges thinner than that, pixels are smaller
    dpi = 2 * DPI if figure in {"embedding", "scatter"} else DPI
    bitmap = pixels_of(written(tmp_path / "figure.png", figure, replace(PLAIN, dpi=dpi)))
    assert difference(bitmap, rendered(written(tmp_path / "figure.pdf", figure), dpi)) < ALIKE


@needs_rsvg
@EVERY_FIGURE
def test_svg_with_outlines_and_png_are_the_same_picture(tmp_path: Path, figure: str) -> None:
    bitmap = pixels_of(written(tmp_path / "figure.png", figure))
    svg = written(tmp_path / "figure.svg", figure, replace(PLAIN, outlines=True))
    assert "<text" not in svg.read_text(encoding="utf-8")
    assert difference(bitmap, rendered(svg, DPI)) < ALIKE


@needs_rsvg
@EVERY_FIGURE
def test_svg_with_text_and_png_are_the_same_picture_even_in_another_font(tmp_path: Path, figure: str) -> None:
    bitmap = pixels_of(written(tmp_path / "figure.png", figure))
    svg = written(tmp_path / "figure.svg", figure)
    assert difference(bitmap, rendered(svg, DPI)) < 1.5 * ALIKE


def texts_of(svg: Path) -> list[str]:
    root = ElementTree.parse(svg).getroot()
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_text_stays_text_in_svg(tmp_path: Path) -> None:
    svg = written(tmp_path / "figure.svg", "network")
    assert re.search(
        r"<text[^>]*font-family=\"[^\"]+, Arial, Helvetica, sans-serif\"", svg.read_text(encoding="utf-8")
    )
    assert {"Hidden layer 1", "4 units", "tanh"} <= set(texts_of(svg))


def test_each_word_of_an_svg_stands_where_it_was_laid_out(tmp_path: Path) -> None:
    svg = written(tmp_path / "network.svg", "network")
    words = list(ElementTree.parse(svg).getroot().iter(f"{SVG}tspan"))
    assert len(words) > 15
    for word in words:
        assert word.text is not None
        assert len(word.text.split()) == 1
        assert len(word.text) == 1 or float(word.attrib["textLength"]) > 0.0
    first, second = (word for word in words if word.text in {"Hidden ", "layer "})
    between = float(second.attrib["x"]) - float(first.attrib["x"])
    widths = float(first.attrib["textLength"]) + float(second.attrib["textLength"])
    assert between == pytest.approx(widths / 2, abs=0.02)


@needs_poppler
def test_a_pdf_with_outlines_needs_no_font(tmp_path: Path) -> None:
    pdf = written(tmp_path / "figure.pdf", "board", replace(PLAIN, outlines=True))
    assert len(output_of("pdffonts", pdf).splitlines()) == 2


@EVERY_FIGURE
def test_nothing_is_cut_off_and_no_margin_is_left(tmp_path: Path, figure: str) -> None:
    pixels = pixels_of(written(tmp_path / "figure.png", figure))
    ink = np.argwhere((pixels < 250).any(axis=2))
    margin = PLAIN.preset.margin_mm / 25.4 * DPI
    (top, left), (bottom, right) = ink.min(axis=0), ink.max(axis=0) + 1
    for gap in (top, pixels.shape[0] - bottom):
        assert 1 <= gap <= margin + 8
    for gap in (left, pixels.shape[1] - right):
        assert gap >= 1
        assert gap <= margin + 8 or not FIGURES[figure].grows


@pytest.mark.parametrize("layers", [(2, 50, 50, 1), (2, 1, 1), (2, 8, 8, 8, 8, 8, 1)])
def test_large_and_small_networks_stay_inside_the_page(tmp_path: Path, layers: tuple[int, ...]) -> None:
    pixels = pixels_of(written(tmp_path / "network.png", "network", layers=layers, epochs=2))
    ink = np.argwhere((pixels < 250).any(axis=2))
    assert (ink.min(axis=0) >= 1).all()
    assert (ink.max(axis=0) < np.array(pixels.shape[:2]) - 1).all()


def test_a_transparent_picture_has_no_background(tmp_path: Path) -> None:
    options = replace(sized(89.0, theme="dark"), transparent=True)
    with Image.open(written(tmp_path / "figure.png", "network", options)) as image:
        alpha = np.asarray(image.convert("RGBA"))[..., 3]
    assert alpha[0, 0] == 0
    assert alpha.max() == 255
    assert "#14171c" not in written(tmp_path / "figure.svg", "curves", options).read_text().lower()


def test_a_dark_picture_has_a_dark_background_on_every_device(tmp_path: Path) -> None:
    options = sized(89.0, theme="dark")
    assert pixels_of(written(tmp_path / "figure.png", "curves", options))[0, 0].max() < 40
    assert "#14171c" in written(tmp_path / "figure.svg", "curves", options).read_text().lower()


@EVERY_FIGURE
def test_a_picture_safe_in_greyscale_has_no_colour(tmp_path: Path, figure: str) -> None:
    pixels = pixels_of(written(tmp_path / "figure.png", figure, replace(PLAIN, grey=True)))
    assert np.ptp(pixels, axis=2).max() <= 3  # mixing in OKLab rounds


def test_the_same_run_gives_the_same_file(tmp_path: Path) -> None:
    once = written(tmp_path / "once.png", "board").read_bytes()
    assert written(tmp_path / "again.png", "board").read_bytes() == once


@EVERY_FIGURE
def test_an_untrained_network_is_no_advice_to_press_play(tmp_path: Path, figure: str) -> None:
    if figure == "health":
        with pytest.raises(ExportError, match="train first"):
            written(tmp_path / "figure.svg", figure, epochs=0)
        return
    svg = written(tmp_path / "figure.svg", figure, epochs=0).read_text(encoding="utf-8")
    assert "Play" not in svg


@EVERY_FIGURE
@pytest.mark.parametrize("data", ["digits", "sine", "breast_cancer"])
def test_other_data_can_be_exported(tmp_path: Path, figure: str, data: str) -> None:
    ends = {"digits": (64, 8, 10), "sine": (1, 8, 1), "breast_cancer": (30, 5, 1)}
    run, path = trained(layers=ends[data], epochs=2, data=data), tmp_path / "figure.svg"
    if missing := FIGURES[figure].missing(run.snapshot):
        assert data in LACKING[figure]
        with pytest.raises(ExportError, match=re.escape(missing)):
            export(run, figure, path, PLAIN, replace=True)
        return
    export(run, figure, path, PLAIN, replace=True)
    assert path.stat().st_size > 2000


@pytest.mark.parametrize("figure", ["health", "histograms", "surface", "timeline", "explanation"])
def test_a_snapshot_without_the_past_has_no_picture_of_it(tmp_path: Path, figure: str) -> None:
    run = trained()
    bare = replace(run.snapshot, looks={})
    with pytest.raises(ExportError, match="not known here"):
        export(replace(run, snapshot=bare), figure, tmp_path / "figure.svg", PLAIN, replace=True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "options",
    [
        sized(5.0),
        sized(float("nan")),
        sized(89.0, 5000.0),
        sized(89.0, text_pt=0.0),
        sized(20.0, margin_mm=30.0),
        replace(PLAIN, dpi=9.0),
        replace(sized(600.0), dpi=2400),
    ],
)
def test_impossible_sizes_get_one_sentence(tmp_path: Path, options: ExportOptions) -> None:
    with pytest.raises(ExportError) as refused:
        written(tmp_path / "figure.png", "network", options)
    assert str(refused.value).endswith(".")
    assert not list(tmp_path.iterdir())


def test_maps_are_finer_than_on_screen_and_the_same_on_every_machine() -> None:
    ensure_application()
    snapshot: Snapshot = trained().snapshot
    assert snapshot.look(Maps).boundary is not None
    assert snapshot.look(Maps).boundary.outputs.shape == (240, 240, 1)
    assert snapshot.look(Maps).responses[1].shape == (4, 96, 96)


@pytest.mark.parametrize("outlines", [False, True])
@pytest.mark.parametrize("theme", THEMES)
def test_the_parts_of_an_svg_have_names(tmp_path: Path, outlines: bool, theme: str) -> None:
    options = replace(sized(89.0, theme=theme), outlines=outlines)
    svg = written(tmp_path / "board.svg", "board", options)
    root = ElementTree.parse(svg).getroot()
    groups = {group.get("id"): group for group in root.iter(f"{SVG}g") if group.get("id")}
    assert set(groups) == {"weights", "neurons", "names", "captions", "scales", "output", "curves"}
    lines = list(groups["weights"].iter(f"{SVG}polyline"))
    assert len(lines) == 2 * 4 + 4 * 1
    assert "@@" not in svg.read_text(encoding="utf-8")


@needs_poppler
def test_names_of_parts_are_not_seen_in_a_pdf(tmp_path: Path) -> None:
    pdf = written(tmp_path / "board.pdf", "board", replace(PLAIN, outlines=True))
    assert not words_of(pdf)
