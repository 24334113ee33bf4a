"""`nnviz export` as people call it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from nnviz.cli.main import main

pytestmark = pytest.mark.usefixtures("compiled_engine")

ROOT = Path(__file__).resolve().parents[2]
XOR = "lab-a-xor"


def test_a_figure_in_one_command(tmp_path: Path) -> None:
    path = tmp_path / "xor.png"
    assert (
        main(["export", XOR, "--epochs", "3", "--figure", "network", "-o", str(path), "--width-mm", "50"])
        == 0
    )
    with Image.open(path) as image:
        assert image.width == round(50 / 25.4 * 300)


@pytest.mark.parametrize("suffix", ["pdf", "svg", "csv", "json"])
def test_the_suffix_is_the_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"xor.{suffix}"
    assert main(["export", XOR, "--epochs", "2", "--figure", "curves", "-o", str(path)]) == 0
    assert path.stat().st_size > 50


@pytest.mark.parametrize(
    ("figure", "suffix", "begins"),
    [
        ("network", "py", '"""'),
        ("board", "ipynb", "{"),
        ("boundary", "csv", "epoch,"),
        ("", "py", '"""'),
        ("pytorch", "py", "import torch"),
    ],
)
def test_beside_a_picture_the_suffix_of_a_text_says_what_is_meant(
    tmp_path: Path, figure: str, suffix: str, begins: str
) -> None:
    path = tmp_path / f"xor.{suffix}"
    assert main(["export", XOR, "--epochs", "2", "--figure", figure, "-o", str(path)]) == 0
    assert begins in path.read_text(encoding="utf-8")[:600]


def test_an_animation_of_a_range(tmp_path: Path) -> None:
    path = tmp_path / "xor.gif"
    words = ["--seconds", "0.5", "--fps", "10", "--from-epoch", "1", "--dpi", "60", "--figure", "curves"]
    assert main(["export", XOR, "--epochs", "3", "-o", str(path), *words]) == 0
    with Image.open(path) as film:
        assert film.n_frames > 1


def test_an_animation_cannot_start_after_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "xor.gif"
    assert (
        main(["export", XOR, "--epochs", "3", "-o", str(path), "--figure", "curves", "--from-epoch", "4"])
        == 2
    )
    assert "the run ends at 3" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--figure", "portrait", "-o", "x.png"], "network, boundary"),
        (["--figure", "curvs", "-o", "x.png"], 'did you mean "curves"?'),
        (["-o", "x.docx"], ".pdf"),
        (["--figure", "onnx", "-o", "x.csv"], "must be one of .onnx"),
        (["--figure", "weights", "-o", "x.pdf"], "must be one of .npz"),
        (["-o", "x"], ".pdf"),
        (["-o", "x.png", "--width-mm", "nan"], "15 to 1200 mm"),
        (["-o", "x.png", "--dpi", "1"], "dpi"),
        (["-o", "x.png", "--dpi", "0"], "leave --dpi out"),
        (["-o", "x.png", "--height-mm", "0"], "leave --height-mm out"),
        (["-o", "x.png", "--text-pt", "0"], "pt, not 0"),
        (["-o", "x.png", "--theme", "pink"], "light, dark"),
        (["-o", "x.png", "--preset", "science"], "nature-1"),
        (["-o", "nowhere/x.png"], "nowhere"),
        (["-o", "x.gif", "--seconds", "-1"], "0.5 to 120 s"),
        (["-o", "x.gif", "--from-epoch", "nan"], "epoch 0 or later"),
        (["-o", "x.gif", "--from-epoch", "-5"], "epoch 0 or later"),
    ],
)
def test_what_cannot_be_is_refused_before_training(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", XOR, "--epochs", "1000000000", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not list(tmp_path.glob("x*"))


def test_text_too_small_to_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "graph.svg"
    assert (
        main(["export", XOR, "--epochs", "2", "--figure", "graph", "-o", str(path), "--width-mm", "40"]) == 0
    )
    assert path.exists()
    error = capsys.readouterr().err
    assert "hard to read" in error
    assert error.count("\n") == 1


def test_existing_files_are_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "xor.csv"
    path.write_text("mine", encoding="utf-8")
    assert main(["export", XOR, "--epochs", "1", "-o", str(path)]) == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"
    assert main(["export", XOR, "--epochs", "1", "-o", str(path), "--force"]) == 0
    assert path.read_text(encoding="utf-8") != "mine"


@pytest.mark.skipif(os.name == "nt", reason="limits of the shell")
@pytest.mark.parametrize("name", ["figure.png", "figure.svg", "figure.pdf", "figure.gif"])
def test_a_full_disk_gets_one_sentence_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    words = (
        f"{sys.executable} {ROOT / 'app.py'} export {XOR} --epochs 1 --figure board --seconds 0.5 -o {name}"
    )
    command = ["bash", "-c", f"ulimit -f 4; {words}"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("*figure*"))


def test_a_saved_run_is_exported_as_it_was_saved(tmp_path: Path) -> None:
    run = tmp_path / "xor.nnviz"
    assert main(["train", XOR, "--epochs", "4", "--save", str(run)]) == 0
    assert main(["export", str(run), "--figure", "curves", "-o", str(tmp_path / "curves.csv")]) == 0
    last = (tmp_path / "curves.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert last.startswith("4,")


def test_two_runs_beside_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "both.svg"
    words = ["export", XOR, "--epochs", "2", "-o", str(path), "--beside", "network.layers=[2,3,1]"]
    assert main([*words, "--figure", "network"]) == 2
    assert "--figure confusion" in capsys.readouterr().err
    assert main([*words, "--figure", "confusion"]) == 0
    svg = path.read_text(encoding="utf-8")
    assert "lab-a-xor" in svg
    assert "network.layers=[2,3,1]" in svg


def test_a_second_run_without_classes_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["export", XOR, "--epochs", "2", "--figure", "confusion", "-o", str(tmp_path / "both.svg")]
    assert main([*words, "--beside", "regression-sine"]) == 2
    assert "no classes" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
