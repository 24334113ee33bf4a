"""Marks put down as images are where outlines are, and look like them; on paper they are outlines."""

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication

from nnviz.arrays import Floats
from nnviz.paint.images import stamps
from nnviz.paint.images.stamps import Mark, paint_marks

SIDE = 60
RATIOS = (1.0, 1.25, 2.0)


def _painted(places: Floats, marks: list[Mark], ratio: float, turned: float = 0.0) -> Floats:
    """Return how much ink there is in each pixel, of a picture moved by a part of a pixel: 0 to 3 x 255."""
    size = int(SIDE * ratio)
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill("white")
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0.3, -0.2)
        painter.rotate(turned)
        painter.setClipRect(QRectF(0.0, 0.0, SIDE, SIDE))
        paint_marks(painter, places, marks, 3.7, QPen(QColor("white"), 0.5))
        before = painter.worldTransform()
        assert (before.dx(), before.dy()) == (0.3, -0.2)  # as it was given
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(size, size, 4)
    return 3 * 255.0 - pixels[:, :, :3].sum(axis=2, dtype=np.float64)


def _outlined(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Floats:
    with monkeypatch.context() as changed:
        changed.setattr(stamps, "FEW", 0)
        return _painted(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("shape", range(10))
def test_a_mark_lies_within_a_fifth_of_a_pixel_of_its_place(
    qapp: QApplication, ratio: float, shape: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = [(shape, QColor("black"))]
    for x, y in np.random.default_rng(shape).uniform(15.0, 45.0, (8, 2)).tolist():
        places = np.array([[x, y]])
        image, outline = _painted(places, marks, ratio), _outlined(monkeypatch, places, marks, ratio)
        assert image.sum() == pytest.approx(outline.sum(), rel=0.02)  # nothing of it is cut
        away = _middle(image) - _middle(outline)
        assert np.abs(away).max() < 0.2, (x, y)


def _middle(ink: Floats) -> Floats:
    rows, columns = np.indices(ink.shape)
    return np.array([(columns * ink).sum(), (rows * ink).sum()]) / ink.sum()


@pytest.mark.parametrize("ratio", RATIOS)
def test_later_marks_cover_earlier_ones(
    qapp: QApplication, ratio: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(3)
    places = rng.uniform(10.0, 50.0, (120, 2))  # they overlap
    colours = [QColor.fromHsv(36 * k, 255, 150) for k in range(10)]
    marks = [(k, colours[k]) for k in rng.integers(0, 10, 120).tolist()]
    image, outlines = _painted(places, marks, ratio), _outlined(monkeypatch, places, marks, ratio)
    backwards = _outlined(monkeypatch, places[::-1], marks[::-1], ratio)
    near, far = np.abs(image - outlines).mean(), np.abs(image - backwards).mean()
    assert 0.0 < near < far / 2


def test_where_each_has_a_colour_of_its_own_they_are_outlines(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = np.random.default_rng(4).uniform(10.0, 50.0, (40, 2))
    marks = [(0, QColor(6 * k, 0, 0)) for k in range(40)]
    kept = stamps._image.cache_info().currsize
    picture = _painted(places, marks, 1.0)
    assert np.array_equal(picture, _outlined(monkeypatch, places, marks, 1.0))
    assert stamps._image.cache_info().currsize == kept


def test_a_turned_painter_turns_the_marks(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    places, marks = np.array([[30.0, 20.0]]), [(1, QColor("black"))]
    turned = _painted(places, marks, 1.0, turned=20.0)
    assert turned.sum() > 0.0
    assert np.array_equal(turned, _outlined(monkeypatch, places, marks, 1.0, 20.0))


def test_on_paper_marks_are_outlines(qapp: QApplication) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    with QPainter(drawing) as painter:
        paint_marks(painter, np.full((3, 2), 9.0), [(1, QColor("red"))] * 3, 4.0, QPen(QColor("white"), 0.5))
    written = bytes(buffer.data().data()).decode()
    assert written.count("<path") == 3
    assert "<image" not in written
