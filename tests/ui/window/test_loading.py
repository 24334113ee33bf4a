"""While another experiment's data is read, the views say so and do not show the picture before."""

from unittest.mock import PropertyMock

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from windows import XOR, Opener, settled

from nnviz.engine.compiling import background as compiling
from nnviz.experiment.run import engine_watch
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.paint.drawing.theme import Style
from nnviz.ui.playing.frame_feed import PATIENCE
from nnviz.ui.window.loading import LoadingCover, LoadingCovers, waiting_words


def test_a_cover_hides_what_is_below_and_grows_with_it(qtbot: QtBot) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    button = QPushButton("x", view)
    view.resize(200, 100)
    view.show()
    covers = LoadingCovers((view,))
    covers.show_text("Loading Moons …", Style())
    view.resize(400, 300)
    qtbot.waitUntil(lambda: covers.covers[0].size() == view.size())
    assert covers.covers[0].isVisible()
    assert view.childAt(button.geometry().center()) is covers.covers[0]
    covers.show_text("", Style())
    assert not covers.covers[0].isVisible()


def test_only_a_wide_network_is_said_to_wait_for_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling._progress, "status", "compiling")
    monkeypatch.setattr(compiling, "hint", lambda: "The engine is being compiled.")
    monkeypatch.setattr(compiling, "left", lambda: "")
    monkeypatch.setattr(engine_watch, "is_compiled", lambda *_: False)
    small = load_spec(find("lab-a-xor"))
    wide = with_value(small, "network.layers", (2, 60, 60, 1))
    line, cover = waiting_words(wide, other=True)
    assert line == f"{wide.title} opens when the engine is compiled, once on this computer."
    assert cover == "Compiling the engine, the first time only …"
    monkeypatch.setattr(compiling, "left", lambda: "40 %, about 15 s left")
    assert waiting_words(wide, other=True)[1].endswith("the first time only … 40 %, about 15 s left")
    assert waiting_words(small, other=True)[1] == f"Loading {small.title} …"
    assert waiting_words(wide, other=False) == ("One moment … The engine is being compiled.", "")
    monkeypatch.setattr(engine_watch, "is_compiled", lambda *_: True)
    assert waiting_words(wide, other=True) == (f"Loading {wide.title} …",) * 2


def test_what_is_waited_for_is_said_again_and_again(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.feed.run(False)
    told = []
    window.feed.waiting.connect(told.append)
    busy = PropertyMock(return_value=False)
    monkeypatch.setattr(type(window.controller), "up_to_date", busy)
    for _ in range(2 * PATIENCE + 1):
        window.feed.frame()
    assert told == [True, True]
    busy.return_value = True
    window.feed.frame()
    window.feed.frame()
    assert told == [True, True, False]


def test_nothing_of_the_experiment_before_stands_beside_the_title_of_the_next(
    open_window: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    window.run.step()
    counters = [label for label in window.bar.counters.findChildren(QLabel) if label.accessibleName()]
    qtbot.waitUntil(lambda: [label.text() for label in counters][:2] == ["0", "1"])
    window.feed.run(False)
    monkeypatch.setattr(window.document, "_spec", with_value(XOR, "title", "Another"))
    window.show_waiting(True)
    assert [label.text() for label in counters] == ["–", "–", "–"]
    assert "points" not in " ".join(label.text() for label in window.status.findChildren(QLabel))
    for view in (window.network, window.curves, window.step_mode.panel):
        assert [cover.text for cover in view.findChildren(LoadingCover)] == ["Loading Another …"]
    assert not window.panels.settings.findChildren(LoadingCover)
    window.show_waiting(False)
    assert [label.text() for label in counters][:2] == ["0", "1"]


def test_the_bar_of_the_engine_is_not_beside_another_sentence(
    open_window: Opener, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    moment = replace(settled(window, qtbot), hint="The experiment's 50 epochs are done; play again to go on.")
    bar = window.status.findChild(QProgressBar)
    monkeypatch.setattr(engine_watch, "share", lambda: 0.5)
    monkeypatch.setattr(engine_watch, "hint", lambda _spec: "")
    window.status.show_snapshot(moment)
    assert bar.isHidden()
    monkeypatch.setattr(engine_watch, "hint", lambda _spec: compiling.HINTS["compiling"])
    window.status.show_snapshot(moment)
    assert not bar.isHidden()
    assert bar.value() == 50
