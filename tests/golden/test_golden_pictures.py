"""Every figure and every panel looks as it was accepted; `scripts/goldens.py` shows what differs."""

import io

import numpy as np
import pytest
from comparing import (
    FOLDER,
    MOST_OTHER,
    TOLERANCE,
    difference_in_words,
    encoded,
    keep,
    kept,
    pixels_of,
    side_by_side,
)
from gallery import FIGURES_KEPT, PAINTERS_KEPT, names, picture
from painting import MARGIN
from PIL import Image

pytestmark = pytest.mark.usefixtures("compiled_engine", "qapp")

ROOM = 3_000_000
"""Bytes that all pictures together may take."""


@pytest.mark.parametrize("name", names())
def test_a_picture_is_as_it_was_accepted(name, tmp_path):
    old, new = kept(name), pixels_of(picture(name))
    found, sheet = difference_in_words(old, new), tmp_path / f"{name}.png"
    if found:
        Image.fromarray(side_by_side(old, new)).save(sheet)
    assert not found, f"{found}: {sheet}. To accept it: .venv/bin/python scripts/goldens.py {name}"


@pytest.mark.parametrize("name", [*FIGURES_KEPT, *PAINTERS_KEPT])
def test_nothing_is_painted_beside_the_place_it_was_given(name):
    pixels = pixels_of(picture(name))
    paper, inside = pixels[0, 0], (slice(MARGIN - 1, 1 - MARGIN),) * 2
    outside = np.abs(pixels.astype(int) - paper).max(axis=-1) > TOLERANCE
    outside[inside] = False
    assert not outside.any(), f"{name}: at (row, column) {np.argwhere(outside)[:5].tolist()}"


def test_what_is_kept_is_small_and_still_painted():
    files = {path.stem: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert set(files) == set(names())
    assert sum(files.values()) < ROOM


def test_a_picture_differs_where_a_line_does(tmp_path, monkeypatch):
    monkeypatch.setattr("comparing.FOLDER", tmp_path)
    old = np.full((40, 60, 3), 255, np.uint8)
    assert difference_in_words(kept("new"), old) == "it is new"
    keep("new", old)
    assert difference_in_words(kept("new"), old) == ""
    new = old.copy()
    new[5, 10 : 10 + MOST_OTHER] = 0
    assert difference_in_words(kept("new"), new) == ""
    new[5, 10 : 11 + MOST_OTHER] = 0
    assert difference_in_words(kept("new"), new) == "11 pixels differ, between (10, 5) and (20, 5)"
    assert "60 x 39 and was 60 x 40" in difference_in_words(old, new[1:])
    sheet = side_by_side(old, new)
    assert sheet.shape == (40, 3 * 60 + 16, 3)
    assert (sheet[5, 60 + 8 + 10] == 0).all()
    assert sheet[5, 2 * 68 + 10].tolist() == [215, 0, 30]


def test_many_colours_are_kept_within_the_tolerance():
    ramps = np.stack(np.meshgrid(np.arange(256), np.arange(256)), axis=-1)
    pixels = np.concatenate([ramps, np.full((256, 256, 1), 128)], axis=-1).astype(np.uint8)
    stored = encoded(pixels)
    with Image.open(io.BytesIO(stored)) as image:
        again = np.asarray(image.convert("RGB"))
    assert difference_in_words(again, pixels) == ""
