"""Files of weights as the app exports them, NumPy's NPZ: read back as initial weights."""

import tomllib
import zipfile
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.own_table import experiment_of_table, is_table_file
from nnviz.experiment.spec.spec import MAX_FILE_BYTES, STDIN, Spec, load_spec, spec_from_dict

SUFFIX = ".npz"
MAX_BYTES = 500_000_000


def experiment_at(location: str) -> Spec:
    """Return a shipped experiment by name, one in a file ("-": standard input), or that of weights (.npz).

    A table of data gets a network that fits.

    Raises
    ------
    SpecError
        With one sentence.
    """
    if location == STDIN:
        return load_spec(STDIN)
    path = Path(location) if is_weights_file(location) else find(location)
    if is_table_file(path):
        return experiment_of_table(path)
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
    try:
        arrays = _arrays(path)
        spec = spec_from_dict(tomllib.loads(str(arrays.pop("experiment"))))
        layers = list(enumerate(spec.network.built.layers[1:], start=1))
        weights = tuple(_rows(arrays[f"W{k}"]) for k, _ in layers)
        biases = tuple(_row(arrays.get(f"b{k}", np.zeros(layer.biases_shape))) for k, layer in layers)
        network = msgspec.structs.replace(spec.network, weights=weights, biases=biases)
        table = msgspec.to_builtins(msgspec.structs.replace(spec, network=network))
        return spec_from_dict(table)
    except SpecError as error:
        raise error.from_source(str(path)) from None
    except FileNotFoundError:
        raise SpecError("there is no such file.", source=str(path)) from None
    except OSError as error:
        raise SpecError(f"the file cannot be read ({error.strerror}).", source=str(path)) from None
    except (KeyError, ValueError, zipfile.BadZipFile, EOFError, NotImplementedError, RecursionError):
        raise SpecError("this is not a file of weights written by nnviz.", source=str(path)) from None


def _arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of an NPZ file; nothing in it is ever executed."""
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
            raise SpecError(f"the file is larger than {MAX_BYTES // 1_000_000} MB.")
        text = next((entry for entry in archive.infolist() if entry.filename == "experiment.npy"), None)
        if text is not None and text.file_size > 4 * MAX_FILE_BYTES:
            raise SpecError("the experiment in the file is too large.")
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _rows(array: NDArray[np.generic]) -> tuple[tuple[float, ...], ...]:
    return tuple(_row(row) for row in _numbers(array, 2))


def _row(array: NDArray[np.generic]) -> tuple[float, ...]:
    return tuple(_numbers(array, 1).tolist())


def _numbers(array: NDArray[np.generic], dimensions: int) -> Floats:
    numbers = np.asarray(array, dtype=np.float64)
    if numbers.ndim != dimensions or not np.isfinite(numbers).all():
        raise SpecError("its weights are not tables of finite numbers.")
    return numbers
