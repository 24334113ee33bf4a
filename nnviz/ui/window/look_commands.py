"""The commands for theme and sizes."""

from typing import Any

from nnviz.ui.widgets.actions import Command

LOOK_COMMANDS: tuple[Command[Any], ...] = (
    Command(
        "theme",
        "View",
        "Next theme",
        ("Ctrl+T",),
        "Light, dark, projector",
        "sun",
        lambda window: window.look.next_theme,
    ),
    Command(
        "larger",
        "View",
        "Larger contents",
        ("Ctrl++", "Ctrl+="),
        "Larger formulas, numbers and points",
        "plus",
        lambda window: window.look.larger_contents,
        repeats=True,
    ),
    Command(
        "smaller",
        "View",
        "Smaller contents",
        ("Ctrl+-",),
        "Smaller formulas, numbers and points",
        "minus",
        lambda window: window.look.smaller_contents,
        repeats=True,
    ),
    Command(
        "larger_controls",
        "View",
        "Larger controls",
        ("Ctrl+Alt++", "Ctrl+Alt+="),
        "Larger buttons, fields and menus",
        does=lambda window: window.look.larger_text,
        repeats=True,
    ),
    Command(
        "smaller_controls",
        "View",
        "Smaller controls",
        ("Ctrl+Alt+-",),
        "Smaller buttons, fields and menus",
        does=lambda window: window.look.smaller_text,
        repeats=True,
    ),
    Command(
        "normal",
        "View",
        "Normal sizes",
        ("Ctrl+0",),
        "Everything at its normal size",
        does=lambda window: window.look.normal_sizes,
    ),
)
