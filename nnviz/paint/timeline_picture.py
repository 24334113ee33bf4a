"""From the past of a session to the picture of its timeline."""

from nnviz.experiment.snapshot import BranchView, TimelineView
from nnviz.paint.branches import parting
from nnviz.paint.theme import Theme
from nnviz.paint.timeline import Flag, FlagKind, Strand, TimelinePicture


def picture_of(timeline: TimelineView, theme: Theme) -> TimelinePicture:
    """Return what the timeline shows."""
    present = timeline.present
    return TimelinePicture(
        position=timeline.target,
        present=Strand(0, present.length, theme.branch_colour(present.colour)),
        others=tuple(
            Strand(parting(timeline, branch), branch.length, theme.branch_colour(branch.colour))
            for branch in timeline.others
        ),
        flags=_flags(present),
        epochs=present.epochs,
        updates=present.updates,
    )


def _flags(branch: BranchView) -> tuple[Flag, ...]:
    """Return the changes of settings, several at one update as one, and the bookmarks."""
    changes: dict[int, list[str]] = {}
    for update, text in branch.marks:
        changes.setdefault(update, []).append(text)
    return (
        *(Flag(update, "\n".join(texts)) for update, texts in changes.items()),
        *(Flag(update, name, FlagKind.BOOKMARK) for update, name in branch.bookmarks),
    )
