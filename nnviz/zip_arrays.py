"""JSON and NPY files in a zip: written in one go, read with every size checked before it is believed."""

from __future__ import annotations

import io
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nnviz.files import opened, written_whole

MAX_BYTES = 1_000_000_000
"""All files of a zip together, unpacked."""
MAX_DOCUMENT = 100_000_000
"""A JSON file."""
MAX_HEADER = 10_000
"""What comes before the numbers of an array."""
MAX_FILES = 10_000
ALWAYS_FINE = 10_000_000
MOST_RATIO = 400
"""Bytes that a file of a zip may unpack to: so many, and so many for each packed one. What packs better is no
numbers, but made to fill the memory."""
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How nnviz packs; other ways have decoders and errors of their own."""
DTYPES = ("<f8", "<f4", "<i8")
MAGIC = b"\x93NUMPY\x01\x00"
HEADER = re.compile(
    rb"\{'descr': '(<[fi][48]|<U\d{1,9})', 'fortran_order': (False|True),"
    rb" 'shape': \(((?:\d{1,10}(?:, \d{1,10})*,?)?)\),? *\} *\n"
)
"""That of an array as NumPy writes it: NumPy's own reader takes it for Python, and fails in many ways."""

Array = NDArray[Any]


class ZipError(ValueError):
    """A zip cannot be used; one sentence that says why, about "it"."""


class ZipWriter:
    """Adds files to an open zip."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._bytes = 0

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a file as it is, as long as all together can be read again."""
        self._bytes += len(content)
        if self._bytes > MAX_BYTES:
            raise OSError(f"it would hold more than {MAX_BYTES // 1_000_000:,} MB")
        self._archive.writestr(name, content)

    def add_array(self, name: str, array: Array) -> None:
        """Add an array in NumPy's NPY format, little-endian."""
        buffer = io.BytesIO()
        little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)
        npy.write_array(buffer, little, version=(1, 0), allow_pickle=False)
        self.add_bytes(name, buffer.getvalue())


@contextmanager
def new_zip(path: Path) -> Iterator[ZipWriter]:
    """Write a zip, whole or not at all; one that is there is replaced.

    Raises
    ------
    WriteError
        If it cannot be written.
    """
    with (
        written_whole(path, replace=True) as partial,
        zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        yield ZipWriter(archive)


class ZipReader:
    """Reads files of a zip that may be broken or made to do harm."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        files = archive.infolist()
        if len(files) > MAX_FILES or sum(info.file_size for info in files) > MAX_BYTES:
            raise ZipError(f"it holds more than {MAX_BYTES // 1_000_000:,} MB.")
        if any(info.compress_type not in PACKED or info.flag_bits & 1 for info in files):
            raise ZipError("it is packed in a way that nnviz never uses.")
        if any(info.file_size > ALWAYS_FINE + MOST_RATIO * info.compress_size for info in files):
            raise ZipError("it would unpack to far more than such a file can hold.")
        self._archive = archive
        self._sizes = {info.filename: info.file_size for info in files}
        if len(self._sizes) < len(files):
            raise ZipError("it holds two files of one name.")
        if any(name.startswith("/") or ".." in name or "\\" in name for name in self._sizes):
            raise ZipError("it holds a file of an impossible name.")

    def bytes(self, name: str, most: int = MAX_BYTES) -> bytes:
        """Return a file, of at most so many bytes."""
        if name not in self._sizes:
            raise ZipError(f"{name} is missing in it.")
        if self._sizes[name] > most:
            raise ZipError(f"{name} in it is larger than {most // 1_000_000:,} MB.")
        with self._archive.open(name) as file:
            content = file.read(self._sizes[name] + 1)  # no more than the zip's own table says
        if len(content) != self._sizes[name]:
            raise ZipError(f"{name} in it is damaged.")
        return content

    def __contains__(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return name in self._sizes

    def array(self, name: str, dtypes: tuple[str, ...] = DTYPES, numbers: int | None = None) -> Array:
        """Return a read-only array, of one of the types; where told, of so many numbers."""
        content = self.bytes(name, MAX_BYTES if numbers is None else MAX_HEADER + 8 * numbers)
        kind, order, shape, begin = _header(name, content)
        if kind in dtypes:
            dtype = np.dtype(kind)
            fits = math.prod(shape) * dtype.itemsize == len(content) - begin
            if fits and numbers in (None, math.prod(shape)):
                return np.frombuffer(content, dtype, offset=begin).reshape(shape, order=order)
        raise ZipError(f"{name} in it has another type or size than it should.")

    def text(self, name: str, most: int) -> str:
        """Return the text that is an array of one string, of at most so many characters."""
        content = self.bytes(name, MAX_HEADER + 4 * most)
        kind, _, shape, begin = _header(name, content)
        if kind[:2] != "<U" or shape != () or len(content) - begin != 4 * int(kind[2:]):
            raise ZipError(f"{name} in it is no text.")
        try:
            return content[begin:].decode("utf-32-le").rstrip("\0")
        except UnicodeDecodeError:
            raise ZipError(f"{name} in it is damaged.") from None


def _header(name: str, content: bytes) -> tuple[str, Literal["C", "F"], tuple[int, ...], int]:
    """Return type, order and shape of an array, and where its numbers begin."""
    begin = 10 + int.from_bytes(content[8:10], "little")
    header = HEADER.fullmatch(content[10:begin])
    if content[:8] != MAGIC or begin > MAX_HEADER:
        raise ZipError(f"{name} in it is no NPY file.")
    if header is None:
        raise ZipError(f"{name} in it has another type or size than it should.")
    shape = tuple(int(length) for length in header[3].replace(b",", b" ").split())
    return header[1].decode(), "F" if header[2] == b"True" else "C", shape, begin


@contextmanager
def opened_zip(path: Path, failure: Callable[[str], Exception], kind: str) -> Iterator[ZipReader]:
    """Open a zip; every failure in the block that comes from its content is one sentence.

    Parameters
    ----------
    path : Path
    failure : callable
        Makes the error to be raised from a sentence that names the file.
    kind : str
        What the file should be, such as "run file".

    Raises
    ------
    Exception
        As `failure` makes it.
    """
    try:
        with opened(path) as file, zipfile.ZipFile(file) as archive:
            yield ZipReader(archive)
    except FileNotFoundError:
        raise failure(f"{path}: there is no such file.") from None
    except OSError as error:
        raise failure(f"{path}: the file cannot be read ({error.strerror or 'it is damaged'}).") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error, struct.error):
        raise failure(f"{path}: this is no {kind}, or it is damaged.") from None
    except MemoryError:
        raise failure(f"{path}: there is not enough memory for what is in it.") from None
    except (ValueError, OverflowError) as error:
        raise failure(f"{path}: {str(error).rstrip('.')}.") from None
