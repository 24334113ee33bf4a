"""`nnviz data`, `train` and the window's opening take a folder of pictures, and files in MNIST's format."""

import json
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nnviz.cli.main import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, level in {"cats": 30, "dogs": 220}.items():
        (tmp_path / "animals" / name).mkdir(parents=True)
        for i in range(8):
            Image.new("L", (20, 20), level + i).save(tmp_path / "animals" / name / f"{i}.png")
    return tmp_path / "animals"


def test_a_folder_is_understood_and_trained(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert main(["data", "animals", "--json", "--set", "data.side=8"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["rows"] == 16
    assert said["target"]["classes"] == ["cats", "dogs"]
    assert len(said["inputs"]) == 64
    assert main(["train", "animals", "--epochs", "3", "--json"]) == 0
    trained = json.loads(capsys.readouterr().out)
    assert trained["train"]["accuracy"] == 1.0
    assert trained["spec"]["data"]["name"] == "images"


def test_pixels_are_one_line_of_the_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "pixel 0,0 to 27,27  number          0  input" in said
    assert "class               category        0  target  (cats, dogs)" in said
    assert "more columns" not in said


def test_an_archive_of_pictures_is_to_be_unpacked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = shutil.make_archive(str(folder), "zip", folder)
    assert main(["data", archive]) == 2
    assert "unpack it and open the folder of pictures." in capsys.readouterr().err


def test_files_of_mnists_format_are_trained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = np.random.default_rng(0)
    for name, shape in {"train-images-idx3-ubyte": (40, 6, 6), "train-labels-idx1-ubyte": (40,)}.items():
        values = chance.integers(0, 10, shape, dtype=np.uint8)
        header = struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape)
        (tmp_path / name).write_bytes(header + values.tobytes())
    for place in (tmp_path, tmp_path / "train-images-idx3-ubyte"):
        assert main(["data", str(place), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["rows"] == 40
        assert main(["train", str(place), "--epochs", "1", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["spec"]["data"]["name"] == "mnist"


def test_a_folder_of_something_else_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("data", "train"):
        assert main([command, str(tmp_path)]) == 2
        said = capsys.readouterr().err
        assert "one a class" in said
        assert said.count("\n") == 1
