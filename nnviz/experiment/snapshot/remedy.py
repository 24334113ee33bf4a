"""Settings to start again with after a divergence."""

import msgspec

from nnviz.experiment.spec.spec import Spec


class Remedy(msgspec.Struct, frozen=True):
    """Settings to start again with, and how they differ, in words that follow "Start again with"."""

    spec: Spec
    words: str
