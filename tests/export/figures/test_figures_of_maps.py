"""Kernels, feature maps and the architecture on paper."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from nnviz.cli.main import main
from nnviz.experiment.look.sample_maps import SampleMapsWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.shown import Shown
from nnviz.paint.drawing.theme import PRINT, Style
from nnviz.paint.network.sheets import kernel_blocks, map_blocks

CONV = """
[data]
name = "digits"
test_fraction = 0.9
[network]
layers = [
    [8, 8, 1],
    {kind = "conv", units = 4, size = 3},
    {kind = "max_pool", size = 2},
    {kind = "flatten"},
    10,
]
activation = ["relu", "softmax"]
dtype = "float32"
[training]
loss = "cross_entropy"
epochs = 2
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "conv.toml"
    path.write_text(CONV, encoding="utf-8")
    return path


def test_sheets_hold_all_kernels_and_maps(file: Path) -> None:
    snapshot = Session(load_spec(file)).snapshot(SampleMapsWish())
    (kernels,) = kernel_blocks(snapshot)
    assert kernels.title.startswith("Layer 1: kernels 3 × 3 from 1 to 4 maps")
    np.testing.assert_array_equal(kernels.pictures[2], snapshot.weights[0][:, :, 0, 2])
    assert [block.pictures.shape for block in map_blocks(snapshot)] == [(1, 8, 8), (4, 6, 6), (4, 3, 3)]


@pytest.mark.parametrize("figure", ["kernels", "feature-maps", "network", "histograms"])
def test_they_are_exported(figure: str, file: Path, tmp_path: Path) -> None:
    out = tmp_path / f"{figure}.svg"
    assert main(["export", str(file), "--figure", figure, "-o", str(out)]) == 0
    assert out.stat().st_size > 2000


@pytest.mark.parametrize("size", [(360, 500), (500, 300), (900, 250)])
def test_sheets_stay_within_their_place(size: tuple[int, int], qapp: QGuiApplication) -> None:
    session = Session(load_spec(find("lab-e-conv-sgd")))
    moment = session.snapshot(SampleMapsWish())
    image = QImage(1000, 600, QImage.Format.Format_RGB32)
    for name in ("kernels", "feature-maps"):
        image.fill(0xFFFFFF)
        painter = QPainter(image)
        FIGURES[name].paint(
            painter, QRectF(0.0, 0.0, *size), moment, Style(PRINT, text=10.0, scale=0.75), Shown()
        )
        painter.end()
        rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(600, 1000, 4)
        painted = np.argwhere((rows[..., :3] < 255).any(axis=-1))
        assert size[1] / 2 < painted[:, 0].max() <= size[1]
        assert size[0] / 3 < painted[:, 1].max() <= size[0]


def test_a_dense_network_has_no_kernels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["export", "lab-a-xor", "--epochs", "1", "--figure", "kernels", "-o", str(tmp_path / "k.svg")])
        != 0
    )
    assert "no kernels" in capsys.readouterr().err


def test_the_architecture_is_drawn_in_true_proportions(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "conv.tex"
    assert main(["export", str(file), "--figure", "network", "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert "one pixel is 4.000 mm" in text
    assert r"\draw[map] (0.00, -16.00) rectangle ++(32.00, 32.00);" in text
    assert "rectangle ++(24.00, 24.00)" in text
    if shutil.which("pdflatex"):
        done = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", out.name],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:]
