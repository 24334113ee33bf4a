"""Pictures of the user's own: a folder with a folder for each class."""

import threading
from pathlib import Path
from typing import Annotated, ClassVar, Self

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from nnviz.data.base import DataSet, Shape, classification
from nnviz.data.dataset import MAX_SAMPLES, Dataset, Split
from nnviz.data.errors import DataError
from nnviz.data.images.picture_files import PictureData, read, signature
from nnviz.data.images.picture_folders import Listing, listing
from nnviz.data.split import TRAIN, VALIDATION, by_parts
from nnviz.data.tables.understood import Progress, unheard

_lock = threading.Lock()
_kept: dict[tuple[object, ...], PictureData] = {}
"""The pictures that were read last: their data set is made more than once."""


class ImageFolder(DataSet, frozen=True, kw_only=True, tag="images"):
    """A folder that holds a folder of pictures for each class, named like the class.

    It may hold such folders for training, validation and test, which are then the parts of the split.
    Each picture is cut to its middle square, scaled to `side` x `side` pixels, and 0 to 255 becomes -1 to 1.
    """

    title: ClassVar[str] = "Pictures in folders"
    about: ClassVar[str] = (
        "Pictures of your own (PNG, JPEG, GIF, BMP, WebP): a folder with one folder for each class, or such "
        "folders in train, validation and test. Each is "
        "cut to its middle square and scaled; 0 to 255 in a pixel becomes -1 to 1."
    )

    path: Annotated[
        str,
        Meta(
            title="Folder",
            description="With a folder of pictures for each class, relative to the experiment file.",
            min_length=1,
        ),
    ]
    side: Annotated[int, Meta(title="Side", description="Pixels of an edge after scaling.", ge=4, le=64)] = 28
    colour: Annotated[bool, Meta(title="Colour", description="Red, green and blue as inputs; else grey.")] = (
        False
    )
    samples: Annotated[
        int,
        Meta(
            title="Pictures",
            description="At most so many, drawn at random with the data seed; 0: all.",
            ge=0,
            le=MAX_SAMPLES,
        ),
    ] = 0
    split_folders: Annotated[
        bool,
        Meta(
            title="Split by folders",
            description="The folders train, validation and test say what each picture is for; the shares "
            "then say nothing. Else: at random.",
        ),
    ] = False
    checksum: Annotated[
        str,
        Meta(
            title="Checksum",
            description="Of the pictures that the settings were written for; others are said.",
            extra={"form": False},
            max_length=64,
        ),
    ] = ""

    def shape(self) -> Shape:
        """Return the pixels of a picture, and the folders as classes; DataError where parts are missing."""
        if self.split_folders:
            self._parts()
        image = self._image
        return Shape(inputs=image[0] * image[1] * image[2], classes=len(self.found().classes), image=image)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Return the pictures, or as many of them as are asked for, by name."""
        found, pictures = self.found(), self.pictures()
        X, y = pictures.pixels, pictures.labels
        if 0 < self.samples < len(y):
            drawn = self._drawn(len(y), rng)
            X, y = X[drawn], y[drawn]
        flat = X.reshape(len(X), -1) / 127.5 - 1.0
        return classification(
            flat, y, found.classes, domain=((-1.0, 1.0),) * flat.shape[1], image=self._image
        )

    @property
    def is_divided(self) -> bool:
        """Whether the folders say what each picture is for."""
        return self.split_folders

    @property
    def validates(self) -> bool:
        """Whether there is a folder for validation, else whether a share is kept."""
        return VALIDATION in self._parts() if self.split_folders else super().validates

    def divided(self, dataset: Dataset, rng: np.random.Generator) -> Split:
        """Divide the pictures as their folders say, else at random."""
        if not self.split_folders:
            return super().divided(dataset, rng)
        parts = np.array(self._parts(), dtype=np.int8)
        parts = parts[self._drawn(len(parts), rng)] if 0 < self.samples < len(parts) else parts
        if not (parts == TRAIN).any():
            raise DataError("samples", "none of the pictures that were drawn is for training: take more.")
        return by_parts(dataset, parts)

    def _parts(self) -> tuple[int, ...]:
        parts = self.found().parts
        if not parts:
            raise DataError(
                "split_folders", "the folder holds no folders train and test with those of the classes."
            )
        return parts

    def _drawn(self, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """Return which of so many pictures are taken; the parts of a divided folder are asked for apart."""
        by = np.random.default_rng(self.seed) if self.split_folders else rng
        return np.sort(by.choice(count, self.samples, replace=False))

    def found(self) -> Listing:
        """Return what lies in the folder; DataError where that are no classes of pictures."""
        return listing(Path(self.path).expanduser())

    def pictures(self, progress: Progress = unheard) -> PictureData:
        """Return the pictures; they are read once and kept while the files do not change.

        Raises
        ------
        DataError
            If one cannot be read; it is named.
        """
        found = self.found()
        key = (*signature(found), self.side, self.colour)
        with _lock:
            if key in _kept:
                return _kept[key]
        made = read(found, self.side, self._image[2], progress)
        with _lock:
            _kept.clear()
            _kept[key] = made
        return made

    def written_out(self) -> Self:
        """Return the same with an absolute path and the checksum of the pictures."""
        try:
            checksum = self.checksum or self.pictures().checksum
        except DataError:
            return self
        path = str(Path(self.path).expanduser().absolute())
        return msgspec.structs.replace(self, path=path, checksum=checksum)

    def remarks(self) -> tuple[str, ...]:
        """Return what was left out, and whether the pictures are others than those of the settings."""
        try:
            found, checksum = self.found(), self.pictures().checksum
        except DataError:
            return ()
        told: tuple[str, ...] = ()
        if self.split_folders:
            told = (found.said_of_parts(),)
        elif found.parts:
            told = (
                "The parts (train, test) are put together: with data.split_folders = true they stay apart.",
            )
        changed = ("The pictures have changed since the settings were written.",)
        return (*found.remarks, *told, *(changed if self.checksum not in ("", checksum) else ()))

    @property
    def _image(self) -> tuple[int, int, int]:
        return self.side, self.side, 3 if self.colour else 1
