"""Counting epochs, also when their length changes in the middle of a run."""

import msgspec


class EpochCounter(msgspec.Struct, frozen=True):
    """Epochs as a function of updates, from one update on.

    A change of the batch size or the data ends the epoch that was under way: the next one is counted
    from there, with its own number of updates.

    Attributes
    ----------
    updates_per_epoch : int
    start_update, start_epoch : int
        The update at which epoch `start_epoch` (counted from 0) begins.
    """

    updates_per_epoch: int
    start_update: int = 0
    start_epoch: int = 0

    @property
    def offset(self) -> int:
        """Updates done more than if all epochs had been as long as the present ones (or, negative, fewer)."""
        return self.start_update - self.start_epoch * self.updates_per_epoch

    def epoch(self, update: int) -> float:
        """Return the epochs done after `update` updates."""
        return self.start_epoch + (update - self.start_update) / self.updates_per_epoch

    def update(self, epoch: int) -> int:
        """Return the number of updates after which `epoch` epochs are done."""
        return self.start_update + (epoch - self.start_epoch) * self.updates_per_epoch

    def whole_epochs(self, update: int) -> int:
        """Return the number of epochs finished after `update` updates."""
        return self.start_epoch + (update - self.start_update) // self.updates_per_epoch

    def continued(self, update: int, updates_per_epoch: int) -> "EpochCounter":
        """Return the counter from `update` on, with epochs of another length."""
        unfinished = (update - self.start_update) % self.updates_per_epoch != 0
        return EpochCounter(updates_per_epoch, update, self.whole_epochs(update) + unfinished)
