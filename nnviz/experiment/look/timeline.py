"""The past of a session: its branches, bookmarks and earlier runs."""

from nnviz.experiment.look.present import Present
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.snapshot.timeline import TimelineView


class TimelineWish(Wish, frozen=True):
    """To see the past."""

    def look(self, present: Present) -> TimelineView:
        """Return the past as it is drawn."""
        return present.past()

    @classmethod
    def on_paper(cls) -> "TimelineWish":
        """Ask for the past."""
        return cls()
