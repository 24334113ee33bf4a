"""A moment with what is learned: the settings and the data."""

from nnviz.data.dataset import Split
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.spec.spec import Spec


class DataInstant(Instant, frozen=True, eq=False, kw_only=True):
    """One moment of a session, as pictures of data and answers know it."""

    spec: Spec
    split: Split

    @property
    def input_names(self) -> tuple[str, ...]:
        """The names of the network's inputs: the derived features, or the coordinates."""
        return self.spec.data.features or self.split.train.feature_names
