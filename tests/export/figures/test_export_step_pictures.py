"""`nnviz trace --pictures`: one picture a step of the walk, in every format."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from nnviz.cli.errors import WRONG_INPUT
from nnviz.cli.main import main

EXPERIMENT = "by-hand-one-update"

pytestmark = pytest.mark.usefixtures("qapp")


def output_of(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["trace", EXPERIMENT, *arguments]) == code
    out, err = capsys.readouterr()
    return out if code == 0 else err


def test_one_picture_a_phase(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    beginning = str(tmp_path / "hand.svg")
    names = output_of(capsys, "--pictures", beginning).splitlines()
    assert names == sorted(map(str, tmp_path.iterdir()))
    assert len(names) == 7
    assert Path(names[2]).name == "hand-03-the-loss.svg"
    backward = Path(names[3]).read_text("utf-8")
    assert "0.08938" in backward  # written at the output neuron
    assert 'id="explanation"' in backward
    assert "exists already" in output_of(capsys, "--pictures", beginning, code=WRONG_INPUT)


def test_the_lit_neurons_differ_from_phase_to_phase(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    names = output_of(capsys, "--pictures", str(tmp_path / "hand.png")).splitlines()
    images = [QImage(name) for name in names]
    assert all(image.width() == images[0].width() > 1000 for image in images)
    heads = [image.copy(0, 0, image.width(), image.height() // 3) for image in images]
    assert all(head != heads[0] for head in heads[1:])


def test_pages_for_print(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    names = output_of(capsys, "--pictures", str(tmp_path / "hand.pdf"), "--depth", "layer").splitlines()
    assert len(names) > 7
    assert all(Path(name).read_bytes().startswith(b"%PDF") for name in names)


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("--pictures", "a.txt"), WRONG_INPUT, 'one of .pdf, .svg, .png, not ".txt"'),
        (("--pictures", "/no such folder/a.svg"), WRONG_INPUT, "there is no folder"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], code: int, sentence: str
) -> None:
    error = output_of(capsys, *options, code=code)
    assert sentence in error
    assert error.count("\n") == 1
