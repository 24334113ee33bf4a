"""From the past of a session to the picture of its timeline."""

import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.results.several import Several, several_of
from nnviz.experiment.snapshot.timeline import BranchView, TimelineView
from nnviz.paint.charts.ghosts import colour_of
from nnviz.paint.drawing.theme import Theme
from nnviz.paint.past.timeline import Flag, FlagKind, Strand, TimelinePicture


def picture_of(timeline: TimelineView, theme: Theme, several: Several | None = None) -> TimelinePicture:
    """Return what the timeline shows; `several` takes the place of the other branches."""
    present = timeline.present
    shown = several or several_of(timeline)
    longest = max((run.length for run in shown.others), default=0)
    epochs, updates = _prolonged(present.epochs, present.updates, longest)
    return TimelinePicture(
        position=timeline.target,
        present=Strand(0, present.length, theme.branch_colour(shown.colour)),
        others=tuple(Strand(run.since, run.length, colour_of(run, theme)) for run in shown.others),
        flags=_flags(present),
        epochs=epochs,
        updates=updates,
    )


def _prolonged(epochs: Floats, updates: Floats, last: int) -> tuple[Floats, Floats]:
    """Return which update ends which epoch up to an update that only other branches have reached."""
    if len(updates) < 2 or last <= updates[-1] or updates[-1] <= updates[-2]:
        return epochs, updates
    per_update = (epochs[-1] - epochs[-2]) / (updates[-1] - updates[-2])
    beyond = epochs[-1] + per_update * (last - updates[-1])
    return np.append(epochs, beyond), np.append(updates, float(last))


def _flags(branch: BranchView) -> tuple[Flag, ...]:
    """Return the changes of settings, several at one update as one, and the bookmarks."""
    changes: dict[int, list[str]] = {}
    for update, text in branch.marks:
        changes.setdefault(update, []).append(text)
    return (
        *(Flag(update, "\n".join(texts)) for update, texts in changes.items()),
        *(Flag(update, name, FlagKind.BOOKMARK) for update, name in branch.bookmarks),
    )
