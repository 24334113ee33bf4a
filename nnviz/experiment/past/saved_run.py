"""What of a session a run file keeps."""

import msgspec

from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.past.timeline import Timeline
from nnviz.experiment.spec.spec import Spec


class SavedRun(msgspec.Struct, frozen=True, eq=False):
    """A run and its past, at one moment.

    Attributes
    ----------
    spec : Spec
        The settings that were made last: their texts and their end count at every moment.
    timeline : Timeline
    shelf : DataShelf
        The data of all settings on the timeline.
    position : int
        Of the present branch.
    """

    spec: Spec
    timeline: Timeline
    shelf: DataShelf
    position: int
