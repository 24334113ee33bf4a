"""Every command of the window in one table: menus, buttons and the help of keys are made from it.

A command says itself what it does. Those that show or hide a panel follow from the panels; those of a mode
come with it.
"""

from collections.abc import Callable
from typing import Any

from nnviz.ui.modes.compare import CompareMode
from nnviz.ui.modes.explain import ExplainMode
from nnviz.ui.modes.points import PointsMode
from nnviz.ui.modes.present_commands import PRESENT_COMMANDS
from nnviz.ui.panels.record import Panel
from nnviz.ui.widgets.actions import Command
from nnviz.ui.window.lecture_commands import LECTURE_COMMANDS
from nnviz.ui.window.panel_records import PANELS
from nnviz.ui.window.parts import Parts
from nnviz.ui.window.view_commands import VIEW_COMMANDS

GROUPS = ("Experiment", "Run", "Time", "Explain", "Lecture", "Edit", "View", "Help")
"""The menus, in their order."""

WINDOW_COMMANDS: tuple[Command[Any], ...] = (
    Command(
        "pick",
        "Experiment",
        "Choose experiment…",
        ("Ctrl+P",),
        "Choose another experiment",
        "search",
        lambda window: window.sub_windows.pick,
    ),
    Command(
        "open",
        "Experiment",
        "Open file…",
        ("Ctrl+O",),
        "Open an experiment, a saved run or a table of data",
        "folder-open",
        lambda window: window.files.ask_open,
    ),
    Command(
        "open_folder",
        "Experiment",
        "Open folder of images…",
        (),
        "Open a folder that holds a folder of pictures for each class, or MNIST's files",
        does=lambda window: window.files.ask_open_folder,
    ),
    Command(
        "fetch",
        "Experiment",
        "Get all of MNIST…",
        (),
        "All 70,000 images of MNIST or Fashion-MNIST, from OpenML, where there is a network",
        does=lambda window: window.tables.fetch,
    ),
    Command(
        "save",
        "Experiment",
        "Save file…",
        ("Ctrl+S",),
        "Save the run, or its settings alone",
        "save",
        lambda window: window.files.ask_save,
    ),
    Command(
        "export",
        "Experiment",
        "Export…",
        ("Ctrl+E",),
        "Figures, animations, code",
        "image-down",
        lambda window: window.exporting.export,
    ),
    Command(
        "screenshot",
        "Experiment",
        "Screenshot…",
        ("Ctrl+Shift+S",),
        "A picture of the whole window (PNG)",
        does=lambda window: window.exporting.ask_screenshot,
    ),
    Command(
        "sweep",
        "Experiment",
        "Sweep…",
        ("Ctrl+R",),
        "Many runs, one table: vary any setting",
        does=lambda window: window.sweeps.open_sweep,
    ),
    Command(
        "map",
        "Experiment",
        "Map of trainings…",
        ("Ctrl+Shift+R",),
        "Two settings as axes, every pixel a run",
        does=lambda window: window.sweeps.open_map,
    ),
    Command(
        "graph",
        "Experiment",
        "Computational graph…",
        ("Ctrl+G",),
        "Local derivatives, path by path",
        does=lambda window: window.graphs.open,
    ),
    Command(
        "exercise",
        "Explain",
        "Exercise…",
        ("Ctrl+Shift+E",),
        "An update to compute by hand, marked at once",
        does=lambda window: window.exercises.open,
    ),
    Command(
        "play", "Run", "Play", ("Space",), "Train, or pause", "play", lambda window: window.run.play_or_pause
    ),
    Command(
        "step",
        "Run",
        "Step",
        ("Right",),
        "Train for one step and stop",
        "step-forward",
        lambda window: window.run.step,
        repeats=True,
    ),
    Command(
        "back",
        "Run",
        "Step back",
        ("Left",),
        "Go back by one step of training",
        "step-back",
        lambda window: window.run.back,
        repeats=True,
    ),
    Command(
        "reset",
        "Run",
        "Reset",
        ("R",),
        "Start again from the same weights",
        "rotate-ccw",
        lambda window: window.run.reset,
    ),
    Command(
        "new_seed",
        "Run",
        "New seed",
        ("N",),
        "Start again from other random weights",
        "dices",
        lambda window: window.document.new_seed,
    ),
    Command(
        "slower",
        "Run",
        "Slower",
        ("[",),
        "Fewer updates a second",
        does=lambda window: window.bar.transport.slower,
        repeats=True,
    ),
    Command(
        "faster",
        "Run",
        "Faster",
        ("]",),
        "More updates a second",
        does=lambda window: window.bar.transport.faster,
        repeats=True,
    ),
    Command(
        "step_unit",
        "Run",
        "Next step unit",
        ("U",),
        "A step is one update, one epoch, or 100 epochs",
        does=lambda window: window.bar.transport.next_step_unit,
    ),
    Command(
        "first",
        "Time",
        "To the start",
        ("Home",),
        "Go to the initial weights",
        does=lambda window: window.time_travel.first,
    ),
    Command(
        "latest",
        "Time",
        "To the latest",
        ("End",),
        "Go to the latest update",
        "arrow-right-to-line",
        lambda window: window.time_travel.latest,
    ),
    Command(
        "mark_before",
        "Time",
        "Mark before",
        ("Ctrl+Left",),
        "Go to the bookmark or change before",
        does=lambda window: window.time_travel.mark_before,
        repeats=True,
    ),
    Command(
        "mark_next",
        "Time",
        "Next mark",
        ("Ctrl+Right",),
        "Go to the next bookmark or change",
        does=lambda window: window.time_travel.next_mark,
        repeats=True,
    ),
    Command(
        "bookmark",
        "Time",
        "Bookmark",
        ("B",),
        "Mark this moment, or take the mark away",
        "bookmark",
        lambda window: window.time_travel.bookmark,
    ),
    Command(
        "fork",
        "Time",
        "New branch",
        ("Shift+B",),
        "Train on from here, keeping what came after",
        does=lambda window: window.time_travel.fork,
    ),
    Command(
        "undo",
        "Edit",
        "Undo",
        ("Ctrl+Z",),
        "Take the last change back",
        "undo-2",
        lambda window: window.document.history.undo,
        repeats=True,
    ),
    Command(
        "redo",
        "Edit",
        "Redo",
        ("Ctrl+Y", "Ctrl+Shift+Z"),
        "Make the change again",
        "redo-2",
        lambda window: window.document.history.redo,
        repeats=True,
    ),
    Command(
        "paste",
        "Edit",
        "Paste table…",
        ("Ctrl+V",),
        "Learn from the cells copied in a spreadsheet",
        does=lambda window: window.tables.paste,
    ),
    *LECTURE_COMMANDS,
    *VIEW_COMMANDS,
)
"""What the parts of the window do."""


QUIT: Command[Parts] = Command(
    "quit", "Experiment", "Quit", ("Ctrl+Q",), "Close the window", does=lambda window: window.close
)
"""The last entry of the first menu, where people look for it."""


def _of_panel(panel: Panel) -> Command[Parts]:
    """Return the command that shows or hides a panel."""

    def toggle(window: Parts) -> Callable[[], None]:
        return lambda: window.docks.toggle(panel.name)

    return Command(panel.name, panel.group, panel.title, panel.keys, panel.tip, panel.icon, toggle)


PANEL_COMMANDS = tuple(_of_panel(panel) for panel in PANELS if panel.keys)
"""What shows or hides a panel."""

_ALL: tuple[Command[Any], ...] = (
    *WINDOW_COMMANDS,
    *PANEL_COMMANDS,
    QUIT,
    *CompareMode.commands,
    *ExplainMode.commands,
    *PointsMode.commands,
    *PRESENT_COMMANDS,
)

COMMANDS = tuple(sorted(_ALL, key=lambda command: GROUPS.index(command.group)))
"""All of them, by menu."""
