"""Figures of two runs, of the loss along chosen directions, of a chosen step: what is on screen comes out."""

from pathlib import Path
from unicodedata import normalize
from xml.etree import ElementTree

import msgspec
import pytest
from exporting import pixels_of, trained
from msgspec.structs import replace

from nnviz.experiment.look.surface import plane_of_random_directions, plane_of_weights
from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.explain.formulas.step import Depth, Phase
from nnviz.explain.update.case import Case
from nnviz.explain.update.walk import Walk
from nnviz.export.exporters import export
from nnviz.export.figures.graph import GRAPH
from nnviz.export.figures.step import EXPLANATION
from nnviz.export.options import ExportOptions
from nnviz.export.page.page import page_of
from nnviz.export.presets import PRESETS
from nnviz.export.shown import Beside, Shown
from nnviz.paint.surface.camera import Camera

pytestmark = pytest.mark.usefixtures("compiled_engine")

PLAIN = ExportOptions(preset=PRESETS["nature-1"], dpi=100)


def written(path: Path, figure: str, look: Shown, **run) -> Path:
    export(trained(**run), figure, path, replace(PLAIN, shown=look), replace=True)
    return path


def words_of(svg: Path) -> list[str]:
    texts = ElementTree.parse(svg).getroot().iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()).strip() for text in texts]


def test_the_confusion_of_two_runs_has_a_column_a_run_and_a_row_a_part(tmp_path: Path) -> None:
    run = {"data": "circles", "test_fraction": 0.25}
    other = trained(**run, epochs=0).snapshot
    look = Shown(beside=Beside("trained", "untrained", other))
    words = words_of(written(tmp_path / "two.svg", "confusion", look, **run))
    assert (words.count("train"), words.count("test")) == (2, 2)
    assert words.index("trained") < words.index("untrained")
    alone = words_of(written(tmp_path / "one.svg", "confusion", Shown(), **run))
    counts = sorted(int(word) for word in alone if word.isdigit())
    assert sum(counts) == len(other.split.train.X) + len(other.split.test.X)
    assert sum(int(word) for word in words if word.isdigit()) == 2 * sum(counts)


def test_the_loss_is_shown_in_the_plane_that_is_on_screen(tmp_path: Path) -> None:
    words = words_of(written(tmp_path / "path.svg", "surface", Shown()))
    assert any(word.startswith("main direction 1") for word in words)
    look = Shown(plane_of=lambda terrain: plane_of_random_directions(terrain, 3))
    assert "direction 1" in words_of(written(tmp_path / "random.svg", "surface", look))
    look = Shown(plane_of=lambda terrain: plane_of_weights(terrain, 0, 1))
    words = "".join(words_of(written(tmp_path / "weights.svg", "surface", look)))
    assert "w21(1)" in normalize("NFKC", words)  # a font without small digits has its own made smaller


def test_the_loss_is_a_landscape_where_that_is_on_screen(tmp_path: Path) -> None:
    pictures = [
        pixels_of(written(tmp_path / f"{k}.png", "surface", Shown(camera=camera)))
        for k, camera in enumerate((None, Camera(), Camera().turned(60.0, 0.0)))
    ]
    shapes = [picture.shape for picture in pictures]
    assert shapes[0] != shapes[1] or (pictures[0] != pictures[1]).any()
    assert shapes[1] != shapes[2] or (pictures[1] != pictures[2]).any()


def test_the_explanation_is_that_of_the_step_on_screen(tmp_path: Path) -> None:
    words = " ".join(words_of(written(tmp_path / "default.svg", "explanation", Shown())))
    assert "Backward: from the loss" in words
    coming = trained().snapshot.look(ComingUpdate)
    assert coming is not None
    walk = Walk(Case(coming.trace, coming.network, coming.training, 0, 4))
    first = walk.at_depth(
        next(key for key in walk.children(None) if key.phase is Phase.FORWARD), Depth.NEURON
    )
    step = walk.step(first)
    words = " ".join(words_of(written(tmp_path / "chosen.svg", "explanation", Shown(step=step))))
    assert all(word in words for word in step.title.split())


def test_the_graph_has_every_value_and_derivative(tmp_path: Path) -> None:
    large = replace(PLAIN, preset=PRESETS["nature-2"], dpi=300)
    export(trained(layers=(2, 3, 1)), "graph", tmp_path / "graph.png", large, replace=True)
    pixels = pixels_of(tmp_path / "graph.png")
    spread = pixels.max(axis=2) - pixels.min(axis=2)
    green = (spread > 60) & (pixels.argmax(axis=2) == 1)
    orange = (spread > 60) & (pixels.argmax(axis=2) == 0)
    assert green.sum() > 50
    assert orange.sum() > 50


def test_units_left_out_of_the_outputs_are_named_within_the_page(tmp_path: Path) -> None:
    run = {"layers": (64, 8, 10), "data": "digits", "epochs": 2}
    pixels = pixels_of(written(tmp_path / "network.png", "network", Shown(), **run))
    assert (pixels[:, -2:] > 250).all()
    assert "7 more" in words_of(written(tmp_path / "network.svg", "network", Shown(), **run))


@pytest.mark.parametrize("layers", [(2, 3, 1), (2, 4, 4, 1)])
@pytest.mark.parametrize("preset", ["nature-1", "nature-2", "handout"])
def test_the_smallest_text_of_a_graph_can_be_read_on_paper(preset: str, layers: tuple[int, ...]) -> None:
    snapshot = trained(layers=layers).snapshot
    page = page_of(GRAPH, snapshot, ExportOptions(preset=PRESETS[preset]))
    assert page.smallest_pt >= 5.0
    assert not page.warning
    assert page.height_mm < 247.0


@pytest.mark.parametrize("preset", ["nature-1", "elsevier-2", "handout"])
def test_the_text_of_an_explanation_is_as_large_as_asked_for(preset: str) -> None:
    snapshot = trained(layers=(2, 4, 4, 1)).snapshot
    page = page_of(EXPLANATION, snapshot, ExportOptions(preset=PRESETS[preset]))
    assert page.smallest_pt == pytest.approx(PRESETS[preset].text_pt, rel=0.01)


def test_text_too_small_to_read_is_told() -> None:
    narrow = msgspec.structs.replace(PLAIN.preset, width_mm=40.0)
    page = page_of(GRAPH, trained(layers=(2, 4, 4, 1)).snapshot, ExportOptions(preset=narrow))
    assert page.smallest_pt < 5.0
    assert f"{page.smallest_pt:.1f} pt" in page.warning


def test_numbers_too_large_for_a_graph_are_told_in_one_sentence() -> None:
    snapshot = trained(layers=(2, 3, 1)).snapshot
    large = tuple(1e20 * weights for weights in snapshot.weights)
    assert GRAPH.missing(replace(snapshot, weights=large)).startswith("A graph cannot show numbers")
