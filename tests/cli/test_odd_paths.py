"""What a path may lead to besides a file: every command says one sentence, and waits for nothing."""

import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from nnviz.cli.main import main
from nnviz.data.images.picture_folders import listing

LONG = "x" * 300
"""No file can be called so: looking for it is an error of its own, as in a folder that is closed."""
COMMANDS = (
    ("train", "{}"),
    ("diagnose", "{}"),
    ("data", "{}"),
    ("lecture", "{}"),
    ("sweep", "{}", "--vary", "training.seed=1"),
    ("exercise", "{}"),
    ("exercise", "by-hand-one-update", "--answers", "{}"),
    ("train", "xor-quickstart", "--epochs", "1", "--save", "{}"),
    ("sweep", "xor-quickstart", "--vary", "training.seed=1", "--epochs", "1", "--resume", "{}"),
    ("export", "{}", "--figure", "network", "-o", "x.svg"),
)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return the one line that a command refuses with."""
    assert main([*words]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


@pytest.mark.parametrize("suffix", ["", ".toml", ".csv", ".nnviz", ".npz"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_name_that_no_file_can_have(
    command: tuple[str, ...], suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = said(capsys, *(word.format(f"in/{LONG}{suffix}") for word in command))
    assert "Error" not in line
    assert "Errno" not in line


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
@pytest.mark.parametrize("suffix", [".toml", ".csv", ".nnviz", ".npz", ".nnviz-lecture"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_pipe_is_not_waited_for(
    command: tuple[str, ...], suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / f"pipe{suffix}"
    os.mkfifo(pipe)
    line = said(capsys, *(word.format(pipe) for word in command))
    assert "ordinary" in line or "pipe" in line


def test_what_cannot_be_looked_at_among_pictures_is_none(tmp_path: Path) -> None:
    for name in ("cats", "dogs"):
        (tmp_path / name).mkdir()
        Image.new("L", (4, 4)).save(tmp_path / name / "one.png")
        (tmp_path / name / "round.png").symlink_to("round.png")
    (tmp_path / "round").symlink_to("round")
    assert [path.name for path, _ in listing(tmp_path).files] == ["one.png", "one.png"]
