"""Files come whole or not at all, and every failure is one sentence."""

import os
import stat
from pathlib import Path

import pytest

from nnviz.export.writing import ExportError, FileExistsAlreadyError, WriteError, written_whole


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    with written_whole(path, replace=False) as partial:
        partial.write_text("half", encoding="utf-8")
        assert not path.exists()
        assert partial.suffix == ".svg"
    assert path.read_text(encoding="utf-8") == "half"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    path.write_text("before", encoding="utf-8")

    def fail() -> None:
        with written_whole(path, replace=True) as partial:
            partial.write_text("half", encoding="utf-8")
            raise ExportError("No.")

    with pytest.raises(ExportError):
        fail()
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_replaced_only_on_request(tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(FileExistsAlreadyError, match="exists already"), written_whole(path, replace=False):
        pass
    with written_whole(path, replace=True) as partial:
        partial.write_text("after", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "after"


@pytest.mark.parametrize("place", ["missing/figure.svg", "file/figure.svg"])
def test_a_folder_that_is_none_gets_a_sentence(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WriteError, match="cannot be written"), written_whole(tmp_path / place, replace=True):
        pass


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="folder"), written_whole(tmp_path, replace=True):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    with written_whole(path, replace=False) as partial:
        partial.write_text("", encoding="utf-8")
    beside = tmp_path / "beside"
    beside.write_text("", encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(beside.stat().st_mode)
