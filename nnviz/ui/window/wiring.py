"""Which signal of the window's parts goes where: the one place where the parts meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.ui.window.main_window import MainWindow


def connect_all(window: MainWindow) -> None:
    """Connect every part of the window with those that act on it."""
    _connect_commands(window)
    _connect_changes(window)
    _connect_pictures(window)
    _connect_worker(window)
    _connect_time(window)
    _connect_undo(window)


def _connect_commands(window: MainWindow) -> None:
    """Let every command of the table in `commands.py` do what it says."""
    run, files, look, docks = window.run, window.files, window.look, window.docks
    transport, history, sub_windows = window.bar.transport, window.document.history, window.sub_windows
    travel = window.time_travel
    slots = {
        "play": run.play_or_pause,
        "step": run.step,
        "back": run.back,
        "reset": window.controller.reset,
        "new_seed": window.document.new_seed,
        "slower": transport.slower,
        "faster": transport.faster,
        "step_unit": transport.next_step_unit,
        "first": travel.first,
        "latest": travel.latest,
        "mark_before": travel.mark_before,
        "mark_next": travel.next_mark,
        "bookmark": travel.bookmark,
        "fork": travel.fork,
        "runs": docks.toggle_runs,
        "compare": sub_windows.compare,
        "pick": sub_windows.pick,
        "open": files.ask_open,
        "save": files.ask_save,
        "export": window.exporting.export,
        "screenshot": window.exporting.ask_screenshot,
        "graph": window.graphs.open,
        "about": docks.toggle_about,
        "undo": history.undo,
        "redo": history.redo,
        "theme": look.next_theme,
        "larger": look.larger_text,
        "smaller": look.smaller_text,
        "normal": look.normal_text,
        "maximise": docks.toggle_focused_maximised,
        "full_screen": window.full_screen,
        "reset_layout": docks.reset,
        "keys": sub_windows.show_keys,
        "quit": window.close,
    }
    for name, slot in slots.items():
        window.actions_[name].triggered.connect(slot)
    transport.speed_changed.connect(window.controller.set_speed)
    window.bar.picker.clicked.connect(sub_windows.pick)
    run.played.connect(window.hints.played)
    run.played.connect(window.divergence.say_again)


def _connect_changes(window: MainWindow) -> None:
    """Let what the user changes go to the document, and the document's settings to the panels."""
    document, history = window.document, window.document.history
    for panel in (window.network, window.data, window.training):
        panel.spec_changed.connect(document.edit)
        panel.grabbed.connect(history.begin_drag)
        panel.settled.connect(history.settle)
    window.health.spec_changed.connect(document.edit)
    window.network.parameter_edited.connect(document.edit_parameter)
    window.network.refused.connect(window.tell)
    document.opened.connect(window.run.show_paused)
    document.opened.connect(window.status.forget_changed)
    document.edited.connect(window.status.forget_changed)
    document.changed.connect(window.show_spec)


def _connect_pictures(window: MainWindow) -> None:
    """Let the pictures follow each other, step mode, and the look."""
    step_mode = window.step_mode
    window.network.neuron_hovered.connect(window.boundary.show_neuron)
    window.boundary.point_clicked.connect(step_mode.follow_point)
    step_mode.panel.earlier_asked.connect(window.time_travel.back_one_update)
    step_mode.switched.connect(window.show_step_mode)
    step_mode.followed.connect(window.boundary.mark_example)
    step_mode.explaining.connect(window.hints.stand_back)
    window.look.changing.connect(window.docks.note_left_width)
    window.look.changed.connect(window.show_style)
    window.docks.sight_changed.connect(window.feed.wake)


def _connect_worker(window: MainWindow) -> None:
    """Let what the worker delivers be seen."""
    controller = window.controller
    window.feed.arrived.connect(window.show_snapshot)
    window.feed.waiting.connect(window.show_waiting)
    controller.failed.connect(window.fall_back)
    controller.file_opened.connect(window.show_opened_run)
    controller.file_saved.connect(window.files.take_saved)
    window.files.saved.connect(window.status.say_saved)


def _connect_time(window: MainWindow) -> None:
    """Let the timeline and the list of runs lead through the past."""
    travel, row, runs = window.time_travel, window.timeline, window.runs
    row.bar.visited.connect(travel.visit)
    row.branch_chosen.connect(travel.choose_branch)
    row.bookmark_named.connect(travel.name_bookmark)
    row.bookmark_deleted.connect(travel.delete_bookmark)
    runs.branch_chosen.connect(travel.choose_branch)
    runs.branch_named.connect(travel.name_branch)
    runs.branch_deleted.connect(travel.delete_branch)
    runs.run_chosen.connect(travel.open_run)
    runs.run_deleted.connect(travel.delete_run)
    runs.runs_ticked.connect(window.curves.show_runs)
    runs.memory.limit_chosen.connect(window.limit_past)
    travel.left.connect(window.run.show_paused)


def _connect_undo(window: MainWindow) -> None:
    """Let the commands Undo and Redo say what they would do, and whether they can."""
    history = window.document.history
    for name, able, able_now, text in (
        ("undo", history.canUndoChanged, history.canUndo(), history.undoTextChanged),
        ("redo", history.canRedoChanged, history.canRedo(), history.redoTextChanged),
    ):
        action = window.actions_[name]
        action.setEnabled(able_now)
        able.connect(action.setEnabled)
        text.connect(action.setToolTip)
