"""Files come whole or not at all, and every failure is one sentence."""

import errno
import os
import stat
from pathlib import Path

import pytest

from nnviz.files import FileExistsAlreadyError, PlaceError, WriteError, opened, require_place, written_whole

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions and special files")


def write(path: Path, text: str = "after", *, replace: bool = True) -> None:
    with written_whole(path, replace=replace) as partial:
        partial.write_text(text, encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def existing(tmp_path: Path) -> Path:
    path = tmp_path / "figure.svg"
    path.write_text("before", encoding="utf-8")
    return path


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "figure.svg"
    with written_whole(path, replace=False) as partial:
        partial.write_text("half", encoding="utf-8")
        assert not path.exists()
        assert partial.suffix == ".svg"
    assert path.read_text(encoding="utf-8") == "half"
    assert names(tmp_path) == ["figure.svg"]


@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()])
def test_a_failure_leaves_what_was_there(existing: Path, error: BaseException) -> None:
    def fail() -> None:
        with written_whole(existing, replace=True) as partial:
            partial.write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert existing.read_text(encoding="utf-8") == "before"
    assert names(existing.parent) == ["figure.svg"]


def test_an_existing_file_is_replaced_only_on_request(existing: Path) -> None:
    with pytest.raises(FileExistsAlreadyError, match="exists already"):
        write(existing, replace=False)
    assert existing.read_text(encoding="utf-8") == "before"
    write(existing)
    assert existing.read_text(encoding="utf-8") == "after"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("missing/figure.svg", "there is no folder"),
        ("file/figure.svg", "there is no folder"),
        ("", "is a folder"),
        ("n" * 300, "the name is too long"),
    ],
)
def test_where_no_file_can_be_is_known_before(tmp_path: Path, place: str, words: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for attempt in (write, require_place):
        with pytest.raises(PlaceError, match=words) as caught:
            attempt(tmp_path / place)
        assert "\n" not in str(caught.value)
    assert names(tmp_path) == ["file"]


def test_a_dash_is_no_name_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PlaceError, match="give the name of one"):
        write(Path("-"))
    assert names(tmp_path) == []


def test_the_longest_possible_name_can_be_written(tmp_path: Path) -> None:
    name = "n" * 200 + "." + "s" * 54
    write(tmp_path / name)
    assert names(tmp_path) == [name]


@posix
def test_special_files_are_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/null")):
        with pytest.raises(PlaceError, match="no ordinary file"):
            write(path)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@posix
def test_a_full_disk_leaves_what_was_there(existing: Path) -> None:
    def fill() -> None:
        with written_whole(existing, replace=True) as partial:
            partial.write_text("half", encoding="utf-8")
            with Path("/dev/full").open("w", encoding="utf-8") as full:
                full.write("more")

    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    with pytest.raises(WriteError, match=r"figure\.svg cannot be written: the disk is full\.") as caught:
        fill()
    assert not isinstance(caught.value, PlaceError)
    assert existing.read_text(encoding="utf-8") == "before"
    assert names(existing.parent) == ["figure.svg"]


@posix
def test_a_place_that_is_protected_is_known_before(existing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    protected = {existing}
    allowed = os.access
    # root may write anywhere, so the system's answer is replaced where the tests run as root
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) not in protected and allowed(path, mode))
    with pytest.raises(PlaceError, match="write-protected"):
        write(existing)
    protected.add(existing.parent)
    with pytest.raises(PlaceError, match="the folder does not allow it"):
        write(existing.with_name("new.svg"))
    assert names(existing.parent) == ["figure.svg"]


@posix
def test_a_link_stays_and_leads_to_the_new_file(existing: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.svg"
    link.symlink_to(existing)
    write(link)
    assert link.is_symlink()
    assert existing.read_text(encoding="utf-8") == "after"
    assert names(folder) == ["link.svg"]
    loop = folder / "loop"
    loop.symlink_to(loop)
    with pytest.raises(PlaceError) as caught:
        write(loop)
    assert caught.value.args[0].endswith("symbolic links.")
    assert os.strerror(errno.ELOOP).lower() in str(caught.value)


@posix
def test_permissions_are_kept_and_those_of_a_new_file_are_usual(existing: Path) -> None:
    existing.chmod(0o640)
    write(existing)
    assert stat.S_IMODE(existing.stat().st_mode) == 0o640
    write(existing.with_name("new.svg"))
    beside = existing.with_name("beside")
    beside.write_text("", encoding="utf-8")
    assert existing.with_name("new.svg").stat().st_mode == beside.stat().st_mode


@posix
def test_only_an_ordinary_file_is_read_and_nothing_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"1,2")
    with opened(path) as file:
        assert not os.get_blocking(file.fileno())
        assert file.read() == b"1,2"
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for other in (tmp_path / "pipe", tmp_path / "link", Path("/dev/null")):
        with pytest.raises(OSError, match="a pipe or a device"):
            opened(other)


@posix
def test_what_may_get_more_at_any_time_is_no_file_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    own, other = os.pipe()
    monkeypatch.setattr(stat, "S_ISREG", lambda _mode: True)  # as the kernel's log says of itself
    with opened(Path(f"/dev/fd/{own}")) as file, pytest.raises(OSError, match="more of it may come"):
        file.read(4)
    os.close(own)
    os.close(other)
