"""The commands with which lectures are made."""

from typing import Any

from nnviz.ui.widgets.actions import Command

LECTURE_COMMANDS: tuple[Command[Any], ...] = (
    Command(
        "add_scene",
        "Lecture",
        "Add scene",
        ("Ctrl+Shift+J",),
        "Make a scene of this moment",
        does=lambda window: window.lecturing.add_scene,
    ),
    Command(
        "save_lecture",
        "Lecture",
        "Save lecture as…",
        (),
        "The lecture in another file; its changes are written as they are made",
        does=lambda window: window.lecturing.save_as,
    ),
    Command(
        "pack_lecture",
        "Lecture",
        "Pack lecture…",
        (),
        "One file with the lecture, its runs, experiments and tables",
        does=lambda window: window.lecturing.pack,
    ),
)
