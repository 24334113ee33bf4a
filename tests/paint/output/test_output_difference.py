"""Right minus left: positive where the right side says class 1 more surely, rings where answers differ."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.paint.drawing.theme import Style
from nnviz.paint.output.difference import Pair, answered_differently, paint_output_difference
from nnviz.paint.output.points import answers_of

RECT = QRectF(0, 0, 400, 320)


def moment(name: str, updates: int, side: int = 24) -> Snapshot:
    session = Session(experiment_at(name))
    session.advance(updates)
    return session.snapshot(ScoresWish(), MapsWish(boundary=side), PredictionsWish())


def picture(pair: Pair) -> QImage:
    image = QImage(400, 320, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_output_difference(painter, RECT, pair, Style())
    painter.end()
    return image


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, 400, 3) for y in range(0, 320, 3)}


@pytest.mark.parametrize(
    "name", ["xor-quickstart", "spiral-3-arms", "regression-sine", "lab-e-breast-cancer-relu-10"]
)
def test_two_moments_of_any_data_have_a_difference(name: str) -> None:
    early, late = moment(name, 0), moment(name, 3)
    assert len(colours(picture(Pair(early, late)))) > 5
    assert picture(Pair(early, late)) != picture(Pair(early, early))


@pytest.mark.parametrize("name", ["xor-quickstart", "spiral-3-arms", "regression-sine"])
def test_two_maps_of_which_one_is_coarser_have_a_difference(name: str) -> None:
    early, late = moment(name, 0, side=12), moment(name, 3)
    for pair in (Pair(early, late), Pair(late, early)):
        assert len(colours(picture(pair))) > 5


def test_those_points_are_ringed_that_get_another_class() -> None:
    pair = Pair(moment("xor-quickstart", 0), moment("xor-quickstart", 40))
    left, right = answers_of(pair.left)["train"], answers_of(pair.right)["train"]
    ((part, rows),) = answered_differently(pair)
    assert part is pair.left.split.train
    np.testing.assert_array_equal(rows, np.flatnonzero((left[:, 0] >= 0.5) != (right[:, 0] >= 0.5)))
    assert len(rows) > 0


def test_other_data_have_nothing_to_subtract() -> None:
    pair = Pair(moment("xor-quickstart", 0), moment("lab-c-circles", 0))
    assert answered_differently(pair) == ()
    assert not pair.has_same_data
    image = picture(pair)
    assert {image.pixel(x, 60) for x in range(400)} == {
        QColor("white").rgb()
    }  # no plot, just words further down
    assert len(colours(image)) > 1
