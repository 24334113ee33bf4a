"""Where the compiled engine is kept, and where it cannot be."""

import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import platformdirs
import pytest

from nnviz.engine.compiling import cache_folder

pytest.importorskip("numba")


@pytest.fixture
def full_disk(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=100_000))


def test_a_full_disk_takes_no_new_engine(tmp_path, monkeypatch, full_disk):
    monkeypatch.setenv("NNVIZ_CACHE_DIR", str(tmp_path))
    with pytest.raises(OSError, match="No space"):
        cache_folder.open_cache_folder()


def test_what_is_there_already_serves_on_a_full_disk(tmp_path, monkeypatch, full_disk):
    monkeypatch.setenv("NNVIZ_CACHE_DIR", str(tmp_path))
    folder = tmp_path / cache_folder.name()
    folder.mkdir()
    (folder / "SINGLE.compiled").touch()
    assert cache_folder.open_cache_folder() == folder


def test_an_account_without_a_home_folder_has_no_cache_folder(monkeypatch):
    def no_home(*_parts, **_options):
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("NNVIZ_CACHE_DIR", raising=False)
    monkeypatch.setattr(platformdirs, "user_cache_dir", no_home)
    with pytest.raises(OSError, match="home directory"):
        cache_folder.open_cache_folder()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of Unix")
@pytest.mark.parametrize("what", ["folder", "file", "link", "owner"])
def test_a_folder_that_others_may_write_to_is_not_used(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NNVIZ_CACHE_DIR", str(tmp_path))
    folder = cache_folder.open_cache_folder()
    (folder / "kernel.nbc").touch(mode=0o600)
    assert cache_folder.open_cache_folder() == folder
    if what == "folder":
        folder.chmod(0o777)
    elif what == "file":
        (folder / "kernel.nbc").chmod(0o666)
        assert cache_folder.open_cache_folder() == folder  # nobody else comes in
        folder.chmod(0o755)
    elif what == "owner":
        if os.geteuid() != 0:
            pytest.skip("only root can give a folder away")
        os.chown(folder, 65534, -1)
    else:
        (folder / "other.nbc").symlink_to(tmp_path)
    with pytest.raises(OSError, match="own"):
        cache_folder.open_cache_folder()
