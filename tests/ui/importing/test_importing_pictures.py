"""Importing a folder of pictures: every guess is a control, what is chosen is read at once, Play works."""

import numpy as np
import pytest
from PIL import Image

from nnviz.data.images.image_folder import ImageFolder
from nnviz.ui.importing.pictures import PicturesDialog

LONG = 20_000


@pytest.fixture
def folder(tmp_path):
    chance = np.random.default_rng(5)
    for name, level in (("dark", 40), ("light", 210)):
        (tmp_path / "shades" / name).mkdir(parents=True)
        for number in range(30):
            pixels = chance.integers(level - 30, level + 30, (20, 24, 3)).astype(np.uint8)
            Image.fromarray(pixels).save(tmp_path / "shades" / name / f"{number:02}.png")
    (tmp_path / "shades" / "dark" / "notes.txt").write_text("x")
    return tmp_path / "shades"


@pytest.fixture
def dialog(open_window, qtbot, folder):
    window = open_window()
    window.files.open(str(folder))
    qtbot.waitUntil(lambda: bool(window.findChildren(PicturesDialog)), timeout=LONG)
    return window, window.findChildren(PicturesDialog)[0]


def choose(dialog, key, value, qtbot):
    box = dialog.boxes[key]
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: not dialog.is_busy and getattr(dialog.data, key) == value, timeout=LONG)


def test_every_guess_is_a_control_and_what_is_taken_is_trained(dialog, qtbot):
    window, pictures = dialog
    said = pictures._summary.text()
    assert "60 pictures in 2 classes" in said
    assert "28 x 28 pixels, grey: 784 inputs" in said
    assert "1 file" in pictures._remarks.text()
    assert pictures.data.test_fraction == 0.2
    plain = pictures.preview.grab().toImage()
    choose(pictures, "side", 8, qtbot)
    choose(pictures, "colour", True, qtbot)
    choose(pictures, "validation_fraction", 0.1, qtbot)
    assert "8 x 8 pixels, red, green and blue: 192 inputs" in pictures._summary.text()
    assert pictures.preview.grab().toImage() != plain
    choose(pictures, "colour", False, qtbot)  # 192 inputs would wait for the compiled engine
    pictures.take()
    qtbot.waitUntil(lambda: isinstance(window.document.spec.data, ImageFolder), timeout=LONG)
    spec = window.document.spec
    assert (spec.data.side, spec.data.colour, spec.data.validation_fraction) == (8, False, 0.1)
    assert spec.network.layers[0] == 64
    assert spec.data.checksum
    qtbot.waitUntil(lambda: window.feed.latest is not None and window.feed.latest.spec == spec, timeout=LONG)
    snapshot = window.feed.latest
    assert (len(snapshot.split.train.X), len(snapshot.split.test.X)) == (42, 12)
    window.controller.step("update")
    qtbot.waitUntil(lambda: window.feed.latest.update == 1, timeout=LONG)


def test_as_guessed_and_cancel_change_nothing(dialog, qtbot):
    window, pictures = dialog
    before = window.document.spec
    choose(pictures, "side", 16, qtbot)
    pictures.as_guessed()
    assert pictures.data.side == 28
    pictures.reject()
    assert window.document.spec == before


def test_what_cannot_be_read_is_said_and_the_choice_goes_back(dialog, qtbot, folder):
    _, pictures = dialog
    (folder / "dark" / "00.png").write_bytes(b"no picture")
    box = pictures.boxes["side"]
    box.setCurrentIndex(box.findData(16))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: not pictures.is_busy and not pictures.wrong.isHidden(), timeout=LONG)
    assert "00.png" in pictures.wrong.text()
    assert pictures.boxes["side"].currentData() == 28


def test_folders_for_training_and_test_are_taken_or_put_together(open_window, qtbot, tmp_path):
    for part, count in (("train", 20), ("test", 8)):
        for name, level in (("dark", 40), ("light", 210)):
            (tmp_path / "parts" / part / name).mkdir(parents=True)
            for number in range(count):
                Image.new("L", (9, 9), level + number).save(
                    tmp_path / "parts" / part / name / f"{number}.png"
                )
    window = open_window()
    window.files.open(str(tmp_path / "parts"))
    qtbot.waitUntil(lambda: bool(window.findChildren(PicturesDialog)), timeout=LONG)
    pictures = window.findChildren(PicturesDialog)[0]
    assert "40 for training, 16 for test" in pictures._summary.text()
    assert pictures.boxes["split_folders"].isVisibleTo(pictures)
    assert not pictures.boxes["test_fraction"].isVisibleTo(pictures)
    choose(pictures, "split_folders", False, qtbot)
    assert "56 pictures in 2 classes" in pictures._summary.text()
    assert "for test" not in pictures._summary.text()
    assert pictures.boxes["test_fraction"].isVisibleTo(pictures)
    choose(pictures, "split_folders", True, qtbot)
    choose(pictures, "side", 8, qtbot)
    pictures.take()
    qtbot.waitUntil(lambda: isinstance(window.document.spec.data, ImageFolder), timeout=LONG)
    spec = window.document.spec
    assert spec.data.split_folders
    qtbot.waitUntil(lambda: window.feed.latest is not None and window.feed.latest.spec == spec, timeout=LONG)
    split = window.feed.latest.split
    assert (len(split.train.X), len(split.validation.X), len(split.test.X)) == (40, 0, 16)
