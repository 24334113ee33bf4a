"""Folders around and above those of the classes: parts of a split, what archives add, what is no part."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nnviz.data.errors import DataError
from nnviz.data.images.image_folder import ImageFolder
from nnviz.data.images.picture_folders import listing
from nnviz.data.prepare import prepare
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.own_images import experiment_of_images
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.weights_file import experiment_at

SHADES = {"cat": 20, "dog": 120, "owl": 230}


def pictures(folder: Path, counts: dict[str, int], first: int = 0) -> None:
    """Make a folder with so many pictures of each class, each of a shade of its own."""
    for name, count in counts.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        for i in range(count):
            Image.new("L", (12, 12), SHADES[name] + first + i).save(folder / name / f"{first + i}.png")


@pytest.fixture
def divided(tmp_path: Path) -> Path:
    """Six pictures to learn from, two for validation, three for the test."""
    place = tmp_path / "animals"
    pictures(place / "train", {"cat": 3, "dog": 3})
    pictures(place / "Validation", {"cat": 1, "dog": 1}, 3)
    pictures(place / "test", {"cat": 2, "dog": 1}, 4)
    return place


def shades(points: np.ndarray) -> list[int]:
    return sorted(round((value + 1) * 127.5) for value in points[:, 0].tolist())


def test_parts_are_those_of_the_folders(divided: Path) -> None:
    spec = experiment_of_images(divided)
    parts = prepare(spec.data, np.random.SeedSequence(0)).split
    assert spec.data.split_folders
    assert shades(parts.train.X) == [20, 21, 22, 120, 121, 122]
    assert shades(parts.validation.X) == [23, 123]
    assert shades(parts.test.X) == [24, 25, 124]
    assert parts.train.classes == ("cat", "dog")
    assert np.bincount(parts.test.y).tolist() == [2, 1]
    assert spec.data.validates


def test_what_is_drawn_stays_in_its_part(divided: Path) -> None:
    data = ImageFolder(path=str(divided), split_folders=True, samples=8, seed=3)
    parts = prepare(data, np.random.SeedSequence(5)).split
    assert len(parts.train.X) + len(parts.validation.X) + len(parts.test.X) == 8
    assert set(shades(parts.test.X)) <= {24, 25, 124}
    assert set(shades(parts.train.X)) <= {20, 21, 22, 120, 121, 122}


def test_they_are_put_together_where_the_file_says_so_and_that_is_told(divided: Path) -> None:
    data = ImageFolder(path=str(divided), test_fraction=0.2)
    parts = prepare(data, np.random.SeedSequence(0)).split
    assert (len(parts.train.X), len(parts.test.X)) == (8, 3)
    assert any("split_folders = true" in said for said in data.remarks())
    assert not data.validates


def test_a_run_keeps_its_parts_without_the_folder(divided: Path, tmp_path: Path) -> None:
    session = Session(experiment_at(str(divided)))
    session.advance(20)
    save_run(session, tmp_path / "run.nnviz")
    divided.rename(tmp_path / "elsewhere")
    opened = load_run(tmp_path / "run.nnviz")
    assert opened.metrics() == session.metrics()
    assert opened.metrics().validation is not None
    assert opened.advance(5) == 5


@pytest.mark.parametrize("around", ["animals/animals", "a/b/c"])
def test_folders_around_the_classes_do_not_count(tmp_path: Path, around: str) -> None:
    pictures(tmp_path / around, {"cat": 2, "owl": 2})
    (tmp_path / "__MACOSX" / "x").mkdir(parents=True)
    outer = tmp_path / around.partition("/")[0]
    assert listing(outer).classes == ("cat", "owl")
    assert listing(tmp_path).classes == ("cat", "owl")


@pytest.mark.parametrize(
    ("train", "test"),
    [("seg_train", "seg_test"), ("Training", "Testing"), ("train-images", "test_set"), ("train", "dev")],
)
def test_names_that_parts_have(tmp_path: Path, train: str, test: str) -> None:
    pictures(tmp_path / train / train, {"cat": 2, "dog": 2})
    pictures(tmp_path / test / test, {"cat": 1, "dog": 1}, 5)
    found = listing(tmp_path)
    assert found.classes == ("cat", "dog")
    assert sorted(found.parts) == [0, 0, 0, 0, *([1, 1] if test == "dev" else [2, 2])]


def test_a_class_may_be_called_like_a_part(tmp_path: Path) -> None:
    for name in ("bus", "train", "test"):
        (tmp_path / name).mkdir()
        Image.new("L", (9, 9)).save(tmp_path / name / "a.png")
    found = listing(tmp_path)
    assert found.classes == ("bus", "test", "train")
    assert found.parts == ()


def test_pictures_without_a_class_are_left_out_and_said(tmp_path: Path) -> None:
    pictures(tmp_path / "train", {"cat": 2, "dog": 2})
    (tmp_path / "test").mkdir()
    for i in range(3):
        Image.new("L", (9, 9)).save(tmp_path / "test" / f"{i}.png")
    found = listing(tmp_path)
    assert found.classes == ("cat", "dog")
    assert found.parts == ()
    assert found.remarks == ("The folder for test was left out: it holds 3 pictures of no class.",)


def test_a_class_that_training_lacks_is_said(tmp_path: Path) -> None:
    pictures(tmp_path / "train", {"cat": 2, "dog": 2})
    pictures(tmp_path / "test", {"cat": 1, "owl": 1}, 5)
    found = listing(tmp_path)
    assert found.classes == ("cat", "dog", "owl")
    assert found.remarks == ("Only the pictures for test have the class owl: nothing is learned of it.",)


def test_parts_that_are_not_there_are_refused(tmp_path: Path, divided: Path) -> None:
    pictures(tmp_path / "plain", {"cat": 2, "dog": 2})
    with pytest.raises(DataError, match="no folders train and test"):
        ImageFolder(path=str(tmp_path / "plain"), split_folders=True).shape()
    plain = experiment_of_images(divided)
    table = {"name": "images", "path": str(divided), "split_folders": True}
    for path in (divided / "Validation").rglob("*.png"):
        path.unlink()
    network = {"layers": list(plain.network.layers), "activation": "tanh"}
    stop = {"on": "validation", "accuracy": 0.9}
    with pytest.raises(SpecError, match="there is no folder for validation"):
        spec_from_dict(
            {"data": table, "network": network, "stop": stop, "training": {"loss": "mean_squared_error"}}
        )


def test_a_picture_that_moves_to_another_part_is_a_change(divided: Path) -> None:
    data = ImageFolder(path=str(divided), split_folders=True).written_out()
    assert data.remarks() == ("Divided as the folders say: 6 for training, 2 for validation, 3 for test.",)
    (divided / "test" / "cat" / "4.png").rename(divided / "train" / "cat" / "4.png")
    assert "changed" in data.remarks()[-1]
