"""Unsaved work in the state folder: bounded, each file with one owner, whatever else lies there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nnviz.experiment.run_file import kept_work as module
from nnviz.experiment.run_file.kept_work import (
    WorkFile,
    count_as_told,
    forget,
    forget_the_oldest,
    is_kept_work,
    kept_work,
    work_folder,
)
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict

XOR = spec_from_dict(
    {
        "title": "An <b>own</b>\ntitle",
        "data": {"name": "xor"},
        "network": {"layers": [2, 2, 1]},
        "training": {"learning_rate": 0.5, "batch_size": 10_000},
    }
)
HOLD = """
import sys, time
sys.path.insert(0, sys.argv[1])
from test_kept_work import leave_work
file = leave_work(3, leaves=False)
print(file.path, flush=True)
time.sleep(60)
"""


def leave_work(updates: int, *, leaves: bool = True) -> WorkFile:
    session, file = Session(XOR), WorkFile()
    session.advance(updates)
    file.write(session.copy_to_write(1_000_000), "here")
    if leaves:
        file.leave(keep=True)
    return file


def test_the_latest_is_first_and_says_what_it_is() -> None:
    for age, updates in ((100, 1), (0, 2), (50, 3)):
        path = leave_work(updates).path
        now = path.stat().st_mtime
        os.utime(path, (now - age, now - age))
    assert [work.summary.epoch for work in kept_work()] == [2, 3, 1]
    summary = kept_work()[0].summary
    assert (summary.title, summary.branches, summary.location) == ("An <b>own</b> title", 1, "here")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is one of Unix")
def test_work_of_another_process_is_left_alone_until_that_dies() -> None:
    command = [sys.executable, "-c", HOLD, str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        path = Path(process.stdout.readline().strip())
        assert is_kept_work(path)
        assert kept_work() == []
        forget_the_oldest()
        assert path.exists()
        process.kill()
    (work,) = kept_work()
    assert (work.path, work.is_leftover) == (path, True)
    count_as_told(work)
    (work,) = kept_work()
    assert not work.is_leftover


def test_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    for updates in range(1, 6):
        path = leave_work(updates).path
        now = path.stat().st_mtime + updates
        os.utime(path, (now, now))
    forget_the_oldest()
    assert [work.summary.epoch for work in kept_work()] == [5, 4, 3]
    size = kept_work()[0].path.stat().st_size
    monkeypatch.setattr(module, "MOST_BYTES", int(1.5 * size))
    forget_the_oldest()
    assert [work.summary.epoch for work in kept_work()] == [5]


def test_nothing_else_in_the_folder_is_offered_or_removed(tmp_path: Path) -> None:
    kept = leave_work(1).path
    strange = [kept.with_name("notes.txt"), kept.with_name("run.nnviz"), tmp_path / kept.name]
    for path in strange:
        path.write_bytes(b"x")
        forget(path)
    kept.with_name(f"{0:016x}.nnviz").mkdir()
    kept.with_name(f"{1:016x}.nnviz").symlink_to(kept)
    kept.with_name(f"{2:016x}.nnviz").write_bytes(b"PK damaged")
    assert [work.path for work in kept_work() if work.summary.title] == [kept]
    assert len(kept_work()) == 2
    assert all(path.exists() for path in strange)


def test_what_is_not_kept_leaves_nothing() -> None:
    leave_work(1, leaves=False).leave(keep=False)
    WorkFile().leave(keep=False)
    assert list(work_folder().iterdir()) == []


AFTER = """
import os, sys
sys.path.insert(0, sys.argv[1])
from test_kept_work import WorkFile, leave_work
before, file = leave_work(3), WorkFile()
file.follow(before.path)
print(before.path, flush=True)
if sys.argv[2] == "ends":
    file.leave(keep=False)
os._exit(9)  # as if it were killed: nothing is tidied up
"""


@pytest.mark.parametrize("way", ["is killed", "ends"])
def test_the_run_before_is_offered_while_there_is_nothing_of_the_next(way: str) -> None:
    command = [sys.executable, "-c", AFTER, str(Path(__file__).parent), way]
    path = Path(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout.strip())
    (work,) = kept_work()
    assert (work.path, work.is_leftover) == (path, way == "is killed")
    count_as_told(work)
    assert not kept_work()[0].is_leftover
    assert [file.name for file in work_folder().iterdir()] == [path.name]


def test_a_run_that_follows_another_is_its_own_once_it_is_written() -> None:
    before, file = leave_work(3), WorkFile()
    file.follow(before.path)
    assert not kept_work()[0].is_leftover
    session = Session(XOR)
    session.advance(5)
    file.write(session.copy_to_write(1_000_000), "here")
    file.leave(keep=True)
    assert [work.is_leftover for work in kept_work()] == [False, False]
