"""Every command of the window in one table: menus, buttons and the help of keys are made from it."""

from nnviz.ui.widgets.actions import Command

COMMANDS = (
    Command("play", "Run", "Play", ("Space",), "Train, or pause", "play"),
    Command("step", "Run", "Step", ("Right",), "Train for one step and stop", "step-forward"),
    Command("back", "Run", "Step back", ("Left",), "Go back by one step of training", "step-back"),
    Command("reset", "Run", "Reset", ("R",), "Start again from the same weights", "rotate-ccw"),
    Command("new_seed", "Run", "New seed", ("N",), "Start again from other random weights", "dices"),
    Command("slower", "Run", "Slower", ("[",), "Fewer updates a second"),
    Command("faster", "Run", "Faster", ("]",), "More updates a second"),
    Command("step_unit", "Run", "Next step unit", ("U",), "A step is one update, one epoch, or 100 epochs"),
    Command("first", "Time", "To the start", ("Home",), "Go to the initial weights"),
    Command("latest", "Time", "To the latest", ("End",), "Go to the latest update", "arrow-right-to-line"),
    Command("mark_before", "Time", "Mark before", ("Ctrl+Left",), "Go to the bookmark or change before"),
    Command("mark_next", "Time", "Next mark", ("Ctrl+Right",), "Go to the next bookmark or change"),
    Command("bookmark", "Time", "Bookmark", ("B",), "Mark this moment, or take the mark away", "bookmark"),
    Command("fork", "Time", "New branch", ("Shift+B",), "Train on from here, keeping what came after"),
    Command(
        "compare",
        "Time",
        "Compare…",
        ("Ctrl+D",),
        "Two trainings side by side, one setting apart",
        "columns-2",
    ),
    Command("runs", "Time", "Branches and runs", ("Ctrl+H",), "All that was trained", "history"),
    Command(
        "explain", "Explain", "Explain the update", ("E",), "Walk through the coming update", "sigma", True
    ),
    Command("why", "Explain", "Chain rule and check", ("W",), "Take apart what is selected in the network"),
    Command("walk_next", "Explain", "Next step", ("PgDown",), "Go one step on in the walk  (Right)"),
    Command("walk_back", "Explain", "Step before", ("Left", "PgUp"), "Go one step back in the walk"),
    Command("walk_in", "Explain", "Go in", ("Down",), "Take this step apart"),
    Command("walk_out", "Explain", "Go out", ("Esc", "Up"), "Go back one level; from the outermost, leave"),
    Command("read_on", "Explain", "Read on", ("Ctrl+Down",), "Scroll the explanation down"),
    Command("read_back", "Explain", "Read back", ("Ctrl+Up",), "Scroll the explanation up"),
    Command("walk_depth", "Explain", "Finer steps", ("D",), "By phase, layer, neuron or single product"),
    Command("walk_start", "Explain", "To the start", ("Home",), "Go to the beginning of the update"),
    Command("walk_end", "Explain", "To the end", ("End",), "Go to the end of the update"),
    Command(
        "whole",
        "Explain",
        "Long sums and matrices in full",
        ("A",),
        "Write out all summands, up to 128, and matrices up to 64 by 64",
        checkable=True,
    ),
    Command("sample_next", "Explain", "Next sample", ("S",), "Follow the next sample of the batch"),
    Command("sample_before", "Explain", "Sample before", ("Shift+S",), "Follow the sample before"),
    Command("pick", "Experiment", "Choose experiment…", ("Ctrl+P",), "Choose another experiment", "search"),
    Command(
        "open",
        "Experiment",
        "Open file…",
        ("Ctrl+O",),
        "Open an experiment or a saved run",
        "folder-open",
    ),
    Command(
        "save",
        "Experiment",
        "Save file…",
        ("Ctrl+S",),
        "Save the run, or its settings alone",
        "save",
    ),
    Command("export", "Experiment", "Export…", ("Ctrl+E",), "Figures, animations, code", "image-down"),
    Command(
        "screenshot", "Experiment", "Screenshot…", ("Ctrl+Shift+S",), "A picture of the whole window (PNG)"
    ),
    Command("graph", "Experiment", "Computational graph…", ("Ctrl+G",), "Local derivatives, path by path"),
    Command("about", "Experiment", "About this experiment", ("Ctrl+I",), "What to look for", "info"),
    Command("undo", "Edit", "Undo", ("Ctrl+Z",), "Take the last change back", "undo-2"),
    Command("redo", "Edit", "Redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "Make the change again", "redo-2"),
    Command("theme", "View", "Next theme", ("Ctrl+T",), "Light, dark, projector", "sun"),
    Command("larger", "View", "Larger text", ("Ctrl++", "Ctrl+="), "Larger text", "plus"),
    Command("smaller", "View", "Smaller text", ("Ctrl+-",), "Smaller text", "minus"),
    Command("normal", "View", "Normal text", ("Ctrl+0",), "Text at its normal size"),
    Command(
        "maximise", "View", "Maximise panel", ("F10",), "Show one panel alone, or all again", "maximize-2"
    ),
    Command("full_screen", "View", "Full screen", ("F11",), "Fill the screen", checkable=True),
    Command("motion", "View", "Motion", (), "Let numbers be seen to flow in the network", checkable=True),
    Command("reset_layout", "View", "Reset layout", (), "Put every panel back in its place"),
    Command("keys", "Help", "Keys", ("F1", "?"), "Show all keys", "circle-question-mark"),
    Command("quit", "Help", "Quit", ("Ctrl+Q",), "Close the window"),
)

GROUPS = tuple(dict.fromkeys(command.group for command in COMMANDS))
