"""Files opened or saved last are in the menu, and only those that are still there."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nnviz.ui.document.recent import MOST, RecentFiles
from nnviz.ui.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml")


def test_the_latest_file_comes_first_and_each_once(qtbot: QtBot, settings: Settings, tmp_path: Path) -> None:
    recent = RecentFiles(settings)
    qtbot.addWidget(recent)
    paths = [str(tmp_path / f"{number}.toml") for number in range(MOST + 3)]
    for path in paths:
        Path(path).touch()
        recent.add(path)
    recent.add(paths[-3])
    assert recent.paths()[:3] == [paths[-3], paths[-1], paths[-2]]
    assert len(recent.paths()) == MOST
    settings.flush()
    assert RecentFiles(Settings(settings.path)).paths() == recent.paths()


def test_what_is_gone_and_what_ships_with_the_app_is_not_listed(
    qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    recent = RecentFiles(settings)
    qtbot.addWidget(recent)
    recent.add("xor-quickstart")
    recent.add(str(tmp_path / "gone.toml"))
    assert recent.paths() == []
    recent.aboutToShow.emit()
    assert [action.isEnabled() for action in recent.actions()] == [False]


def test_an_entry_opens_its_file(qtbot: QtBot, settings: Settings, tmp_path: Path) -> None:
    recent = RecentFiles(settings)
    qtbot.addWidget(recent)
    file = tmp_path / "a & b.toml"
    file.touch()
    recent.add(str(file))
    recent.aboutToShow.emit()
    with qtbot.waitSignal(recent.chosen) as chosen:
        recent.actions()[0].trigger()
    assert chosen.args == [str(file)]


@pytest.mark.parametrize("damaged", ["[", "{}", '[1, null, "/x"]', '"text"'])
def test_a_damaged_list_is_an_empty_one(qtbot: QtBot, settings: Settings, damaged: str) -> None:
    settings.set("experiment/recent", damaged)
    recent = RecentFiles(settings)
    qtbot.addWidget(recent)
    assert recent.paths() == []
