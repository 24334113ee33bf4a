"""Which signal of the window's parts goes where: the one place where the parts meet.

What the commands do is in `commands.py`; what a mode lights and asks for is in the mode itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from nnviz.ui.views.single_updates import SingleUpdates
from nnviz.ui.widgets.actions import Command
from nnviz.ui.window.parts import Parts

if TYPE_CHECKING:
    from nnviz.ui.past.runs_panel import RunsPanel
    from nnviz.ui.views.inputs_panel import InputsPanel


def connect_all(window: Parts, commands: Sequence[Command[Any]]) -> None:
    """Connect every part of the window with those that act on it; the commands are the window's own."""
    window.actions_.connect_to(window, commands)
    _connect_controls(window)
    _connect_modes(window)
    _connect_changes(window)
    _connect_pictures(window)
    _connect_time(window)
    _connect_undo(window)


def _connect_controls(window: Parts) -> None:
    window.bar.transport.speed_changed.connect(window.controller.set_speed)
    window.bar.picker.clicked.connect(window.sub_windows.pick)
    window.run.played.connect(window.hints.played)
    window.run.played.connect(window.divergence.say_again)


def _connect_modes(window: Parts) -> None:
    """Let each mode carry out its commands, and have the keys that it takes while it is on."""
    for mode in window.modes:
        window.actions_.connect_to(mode, mode.commands)
        for name in mode.takes:
            mode.switched.connect(window.actions_[name].setDisabled)
    window.step_mode.switched.connect(window.run.show_paused)
    window.step_mode.panel.earlier_asked.connect(window.time_travel.back_one_update)
    window.step_mode.explaining.connect(window.hints.stand_back)


def _connect_changes(window: Parts) -> None:
    """Let what the user changes go to the document, and tell what follows the document."""
    document, history = window.document, window.document.history
    for panel in (window.network, window.panels.settings):
        panel.spec_changed.connect(document.edit)
        panel.grabbed.connect(history.begin_drag)
        panel.settled.connect(history.settle)
    for panel in (window.network, window.panels.settings):
        panel.vary_asked.connect(window.sweeps.vary)
    window.panels.when_made("health", lambda view: view.advice_followed.connect(document.start_again))
    window.network.parameter_edited.connect(document.edit_parameter)
    window.network.refused.connect(window.tell)
    document.opened.connect(window.run.show_paused)
    document.opened.connect(window.network.forget_selection)
    document.opened.connect(window.status.forget_changed)
    document.edited.connect(window.status.forget_changed)
    window.files.saved.connect(window.status.say_saved)
    window.files.located.connect(window.recent.add)
    window.files.located.connect(window.controller.name_work)
    window.recent.chosen.connect(window.files.open)
    window.panels.when_made("about", lambda view: view.try_asked.connect(window.try_out))
    window.recent_work.chosen.connect(window.files.open_work)


def _connect_pictures(window: Parts) -> None:
    """Let the pictures follow each other and the look."""
    window.feed.arrived.connect(window.letters.look_at)
    window.step_mode.followed.connect(window.network.follow)
    panels = window.panels
    panels.when_made("confusion", lambda view: view.cell_chosen.connect(window.show_samples))
    panels.when_made("gallery", lambda view: view.changed.connect(window.feed.wake))
    for name in ("gallery", "embedding"):
        panels.when_made(name, partial(_connect_samples, window))
    panels.when_made("drawing", lambda view: view.explain_asked.connect(window.step_mode.follow_example))
    window.network.neuron_hovered.connect(window.boundary.show_neuron)
    window.look.changing.connect(window.docks.note_left_width)
    window.docks.sight_changed.connect(window.feed.wake)
    window.controller.file_saved.connect(window.files.take_saved)


def _connect_time(window: Parts) -> None:
    """Let the timeline and the list of runs lead through the past."""
    travel, row = window.time_travel, window.timeline
    row.bar.visited.connect(travel.visit)
    row.branch_chosen.connect(travel.choose_branch)
    row.bookmark_named.connect(travel.name_bookmark)
    row.bookmark_deleted.connect(travel.delete_bookmark)
    window.panels.when_made("runs", partial(_connect_runs, window))
    window.curves.visited.connect(travel.visit)
    window.panels.when_made("inputs", partial(_connect_inputs, window))
    SingleUpdates(window.controller, window.curves, window)
    travel.left.connect(window.run.show_paused)


def _connect_samples(window: Parts, view: Any) -> None:
    """Let a panel of samples choose the example, and mark the one that is explained."""
    view.sample_chosen.connect(window.step_mode.follow_point)
    window.step_mode.followed.connect(view.mark_example)
    view.mark_example(window.step_mode.example)


def _connect_runs(window: Parts, runs: RunsPanel) -> None:
    travel = window.time_travel
    runs.branch_chosen.connect(travel.choose_branch)
    runs.branch_named.connect(travel.name_branch)
    runs.branch_deleted.connect(travel.delete_branch)
    runs.run_chosen.connect(travel.open_run)
    runs.run_deleted.connect(travel.delete_run)
    runs.runs_ticked.connect(window.curves.show_runs)


def _connect_inputs(window: Parts, inputs: InputsPanel) -> None:
    inputs.section_chosen.connect(window.boundary.show_section)
    inputs.point_set.connect(window.boundary.mark_point)
    window.boundary.point_clicked.connect(inputs.follow_point)


def _connect_undo(window: Parts) -> None:
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
