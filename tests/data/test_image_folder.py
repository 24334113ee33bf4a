"""Pictures in folders become data; whatever else lies there is left out or refused in one sentence."""

import os
import struct
import threading
import warnings
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from bits import bits
from PIL import Image

from nnviz.data.dataset import Dataset
from nnviz.data.errors import DataError
from nnviz.data.images import picture_files, picture_folders
from nnviz.data.images.image_folder import ImageFolder
from nnviz.data.prepare import prepare
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.own_images import experiment_of_images
from nnviz.experiment.spec.weights_file import experiment_at

MAKERS = {"dark": 20, "light": 230}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two classes of ten pictures of various sizes and kinds."""
    place = tmp_path / "pictures"
    for name, level in MAKERS.items():
        (place / name).mkdir(parents=True)
        for i in range(10):
            picture = Image.new("L" if i % 2 else "RGB", (30 + 7 * i, 40), level if i % 2 else (level,) * 3)
            picture.save(place / name / f"{i}.{('png', 'jpg', 'gif', 'bmp', 'webp')[i % 5]}")
    return place


def made(data: ImageFolder) -> Dataset:
    return data.make(np.random.default_rng(0))


def test_a_folder_a_class_becomes_inputs_and_classes(folder: Path) -> None:
    dataset = made(ImageFolder(path=str(folder), side=8))
    assert dataset.classes == ("dark", "light")
    assert dataset.image == (8, 8, 1)
    assert dataset.X.shape == (20, 64)
    assert dataset.y.tolist() == [0] * 10 + [1] * 10
    means = [dataset.X[dataset.y == k].mean() for k in (0, 1)]
    assert means == pytest.approx([20 / 127.5 - 1, 230 / 127.5 - 1], abs=0.03)
    assert ImageFolder(path=str(folder), side=8).shape().inputs == 64


def one(folder: Path, picture: Image.Image, name: str = "a.png", **options: object) -> np.ndarray:
    """Return the pixels, 0 to 255, of one picture beside another."""
    for kind in "ab":
        (folder / kind).mkdir(parents=True)
    picture.save(folder / "a" / name, **options)
    Image.new("L", (9, 9)).save(folder / "b" / "b.png")
    data = ImageFolder(path=str(folder), side=4, colour=picture.mode in ("RGB", "RGBA", "P"))
    colours = 3 if data.colour else 1
    return ((made(data).X[0] + 1) * 127.5).reshape(4, 4, colours)


def test_the_middle_square_is_taken(tmp_path: Path) -> None:
    wide = Image.new("L", (40, 8), 0)
    wide.paste(200, (16, 0, 24, 8))
    assert one(tmp_path / "x", wide) == pytest.approx(200)


def test_colours_lie_channels_fastest(tmp_path: Path) -> None:
    pixels = one(tmp_path / "x", Image.new("RGB", (8, 8), (10, 100, 250)))
    assert pixels[2, 3] == pytest.approx([10, 100, 250])


def test_transparency_shows_white(tmp_path: Path) -> None:
    assert one(tmp_path / "x", Image.new("RGBA", (8, 8), (0, 0, 0, 0))) == pytest.approx(255)


def test_sixteen_bits_become_eight(tmp_path: Path) -> None:
    deep = Image.fromarray(np.full((8, 8), 0x8000, dtype=np.uint16))
    assert one(tmp_path / "x", deep) == pytest.approx(128)


def test_a_photograph_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    half = Image.new("L", (8, 8), 0)
    half.paste(255, (0, 0, 8, 4))  # the upper half
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    pixels = one(tmp_path / "x", half, "a.png", exif=exif)[:, :, 0]
    assert pixels[0].max() < 30
    assert pixels[3].min() > 220


def test_some_are_drawn_by_the_seed(folder: Path) -> None:
    data = ImageFolder(path=str(folder), samples=6)
    assert len(made(data).X) == 6
    assert np.array_equal(made(data).X, made(data).X)


def test_what_is_no_picture_is_left_out_and_said(folder: Path) -> None:
    (folder / "dark" / "Thumbs.db").write_bytes(b"x")
    (folder / "dark" / ".DS_Store").write_bytes(b"x")
    (folder / "empty").mkdir()
    (folder / ".hidden").mkdir()
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    data = ImageFolder(path=str(folder))
    assert len(made(data).X) == 20
    assert data.remarks() == (
        "Left out, since no picture: 1 file.",
        "Folders without pictures were left out: empty.",
    )


def test_of_too_many_every_second_is_taken_and_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_folders, "MAX_FILES", 12)
    data = ImageFolder(path=str(folder))
    assert len(made(data).X) == 10
    assert "one in 2 is taken" in data.remarks()[0]


def test_pictures_that_have_changed_are_said(folder: Path) -> None:
    data = ImageFolder(path=str(folder)).written_out()
    assert data.checksum
    assert data.remarks() == ()
    Image.new("L", (9, 9), 7).save(folder / "dark" / "1.png")
    assert "changed" in data.remarks()[0]


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (lambda folder: damage(folder / "light" / "0.png"), "light/0.png is damaged"),
    "no picture": (lambda folder: (folder / "dark" / "x.png").write_text("hello"), "dark/x.png is damaged"),
    "empty": (lambda folder: (folder / "dark" / "x.jpg").write_bytes(b""), "dark/x.jpg is damaged"),
    "one class": (lambda folder: [p.unlink() for p in (folder / "light").iterdir()], "two at least"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_damage_is_one_sentence(folder: Path, name: str) -> None:
    spoil, said = REFUSED[name]
    spoil(folder)
    with pytest.raises(DataError) as refused:
        made(ImageFolder(path=str(folder)))
    assert said in refused.value.reason
    assert "\n" not in refused.value.reason


def test_other_folders_say_what_is_expected(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "flat").mkdir()
    Image.new("L", (9, 9)).save(tmp_path / "flat" / "a.png")
    for name, said in {
        "none": "no pictures",
        "flat": "must be in folders",
    }.items():
        with pytest.raises(SpecError, match=said):
            experiment_of_images(tmp_path / name)


def test_a_bomb_is_refused_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_files, "MAX_PIXELS", 5000)
    with pytest.raises(DataError, match="pixels"):
        one(tmp_path / "x", Image.new("L", (100, 100)))


@pytest.mark.parametrize("side", [10_000, 60_000])
def test_a_picture_that_claims_to_be_huge_is_refused_by_what_it_claims(tmp_path: Path, side: int) -> None:
    header = struct.pack(">II5B", side, side, 8, 0, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    )
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "huge.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(SpecError, match=r"huge\.png has more than 50 million pixels"):
            experiment_of_images(tmp_path)


def test_too_many_pixels_in_all_name_the_side_that_is_possible(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_files, "MAX_VALUES", 20 * 100)
    with pytest.raises(DataError, match="10 is possible"):
        made(ImageFolder(path=str(folder)))
    assert made(ImageFolder(path=str(folder), side=10)).X.shape == (20, 100)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_named_like_a_picture_is_left_out(folder: Path) -> None:
    os.mkfifo(folder / "dark" / "pipe.png")
    done: list[int] = []
    thread = threading.Thread(
        target=lambda: done.append(len(made(ImageFolder(path=str(folder))).X)), daemon=True
    )
    thread.start()
    thread.join(30)
    assert done == [20]


def test_random_damage_is_a_sentence_or_a_picture(tmp_path: Path) -> None:
    """Whatever the decoders make of it."""
    chance = np.random.default_rng(5)
    source = Image.fromarray(chance.integers(0, 255, (20, 20, 3), dtype=np.uint8))
    for kind in "ab":
        (tmp_path / kind).mkdir()
    Image.new("L", (9, 9)).save(tmp_path / "b" / "b.png")
    outcomes = set()
    for i in range(150):
        path = tmp_path / "a" / f"a.{('png', 'jpg', 'gif', 'bmp', 'webp')[i % 5]}"
        source.save(path)
        content = bytearray(path.read_bytes())
        for at in chance.integers(0, len(content), 1 + i % 9):
            content[at] = chance.integers(256)
        path.write_bytes(content[: chance.integers(1, len(content) + 1)] if i % 3 else content)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Pillow's own about damaged metadata
                made(ImageFolder(path=str(tmp_path), side=4))
            outcomes.add("read")
        except DataError as error:
            outcomes.add("refused" if error.reason.endswith(".") else error.reason)
        path.unlink()
    assert outcomes == {"read", "refused"}


def test_a_folder_trains_and_its_run_needs_it_no_more(folder: Path, tmp_path: Path) -> None:
    spec = experiment_at(str(folder))
    assert spec.data.name == "images"
    assert spec.network.layers[0] == 28 * 28
    session = Session(spec)
    session.advance(40)
    assert session.metrics().train.accuracy == 1.0
    save_run(session, tmp_path / "run.nnviz")
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    opened = load_run(tmp_path / "run.nnviz")
    assert bits(opened.snapshot(ScoresWish())) == bits(session.snapshot(ScoresWish()))
    assert opened.advance(5) == 5


def test_the_split_holds_each_class_in_proportion(folder: Path) -> None:
    parts = prepare(ImageFolder(path=str(folder), test_fraction=0.2), np.random.SeedSequence(0)).split
    assert np.bincount(parts.test.y).tolist() == [2, 2]
