"""Pictures about samples: scores, galleries, tiles."""

import numpy as np
import pytest
from pictures import snapshot
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.experiment.look.samples.agreement import AgreementWish
from nnviz.experiment.look.samples.gallery import GalleryWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.agreement import Agreements
from nnviz.experiment.snapshot.gallery import Gallery, GalleryChoice
from nnviz.experiment.snapshot.scores import MeasuredAt
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.drawing.theme import LIGHT, Style
from nnviz.paint.images.gallery import lay_out_gallery, paint_gallery, said_of, sample_at, sample_rows
from nnviz.paint.images.number_scores import number_rows
from nnviz.paint.images.options import ScoresOptions
from nnviz.paint.images.scores import (
    ConfusionCell,
    cell_at,
    cell_words,
    paint_marked_cell,
    paint_scores,
    shown_part,
)
from nnviz.paint.images.scores_layout import lay_out
from nnviz.paint.images.tiles import image_of_sample

pytestmark = pytest.mark.usefixtures("qapp")
STYLE = Style(LIGHT)


def moment(name="digits", layers=(64, 8, 10), *wishes):
    table = {
        "data": {"name": name, "test_fraction": 0.25},
        "network": {"layers": list(layers), "activation": ["tanh", "softmax"]},
        "training": {"loss": "cross_entropy"},
    }
    return Session(spec_from_dict(table)).snapshot(*wishes)


@pytest.fixture(scope="module")
def digits():
    return moment("digits", (64, 8, 10), AgreementWish(), GalleryWish(GalleryChoice(count=40)))


def painted(paint, width=400, height=360):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.paper))
    with QPainter(image) as painter:
        paint(painter, QRectF(8, 8, width - 16, height - 16))
    return image


def ink(image):
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)
    return (pixels[..., :3] != 255).any(axis=-1)


@pytest.mark.parametrize("size", [(400, 360), (260, 180), (180, 90), (900, 900), (20, 20)])
@pytest.mark.parametrize("shares", [False, True])
def test_scores_stay_in_their_room_and_are_found_where_they_are_painted(digits, size, shares):
    options = ScoresOptions("train", shares)
    image = painted(lambda painter, rect: paint_scores(painter, rect, digits, STYLE, options), *size)
    assert ink(image).any() or min(size) < 50
    rect = QRectF(8, 8, size[0] - 16, size[1] - 16)
    name, table = shown_part(digits, options)
    assert name == "train"
    layout = lay_out(rect, table, STYLE)
    if min(size) > 50:
        assert layout.cell(9, 9).right() <= rect.right()
        assert cell_at(rect, digits, STYLE, options, layout.cell(3, 7).center()) == ConfusionCell(3, 7)
        assert cell_at(rect, digits, STYLE, options, QPointF(layout.first.left() - 3, 0)) is None


def test_a_cell_says_in_words_what_it_counts(digits):
    _, table = shown_part(digits, ScoresOptions("test"))
    words = cell_words(table, ConfusionCell(2, 2))
    assert words.startswith("true 2, answered 2: ")
    assert f"of {int(table.counts[2].sum()):,}" in words
    options = ScoresOptions("test")
    before = painted(lambda painter, rect: paint_scores(painter, rect, digits, STYLE, options))
    after = painted(
        lambda painter, rect: (
            paint_scores(painter, rect, digits, STYLE, options),
            paint_marked_cell(painter, rect, digits, STYLE, options, ConfusionCell(2, 2)),
        )
    )
    assert before != after


@pytest.mark.parametrize("module", ["scores", "number_scores"])
def test_a_table_that_lags_behind_training_says_of_which_epoch_it_is(digits, monkeypatch, module):
    said, seen = [], digits if module == "scores" else of_numbers()
    monkeypatch.setattr(f"nnviz.paint.images.{module}.draw_text", lambda *drawn, **_: said.append(drawn[2]))
    for measured in (MeasuredAt(), MeasuredAt(30, 2.5)):
        late = seen.with_looks(seen.look(Agreements), measured)
        painted(lambda painter, rect, late=late: paint_scores(painter, rect, late, STYLE, ScoresOptions()))
    assert [words for words in said if words.startswith("at ")] == ["at epoch 2.5"]


def test_a_part_that_is_not_there_is_replaced_by_one_that_is(digits):
    assert shown_part(digits, ScoresOptions("validation"))[0] == "test"
    assert shown_part(snapshot(), ScoresOptions()) is None


def of_numbers():
    table = {
        "data": {"name": "plane", "samples": 40, "test_fraction": 0.25},
        "network": {"layers": [2, 3, 1], "activation": ["tanh", "identity"]},
        "training": {"loss": "half_squared_error"},
    }
    return Session(spec_from_dict(table)).snapshot(AgreementWish())


def test_numbers_have_a_row_a_part():
    seen = of_numbers()
    assert [name for name, _ in number_rows(seen.look(Agreements))] == ["train", "test"]
    assert ink(painted(lambda painter, rect: paint_scores(painter, rect, seen, STYLE, ScoresOptions()))).any()


def test_each_sample_of_a_gallery_is_found_where_it_is_painted(digits):
    rect = QRectF(8, 8, 384, 344)
    image = painted(lambda painter, room: paint_gallery(painter, room, digits, STYLE))
    layout = lay_out_gallery(rect, digits.split.train, STYLE)
    gallery = digits.look(Gallery)
    for number in range(min(layout.room, len(gallery.samples))):
        tile = layout.tile(number)
        assert rect.contains(tile.adjusted(0, 0, 0, -1))
        assert sample_at(rect, digits, STYLE, tile.center()) is gallery.samples[number]
        box = tile.toAlignedRect()
        assert ink(image)[box.top() : box.bottom(), box.left() : box.right()].any()


def test_a_wrong_answer_says_the_truth_and_the_numbers_behind_it(digits):
    for sample in digits.look(Gallery).samples:
        data = getattr(digits.split, sample.part)
        truth, said = data.classes[data.y[sample.index]], said_of(sample, data)
        wrong = sample.answer != data.y[sample.index]
        assert said == (f"{data.classes[sample.answer]}, is {truth}" if wrong else truth)
        rows = sample_rows(sample, data)
        assert rows[1].values == (truth,)
        assert len(rows) == 6


def test_an_empty_gallery_says_so(digits):
    nothing = digits.with_looks(Gallery(GalleryChoice(), (), 0))
    assert ink(painted(lambda painter, rect: paint_gallery(painter, rect, nothing, STYLE))).any()


def test_an_image_is_upright_dark_on_paper_and_in_its_own_colours_where_it_has_three_channels():
    values = np.array([1.0, -1.0, -1.0, -1.0])  # ink at the top left
    grey = image_of_sample(values, (2, 2, 1), (-1.0, 1.0), LIGHT)
    assert grey.pixelColor(0, 0).name().upper() == LIGHT.ink
    assert grey.pixelColor(1, 1).name().upper() == LIGHT.paper
    red = image_of_sample(np.array([1.0, 0, 0, 0, 1.0, 0]), (1, 2, 3), (0.0, 1.0), LIGHT)
    assert [red.pixelColor(x, 0).name() for x in (0, 1)] == ["#ff0000", "#00ff00"]
