"""MNIST and its like where the user keeps them: a folder of IDX files, one of these, or Keras's mnist.npz."""

import threading
import zipfile
from collections import OrderedDict
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nnviz.assets import assets
from nnviz.data.dataset import MAX_CLASSES
from nnviz.data.errors import DataError
from nnviz.data.images.idx import MAX_BYTES, parse_idx
from nnviz.data.tables.arrays import arrays_of
from nnviz.data.tables.opening import content_of, require_file
from nnviz.data.tables.understood import shown, unheard
from nnviz.files import is_file, opened

_FOLDERS = ("", "raw", "MNIST/raw", "FashionMNIST/raw", "data")
_TRAIN, _TESTS = "train-images", ("t10k-images", "test-images")
_ENDINGS = ("-idx3-ubyte", ".idx3-ubyte", "-idx3-ubyte.gz", ".idx3-ubyte.gz")
_SHIPPED = "mnist.npz"
_ARRAYS = ("x_train", "y_train", "x_test", "y_test")
MAX_PIXELS = 1000
Bytes = NDArray[np.uint8]


class Images(msgspec.Struct, frozen=True, eq=False):
    """Images and their labels as they lie in the files.

    Attributes
    ----------
    x_train, x_test : ndarray of uint8, shape (n, height, width)
    y_train, y_test : ndarray of uint8, shape (n,)
        Classes from 0 on, 0 to 9 in MNIST itself. The test part may be empty.
    """

    x_train: Bytes
    y_train: Bytes
    x_test: Bytes
    y_test: Bytes

    @property
    def classes(self) -> int:
        """How many classes there are: as many as the labels say, two at least."""
        return max(2, int(self.y_train.max(initial=0)) + 1, int(self.y_test.max(initial=0)) + 1)


_kept: OrderedDict[tuple[tuple[str, int, int], ...], Images] = OrderedDict()
_lock = threading.Lock()


def images_at(location: str) -> Images:
    """Return the images at a place; read once and kept while the files do not change.

    Parameters
    ----------
    location : str
        A folder or a file; empty: those that ship with the app.

    Raises
    ------
    DataError
        If there are none, or a file is damaged, too large or of another kind.
    """
    files = files_at(Path(location).expanduser() if location else assets() / "data" / _SHIPPED)
    key = tuple((str(file), file.stat().st_mtime_ns, require_file(file, MAX_BYTES)) for file in files)
    with _lock:
        if key in _kept:
            return _kept[key]
    made = _of_archive(files[0]) if files[0].suffix == ".npz" else _of_idx(files)
    with _lock:
        _kept[key] = made
        while len(_kept) > 2:
            _kept.popitem(last=False)
    return made


def files_at(place: Path) -> tuple[Path, ...]:
    """Return the archive, or images and labels of training and, where they are, of test; else DataError."""
    try:
        is_folder = place.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        require_file(place, MAX_BYTES)
        return (place,) if place.suffix.lower() == ".npz" else _beside(place)
    for folder in (place / name for name in _FOLDERS):
        found = _training_images(folder)
        if len(found) > 1 and found[0].name.split(_TRAIN)[0] != found[1].name.split(_TRAIN)[0]:
            names = f"{shown(found[0].name)} and {shown(found[1].name)}"
            raise DataError("path", f"the folder holds several sets of images: open one of {names}.")
        if found:
            return _beside(found[0])
        if is_file(folder / _SHIPPED):
            return (folder / _SHIPPED,)
    raise DataError("path", f"the folder holds neither {_TRAIN}-idx3-ubyte (or .gz) nor {_SHIPPED}.")


def holds_digits(place: Path) -> bool:
    """Whether a folder has files that are called like those of MNIST, whatever is in them."""
    return any(_training_images(place / name) for name in _FOLDERS)


def is_archive_of_images(path: Path) -> bool:
    """Whether an archive has arrays called like Keras's, its images as bytes in three dimensions."""
    try:
        with opened(path) as file, zipfile.ZipFile(file) as archive:
            if not {f"{name}.npy" for name in _ARRAYS} <= set(archive.namelist()):
                return False
            with archive.open("x_train.npy") as array:
                read = (
                    npy.read_array_header_1_0
                    if npy.read_magic(array) == (1, 0)
                    else npy.read_array_header_2_0
                )
                shape, _, dtype = read(array)
    except Exception:  # whatever a damaged archive makes its unpackers and NumPy raise
        return False
    return len(shape) == 3 and dtype == np.uint8


def _training_images(folder: Path) -> list[Path]:
    """Return files of training images: train-images-idx3-ubyte, emnist-letters-train-images-idx3-ubyte.gz."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return []
    ends = tuple(f"{_TRAIN}{ending}" for ending in _ENDINGS)
    return [folder / name for name in names if name.endswith(ends) and is_file(folder / name)]


def _beside(images: Path) -> tuple[Path, ...]:
    """Return a file of images with its labels, and those of the test beside them."""
    files = [images, _labels(images)]
    called = (images.with_name(images.name.replace(_TRAIN, name)) for name in _TESTS)
    tests = (test for name in called if name != images for test in _however_packed(name))
    for test in [test for test in tests if is_file(test)][:1]:
        files += [test, _labels(test)]
    return tuple(files)


def _however_packed(path: Path) -> list[Path]:
    """Return a path, then with the other endings that such files have: some are unpacked, others are not."""
    ending = next((each for each in sorted(_ENDINGS, key=len, reverse=True) if path.name.endswith(each)), "")
    others = [path.with_name(path.name.removesuffix(ending) + each) for each in _ENDINGS if each != ending]
    return [path, *(others if ending else ())]


def _labels(images: Path) -> Path:
    names = [
        each.name.replace("images", "labels").replace("idx3", "idx1") for each in _however_packed(images)
    ]
    if names[0] == images.name:
        raise DataError("path", "it must be a folder, a file such as train-images-idx3-ubyte, or .npz.")
    found = (path for path in map(images.with_name, names) if is_file(path))
    path = next(found, None)
    if path is None:
        raise DataError("path", f"the labels ({names[0]}) are not beside the images.")
    return path


def _of_idx(files: tuple[Path, ...]) -> Images:
    parts: list[Bytes] = []
    for i, file in enumerate(files):
        dimensions: Literal[1, 3] = 1 if i % 2 else 3
        parts.append(parse_idx(content_of(file, unheard, MAX_BYTES), dimensions, file.name))
    if len(parts) == 2:
        parts += [parts[0][:0], parts[1][:0]]
    return _checked(*parts)


def _of_archive(file: Path) -> Images:
    arrays = arrays_of(content_of(file, unheard, MAX_BYTES), is_archive=True)
    missing = [name for name in _ARRAYS if name not in arrays]
    if missing:
        found = f"Keras's mnist.npz has {', '.join(_ARRAYS)}"
        raise DataError("path", f"{file.name} has no array {missing[0]}: {found}.")
    if any(arrays[name].dtype != np.uint8 for name in _ARRAYS):
        raise DataError("path", f"the arrays of {file.name} must hold bytes (uint8).")
    return _checked(*(arrays[name].astype(np.uint8, copy=False) for name in _ARRAYS))


def _checked(
    x_train: Bytes,
    y_train: Bytes,
    x_test: Bytes,
    y_test: Bytes,
) -> Images:
    """Return the images if they fit together."""
    for X, y, part in ((x_train, y_train, "training"), (x_test, y_test, "test")):
        if X.ndim != 3 or y.ndim != 1 or len(X) != len(y):
            raise DataError("path", f"there must be as many {part} labels as images of two dimensions.")
        if len(y) and y.max() >= MAX_CLASSES:
            raise DataError("path", f"a {part} label is {y.max()}: labels are 0 to {MAX_CLASSES - 1}.")
    if x_test.shape[1:] != x_train.shape[1:] and len(x_test):
        raise DataError("path", "training and test images differ in size.")
    height, width = x_train.shape[1:]
    if not len(x_train) or not 1 <= height * width <= MAX_PIXELS:
        raise DataError(
            "path", f"its images are {height} x {width}; at most {MAX_PIXELS:,} pixels are allowed."
        )
    return Images(x_train, y_train, x_test, y_test)
