"""Scatter plots of inputs: which, of how many points, in which colours."""

import numpy as np
import pytest
from exporting import trained
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.data.dataset import Split
from nnviz.experiment.snapshot.predictions import Predictions
from nnviz.paint.drawing.theme import LIGHT, Style
from nnviz.paint.output.options import ScatterOptions
from nnviz.paint.output.scatter_matrix import (
    MOST_POINTS,
    _groups,
    has_scatter,
    paint_scatter_matrix,
    shown_inputs,
)

STYLE = Style(LIGHT)


@pytest.fixture(scope="module")
def snapshot():
    return trained((30, 3, 2), epochs=5, data="breast_cancer").snapshot


def test_the_first_six_are_shown_unless_others_are_chosen(snapshot):
    train = snapshot.split.train
    assert shown_inputs(train, ScatterOptions()) == (0, 1, 2, 3, 4, 5)
    assert shown_inputs(train, ScatterOptions((7, 2, 7, 99, -1))) == (7, 2)
    assert shown_inputs(train, ScatterOptions(tuple(range(9)))) == (0, 1, 2, 3, 4, 5)


def test_colours_are_of_the_classes_or_of_the_answers(snapshot):
    true, _ = _groups(snapshot, STYLE, ScatterOptions(test=False))
    counts = [int((snapshot.split.train.y == k).sum()) for k in (0, 1)]
    assert [len(group.X) for group in true] == counts
    rows = sum(len(getattr(snapshot.split, name).X) for name in ("train", "validation", "test"))
    all_ones = Predictions(np.tile([0.0, 1.0], (rows, 1)))
    said, words = _groups(snapshot.with_looks(all_ones), STYLE, ScatterOptions(by_answer=True))
    assert [group.shape for group in said] == [1]
    assert words.endswith("coloured by answer")
    none, sentence = _groups(replace(snapshot, looks={}), STYLE, ScatterOptions(by_answer=True))
    assert (none, sentence) == ([], "The answers are not known yet.")


def test_of_many_points_some_are_taken_and_it_is_said(snapshot):
    train = snapshot.split.train
    many = replace(train, X=np.repeat(train.X, 5, axis=0), y=np.repeat(train.y, 5))
    split = Split(
        many, replace(train, X=train.X[:0], y=train.y[:0]), replace(train, X=train.X[:0], y=train.y[:0])
    )
    groups, words = _groups(replace(snapshot, split=split), STYLE, ScatterOptions())
    shown = sum(len(group.X) for group in groups)
    assert shown <= MOST_POINTS
    assert words.startswith(f"{shown:,} of {len(many.X):,} points")


def test_points_are_painted_in_the_colours_of_their_classes_within_the_room(snapshot):
    image = QImage(500, 500, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        paint_scatter_matrix(painter, QRectF(50, 50, 400, 400), snapshot, STYLE, ScatterOptions((0, 1)))
    seen = {image.pixelColor(x, y).name().upper() for x in range(500) for y in range(500)}
    assert {LIGHT.positive, LIGHT.negative} <= seen
    edges = [image.pixelColor(x, y).name() for x in range(0, 500, 3) for y in (10, 40, 480)]
    assert set(edges) == {"#ffffff"}


def test_numbers_have_the_colours_of_their_scale():
    split = trained((2, 3, 1), epochs=1, data="plane").snapshot
    groups, words = _groups(split, STYLE, ScatterOptions())
    assert len(groups) > 4
    assert words.endswith("coloured by target")


def test_images_have_none(snapshot):
    assert has_scatter(snapshot.split.train)
    assert not has_scatter(replace(snapshot.split.train, image=(5, 6, 1)))
    assert not has_scatter(trained((1, 2, 1), epochs=1, data="sine").snapshot.split.train)
