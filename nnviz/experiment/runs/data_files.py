"""Whether the file that data come from is still, or everywhere, the same."""

import hashlib
from pathlib import Path

from nnviz.experiment.spec.spec import Spec
from nnviz.files import opened

GONE = "gone"
"""Stands for the content of a file that cannot be read; reading the data says why."""


def digest_of(spec: Spec) -> str:
    """Return what tells the content of the file that an experiment's data come from; empty for other data."""
    path = getattr(spec.data, "path", "")
    if not path:
        return ""
    try:
        with opened(Path(path)) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return GONE
