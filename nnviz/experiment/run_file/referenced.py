"""Images that are too many for a run file: where they are, and a checksum, so that no others are taken.

Those that ship with the app need no place. Others are looked for where they were, beside the run file under
the same name, and in its folder: so a run and its images can be taken elsewhere together.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from weakref import WeakKeyDictionary

import numpy as np
from msgspec.structs import replace

from nnviz.data.dataset import PARTS
from nnviz.data.held import origin_of
from nnviz.data.prepare import Prepared
from nnviz.experiment.run.problem import load
from nnviz.experiment.run_file.document import ImagesEntry
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec

SMALL = 1_000_000
"""Pixels of all images together up to which they lie in the run file themselves."""
_checksums: WeakKeyDictionary[Prepared, str] = WeakKeyDictionary()
"""Of data that somebody still has: work in progress is written again and again."""


def reference_to(spec: Spec, prepared: Prepared) -> ImagesEntry | None:
    """Return where the images of an experiment are; None where they lie in the run file itself."""
    parts = [getattr(prepared.split, name) for name in PARTS]
    if parts[0].image is None or sum(part.X.size for part in parts) <= SMALL:
        return None
    origin = origin_of(spec.data)
    if origin is None:
        return None
    path = str(getattr(origin, "path", ""))
    return ImagesEntry(str(Path(path).expanduser().absolute()) if path else "", _checksum(prepared))


def referenced(entry: ImagesEntry, spec: Spec, run: Path) -> tuple[Spec, Prepared]:
    """Return the settings with the place at which the images are, and the images.

    Raises
    ------
    RunFileError
        Where they are gone or have changed: other images are never taken instead.
    """
    reason = ""
    for place in _places(entry.path, run, spec.data.name == "mnist"):
        there = replace(spec, data=replace(spec.data, path=place))
        try:
            prepared = load(there)
        except SpecError as error:
            reason = reason or str(error)
            continue
        if _checksum(prepared) == entry.checksum:
            return there, prepared
        reason = "changed"
    raise RunFileError(_sentence(entry.path, reason))


def _places(path: str, run: Path, are_files: bool) -> Iterator[str]:
    yield path
    if path:
        yield str((run.parent / Path(path).name).absolute())
    if path and are_files:  # of which a folder was named
        yield str(run.parent.absolute())


def _sentence(path: str, reason: str) -> str:
    if not path:
        return "its images are those that shipped with the nnviz that wrote it, and this nnviz has others."
    name = Path(path).name
    if reason == "changed":
        return (
            f"the images in {path} have changed since it was written, and a run goes on with its own only: "
            f"put those back, or put {name} as it was beside the run file."
        )
    return (
        f"its images are read from {path}, and that cannot be done ({reason.rstrip('.')}): "
        f"put them back, or put {name} beside the run file."
    )


def _checksum(prepared: Prepared) -> str:
    """Return a checksum of all parts, images and labels, in their order."""
    known = _checksums.get(prepared)
    if known is None:
        digest = hashlib.sha256()
        for part in (getattr(prepared.split, name) for name in PARTS):
            digest.update(repr((part.X.shape, part.classes, part.image)).encode())
            digest.update(np.ascontiguousarray(part.X, "<f8").data)
            digest.update(np.ascontiguousarray(part.y, "<i8").data)
        known = _checksums[prepared] = digest.hexdigest()
    return known
