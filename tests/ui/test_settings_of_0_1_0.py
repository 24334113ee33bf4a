"""What version 0.1.0 left in the folder of settings is taken up for ever."""

import os
import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from nnviz.export.presets import all_presets, own_presets
from nnviz.ui.application import choose_experiment, make_application
from nnviz.ui.looks.look import Look
from nnviz.ui.settings import Settings
from nnviz.ui.window.main_window import MainWindow

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "version_0_1_0"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("nnviz.ini", "presets.toml"):
        shutil.copy(FOLDER / name, tmp_path)
    monkeypatch.setenv("NNVIZ_CONFIG_DIR", str(tmp_path))
    return tmp_path


def test_plain_settings_are_there_and_the_old_file_stays(config: Path) -> None:
    settings = Settings()
    assert not settings.problem
    assert settings.text("look/theme") == "dark"
    assert settings.number("look/text_size", 1.0) == 1.25
    assert settings.text("look/motion") == "yes"
    assert settings.text("run/speed") == "2000"
    assert settings.text("run/step_unit") == "update"
    assert settings.text("experiment/last") == "lab-a-xor"
    settings.set("look/theme", "light")
    settings.flush()
    assert Settings().text("look/theme") == "light"
    assert Settings().number("look/text_size", 1.0) == 1.25
    assert (config / "nnviz.ini").read_bytes() == (FOLDER / "nnviz.ini").read_bytes()


def test_the_window_opens_as_it_was_left(config: Path, qtbot: QtBot) -> None:
    settings = Settings()
    beginning = choose_experiment(None, settings)
    assert (beginning.location, beginning.problem) == ("lab-a-xor", "")
    look = Look(make_application(), settings.text("look/theme"), settings.number("look/text_size", 1.0))
    window = MainWindow(beginning.spec, beginning.location, look, settings)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.feed.latest is not None, timeout=10_000)
    assert (look.theme_name, look.text_size) == ("dark", 1.25)
    window.close()
    assert os.fspath(settings.path) == str(config / "settings.toml")
    Look(make_application())


def test_an_own_preset_is_offered(config: Path) -> None:
    (preset,) = own_presets()
    assert (preset.name, preset.title) == ("my-thesis-140-mm", "My thesis: 140 mm")
    assert (preset.width_mm, preset.height_mm, preset.text_pt, preset.line) == (140.0, 0.0, 9.0, 1.0)
    assert (preset.margin_mm, preset.theme, preset.fonts[0]) == (1.0, "light", "Arial")
    assert all_presets()["my-thesis-140-mm"] == preset
