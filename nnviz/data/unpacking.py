"""What is packed with gzip, or alone in a ZIP archive: unpacked, never more than is allowed."""

import io
import zipfile
import zlib
from pathlib import PurePath

from nnviz.data.errors import DataError
from nnviz.data.images.picture_folders import SUFFIXES

GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""With files in it, and without."""
_MACINTOSH = "__MACOSX/"
"""What the Macintosh puts beside every file of an archive."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_NAMED = 3


def from_gzip(content: bytes, most: int, what: str = "the file") -> bytes:
    """Return what is packed with gzip.

    Parameters
    ----------
    content : bytes
        The whole file.
    most : int
        Bytes that it may unpack to.
    what : str
        The file, for messages.

    Raises
    ------
    DataError
        If it is damaged, cut off, too large, or has something after its end.
    """
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(content, most + 1)
    except zlib.error:
        raise DataError("path", f"{what} is damaged (gzip).") from None
    if len(unpacked) > most:
        raise DataError("path", f"{what} unpacks to more than {most // 1_000_000} MB.")
    if not unpacker.eof:
        raise DataError("path", f"{what} is cut off (gzip).")
    if unpacker.unused_data.strip(b"\x00"):
        raise DataError("path", f"{what} has more after its end (gzip).")
    return unpacked


def from_zip(content: bytes, most: int) -> bytes:
    """Return the only file of a ZIP archive; DataError as `from_gzip`, and where there are several.

    Parameters
    ----------
    content : bytes
        The whole archive.
    most : int
        Bytes that it may unpack to.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entry = _only_one(archive.infolist())
            if entry.file_size > most:
                raise DataError(
                    "path",
                    f"the file in the ZIP archive is larger than {most // 1_000_000} MB: take a part of it.",
                )
            with archive.open(entry) as file:
                return file.read(most)
    except DataError:
        raise
    except Exception:  # whatever a damaged archive makes zipfile and its unpackers raise
        raise DataError("path", "the ZIP archive is damaged.") from None


def _only_one(entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    files = [entry for entry in entries if not entry.is_dir() and not entry.filename.startswith(_MACINTOSH)]
    if len(files) != 1:
        names = ", ".join(_shown(entry.filename) for entry in files[:_NAMED]) + ", ..." * (
            len(files) > _NAMED
        )
        held = f"{len(files):,} files ({names})" if files else "no file"
        pictures = len(files) > 1 and all(
            PurePath(file.filename).suffix.lower() in SUFFIXES for file in files
        )
        what = "the folder of pictures" if pictures else "one table of it"
        raise DataError("path", f"the ZIP archive holds {held}: unpack it and open {what}.")
    if files[0].flag_bits & 1:
        raise DataError("path", "the ZIP archive has a password: unpack it first.")
    if files[0].compress_type not in _PACKED:
        raise DataError("path", "the ZIP archive is packed in a way that is not read: unpack it first.")
    return files[0]


def _shown(name: str) -> str:
    name = "".join(sign for sign in name if sign.isprintable())
    return name if len(name) <= 40 else name[:37] + "..."
