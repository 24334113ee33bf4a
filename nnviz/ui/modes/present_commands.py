"""What can be asked of presenting from the window; carried out by `PresentMode`."""

from typing import Any

from nnviz.ui.widgets.actions import Command

PRESENT_COMMANDS: tuple[Command[Any], ...] = (
    Command(
        "present",
        "Lecture",
        "Present",
        ("F5",),
        "Fill a screen, from the first scene on",
        "projector",
        lambda mode: mode.enter,
    ),
    Command(
        "present_here",
        "Lecture",
        "Present from here",
        ("Shift+F5",),
        "Fill a screen, from the present scene on",
        does=lambda mode: mode.enter_here,
    ),
    Command(
        "save_guesses",
        "Lecture",
        "Save guesses…",
        (),
        "What the hall has predicted in this lecture, as a table (CSV)",
        does=lambda mode: mode.save_guesses,
    ),
)
