"""Runs to export, and the programs that judge what came out."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from nnviz.experiment.look.samples.drawing import DrawingWish
from nnviz.experiment.look.still import Stills
from nnviz.experiment.maps.order import AxisOrder, MapOrder
from nnviz.experiment.maps.standings import standing_of
from nnviz.experiment.maps.training_map import trainings_of
from nnviz.experiment.results.criterion import parse_criterion
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.runs.crew import Crew
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.drawing import Drawing
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec, spec_from_dict
from nnviz.experiment.sweeps.axes import parse_axis
from nnviz.experiment.sweeps.planning import plan_of
from nnviz.experiment.sweeps.standings import Standings
from nnviz.experiment.sweeps.sweep import Sweep
from nnviz.export.of_session import run_of
from nnviz.export.run import Run
from nnviz.paint.maps.look import MapLook
from nnviz.paint.sweep.look import SweepLook

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
needs_rsvg = pytest.mark.skipif(shutil.which("rsvg-convert") is None, reason="needs librsvg2-bin")


@cache
def trained(layers: tuple[int, ...] = (2, 4, 1), epochs: int = 40, data: str = "circles", **settings) -> Run:
    """Return a short run; `settings` are keys of the data section."""
    spec = spec_from_dict(
        {
            "title": "A run to be exported",
            "data": {"name": data, **settings},
            "network": {"layers": list(layers), "activation": "tanh"},
            "training": {"epochs": epochs, "learning_rate": 0.1, "batch_size": 10},
        }
    )
    session = Session(spec)
    session.advance(session.last_update)
    return run_of(session, "exported")


@cache
def convolutional(epochs: int = 2) -> Run:
    """Return a short run of a network with maps, in the precision whose code the app compiles first."""
    layers = [[8, 8, 1], {"kind": "conv", "units": 4, "size": 3}, {"kind": "flatten"}, 10]
    spec = spec_from_dict(
        {
            "data": {"name": "digits", "test_fraction": 0.9},
            "network": {"layers": layers, "activation": ["relu", "softmax"], "dtype": "float32"},
            "training": {"epochs": epochs, "loss": "cross_entropy"},
        }
    )
    wait_until_compiled(spec)  # interpreted it takes most of a minute
    session = Session(spec)
    session.advance(session.last_update)
    return run_of(session, "exported")


def a_drawing() -> Drawing:
    """Return an image of eight times eight pixels, as if it had been drawn."""
    return Drawing((), tuple(float(16 * (2 <= k % 8 <= 4)) for k in range(64)))


def drawn(epochs: int = 2) -> Run:
    """Return a short run whose network has answered to a drawing."""
    run = trained(layers=(64, 8, 10), data="digits", epochs=epochs)
    answers = DrawingWish(a_drawing()).closely(Stills().of(run.snapshot))
    return replace(run, snapshot=run.snapshot.with_looks(answers))


def run_with(figure: str, **run) -> Run:
    """Return a short run of which there is such a figure."""
    own = {"kernels": convolutional, "feature-maps": convolutional, "drawing": drawn}
    return own.get(figure, trained)(**run)


@cache
def many() -> Run:
    """Return a run whose moment has the looks of a sweep and of a map."""
    spec = load_spec(find("xor-truth-table"))
    axes = [
        [parse_axis(text, spec)] for text in ("training.learning_rate=0.1,1,3", "training.momentum=0,0.5")
    ]
    sweep = Sweep(plan_of(spec, "xor", axes, 2, {"training.epochs": 40}))
    for _ in sweep.run(Crew(1)):
        pass
    standing = Standings(sweep, parse_criterion("0.9")).now()
    rate = AxisOrder("training.learning_rate", 0.01, 1000.0, by_factors=True)
    order = MapOrder(rate, AxisOrder("network.init_scale", 0.5, 4.0), 12, {"training.epochs": 40})
    trainings = trainings_of(order, spec)
    pixels = standing_of(trainings, list(trainings.run(1)))
    run = trained()
    looks = SweepLook(standing, tuple(range(6))), replace(MapLook(pixels), lines=True)
    return replace(run, snapshot=run.snapshot.with_looks(*looks))


def output_of(*command: object) -> str:
    """Return what a program prints."""
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, check=True, text=True).stdout


def pixels_of(path: Path) -> np.ndarray:
    """Return a bitmap as (rows, columns, 3) floats from 0 to 255, transparent parts white."""
    image = Image.open(path).convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(paper, image).convert("RGB"), dtype=float)


def rendered(path: Path, dpi: int) -> np.ndarray:
    """Return what poppler or librsvg make of a PDF or an SVG.

    Of poppler's two renderers it is the one that does not move lines to whole pixels.
    """
    out = path.with_name(f"{path.name}.png")
    if path.suffix == ".pdf":
        output_of("pdftocairo", "-r", dpi, "-png", "-singlefile", path, out.with_suffix(""))
    else:
        output_of("rsvg-convert", "-d", dpi, "-p", dpi, path, "-o", out)
    return pixels_of(out)


def difference(first: np.ndarray, second: np.ndarray) -> float:
    """Return the mean difference of two pictures, each first averaged over blocks of 4 by 4 pixels."""
    rows, columns = (min(a, b) // 4 * 4 for a, b in zip(first.shape[:2], second.shape[:2], strict=True))

    def averaged(picture: np.ndarray) -> np.ndarray:
        return picture[:rows, :columns].reshape(rows // 4, 4, columns // 4, 4, 3).mean(axis=(1, 3))

    return float(np.abs(averaged(first) - averaged(second)).mean())
