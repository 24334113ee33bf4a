"""Training met numbers that are not finite: where, and what to try."""

import msgspec

from nnviz.experiment.spec.spec import Spec


class NewStart(msgspec.Struct, frozen=True):
    """Settings to start again with, and how they differ, in words that follow "Start again with"."""

    spec: Spec
    words: str


class DivergenceView(msgspec.Struct, frozen=True):
    """Training met NaN or infinity; the last finite weights are kept.

    `update` is the update that failed (counted from 1), `layer` the first one concerned (1: the first after
    the inputs).
    `remedy` are settings that were tried and stayed finite; None where none were found.
    """

    update: int
    layer: int
    what: str
    advice: str
    remedy: NewStart | None = None

    def sentence(self) -> str:
        """Return what happened, where, and what to try, as one paragraph."""
        return f"Update {self.update:,}, layer {self.layer}: {self.what} {self.advice}"
