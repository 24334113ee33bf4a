"""MNIST: handwritten digits of 28 x 28, a part of which ships with the app, or files of the same form."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from nnviz.data.base import DataSet, Fraction, Shape, classification
from nnviz.data.dataset import Dataset, Image, Split
from nnviz.data.errors import DataError
from nnviz.data.split import parted, split

if TYPE_CHECKING:
    from nnviz.data.images.digits_files import Images

DIGITS = tuple(str(digit) for digit in range(10))
CLOTHES = (
    "T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
)  # fmt: skip
"""Fashion-MNIST's classes, for files whose path has "fashion" in it."""


class Mnist(DataSet, frozen=True, tag="mnist"):
    """Handwritten digits, 28 x 28 pixels of 0 to 255 scaled to [-1, 1].

    The test part is MNIST's own test images; validation is taken from the training images. Where
    `test_fraction` is not 0, test is taken from the training images instead.
    """

    title: ClassVar[str] = "MNIST digits 28 x 28"
    about: ClassVar[str] = (
        "Handwritten digits, ten classes; 0 to 255 in a pixel becomes -1 to 1. 5,000 training and 1,000 test "
        "images come with the app; all 70,000, or Fashion-MNIST, by Get all of MNIST in the menu, or from "
        "files of your own."
    )

    samples: Annotated[
        int,
        Meta(
            title="Images",
            description="How many training images are taken, those for validation included.",
            ge=2,
            le=70_000,
        ),
    ] = 5000
    test_samples: Annotated[
        int,
        Meta(
            title="Test images", description="How many of MNIST's own test images are taken.", ge=0, le=10_000
        ),
    ] = 1000
    path: Annotated[
        str,
        Meta(
            title="Files",
            description="Folder with MNIST's IDX files (or .gz), or a file (IDX, Keras's mnist.npz); "
            "empty: those of the app.",
        ),
    ] = ""
    test_fraction: Annotated[
        Fraction,
        Meta(
            title="Test",
            description="Share of the training images kept for testing; 0: MNIST's own test images.",
        ),
    ] = 0.0

    @property
    def called(self) -> str:
        """The name of the file or folder, where it is one's own."""
        return f"Images ({Path(self.path).name})" if self.path else self.title

    @property
    def described(self) -> str:
        """What the images are, and how they are read."""
        own = "Images of your own in MNIST's format, with as many classes as their labels say"
        return f"{own}; 0 to 255 in a pixel becomes -1 to 1." if self.path else self.about

    def shape(self) -> Shape:
        """Return the pixels of an image and the classes; a network may know more than own files show."""
        files = self._files()
        image = self._image(files)
        return Shape(
            inputs=image[0] * image[1], classes=files.classes, more_classes=bool(self.path), image=image
        )

    def make(self, rng: np.random.Generator) -> Dataset:
        """Return training images drawn at random, then test images."""
        files = self._files()
        train = _drawn(len(files.x_train), self.samples, rng)
        test = _drawn(len(files.x_test), min(self._own_test, len(files.x_test)), rng)
        if len(train) < self.samples:
            raise DataError("samples", self._too_many(len(train)))
        X = np.concatenate([files.x_train[train], files.x_test[test]])
        y = np.concatenate([files.y_train[train], files.y_test[test]])
        image = self._image(files)
        names = CLOTHES if "fashion" in self.path.lower() else DIGITS
        return classification(
            X.reshape(len(X), -1) / 127.5 - 1.0,
            y,
            names if files.classes == len(names) else tuple(map(str, range(files.classes))),
            domain=((-1.0, 1.0),) * (image[0] * image[1]),
            image=image,
        )

    def divided(self, dataset: Dataset, rng: np.random.Generator) -> Split:
        """Divide the training images; the test images stay what they are."""
        if self.test_fraction > 0:
            return split(dataset, self.validation_fraction, self.test_fraction, rng)
        own = parted(dataset, np.arange(self.samples), np.arange(self.samples, len(dataset.X)))
        inner = split(own.train, self.validation_fraction, 0.0, rng)
        return Split(train=inner.train, validation=inner.validation, test=own.test)

    @property
    def _own_test(self) -> int:
        return 0 if self.test_fraction > 0 else self.test_samples

    def _files(self) -> "Images":
        from nnviz.data.images.digits_files import images_at  # noqa: PLC0415 (most data sets read no files)

        return images_at(self.path)

    @staticmethod
    def _image(files: "Images") -> Image:
        height, width = files.x_train.shape[1:]
        return height, width, 1

    def _too_many(self, there: int) -> str:
        more = (
            ""
            if self.path
            else "; data.path names the files of the full set, which `nnviz fetch mnist` or the menu brings"
        )
        return f"there are {there:,} training images{more}."


def _drawn(there: int, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return so many places at random, or all there are."""
    return rng.permutation(there)[:count]
