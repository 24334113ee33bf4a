"""The commands about how the window looks, and its help."""

from typing import Any

from nnviz.ui.widgets.actions import Command
from nnviz.ui.window.look_commands import LOOK_COMMANDS

VIEW_COMMANDS: tuple[Command[Any], ...] = (
    *LOOK_COMMANDS,
    Command(
        "maximise",
        "View",
        "Maximise panel",
        ("F10",),
        "Show one panel alone, or all again",
        "maximize-2",
        lambda window: window.docks.toggle_present_maximised,
    ),
    Command(
        "full_screen",
        "View",
        "Full screen",
        ("F11",),
        "Fill the screen",
        does=lambda window: window.full_screen,
        checkable=True,
    ),
    Command("motion", "View", "Motion", (), "Let numbers be seen to flow in the network", checkable=True),
    Command(
        "reset_layout",
        "View",
        "Reset layout",
        (),
        "Put every panel back in its place",
        does=lambda window: window.docks.reset,
    ),
    Command(
        "guide",
        "Help",
        "User guide",
        (),
        "The user guide, lectures, sweeps and the experiment file; without the internet",
        does=lambda window: window.helper.show_guide,
    ),
    Command(
        "keys",
        "Help",
        "Keys",
        ("F1", "?"),
        "Show all keys",
        "circle-question-mark",
        lambda window: window.sub_windows.show_keys,
    ),
    Command(
        "report", "Help", "Copy report", (), "What to send with a question", does=lambda w: w.trouble.copy
    ),
    Command(
        "glossary",
        "Help",
        "Glossary",
        ("Shift+F2",),
        "Every term on screen, explained",
        does=lambda window: window.helper.show_glossary,
    ),
    Command(
        "what_is",
        "Help",
        "What is this?",
        ("Shift+F1",),
        "Click something to read what it means",
        does=lambda window: window.helper.pointing.begin,
    ),
    Command(
        "about_app",
        "Help",
        "About nnviz",
        (),
        "Version and licence",
        does=lambda window: window.helper.show_about,
    ),
)
