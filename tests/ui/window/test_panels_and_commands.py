"""Everything about a panel, a command or a mode follows from its one record."""

from collections import Counter
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.spec.overrides import with_value
from nnviz.export.figures.catalogue import FIGURES
from nnviz.ui.panels.record import Place, layout_version
from nnviz.ui.settings import Settings
from nnviz.ui.window.commands import COMMANDS, GROUPS, PANEL_COMMANDS, QUIT, WINDOW_COMMANDS
from nnviz.ui.window.keys_window import KeysWindow, divided
from nnviz.ui.window.panel_records import PANELS


def test_names_of_panels_commands_and_figures_are_what_others_know_them_by() -> None:
    assert len({panel.name for panel in PANELS}) == len(PANELS)
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    assert {panel.figure for panel in PANELS if panel.figure} <= set(FIGURES)
    assert [panel.name for panel in PANELS if panel.place is Place.MIDDLE] == ["network"]
    assert {command.group for command in COMMANDS} == set(GROUPS)


def test_every_view_has_what_the_record_of_its_panel_promises(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    missing = []
    for panel in PANELS:
        view = panel.view(settings)
        qtbot.addWidget(view)
        asked = ["set_style", *(["set_spec"] if panel.settings else [])]
        asked += ["show_snapshot", "wishes", "frames_apart"] if panel.moments else []
        missing += [f"{type(view).__name__}.{name}" for name in asked if not hasattr(view, name)]
    assert missing == []


def test_no_key_belongs_to_two_commands() -> None:
    always_there = (*WINDOW_COMMANDS, *PANEL_COMMANDS, QUIT)  # those of modes take keys while they are on
    keys = Counter(key for command in always_there for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_a_changed_registry_makes_stored_layouts_those_of_another_version() -> None:
    version = layout_version(PANELS)
    assert layout_version(PANELS) == version
    assert layout_version(PANELS[:-1]) != version
    assert layout_version([replace(PANELS[0], name="other"), *PANELS[1:]]) != version
    assert layout_version([*PANELS[:-1], replace(PANELS[-1], place=Place.LEFT)]) != version
    assert layout_version([replace(panel, tip="another") for panel in PANELS]) == version


def test_a_layout_of_another_version_is_not_taken_up(open_window: Opener) -> None:
    window = open_window()
    window.docks.toggle("health")
    window.docks.remember(window.settings)
    assert window.docks.recall(window.settings)
    window.docks.version += 1
    assert not window.docks.recall(window.settings)


def test_each_panel_has_a_dock_an_entry_in_the_menu_and_its_keys_in_the_help(open_window: Opener) -> None:
    window = open_window()
    toggles = {action.text() for action in window.docks.toggles()}
    around = [panel for panel in PANELS if panel.place is not Place.MIDDLE]
    assert toggles == {panel.short for panel in around}
    for panel in around:
        dock = window.findChild(QObject, panel.name)
        assert dock is not None
        assert dock.isHidden() == (not panel.at_start)
        if panel.keys:
            window.actions_[panel.name].trigger()
            assert dock.isHidden() == panel.at_start
    assert {"Network", "Output", "Learning curves"} <= set(window.panels.key_rows())


def test_every_command_does_something(open_window: Opener) -> None:
    """Those of modes are the mode's; `whole` and `motion` are switches that others follow."""
    window = open_window()
    of_modes = {command.name: mode for mode in window.modes for command in mode.commands}
    for command in COMMANDS:
        target = of_modes.get(command.name, window)
        assert command.checkable or command.does is not None, command.name
        if command.does is not None:
            assert callable(command.does(target)), command.name


def test_a_mode_takes_the_keys_that_mean_something_else_in_it(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    mode = window.step_mode
    mode.enter()
    assert [window.actions_[name].isEnabled() for name in mode.takes] == [False, False, False]
    mode.leave()
    assert [window.actions_[name].isEnabled() for name in mode.takes] == [True, True, True]
    window.comparing.enter()
    assert window.comparing.is_on
    window.comparing.leave()
    qtbot.waitUntil(lambda: not window.comparing.is_on)


def test_a_space_just_after_training_has_ended_by_itself_does_not_start_it_again(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    window.document.edit(with_value(window.document.spec, "training.epochs", 3), "Epochs")
    window.run.play_or_pause()
    qtbot.waitUntil(window.run._stopped.isValid, timeout=10_000)
    ended = settled(window, qtbot).update
    window.run.play_or_pause()
    assert settled(window, qtbot).update == ended
    assert not settled(window, qtbot).running


def test_what_was_selected_is_not_selected_in_the_next_experiment(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    diagram = window.network.canvas.diagram
    assert diagram is not None
    window.network.hand.select(next(iter(diagram.layout.parts())))
    window.files.open("lab-a-xor")
    settled(window, qtbot)
    assert window.network.canvas.selection is None


def test_the_help_of_keys_fits_a_small_screen(open_window: Opener) -> None:
    window = open_window()
    for size in ((1024, 600), (1280, 720), (800, 600)):
        window.resize(*size)
        keys = KeysWindow(window, COMMANDS, window.panels.key_rows())
        area = keys.findChild(QScrollArea)
        inside = area.widget()
        assert keys.width() <= size[0]
        assert keys.height() <= size[1]
        assert inside.minimumSizeHint().width() <= keys.width()
        keys.deleteLater()


def test_all_keys_are_shown_in_one_window_though_views_are_made_for_it_first(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    asked = window.actions_["keys"]
    asked.trigger()
    asked.trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(KeysWindow)))
    qtbot.waitUntil(lambda: not window.sub_windows.is_making_views)
    (keys,) = window.findChildren(KeysWindow)
    said = {label.text() for label in keys.findChildren(QLabel)}
    assert {f"In “{title}”" for title in window.panels.key_rows()} <= said
    keys.close()


def test_tables_are_divided_so_that_the_longest_column_is_short() -> None:
    tables = [(str(length), [()] * 0) for length in range(6)]
    assert [len(part) for part in divided(tables, 3)] == [2, 2, 2]
