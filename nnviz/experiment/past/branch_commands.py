"""Carrying out what changes the branches of a run's past, or marks a moment of them."""

from nnviz.experiment.commands import (
    BranchCommand,
    DeleteBookmark,
    DeleteBranch,
    Fork,
    RenameBranch,
    RestoreBranch,
    SetBookmark,
)
from nnviz.experiment.past.replay import Replay
from nnviz.experiment.past.timeline import Timeline


def carry_out_on_branches(command: BranchCommand, timeline: Timeline, replay: Replay) -> None:
    """Change the branches of a timeline on which `replay` stands still.

    Raises
    ------
    ValueError
        If there is no such branch or moment; then all stays as it was.
    """
    match command:
        case SetBookmark(name, update, branch):
            timeline.set_bookmark(replay.target if update is None else update, name, branch)
        case DeleteBookmark(update, branch):
            timeline.delete_bookmark(update, branch)
        case Fork(name):
            replay.fork(name)
        case RenameBranch(branch, name):
            timeline.branch(branch).rename(name)
        case DeleteBranch(branch):
            present = timeline.present
            if timeline.delete(branch) is not present:
                replay.switch(timeline.present)
        case RestoreBranch(branch):
            timeline.restore(branch)
