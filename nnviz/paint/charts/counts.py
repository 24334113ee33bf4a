"""What the axis of the curves counts."""

from enum import StrEnum

from nnviz.numerals import short_number
from nnviz.paint.drawing.numbers import epoch_in_words


class Counts(StrEnum):
    """What the axis counts."""

    EPOCHS = "epochs"
    UPDATES = "updates"
    SECONDS = "seconds"

    @property
    def label(self) -> str:
        """The name of the axis."""
        return {"epochs": "epoch", "updates": "update", "seconds": "seconds of training"}[self.value]

    def words(self, value: float) -> str:
        """Return a value on the axis as a readout says it."""
        if self is Counts.EPOCHS:
            return epoch_in_words(value)
        return f"update {round(value):,}" if self is Counts.UPDATES else f"{short_number(value, 3)} s"
