"""Taking a moment and opening the export window on it, whatever becomes of the window it was asked for in."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from nnviz.engine.compiling.background import ensure_compiled
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.export.run import SCORES
from nnviz.export.shown import Shown
from nnviz.paint.drawing.theme import Style
from nnviz.tasks.tasks import Tasks
from nnviz.ui.application import FIRST_EXPERIMENT, make_application
from nnviz.ui.exporting.moment import Exporting
from nnviz.ui.settings import Settings
from nnviz.ui.window.opening import ExportWindows


@pytest.fixture
def moment() -> Snapshot:
    return Session(load_spec(find(FIRST_EXPERIMENT))).snapshot(*SCORES)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def exporting(qtbot: QtBot, tmp_path: Path, moment: Snapshot, said: list[str]) -> Exporting:
    make_application()
    ensure_compiled()
    main = QWidget()
    qtbot.addWidget(main)
    return Exporting(
        main,
        Settings(tmp_path / "settings.ini"),
        moment=lambda: moment,
        shown=Shown,
        style=Style,
        name=lambda: "xor",
        tell=said.append,
        note=said.append,
        hold=lambda on: said.append("held" if on else "let go"),
    )


def test_the_export_window_opens_on_the_moment(exporting: Exporting, qtbot: QtBot, said: list[str]) -> None:
    windows = ExportWindows(exporting)
    exporting.export()
    qtbot.waitUntil(lambda: windows.shown is not None, timeout=30_000)
    assert windows.shown is not None
    assert windows.shown.isVisible()
    windows.shown.close()
    assert said == []


def test_a_screenshot_is_of_the_moment_of_the_question_and_painted_once(
    exporting: Exporting, qtbot: QtBot, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(parent: QWidget, *_: object) -> tuple[str, str]:
        said.append("asked")
        parent.resize(200, 100)
        return str(tmp_path / "shot"), "3x, for posters (*.png)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    exporting.ask_screenshot()
    assert said == ["held", "asked", "let go"]  # it is written while the window goes on
    qtbot.waitUntil(lambda: len(said) == 4)
    assert said[3] == f"Written: {tmp_path / 'shot.png'}"
    with Image.open(tmp_path / "shot.png") as image:
        assert image.size == (600, 300)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    exporting.ask_screenshot()
    assert said[4:] == ["held", "let go"]


def test_a_screenshot_that_cannot_be_written_is_said(
    exporting: Exporting, qtbot: QtBot, said: list[str], tmp_path: Path
) -> None:
    exporting.save_screenshot(QImage(8, 8, QImage.Format.Format_RGB32), tmp_path / "none" / "shot.png")
    qtbot.waitUntil(lambda: bool(said))
    assert "none" in said[0]
    assert not said[0].startswith("Written")


def test_closing_the_window_waits_for_a_screenshot(
    exporting: Exporting, qtbot: QtBot, tmp_path: Path
) -> None:
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(0)
    folder = tmp_path / "pictures"
    folder.mkdir()
    exporting.save_screenshot(image, folder / "shot.png")
    qtbot.waitUntil(lambda: any(folder.iterdir()))
    window = exporting.parent()
    assert window is not None
    Tasks.cancel_below(window)
    assert [path.name for path in folder.iterdir()] == ["shot.png"]


def test_nothing_opens_over_a_window_that_was_closed_meanwhile(
    exporting: Exporting, qtbot: QtBot, moment: Snapshot, said: list[str]
) -> None:
    windows = ExportWindows(exporting)
    other = QWidget()
    exporting.export_moment(moment, Shown(), other)
    other.deleteLater()
    QCoreApplication.sendPostedEvents(other, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not windows.work.is_busy, timeout=30_000)
    assert windows.shown is None
    assert said == []
