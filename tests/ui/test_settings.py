"""Settings are data; several windows share them, and a damaged file is put aside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from windows import Opener

from nnviz.config_folder import VARIABLE
from nnviz.ui.application import choose_experiment
from nnviz.ui.looks.look import Look
from nnviz.ui.settings import MOST_BYTES, PUT_ASIDE, Settings
from nnviz.ui.window.main_window import MainWindow


def test_values_come_back_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "a.toml")
    settings.set("look/theme", "dark")
    settings.set("look/text_size", 1.5)
    settings.set("window/layout", QByteArray(b"\x00\x01\xff"))
    settings.set("experiment/last", '/tmp/a "quoted"\n = [name] \u0007 \u00e4')
    settings.flush()
    again = Settings(tmp_path / "a.toml")
    assert again.text("look/theme") == "dark"
    assert again.number("look/text_size", 1.0) == 1.5
    assert again.bytes("window/layout") == QByteArray(b"\x00\x01\xff")
    assert again.text("experiment/last") == '/tmp/a "quoted"\n = [name] \u0007 \u00e4'


def test_what_is_not_there_is_the_default(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "none.toml")
    assert settings.problem == ""
    assert settings.text("look/theme", "light") == "light"
    assert settings.number("look/text_size", 1.0) == 1.0
    assert settings.bytes("window/layout").isEmpty()


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\xff\xfe garbage",
        b"[look",
        b"[look]\ntheme = 'dark'\ntheme = 'light'",
        b"a = " + b"[" * 9999,
        b"#" * (MOST_BYTES + 1),
    ],
)
def test_a_damaged_file_is_put_aside_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.text("look/theme", "light") == "light"
    assert str(path) in settings.problem
    assert PUT_ASIDE in settings.problem
    assert (tmp_path / PUT_ASIDE).read_bytes() == content
    settings.set("look/theme", "dark")
    settings.flush()
    again = Settings(path)
    assert (again.problem, again.text("look/theme")) == ("", "dark")


@pytest.mark.parametrize(
    "content", ["[look]\ntext_size = nan", "[look]\ntext_size = inf", "[look]\ntext_size = true", "look = 3"]
)
def test_a_value_that_cannot_be_is_the_default(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"{content}\n[window]\nlayout = 'no base64!'", encoding="utf-8")
    settings = Settings(path)
    assert settings.number("look/text_size", 1.0) == 1.0
    assert settings.bytes("window/layout").isEmpty()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.toml")
    assert "no ordinary file" in Settings(tmp_path / "settings.toml").problem


def test_the_environment_moves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "elsewhere"))
    settings = Settings()
    settings.set("look/theme", "dark")
    settings.flush()
    assert (tmp_path / "elsewhere" / "settings.toml").exists()


def test_of_old_settings_only_plain_values_are_taken(tmp_path: Path) -> None:
    (tmp_path / "nnviz.ini").write_text(
        "[look]\ntheme=dark\ntext_size=1.5\nevil=@Variant(\\0\\0\\x4\\0)\n"
        '[run]\nspeed=2000\n[experiment]\nlast=lab-a-xor\nchanged="title = 3\\n"\n',
        encoding="utf-8",
    )
    settings = Settings(tmp_path / "settings.toml")
    assert settings.text("look/theme") == "dark"
    assert settings.number("look/text_size", 1.0) == 1.5
    assert settings.text("run/speed") == "2000"
    assert settings.text("experiment/last") == "lab-a-xor"
    assert settings.text("look/evil", "none") == "none"
    assert settings.text("experiment/changed", "none") == "none"


def test_an_old_file_that_would_run_code_runs_none(tmp_path: Path) -> None:
    """Qt's bindings unpickle `PySide::PyObjectWrapper`; the app must not even ask Qt for it."""
    writer = (
        "import os, sys; from PySide6.QtCore import QSettings\n"
        "class Evil:\n    def __reduce__(self): return (os.mkdir, (sys.argv[2],))\n"
        "s = QSettings(sys.argv[1], QSettings.Format.IniFormat)\n"
        "[s.setValue(key, Evil()) for key in ('look/theme', 'look/text_size', 'window/layout')]\n"
        "s.sync()\n"
    )
    old, proof = tmp_path / "nnviz.ini", tmp_path / "code-ran"
    subprocess.run([sys.executable, "-c", writer, str(old), str(proof)], check=True, timeout=60)
    assert "PyObjectWrapper" in old.read_text(encoding="latin-1")
    settings = Settings(tmp_path / "settings.toml")
    assert settings.text("look/theme", "light") == "light"
    assert settings.number("look/text_size", 1.0) == 1.0
    assert not proof.exists()


def window_of(qtbot: QtBot, folder: Path) -> MainWindow:
    settings = Settings(folder / "settings.toml")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look = Look(app, settings.text("look/theme", "light"), settings.number("look/text_size", 1.0))
    beginning = choose_experiment(None, settings)
    window = MainWindow(beginning.spec, beginning.location, look, settings)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.feed.latest is not None, timeout=10_000)
    return window


def test_a_window_writes_back_only_what_was_changed_in_it(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = window_of(qtbot, tmp_path), window_of(qtbot, tmp_path)
    first.look.set_theme("dark")
    first.bar.transport.next_step_unit()
    first.bar.transport.faster()
    unit, speed = first.bar.transport.step_unit, first.bar.transport.speed_text
    first.docks.toggles()[0].trigger()
    first.document.new_seed()
    first.close()
    written = first.settings.path.read_text(encoding="utf-8")
    second.remembering.limit_past(32_000_000)
    second.close()
    third = Settings(tmp_path / "settings.toml")
    assert third.text("look/theme") == "dark"
    assert third.number("past/megabytes", 0.0) == 32.0
    assert (third.text("run/step_unit"), third.text("run/speed")) == (unit, speed)
    assert third.text("experiment/changed")
    assert f'layout = "{third.text("window/layout")}"' in written


def test_what_was_changed_belongs_to_the_experiment_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    start = {"experiment/last": "lab-a-xor", "experiment/changed": "title = 'mine'"}
    Settings(path).flush()
    first = Settings(path)
    first.set_together(start)
    first.flush()
    one, other = Settings(path), Settings(path)
    one.set_together({"experiment/last": "lab-a-xor", "experiment/changed": "title = 'later'"})
    one.flush()
    other.set_together({"experiment/last": "lab-b-xor", "experiment/changed": ""})
    other.flush()
    end = Settings(path)
    assert (end.text("experiment/last"), end.text("experiment/changed")) == ("lab-b-xor", "")


def test_a_panel_that_was_opened_is_there_again(open_window: Opener) -> None:
    window = open_window()
    assert not window.panels.runs.isVisible()
    window.actions_["runs"].trigger()
    window.close()
    assert open_window().panels.runs.isVisible()
