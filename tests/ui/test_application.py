import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from windows import Opener

from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.spec import Spec
from nnviz.ui.application import FIRST_EXPERIMENT, Beginning, choose_experiment, show_on_screen, take_up
from nnviz.ui.settings import Settings
from nnviz.ui.window.main_window import MainWindow


def start(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Start the app in a process of its own, without any screen unless `changes` says otherwise."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in screens} | changes
    command = [sys.executable, "-m", "nnviz", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS always have a screen")
@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":4711"}])
def test_without_a_screen_it_says_so_in_one_line(display: dict[str, str]) -> None:
    result = start(**display)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "`nnviz list`, `train` and `trace` do not" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_experiment_is_refused_in_one_line() -> None:
    result = start("no-such-experiment", QT_QPA_PLATFORM="offscreen")
    assert result.returncode == 2
    assert "no-such-experiment" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


def test_what_takes_long_to_import_waits_until_it_is_needed() -> None:
    code = "import sys, nnviz.ui.application; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ("numba", "sklearn", "scipy", "pyqtgraph", "PIL", "nnviz.data.tables.columns")
    result = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_what_was_asked_for_comes_before_what_was_open_last(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "a.ini")
    settings.set("experiment/last", "lab-b-xor")
    assert choose_experiment(None, settings) == Beginning(load_spec(find("lab-b-xor")), "lab-b-xor")
    assert choose_experiment("lab-a-xor", settings)[1] == "lab-a-xor"
    with pytest.raises(SpecError):
        choose_experiment("no-such-experiment", settings)


@pytest.mark.parametrize("gone", ["deleted.toml", "deleted.nnviz", "deleted.npz", "renamed-experiment"])
def test_what_is_gone_is_passed_over_with_a_word(tmp_path: Path, gone: str) -> None:
    settings = Settings(tmp_path / "a.ini")
    settings.set("experiment/last", gone)
    beginning = choose_experiment(None, settings)
    assert beginning.location == FIRST_EXPERIMENT
    assert Path(gone).stem in beginning.problem
    assert beginning.spec.title in beginning.problem
    settings.set("experiment/last", "")
    assert choose_experiment(None, settings) == Beginning(load_spec(find(FIRST_EXPERIMENT)), FIRST_EXPERIMENT)


def test_a_file_named_in_its_folder_is_found_from_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.toml").write_bytes(find("lab-a-xor").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert choose_experiment("own.toml", Settings(tmp_path / "a.ini")).location == str(tmp_path / "own.toml")


def own_experiment(folder: Path) -> tuple[Path, Path]:
    """Write an experiment with a table of its own; return both files."""
    table, file = folder / "own.csv", folder / "own.toml"
    table.write_text("a,b,kind\n" + "0,1,x\n1,0,y\n" * 5, encoding="utf-8")
    text = (
        'title = "Own"\n[data]\nname = "csv"\npath = "own.csv"\n[network]\nlayers = [2, 2, 1]\n[training]\n'
    )
    file.write_text(text, encoding="utf-8")
    return table, file


def test_a_file_named_in_its_folder_keeps_its_table_wherever_the_app_starts_next(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(tmp_path / "settings.toml")
    (tmp_path / "elsewhere").mkdir()
    own_experiment(tmp_path)
    monkeypatch.chdir(tmp_path)
    left = leave_changed(open_window, settings, "own.toml")
    monkeypatch.chdir(tmp_path / "elsewhere")
    window = begin_again(open_window, settings)
    assert window.document.spec == left
    assert window.banner.sentence == ""


def leave_changed(open_window: Opener, settings: Settings, location: str) -> Spec:
    """Open an experiment, change its learning rate, and close the window."""
    beginning = choose_experiment(location, Settings(settings.path))
    window = open_window(beginning.spec, beginning.location)
    window.document.edit(with_value(beginning.spec, "training.learning_rate", 0.123), "change")
    window.close()
    return window.document.spec


def begin_again(open_window: Opener, settings: Settings) -> MainWindow:
    """Open the window as the next start does."""
    beginning = choose_experiment(None, Settings(settings.path))
    window = open_window(beginning.spec, beginning.location)
    take_up(window, beginning)
    return window


def test_the_changes_of_an_experiment_outlive_its_file(open_window: Opener, tmp_path: Path) -> None:
    settings = open_window().settings
    _, file = own_experiment(tmp_path)
    changed = leave_changed(open_window, settings, str(file))
    file.unlink()
    for _ in range(2):
        window = begin_again(open_window, settings)
        assert window.document.spec == changed
        assert window.files.is_modified
        assert not window.document.history.canUndo()
        assert window.banner.sentence.startswith(f"{file}: there is no such file.")
        window.close()
    window = begin_again(open_window, settings)
    window.files.save(file)
    window.close()
    assert choose_experiment(None, Settings(settings.path)) == Beginning(changed.with_guesses(), str(file))


def test_what_cannot_be_opened_just_now_is_not_forgotten(open_window: Opener, tmp_path: Path) -> None:
    settings = open_window().settings
    table, file = own_experiment(tmp_path)
    changed = leave_changed(open_window, settings, str(file))
    kept = table.read_text(encoding="utf-8")
    table.unlink()
    window = begin_again(open_window, settings)
    assert window.files.location == FIRST_EXPERIMENT
    assert "data.path" in window.banner.sentence
    window.close()
    table.write_text(kept, encoding="utf-8")
    assert choose_experiment(None, Settings(settings.path)).changed == changed
    table.unlink()
    window = begin_again(open_window, settings)
    window.document.new_seed()
    window.close()
    assert choose_experiment(None, Settings(settings.path)).location == FIRST_EXPERIMENT


def test_changes_that_cannot_be_taken_up_are_told_and_kept(open_window: Opener, tmp_path: Path) -> None:
    settings = open_window().settings
    table, file = own_experiment(tmp_path)
    with_table = choose_experiment(str(file), Settings(settings.path)).spec
    window = open_window(load_spec(find("lab-a-xor")), "lab-a-xor")
    window.document.edit(with_table, "change")
    window.close()
    table.unlink()
    window = begin_again(open_window, settings)
    assert window.files.location == "lab-a-xor"
    assert not window.files.is_modified
    assert "data.path" in window.banner.sentence
    window.close()
    table.write_text("a,b,kind\n0,1,x\n1,0,y\n", encoding="utf-8")
    assert choose_experiment(None, Settings(settings.path)).changed == with_table


@pytest.mark.parametrize(("missing", "fills"), [(0, True), (400, False)])
def test_a_window_that_the_screen_has_no_room_for_fills_it(qtbot: QtBot, missing: int, fills: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    room = window.screen().availableGeometry().size()
    window.resize(room.width(), room.height() - missing)
    show_on_screen(window)
    assert window.isMaximized() is fills


def test_no_source_is_read_for_snake_case_and_blas_keeps_to_one_thread() -> None:
    """PySide's `__import__` reads the source of all that is imported after it: see `nnviz.ui`."""
    code = """
import builtins, os
import nnviz.ui.application
print(builtins.__import__ is builtins.__orig_import__)
print(os.environ["OPENBLAS_NUM_THREADS"])
"""
    environment = {key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"}
    shown = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert shown.split() == ["True", "1"]


def test_a_lecture_that_is_asked_for_opens_over_what_was_open_last(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    beginning = choose_experiment("one-update-by-hand", settings)
    assert Path(beginning.table).name == "one-update-by-hand.toml"
    assert beginning.location == FIRST_EXPERIMENT
    broken = tmp_path / "broken.toml"
    broken.write_text('[[scene]]\nexperiment = "lab-a-xor"\npanels = ["nothing"]\n', encoding="utf-8")
    with pytest.raises(SpecError, match="panels"):
        choose_experiment(str(broken), settings)
