"""On the stage the smallest text is 3 % of the height, and labels lie apart: in every kind of experiment."""
# ruff: noqa: N802  (methods that Qt calls)

import os
from collections import defaultdict
from itertools import product

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintDevice, QPaintEngine, QPainter, QTransform
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import MeasuredAtWish, ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.catalogue import catalogue
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.lecture.scene import Scene
from nnviz.ui.presenting.keys import Keys
from nnviz.ui.presenting.panel import ScenePanel
from nnviz.ui.presenting.size import SIZES
from nnviz.ui.presenting.stage import StageWindow

WINDOWS = ((1280, 720), (1920, 1080), (1024, 768))
ALL_SIZES = [(*window, size) for window, size in product(WINDOWS, SIZES)]
THOROUGH = bool(os.environ.get("NNVIZ_TEST_LONG"))
"""Whether every kind is tried at all sizes, which takes minutes; else each at one, and all sizes come up."""
LEAST = 0.03
TOUCHING = 2.0
"""Pixels by which boxes of text may overlap: they hold more than ink."""
ASCENT, DESCENT = 0.72, 0.3
"""Shares of a font's ascent and descent that figures and small letters reach."""
Text = tuple[str, int, QRectF]


class Recorder(QPaintEngine):
    """Notes each text that is painted: its letters, its size, its box."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.texts: list[Text] = []

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, _state: object) -> None: ...

    def drawPixmap(self, *_: object) -> None: ...

    def drawImage(self, *_: object) -> None: ...

    def drawPath(self, *_: object) -> None: ...

    def drawPolygon(self, *_: object) -> None: ...

    def drawRects(self, *_: object) -> None: ...

    def drawLines(self, *_: object) -> None: ...

    def drawEllipse(self, *_: object) -> None: ...

    def drawPoints(self, *_: object) -> None: ...

    def drawTextItem(self, at, item) -> None:
        box = QRectF(
            at.x(),
            at.y() - ASCENT * item.ascent(),
            item.width(),
            ASCENT * item.ascent() + DESCENT * item.descent(),
        )
        placed: QTransform = self.painter().worldTransform()
        if item.text().strip():
            self.texts.append((item.text(), item.font().pixelSize(), placed.mapRect(box)))


class Paper(QPaintDevice):
    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._size = width, height
        self.recorder = Recorder()

    def paintEngine(self) -> QPaintEngine:
        return self.recorder

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        known = QPaintDevice.PaintDeviceMetric
        width, height = self._size
        return {
            known.PdmWidth: width,
            known.PdmHeight: height,
            known.PdmDevicePixelRatioScaled: 65536,
            known.PdmDevicePixelRatio: 1,
            known.PdmDepth: 32,
        }.get(metric, 96)


def kinds() -> list[str]:
    """Return one shipped experiment of each look: data and layers; the others look as one of these does."""
    looks = {}
    for entry in catalogue():
        spec = experiment_at(entry.name)
        looks.setdefault((spec.data.name, spec.network.layers, len(spec.data.features)), entry.name)
    return list(looks.values())


def texts_of(panel: ScenePanel, snapshot: Snapshot) -> list[Text]:
    paper = Paper(panel.width(), panel.height())
    panel._keep = lambda painter, _key, paint: paint(painter)  # type: ignore[method-assign]  # no pixels
    with QPainter(paper) as painter:
        panel.paint_picture(painter, QRectF(panel.rect()).adjusted(8, 8, -8, -8), snapshot)
    return paper.recorder.texts


def is_index(text: str, size: int, largest: int) -> bool:
    """Return whether a text is an index or a power: small figures at a letter, read with it."""
    return size < largest and len(text) <= 5 and all(letter in "0123456789,()−-" for letter in text)


@pytest.mark.parametrize("name", kinds())
def test_everything_can_be_read_at_the_back_and_lies_apart(name: str, qtbot: QtBot) -> None:
    spec = experiment_at(name)
    session = Session(with_value(spec, "data.samples", 100) if spec.data.name == "mnist" else spec)
    wait_until_compiled(session.spec)
    session.advance(1)
    looks = MapsWish(boundary=24, responses=6), PredictionsWish(), TimelineWish(), ScoresWish()
    snapshot = session.snapshot(*looks, MeasuredAtWish())
    host = QWidget()
    qtbot.addWidget(host)
    wrong = defaultdict(list)
    turn = kinds().index(name) % len(ALL_SIZES)
    for width, height, size in ALL_SIZES if THOROUGH else ALL_SIZES[turn : turn + 1]:
        stage = StageWindow(host, Keys(host), "projector")
        stage.size_ = size
        stage.show_scene(
            Scene(title=spec.title, panels=("network", "boundary", "curves"), text=spec.about), None
        )
        stage.resize(width, height)
        stage.set_theme("projector")  # lays everything out
        pages = 0
        while pages == 0 or stage.turn(+1):
            pages += 1
            for panel in stage.pictures:
                if not panel.isHidden():
                    texts = texts_of(panel, snapshot)
                    wrong["small"] += too_small(texts, LEAST * height)
                    wrong["over each other"] += overlapping(texts)
        assert f"of {pages}" in page_said(stage) or pages == 1
        stage.deleteLater()
    assert {what: found[:3] for what, found in wrong.items() if found} == {}


def too_small(texts: list[Text], least: float) -> list[Text]:
    largest = max((size for _, size, _ in texts), default=0)
    return [text for text in texts if text[1] < least and not is_index(text[0], text[1], largest)]


def overlapping(texts: list[Text]) -> list[tuple[str, str]]:
    """Return pairs of texts of one size that lie over each other (an index belongs to its letter)."""
    return [
        (text, other)
        for number, (text, size, box) in enumerate(texts)
        for other, its_size, its_box in texts[number + 1 :]
        if size == its_size
        and box.intersected(its_box).width() > TOUCHING
        and box.intersected(its_box).height() > TOUCHING
    ]


def page_said(stage: StageWindow) -> str:
    paper = Paper(stage.width(), stage.height())
    with QPainter(paper) as painter:
        stage.paint_head(painter)
    return " ".join(text for text, _, _ in paper.recorder.texts)


def test_a_stage_without_a_scene_is_empty(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    stage = StageWindow(host, Keys(host), "projector")
    stage.resize(640, 360)
    stage.set_theme("dark")
    assert page_said(stage) == ""
    assert not stage.turn(+1)
    assert not stage.turn(-1)
