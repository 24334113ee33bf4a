"""When a run should stop before its last epoch: the section [stop] of an experiment."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from nnviz.experiment.spec.convert import LOG


class StopSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When to stop: `[stop]`. What is 0 does not count; `training.epochs` ends a run in any case."""

    on: Annotated[
        Literal["train", "validation"],
        Meta(title="Measured on", description="Whose loss and accuracy count."),
    ] = "train"
    loss: Annotated[
        float,
        Meta(
            title="At loss",
            description="Stop when the loss is this low; 0: never.",
            ge=0.0,
            le=1e6,
            extra=LOG,
        ),
    ] = 0.0
    accuracy: Annotated[
        float,
        Meta(
            title="At accuracy",
            description="Stop when this share is classified rightly; 0: never.",
            ge=0.0,
            le=1.0,
        ),
    ] = 0.0
    plateau_epochs: Annotated[
        int,
        Meta(
            title="Patience",
            description="Stop when the loss has not improved for so many epochs; 0: never.",
            ge=0,
            le=1_000_000_000,
        ),
    ] = 0
    plateau_change: Annotated[
        float,
        Meta(
            title="Least gain",
            description="A loss that is lower by less than this is no improvement.",
            ge=0.0,
            le=1e6,
            extra=LOG,
        ),
    ] = 1e-4

    @property
    def is_set(self) -> bool:
        """Whether any condition counts."""
        return self.loss > 0.0 or self.accuracy > 0.0 or self.plateau_epochs > 0
