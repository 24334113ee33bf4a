"""Pictures in folders, one folder a class: which there are, and their pixels at one size."""

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.data.dataset import MAX_CLASSES
from nnviz.data.errors import DataError
from nnviz.data.tables.understood import Progress, shown
from nnviz.files import is_file, is_folder, opened

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".pgm", ".ppm", ".pbm"))
MAX_FILES = 20_000
"""Of more, every second, third ... by name is taken, and that is said."""
MAX_FILE_BYTES = 30_000_000
MAX_PIXELS = 50_000_000
"""Of one picture as it lies in its file."""
MAX_VALUES = 60_000_000
"""Pixels times colours of all pictures together: as much as the full MNIST."""
_MAX_ENTRIES = 500_000
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "PPM")
_PARTS = ("train", "training", "test", "testing", "val", "valid", "validation")


class Listing(msgspec.Struct, frozen=True):
    """What lies in a folder: classes by name, the files of each, and what is worth knowing.

    Attributes
    ----------
    classes : tuple of str
        The names of the folders.
    files : tuple of (file, class)
        In the order of their names.
    remarks : tuple of str
        What was left out.
    """

    classes: tuple[str, ...]
    files: tuple[tuple[Path, int], ...]
    remarks: tuple[str, ...]


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


def listing(folder: Path) -> Listing:
    """Return the pictures in a folder's folders.

    Raises
    ------
    DataError
        If there are none, only one class, or too many; it says what a folder of pictures looks like.
    """
    inside = {name: _entries(folder / name) for name in _folders(folder)}
    pictures = {
        name: [path for path in paths if path.suffix.lower() in SUFFIXES] for name, paths in inside.items()
    }
    classes = tuple(name for name, paths in pictures.items() if paths)
    if len(classes) < 2:
        raise DataError("path", _no_classes(folder, inside, classes))
    if len(classes) > MAX_CLASSES:
        raise DataError(
            "path", f"it has {len(classes):,} folders of pictures; {MAX_CLASSES} classes are allowed."
        )
    files = [(path, number) for number, name in enumerate(classes) for path in pictures[name]]
    others = sum(len(paths) for paths in inside.values()) - len(files)
    plural = "" if others == 1 else "s"
    remarks = [f"Left out, since no picture: {others:,} file{plural}."] if others else []
    empty = [shown(name) for name in inside if name not in classes]
    if empty:
        remarks.append(f"Folders without pictures were left out: {', '.join(empty[:5])}.")
    step = -(-len(files) // MAX_FILES)
    if step > 1:
        remarks.append(f"Of {len(files):,} pictures one in {step} is taken, by name: {MAX_FILES:,} at most.")
    return Listing(classes, tuple(files[::step]), tuple(remarks))


def _no_classes(folder: Path, inside: dict[str, list[Path]], classes: tuple[str, ...]) -> str:
    parts = [name for name in inside if name.lower() in _PARTS]
    if parts:
        part = max(parts, key=lambda name: name.lower().startswith("train"))
        return f"its folders are parts of a split, not classes: open the folder {shown(part)} inside it."
    if len(classes) == 1:
        return (
            f"all pictures are in one folder ({shown(classes[0])}): each class needs a folder, two at least."
        )
    if any(path.suffix.lower() in SUFFIXES for path in _entries(folder)):
        return "the pictures must be in folders, one folder a class, named like the class."
    return (
        "the folder holds no pictures (PNG, JPEG, GIF, BMP, WebP) in folders, one a class, and no IDX files."
    )


def _folders(folder: Path) -> list[str]:
    return sorted(
        path.name for path in _all_entries(folder) if is_folder(path) and not path.name.startswith(".")
    )


def _entries(folder: Path) -> list[Path]:
    """Return the ordinary files in a folder that are not hidden, by name."""
    files = [path for path in _all_entries(folder) if is_file(path) and not path.name.startswith(".")]
    return sorted(files, key=lambda path: path.name)


def _all_entries(folder: Path) -> list[Path]:
    found: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found.append(Path(entry.path))
                if len(found) > _MAX_ENTRIES:
                    raise DataError("path", f"{folder.name} holds more than {_MAX_ENTRIES:,} files.")
    except OSError as error:
        raise DataError(
            "path", f"the folder {shown(folder.name)} cannot be read ({error.strerror})."
        ) from None
    except ValueError:
        raise DataError("path", "there is no such folder.") from None
    return found


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
    for i, (path, number) in enumerate(found.files):
        content = _content(path)
        digest.update(
            f"{found.classes[number]}/{path.name} {len(content)}\n".encode(errors="surrogateescape")
        )
        digest.update(content)
        pixels[i] = _pixels(content, f"{found.classes[number]}/{path.name}", side, colours)
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
