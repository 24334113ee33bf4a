"""Run files that are made to do harm get one sentence, at once, and take no memory."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nnviz.experiment.run.chunks import GivenUpError
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.weights_file import read_weights

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Save a short run."""
    session = Session(load_spec(find("lab-a-xor")))
    session.advance(30)
    save_run(session, tmp_path / "run.nnviz")
    return tmp_path / "run.nnviz"


def changed(run: Path, change: Change) -> Path:
    """Return a copy of a run file with another `run.json`."""
    path = run.with_name("changed.nnviz")
    with zipfile.ZipFile(run) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "run.json":
                document = json.loads(content)
                change(document)
                content = json.dumps(document).encode()
            new.writestr(info.filename, content)
    return path


def far(document: dict[str, Any], update: int) -> None:
    branch = document["branches"][0]
    document["position"] = branch["length"] = branch["position"] = update


@pytest.mark.parametrize("update", [10**4, 10**9, 2**60])
def test_a_moment_that_nothing_in_the_file_shows_is_refused(run: Path, update: int) -> None:
    with pytest.raises(RunFileError, match="for longer than"):
        load_run(changed(run, lambda document: far(document, update)))


@pytest.mark.parametrize(
    "change",
    [
        lambda spec: spec["data"].update(features=["zzz"]),
        lambda spec: spec["training"].update(loss="log_loss") or spec["network"].update(activation="relu"),
        lambda spec: spec["network"].update(layers=[3, 2, 1]),
    ],
)
def test_settings_that_do_not_fit_are_refused(run: Path, change: Change) -> None:
    with pytest.raises(RunFileError):
        load_run(changed(run, lambda document: [change(spec) for spec in document["specs"]] and None))


def test_the_way_to_a_moment_can_be_given_up(run: Path) -> None:
    session = load_run(run, arrive=False)
    session.replay.target = 10**9  # as if a file had come through all checks
    session.give_up()
    with pytest.raises(GivenUpError):
        session.advance(1)
    session.go_on()
    session.replay.target = session.update
    session.advance(1)  # what was stopped may stop once more
    assert session.advance(1) == 1


@pytest.mark.parametrize("name", ["W1.npy", "experiment.npy", "other.npy"])
def test_weights_that_would_fill_the_memory_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bomb.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as file:
        for _ in range(60):
            file.write(bytes(1_000_000))
    with pytest.raises(SpecError, match="far more than"):
        read_weights(path)


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(tmp_path: Path, kind: int) -> None:
    for path, read in ((tmp_path / "a.npz", read_weights), (tmp_path / "a.nnviz", load_run)):
        with zipfile.ZipFile(path, "w", kind) as archive:
            archive.writestr("experiment.npy", b"\x93NUMPY")
        with pytest.raises((SpecError, RunFileError), match="packed in a way"):
            read(path)


@pytest.mark.parametrize(
    "header",
    [
        b"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999, 99999999), }",
        b"{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }",
        b"{'descr': '<f8', 'shape': (",
        b"\xff" * 40,
        b"",
    ],
)
def test_damaged_weights_get_a_sentence_of_ours(tmp_path: Path, header: bytes) -> None:
    content = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("experiment.npy", content)
    with pytest.raises(SpecError) as failure:
        read_weights(path)
    assert str(path) in str(failure.value)
    assert "experiment.npy" in str(failure.value)
