"""Pictures as they lie in their files, and their pixels at one size."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.data.errors import DataError
from nnviz.data.images.picture_folders import Listing
from nnviz.data.tables.understood import Progress, shown
from nnviz.files import opened

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MAX_FILE_BYTES = 30_000_000
MAX_PIXELS = 50_000_000
"""Of one picture as it lies in its file."""
MAX_VALUES = 60_000_000
"""Pixels times colours of all pictures together: as much as the full MNIST."""
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "PPM")


class PictureData(msgspec.Struct, frozen=True, eq=False):
    """All pictures of a folder at one size.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (n, side, side, colours)
    labels : ndarray of int64, shape (n,)
    checksum : str
        Of the names and contents of the files.
    """

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]
    checksum: str


def read(found: Listing, side: int, colours: int, progress: Progress) -> PictureData:
    """Return the pixels of all pictures, each cut to its middle square and scaled to side x side.

    Parameters
    ----------
    found : Listing
        The files.
    side : int
        Pixels of an edge.
    colours : int
        1 (grey) or 3 (red, green, blue).
    progress : callable
        Called with the share that is done; what it raises ends the reading.

    Raises
    ------
    DataError
        If a file is no picture, damaged or too large; it names the file.
    """
    count = len(found.files)
    if count * side * side * colours > MAX_VALUES:
        most = int((MAX_VALUES / count / colours) ** 0.5)
        raise DataError("side", f"{count:,} pictures of {side} x {side} are too much: {most} is possible.")
    pixels = np.empty((count, side, side, colours), dtype=np.uint8)
    digest = hashlib.sha256()
    for i, (path, _) in enumerate(found.files):
        content, name = _content(path), found.name_of(i)
        digest.update(f"{name} {len(content)}\n".encode(errors="surrogateescape"))
        digest.update(content)
        pixels[i] = _pixels(content, name, side, colours)
        progress((i + 1) / count)
    pixels.flags.writeable = False
    labels = np.array([number for _, number in found.files], dtype=np.int64)
    return PictureData(pixels, labels, digest.hexdigest()[:32])


def _content(path: Path) -> bytes:
    try:
        with opened(path) as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise DataError("path", f"{shown(path.name)} cannot be read ({error.strerror}).") from None
    if len(content) > MAX_FILE_BYTES:
        raise DataError("path", f"{shown(path.name)} is larger than {MAX_FILE_BYTES // 1_000_000} MB.")
    return content


def _pixels(content: bytes, name: str, side: int, colours: int) -> NDArray[np.uint8]:
    from PIL import Image, ImageOps  # noqa: PLC0415 (only who has pictures needs it)

    Image.MAX_IMAGE_PIXELS = None  # the bound here is lower, and Pillow would warn on the terminal
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise DataError(
                    "path", f"{shown(name)} has more than {MAX_PIXELS // 1_000_000} million pixels."
                )
            mode = "L" if colours == 1 else "RGB"
            picture.draft(mode, (2 * side, 2 * side))  # JPEG: nothing is decoded that is thrown away after
            upright = ImageOps.exif_transpose(picture)
            fitted = ImageOps.fit(_plain(upright).convert(mode), (side, side), Image.Resampling.BOX)
    except DataError:
        raise
    except Exception:  # whatever damaged files make a decoder raise
        raise DataError(
            "path", f"{shown(name)} is damaged, or no picture (PNG, JPEG, GIF, BMP, WebP)."
        ) from None
    return np.asarray(fitted, dtype=np.uint8).reshape(side, side, colours)


def _plain(picture: "Picture") -> "Picture":
    """Return a picture of 8 bits without transparency, which shows white."""
    from PIL import Image  # noqa: PLC0415

    if picture.mode.startswith("I"):
        return Image.fromarray((np.asarray(picture).clip(0, 65535) // 256).astype(np.uint8))
    if "A" in picture.getbands() or "transparency" in picture.info:
        over = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", over.size, "white"), over)
    return picture


def signature(found: Listing) -> Iterator[tuple[str, int, int]]:
    """Yield what changes where a file does: name, date, size; contents are looked at when they are read."""
    for path, _ in found.files:
        try:
            status = path.stat()
        except OSError:
            continue
        yield str(path), status.st_mtime_ns, status.st_size
