"""Files of weights as the app exports them, NumPy's NPZ: read back as initial weights."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.spec.catalogue import cell_named, find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.own_images import experiment_of_images, is_image_data
from nnviz.experiment.spec.own_table import experiment_of_table, is_table_file
from nnviz.experiment.spec.reading import MAX_FILE_BYTES, STDIN, load_spec, parse_toml, spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.zip_arrays import ZipError, ZipReader, opened_zip

SUFFIX = ".npz"


def experiment_at(location: str, changes: Mapping[str, Any] | None = None) -> Spec:
    """Return a shipped experiment by name, one in a file ("-": standard input), or that of weights (.npz).

    A table of data, a folder of pictures or an IDX file gets a network that fits.

    Parameters
    ----------
    changes : mapping, optional
        New values by dotted keys, of which those of a table's data decide how it is read. All are to be
        put into the experiment by the caller.

    Raises
    ------
    SpecError
        With one sentence.
    """
    if location == STDIN:
        return load_spec(STDIN)
    cell = cell_named(location)
    if cell is not None:
        texts = {"title": cell.title, "about": cell.about, "lab": cell.lab}
        return with_values(experiment_at(cell.experiment), {**cell.set, **texts})
    path = Path(location) if is_weights_file(location) else find(location)
    if is_image_data(path):
        return experiment_of_images(path)
    if is_table_file(path):
        return experiment_of_table(path, changes)
    return read_weights(path) if is_weights_file(location) else load_spec(path)


def is_weights_file(location: str | Path) -> bool:
    """Whether a name means a file of weights: by its suffix."""
    return str(location).lower().endswith(SUFFIX)


def read_weights(path: Path) -> Spec:
    """Return the experiment of a file of weights, with these as its initial weights.

    Raises
    ------
    SpecError
        With one sentence: no such file, not of this kind, too large, or weights that do not fit.
    """
    with opened_zip(path, _failure, "file of weights written by nnviz") as file:
        spec = spec_from_dict(parse_toml(file.text("experiment.npy", MAX_FILE_BYTES)))
        layers = list(enumerate(spec.network.built.layers[1:], start=1))
        weights = tuple(_numbers(file, f"W{k}.npy", layer.weights_shape) for k, layer in layers)
        biases = tuple(_numbers(file, f"b{k}.npy", layer.biases_shape, 0.0) for k, layer in layers)
        network = msgspec.structs.replace(spec.network, weights=weights, biases=biases)
        table = msgspec.to_builtins(msgspec.structs.replace(spec, network=network))
        return spec_from_dict(table)


def _failure(sentence: str) -> SpecError:
    return SpecError(sentence)


def _numbers(file: ZipReader, name: str, shape: tuple[int, ...], missing: float | None = None) -> Any:
    """Return the numbers of one array as rows; their count is known from the network before they are read."""
    if name not in file and (missing is not None or not math.prod(shape)):
        return _rows(np.full(shape, missing or 0.0))
    numbers = file.array(name, ("<f8", "<f4"), math.prod(shape))
    if numbers.shape != shape or not np.isfinite(numbers).all():
        raise ZipError(f"{name} in it does not fit the network, or has numbers that are not finite.")
    return _rows(numbers.astype(np.float64))


def _rows(array: Floats) -> Any:
    """Return nested tuples, as the records of an experiment hold numbers."""
    return tuple(map(_rows, array)) if array.ndim > 1 else tuple(array.tolist())
