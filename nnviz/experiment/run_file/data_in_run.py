"""The data inside a run file, believed only as far as they fit."""

from __future__ import annotations

import math

import numpy as np

from nnviz.data.dataset import PARTS, Dataset, Image, Split
from nnviz.data.held import shape_of
from nnviz.data.prepare import Prepared
from nnviz.experiment.run_file import document as doc
from nnviz.experiment.run_file.errors import RunFileError
from nnviz.experiment.spec.spec import Spec
from nnviz.zip_arrays import Array, ZipReader


def require_fitting(spec: Spec, prepared: Prepared) -> None:
    """Raise RunFileError if the points are not of the kind that the settings speak of."""
    shape, points = shape_of(spec.data), prepared.split.train
    targets = 0 if points.is_classification else points.y.shape[1]
    classes = len(points.classes)
    fits = classes == shape.classes or (shape.more_classes and classes >= shape.classes)
    if len(points.feature_names) != shape.inputs or targets != shape.targets or not fits:
        raise RunFileError("its data are of another kind than its settings say.")


def finite(file: ZipReader, name: str, dtype: str = "<f8", numbers: int | None = None) -> Array:
    """Return an array of the file; RunFileError where a number in it is not finite."""
    array = file.array(name, (dtype,), numbers)
    if not np.isfinite(array).all():
        raise RunFileError(f"{name} in it has numbers that are not finite.")
    return array


def prepared_in(file: ZipReader, entry: doc.DataEntry, spec: Spec) -> Prepared:
    """Return the data of some settings, and how they are scaled; RunFileError where they do not fit."""
    folder = f"data/{entry.spec}"
    scaling = finite(file, f"{folder}/scaling.npy")
    if scaling.shape != (2, spec.network.built.inputs) or (scaling[1] <= 0.0).any():
        raise RunFileError("the scaling of its data does not fit.")
    image = entry.image or spec.data.image
    parts = [_dataset(file, f"{folder}/{name}", entry, image) for name in PARTS]
    if len(parts[0].X) == 0:
        raise RunFileError("it has no training points.")
    return Prepared(Split(*parts), tuple(entry.inputs), scaling[0], scaling[1], spec.data.features)


def _dataset(file: ZipReader, name: str, entry: doc.DataEntry, image: Image | None) -> Dataset:
    X = finite(file, f"{name}_x.npy")
    y = file.array(f"{name}_y.npy", ("<i8",) if entry.classes else ("<f8",))
    columns = len(entry.feature_names)
    fits = X.ndim == 2 and X.shape[1] == columns == len(entry.domain) and len(y) == len(X)
    if not fits or y.ndim != (1 if entry.classes else 2) or not np.isfinite(y).all():
        raise RunFileError("the points in it do not fit together.")
    if entry.classes and len(y) and not 0 <= y.min() <= y.max() < len(entry.classes):
        raise RunFileError("its points have classes that do not exist.")
    if not all(np.isfinite(ends).all() and ends[0] < ends[1] for ends in entry.domain):
        raise RunFileError("the range of its points is none.")
    if image is not None and math.prod(image) != columns:
        raise RunFileError("its images have another number of pixels.")
    return Dataset(X, y, tuple(entry.classes), tuple(entry.feature_names), tuple(entry.domain), image)
