"""A map of trainings on the stage: run when it is first wanted, seen to sharpen, kept."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.paint.drawing.theme import DARK, Style
from nnviz.paint.maps.scale import MapScale
from nnviz.ui.presenting.map_panel import MapPanel
from nnviz.ui.presenting.shown_maps import ShownMaps

NAME = "edge-of-divergence"


@pytest.fixture
def maps(qapp: QObject, compiled_engine: None) -> ShownMaps:
    del compiled_engine
    return ShownMaps(qapp)


def pixels(panel: MapPanel) -> np.ndarray:
    image = panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


def test_a_map_sharpens_on_the_stage_and_is_run_once(qtbot: QtBot, maps: ShownMaps) -> None:
    panel = MapPanel(NAME, maps, None)
    qtbot.addWidget(panel)
    panel.resize(QSize(400, 300))
    panel.show_snapshot(Session(load_spec(find("lab-a-xor"))).snapshot())
    seen, done = [pixels(panel)], [0]
    while len(seen) < 3:
        with qtbot.waitSignal(maps.changed, timeout=60_000) as told:
            pass
        assert told.args == [NAME]
        news = maps.known(NAME)
        assert not isinstance(news, str)
        seen.append(pixels(panel))
        done.append(news.standing.done)
    assert done[2] > done[1] > 0
    assert (seen[1] != seen[0]).any()
    assert (seen[2] != seen[1]).any()
    foot = seen[2].reshape(300, -1)[-18:, :80]
    assert (foot != foot[0, 0]).any()  # how many runs are done, in the last line
    known = maps.known(NAME)
    maps.want(NAME)
    assert maps.known(NAME) is known
    maps.stop()


def test_the_window_paints_colours_that_the_runs_worked_out(
    qtbot: QtBot, maps: ShownMaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    colours, threads = MapScale.colours, []
    monkeypatch.setattr(
        MapScale, "colours", lambda *asked: (threads.append(threading.get_ident()), colours(*asked))[1]
    )
    panel = MapPanel(NAME, maps, None)
    qtbot.addWidget(panel)
    panel.set_style(Style(DARK))
    panel.show_snapshot(Session(load_spec(find("lab-a-xor"))).snapshot())
    for _ in range(2):
        with qtbot.waitSignal(maps.changed, timeout=60_000):
            pass
        pixels(panel)
    assert threads
    assert threading.get_ident() not in threads
    maps.stop()


def test_a_map_that_was_stopped_is_begun_anew(qtbot: QtBot, maps: ShownMaps) -> None:
    maps.want(NAME)
    maps.stop()
    assert maps.known(NAME) == ""
    with qtbot.waitSignal(maps.changed, timeout=60_000):
        maps.want(NAME)
    assert not isinstance(maps.known(NAME), str)
    maps.stop()
