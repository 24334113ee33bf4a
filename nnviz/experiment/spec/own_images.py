"""An experiment for images of the user's own: pictures in folders, or files in MNIST's format."""

from pathlib import Path
from typing import Any

import msgspec

from nnviz.data.base import Shape
from nnviz.data.errors import DataError
from nnviz.data.images.image_folder import ImageFolder
from nnviz.data.images.mnist import Mnist
from nnviz.data.images.picture_files import PictureData
from nnviz.data.images.picture_folders import Listing, listing
from nnviz.data.tables.understood import Progress, unheard
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.files import is_folder, opened

_KINDS = (0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E)
"""Of numbers in the format IDX, of which bytes are read."""
_MOST_DIMENSIONS = 4
_UNITS = 32
_MANY = 50
"""Of so many pictures a part is kept for testing."""
_CHOSEN = ("path", "side", "colour", "samples", "split_folders", "test_fraction", "validation_fraction")


class OwnPictures(msgspec.Struct, frozen=True, eq=False):
    """Pictures of the user's own: how they are to be read, what lies in the folder, and the pixels."""

    data: ImageFolder
    found: Listing
    pictures: PictureData


def is_image_data(path: Path) -> bool:
    """Whether a place is a folder, a file in the format IDX, packed or not, or one like Keras's mnist.npz."""
    try:
        if path.is_dir():
            return True
        if not path.is_file():
            return False
        with opened(path) as file:
            head = file.read(4)
    except (OSError, ValueError):
        return False
    if path.suffix.lower() == ".npz" and head.startswith(b"PK"):
        from nnviz.data.images.digits_files import is_archive_of_images  # noqa: PLC0415 (the app starts sooner without)

        return is_archive_of_images(path)
    is_packed = head.startswith(b"\x1f\x8b") and "ubyte" in path.name
    is_idx = len(head) == 4 and head[:2] == b"\x00\x00" and head[2] in _KINDS
    return is_packed or (is_idx and 1 <= head[3] <= _MOST_DIMENSIONS)


def data_of_images(path: Path) -> dict[str, Any]:
    """Return `[data]` for a folder or an IDX file: of MNIST's files, else of pictures in folders."""
    from nnviz.data.images.digits_files import holds_digits, images_at  # noqa: PLC0415 (the app starts sooner without)

    place = str(path.absolute())
    try:
        images = images_at(place)
    except DataError:
        if is_folder(path) and not holds_digits(path):
            return {"name": "images", "path": place, "split_folders": _is_divided(path)}
        return {"name": "mnist", "path": place}
    return {
        "name": "mnist",
        "path": place,
        "samples": min(len(images.x_train), 5000),
        "test_samples": min(len(images.x_test), 1000),
        "test_fraction": 0.0 if len(images.x_test) else 0.2,
    }


def _is_divided(folder: Path) -> bool:
    """Whether a folder holds folders for training and test; what is wrong with it is said when it is read."""
    try:
        return bool(listing(folder).parts)
    except DataError:
        return False


def _folder(table: dict[str, Any]) -> ImageFolder:
    return ImageFolder(path=table["path"], split_folders=table["split_folders"])


def experiment_of_images(path: Path, progress: Progress = unheard) -> Spec:
    """Return an experiment that learns to tell images apart: a small network, usual settings.

    Raises
    ------
    SpecError
        With one sentence on what is wrong in the folder or the file, and what to do.
    """
    table = data_of_images(path)
    try:
        shape = _read(table, progress)
    except DataError as error:
        raise SpecError(error.reason, f"data.{error.key}", str(path)) from None
    return _experiment(path.name, table, shape)


def pictures_at(path: Path, progress: Progress = unheard) -> OwnPictures | None:
    """Return the pictures of a folder with what is guessed of them; None where there are MNIST's files.

    Raises
    ------
    SpecError
        If the folder holds no classes of pictures; as `experiment_of_images` says it.
    """
    table = data_of_images(path)
    if table["name"] != "images":
        return None
    try:
        return pictures_of(_folder(table), progress)
    except DataError as error:
        raise SpecError(error.reason, f"data.{error.key}", str(path)) from None


def pictures_of(data: ImageFolder, progress: Progress = unheard, *, usual: bool = True) -> OwnPictures:
    """Return the pictures as they are read, a part for testing if there are many and no folder for it."""
    pictures = data.pictures(progress)
    if usual:
        fraction = 0.2 if len(pictures.labels) >= _MANY and not data.split_folders else 0.0
        data = msgspec.structs.replace(data, test_fraction=fraction)
    return OwnPictures(data, data.found(), pictures)


def experiment_of_pictures(own: OwnPictures) -> Spec:
    """Return an experiment that learns to tell pictures apart, read as they were chosen to be."""
    data, table = own.data, {"name": "images", "checksum": own.pictures.checksum}
    table |= {key: getattr(data, key) for key in _CHOSEN}
    return _experiment(Path(data.path).name, table, data.shape())


def _experiment(title: str, table: dict[str, Any], shape: Shape) -> Spec:
    outputs = 1 if shape.classes == 2 else shape.classes
    return spec_from_dict(
        {
            "title": title,
            "about": f"Images of your own in {shape.classes} classes. The network was chosen to fit.",
            "data": table,
            "network": {
                "layers": [shape.inputs, _UNITS, outputs],
                "activation": ["tanh", "sigmoid" if outputs == 1 else "softmax"],
            },
            "training": {
                "loss": "log_loss" if outputs == 1 else "cross_entropy",
                "learning_rate": 0.02,
                "batch_size": 16,
                "shuffle": True,
                "epochs": 50,
            },
        }
    )


def _read(table: dict[str, Any], progress: Progress) -> Shape:
    """Read the images, which are kept for the run; add to `[data]` what is known then."""
    if table["name"] == "mnist":
        return Mnist(path=table["path"]).shape()
    own = pictures_of(_folder(table), progress)
    table["checksum"], table["test_fraction"] = own.pictures.checksum, own.data.test_fraction
    return own.data.shape()
