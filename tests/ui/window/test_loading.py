"""While another experiment's data is read, the views say so and do not show the picture before."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnviz.engine.compiling import background as compiling
from nnviz.experiment.run import engine_watch
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.paint.drawing.theme import Style
from nnviz.ui.window.loading import LoadingCovers, waiting_words


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
    monkeypatch.setattr(compiling._progress, "hint", compiling.HINTS["compiling"])
    monkeypatch.setattr(engine_watch, "is_compiled", lambda *_: False)
    small = load_spec(find("lab-a-xor"))
    wide = with_value(small, "network.layers", (2, 60, 60, 1))
    line, cover = waiting_words(wide, other=True)
    assert line == f"{wide.title} opens then. {compiling.HINTS['compiling']}"
    assert cover == "Compiling the engine, the first time only …"
    assert waiting_words(small, other=True)[1] == f"Loading {small.title} …"
    assert waiting_words(wide, other=False) == (f"One moment … {compiling.HINTS['compiling']}", "")
    monkeypatch.setattr(engine_watch, "is_compiled", lambda *_: True)
    assert waiting_words(wide, other=True) == (f"Loading {wide.title} …",) * 2
