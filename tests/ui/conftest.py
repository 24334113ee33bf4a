"""The real window with the real worker, for the tests that use it as a user does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from windows import XOR, Opener

from nnviz.experiment.spec.spec import Spec
from nnviz.ui.application import FIRST_EXPERIMENT, make_application
from nnviz.ui.looks import restyling
from nnviz.ui.looks.look import Look
from nnviz.ui.settings import Settings
from nnviz.ui.window.main_window import MainWindow


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Opener]:
    opened: list[MainWindow] = []

    def opener(spec: Spec = XOR, location: str = FIRST_EXPERIMENT, text_size: float = 1.0) -> MainWindow:
        settings = Settings(tmp_path / "settings.toml")
        size = settings.number("look/text_size", text_size)
        contents = settings.number("look/content_size", size)
        look = Look(make_application(), settings.text("look/theme"), size, contents)
        window = MainWindow(spec, location, look, settings)
        qtbot.addWidget(window)
        opened.append(window)
        window.show()
        qtbot.waitUntil(lambda: window.feed.latest is not None, timeout=10_000)
        return window

    yield opener
    for window in opened:
        window.close()


@pytest.fixture(autouse=True)
def _restyled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restyle in one turn, whatever windows other tests have left."""
    monkeypatch.setattr(restyling, "MOST_AT_ONCE", 100_000)
