"""Many images lie beside a run, not in it: it has their place and checksum, and never takes others."""

import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from pasts import bits_of

from nnviz.data.prepare import Prepared
from nnviz.experiment.commands import SetSpec
from nnviz.experiment.run_file import referenced
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.lecture.packing import pack, read_lecture
from nnviz.lecture.scene import Lecture, Scene


def spec(path: str = "", **data: object):
    return spec_from_dict(
        {
            "data": {
                "name": "mnist",
                "path": path,
                "samples": 40,
                "test_samples": 10,
                "validation_fraction": 0.2,
                **data,
            },
            "network": {"layers": [64 if path else 784, 10], "activation": "softmax"},
            "training": {"loss": "cross_entropy", "batch_size": 8, "learning_rate": 0.1},
        }
    )


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let fifty images be too many for a run file."""
    monkeypatch.setattr(referenced, "SMALL", 1000)


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Write images of one's own."""
    folder = tmp_path / "own"
    folder.mkdir()
    rng = np.random.default_rng(0)
    arrays = {
        f"{kind}_{part}": rng.integers(0, 256, (count, 8, 8), dtype=np.uint8)
        if kind == "x"
        else (np.arange(count) % 10).astype(np.uint8)
        for part, count in (("train", 60), ("test", 20))
        for kind in "xy"
    }
    np.savez(folder / "mnist.npz", **arrays)
    return folder / "mnist.npz"


def saved(of: str, path: Path) -> Session:
    session = Session(spec(of))
    session.advance(1)
    save_run(session, path)
    session.advance(1)
    return session


def parts_of(prepared: Prepared) -> list[bytes]:
    split = prepared.split
    return [a.tobytes() for part in (split.train, split.validation, split.test) for a in (part.X, part.y)]


def goes_on_as(session: Session, path: Path) -> bool:
    opened = load_run(path)
    assert parts_of(opened.prepared) == parts_of(session.prepared)
    opened.advance(1)
    return bits_of(opened.state()) == bits_of(session.state())


def test_those_of_the_app_are_not_in_the_file_and_it_goes_on_to_the_same_bits(tmp_path: Path) -> None:
    session = saved("", tmp_path / "run.nnviz")
    with zipfile.ZipFile(tmp_path / "run.nnviz") as file:
        assert not [name for name in file.namelist() if name.startswith("data/")]
    assert goes_on_as(session, tmp_path / "run.nnviz")


def test_few_images_are_in_the_file(images: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    session = saved(str(images), tmp_path / "run.nnviz")
    images.unlink()
    assert goes_on_as(session, tmp_path / "run.nnviz")


def test_images_of_ones_own_are_read_from_where_they_were(images: Path, tmp_path: Path) -> None:
    session = saved(str(images), tmp_path / "run.nnviz")
    with zipfile.ZipFile(tmp_path / "run.nnviz") as file:
        assert not [name for name in file.namelist() if name.startswith("data/")]
    assert goes_on_as(session, tmp_path / "run.nnviz")


def test_an_opened_run_uses_its_own_images_and_refers_to_them_when_saved_again(
    images: Path, tmp_path: Path
) -> None:
    session = saved(str(images), tmp_path / "run.nnviz")
    opened = load_run(tmp_path / "run.nnviz")
    shutil.move(images, tmp_path / "elsewhere.npz")
    opened.apply(SetSpec(with_value(opened.spec, "training.learning_rate", 0.1)))
    save_run(opened, tmp_path / "again.nnviz")
    with pytest.raises(RunFileError, match=r"images are read from .*mnist\.npz"):
        load_run(tmp_path / "again.nnviz")
    shutil.move(tmp_path / "elsewhere.npz", images)
    assert goes_on_as(session, tmp_path / "again.nnviz")


def test_divided_anew_its_images_are_in_the_file(images: Path, tmp_path: Path) -> None:
    saved(str(images), tmp_path / "run.nnviz")
    opened = load_run(tmp_path / "run.nnviz")
    opened.apply(SetSpec(with_value(opened.spec, "data.validation_fraction", 0.5)))
    parts = opened.prepared.split
    assert [len(part.X) for part in (parts.train, parts.validation, parts.test)] == [20, 20, 10]
    save_run(opened, tmp_path / "again.nnviz")
    assert parts_of(load_run(tmp_path / "again.nnviz").prepared) == parts_of(opened.prepared)


@pytest.mark.parametrize("how", ["gone", "changed", "damaged"])
def test_other_images_are_never_taken(images: Path, tmp_path: Path, how: str) -> None:
    saved(str(images), tmp_path / "run.nnviz")
    if how == "gone":
        images.unlink()
    elif how == "changed":
        arrays = dict(np.load(images))
        arrays["x_train"][3, 4, 4] ^= 1
        np.savez(images, **arrays)
    else:
        images.write_bytes(images.read_bytes()[:1000])
    said = "have changed since" if how == "changed" else "put them back"
    with pytest.raises(RunFileError, match=said) as error:
        load_run(tmp_path / "run.nnviz")
    assert str(error.value).count("\n") == 0


def test_a_run_and_its_images_can_be_taken_elsewhere_together(images: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    session = saved(str(images), tmp_path / "run.nnviz")
    shutil.move(tmp_path / "run.nnviz", tmp_path / "other" / "run.nnviz")
    shutil.move(images, tmp_path / "other" / "mnist.npz")
    assert goes_on_as(session, tmp_path / "other" / "run.nnviz")


@pytest.mark.parametrize("named", ["file", "folder"])
def test_a_packed_lecture_takes_them_along(images: Path, tmp_path: Path, named: str) -> None:
    session = saved(str(images if named == "file" else images.parent), tmp_path / "run.nnviz")
    lecture = Lecture(title="Digits", scene=(Scene(title="One", experiment="run.nnviz"),))
    pack(lecture, tmp_path, tmp_path / "digits.nnvizlecture")
    images.unlink()
    opened = read_lecture(tmp_path / "digits.nnvizlecture")
    assert goes_on_as(session, opened.folder / opened.lecture.scene[0].experiment)
