"""What a killed process was writing is removed at the next start; what another one writes is left alone."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nnviz.config_folder import state_folder
from nnviz.files import written_whole
from nnviz.unfinished import clear_unfinished

WRITER = """
import pathlib, sys, time
from nnviz.files import written_whole
with written_whole(pathlib.Path(sys.argv[1]), replace=True) as partial:
    partial.write_text("half")
    print("writing", flush=True)
    time.sleep(60)
"""


def half_written(folder: Path, end: int) -> subprocess.Popen[str]:
    """Start a process that writes a file, and send it a signal in the middle."""
    command = [sys.executable, "-c", WRITER, str(folder / "run.nnviz")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "writing\n"
    if end:
        process.send_signal(end)
        process.wait(timeout=240)
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_what_a_killed_process_was_writing_goes_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "run.nnviz").write_text("before")
    half_written(tmp_path, signal.SIGKILL)
    assert len(list(tmp_path.glob(".nnviz-*"))) == 1
    subprocess.run([sys.executable, "-m", "nnviz", "list"], check=True, capture_output=True, timeout=240)
    assert list(tmp_path.glob(".nnviz-*")) == []
    assert (tmp_path / "run.nnviz").read_text() == "before"
    assert list((state_folder() / "unfinished").iterdir()) == []


def test_what_another_process_is_writing_stays(tmp_path: Path) -> None:
    process = half_written(tmp_path, 0)
    clear_unfinished()
    assert len(list(tmp_path.glob(".nnviz-*"))) == 1
    process.kill()
    process.wait(timeout=240)
    clear_unfinished()
    assert list(tmp_path.glob(".nnviz-*")) == []


@pytest.mark.parametrize("name", ["precious.txt", ".nnviz-mine", ".nnviz-0123456789abcdef/x"])
def test_a_note_removes_no_other_file(tmp_path: Path, name: str) -> None:
    precious = tmp_path / "folder" / name
    precious.parent.mkdir(parents=True)
    precious.write_text("kept")
    notes = state_folder() / "unfinished"
    notes.mkdir(parents=True)
    (notes / "0123").write_bytes(os.fsencode(precious))
    clear_unfinished()
    assert precious.read_text() == "kept"


def test_without_a_place_for_notes_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NNVIZ_CONFIG_DIR", str(tmp_path / "file"))
    clear_unfinished()
    with written_whole(tmp_path / "a.txt", replace=False) as partial:
        partial.write_text("whole")
    assert (tmp_path / "a.txt").read_text() == "whole"
