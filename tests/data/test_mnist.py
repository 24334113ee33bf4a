"""MNIST as it ships, and files of its form: read exactly, refused in one sentence each."""

import gzip
import hashlib
import struct

import numpy as np
import pytest

from nnviz.data.catalogue import DATA_SETS
from nnviz.data.dataset import PARTS
from nnviz.data.errors import DataError
from nnviz.data.images.digits_files import images_at
from nnviz.data.images.idx import parse_idx
from nnviz.data.prepare import prepare
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.own_images import experiment_of_images, is_image_data

SEED = np.random.SeedSequence(3)
Mnist = DATA_SETS["mnist"]


def idx(array, kind=0x08, order=">"):
    array = np.asarray(array, dtype=np.uint8)
    header = bytes((0, 0, kind, array.ndim)) + struct.pack(f"{order}{array.ndim}I", *array.shape)
    return header + array.tobytes()


def images(count, seed=0, size=(4, 3)):
    return np.random.default_rng(seed).integers(0, 256, size=(count, *size), dtype=np.uint8)


@pytest.fixture
def folder(tmp_path):
    for name, count in (("train", 60), ("t10k", 30)):
        (tmp_path / f"{name}-images-idx3-ubyte").write_bytes(idx(images(count)))
        (tmp_path / f"{name}-labels-idx1-ubyte").write_bytes(idx(np.arange(count) % 10))
    return tmp_path


def test_the_shipped_part_is_of_the_original():
    shipped = images_at("")
    assert shipped.x_train.shape == (5000, 28, 28)
    assert shipped.x_test.shape == (1000, 28, 28)
    assert np.bincount(shipped.y_train).tolist() == [500] * 10
    assert np.bincount(shipped.y_test).tolist() == [100] * 10
    assert shipped.y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]  # as everybody knows them
    assert hashlib.sha256(shipped.x_train.tobytes()).hexdigest()[:16] == "fe57609667d7a8b6"
    assert hashlib.sha256(shipped.x_test.tobytes()).hexdigest()[:16] == "e6b6dd4011c54daf"


def test_training_validation_and_mnists_own_test_images():
    parts = prepare(Mnist(validation_fraction=0.2), SEED).split
    assert [len(getattr(parts, part).X) for part in PARTS] == [4000, 1000, 1000]
    assert parts.train.image == (28, 28, 1)
    assert (parts.train.X.min(), parts.train.X.max()) == (-1, 1)
    shipped = images_at("")
    own = {image.tobytes() for image in shipped.x_test}
    back = np.rint((parts.test.X + 1) * 127.5).astype(np.uint8)
    assert {image.tobytes() for image in back} == own
    learned = np.rint((parts.train.X + 1) * 127.5).astype(np.uint8)
    assert not {image.tobytes() for image in learned} & own


def test_a_share_of_the_training_images_may_be_the_test():
    parts = prepare(Mnist(samples=100, test_fraction=0.3, validation_fraction=0.1), SEED).split
    assert [len(getattr(parts, part).X) for part in PARTS] == [60, 10, 30]
    few = prepare(Mnist(samples=100, test_samples=0), SEED).split
    assert [len(getattr(few, part).X) for part in PARTS] == [100, 0, 0]


def test_more_images_than_there_are():
    with pytest.raises(DataError, match=r"there are 5,000 training images; data\.path names"):
        prepare(Mnist(samples=6000), SEED)


@pytest.mark.parametrize("packed", [False, True])
def test_a_folder_of_idx_files(folder, packed):
    if packed:
        for path in list(folder.iterdir()):
            (folder / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
            path.unlink()
    data = Mnist(path=str(folder), samples=60)
    assert (data.shape().inputs, data.shape().image) == (12, (4, 3, 1))
    parts = prepare(data, SEED).split
    assert [len(getattr(parts, part).X) for part in PARTS] == [60, 0, 30]
    rows = {row.tobytes() for row in np.rint((parts.train.X + 1) * 127.5).astype(np.uint8)}
    assert rows == {image.tobytes() for image in images(60)}


@pytest.mark.parametrize("packed", ["train-images", "train-labels", "t10k-images", "t10k-labels"])
def test_some_files_of_a_folder_may_be_packed_and_others_not(folder, packed):
    whole = images_at(str(folder))
    file = next(file for file in folder.iterdir() if file.name.startswith(packed))
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
    file.unlink()
    mixed = images_at(str(folder))
    for name in ("x_train", "y_train", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(mixed, name), getattr(whole, name))
    assert len(mixed.x_test) == 30


def test_one_file_torchvisions_folder_and_an_archive(folder):
    one = Mnist(path=str(folder / "t10k-images-idx3-ubyte"), samples=30)
    assert len(prepare(one, SEED).split.train.X) == 30
    raw = folder / "FashionMNIST" / "raw"
    raw.mkdir(parents=True)
    for path in folder.glob("*ubyte"):
        path.rename(raw / path.name)
    fashion = prepare(Mnist(path=str(folder / "FashionMNIST"), samples=60), SEED).split.train
    assert fashion.classes[0] == "T-shirt"
    full = images_at(str(folder / "FashionMNIST"))
    arrays = {name: getattr(full, name) for name in ("x_train", "y_train", "x_test", "y_test")}
    np.savez(folder / "mnist.npz", **arrays)
    again = images_at(str(folder / "mnist.npz"))
    np.testing.assert_array_equal(again.x_train, full.x_train)
    del arrays["y_test"]
    np.savez(folder / "less.npz", **arrays)
    with pytest.raises(DataError, match="no array y_test"):
        images_at(str(folder / "less.npz"))


GOOD = idx(images(20))
PACKED = gzip.compress(GOOD, mtime=0)
OVERFLOW = bytes((0, 0, 8, 3)) + struct.pack(">3I", 2**31, 2**31, 4)  # 2^64: 0 in 64 bits


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no IDX file"),
        (b"<!DOCTYPE html>", "no IDX file"),
        (b"\x00\x00\x08", "no IDX file"),
        (GOOD[:9], "cut off in its header"),
        (GOOD[:-1], "cut off"),
        (GOOD + b"\x00", "too long"),
        (idx(images(20), order="<"), "wrong byte order"),
        (idx(images(20), kind=0x0D), "type 0x0d"),
        (idx(np.arange(20)), "1 dimensions where images"),
        (bytes((0, 0, 8, 0)), "0 dimensions"),
        (bytes((0, 0, 8, 255)) + bytes(2000), "255 dimensions"),
        (OVERFLOW, "cut off"),
        (idx(np.zeros((0, 4, 3))), "is empty"),
        (PACKED[:-9], "cut off (gzip)"),
        (PACKED[:-6] + b"\x00\x00" + PACKED[-4:], "damaged (gzip)"),
        (PACKED + PACKED, "more after its end"),
        (gzip.compress(bytes(210_000_000), 1, mtime=0), "unpacks to more than 200 MB"),
    ],
)
def test_damaged_files_are_refused(content, words):
    with pytest.raises(DataError) as caught:
        parse_idx(content, 3, "images")
    assert words in caught.value.reason


def test_own_images_say_their_own_name_size_and_classes(tmp_path):
    rng = np.random.default_rng(0)
    (tmp_path / "train-images-idx3-ubyte").write_bytes(idx(rng.integers(0, 256, (12, 8, 8))))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(idx(np.arange(12) % 2))
    spec = experiment_of_images(tmp_path)
    assert (spec.network.built.inputs, spec.network.built.layers[-1].units) == (64, 1)
    assert spec.data.called == f"Images ({tmp_path.name})"
    assert "MNIST digits" not in spec.data.called + spec.data.described
    assert prepare(spec.data, SEED).split.train.classes == ("0", "1")
    ten = with_values(
        spec,
        {
            "network.layers": [64, 5, 10],
            "network.activation": ["tanh", "softmax"],
            "training.loss": "cross_entropy",
        },
    )
    assert ten.network.built.layers[-1].units == 10  # a network may know digits that the files do not show
    assert Mnist().called == Mnist.title


def test_files_of_more_classes_under_a_longer_name(tmp_path):
    for name, count in (("train", 60), ("test", 26)):
        start = tmp_path / f"emnist-letters-{name}"
        start.with_name(f"{start.name}-images-idx3-ubyte").write_bytes(idx(images(count)))
        start.with_name(f"{start.name}-labels-idx1-ubyte").write_bytes(idx(np.arange(count) % 26 + 1))
    data = Mnist(path=str(tmp_path), samples=60, test_samples=26)
    assert data.shape().classes == 27
    split = prepare(data, SEED).split
    assert (len(split.train.X), len(split.test.X)) == (60, 26)
    other = tmp_path / "emnist-digits-train-images-idx3-ubyte"
    other.write_bytes(idx(images(5)))
    with pytest.raises(DataError, match="holds several sets of images: open one of emnist-digits-train"):
        images_at(str(tmp_path))


@pytest.mark.parametrize(
    ("kind", "shape", "words"),
    [
        (0x0D, (60, 4, 3), "holds values of type 0x0d"),
        (0x08, (60, 4, 3, 3), "has 4 dimensions where images"),
        (0x08, (60, 12), "has 2 dimensions where images"),
    ],
)
def test_a_folder_says_what_is_wrong_in_its_idx_files(folder, kind, shape, words):
    (folder / "train-images-idx3-ubyte").write_bytes(idx(np.zeros(shape), kind=kind))
    for place in (folder, folder / "train-images-idx3-ubyte"):
        assert is_image_data(place)
        with pytest.raises(SpecError, match=words):
            experiment_of_images(place)


def test_files_that_do_not_fit_together(folder):
    labels = folder / "train-labels-idx1-ubyte"
    labels.write_bytes(idx(np.arange(59) % 10))
    with pytest.raises(DataError, match="as many training labels"):
        images_at(str(folder))
    labels.write_bytes(idx(np.arange(60) + 100))
    with pytest.raises(DataError, match="a training label is 159: labels are 0 to 99"):
        images_at(str(folder))
    labels.write_bytes(idx(images(60)))
    with pytest.raises(DataError, match=r"3 dimensions where labels"):
        images_at(str(folder))
    labels.unlink()
    with pytest.raises(DataError, match="not beside the images"):
        images_at(str(folder))
    (folder / "train-images-idx3-ubyte").unlink()
    with pytest.raises(DataError, match="neither train-images"):
        images_at(str(folder))
    with pytest.raises(DataError, match="no such file"):
        images_at(str(folder / "none"))
    with pytest.raises(DataError, match="no ordinary file"):
        images_at("/dev/zero")
