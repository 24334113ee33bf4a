"""JSON and NPY files in a zip: written in one go, read with every size checked before it is believed."""

from __future__ import annotations

import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from nnviz.files import written_whole

MAX_BYTES = 1_000_000_000
"""All files of a zip together, unpacked."""
MAX_DOCUMENT = 100_000_000
"""A JSON file."""
MAX_HEADER = 10_000
"""What comes before the numbers of an array."""
MAX_FILES = 10_000
DTYPES = ("<f8", "<f4", "<i8")
MAGIC = b"\x93NUMPY\x01\x00"
HEADER = re.compile(
    rb"\{'descr': '(<[fi][48])', 'fortran_order': False,"
    rb" 'shape': \(((?:\d{1,10}(?:, \d{1,10})*,?)?)\),? *\} *\n"
)
"""That of an array as NumPy writes it: NumPy's own reader takes it for Python, and fails in many ways."""

Array = NDArray[Any]


class RunFileError(ValueError):
    """A run file cannot be used; one sentence that says why."""


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
            raise RunFileError(f"it holds more than {MAX_BYTES // 1_000_000:,} MB.")
        self._archive = archive
        self._sizes = {info.filename: info.file_size for info in files}
        if len(self._sizes) < len(files):
            raise RunFileError("it holds two files of one name.")
        if any(name.startswith("/") or ".." in name or "\\" in name for name in self._sizes):
            raise RunFileError("it holds a file of an impossible name.")

    def bytes(self, name: str, most: int = MAX_BYTES) -> bytes:
        """Return a file, of at most so many bytes."""
        if name not in self._sizes:
            raise RunFileError(f"{name} is missing in it.")
        if self._sizes[name] > most:
            raise RunFileError(f"{name} in it is larger than {most // 1_000_000:,} MB.")
        with self._archive.open(name) as file:
            content = file.read(self._sizes[name] + 1)  # no more than the zip's own table says
        if len(content) != self._sizes[name]:
            raise RunFileError(f"{name} in it is damaged.")
        return content

    def array(self, name: str, dtypes: tuple[str, ...] = DTYPES, numbers: int | None = None) -> Array:
        """Return a read-only array, of one of the types; where told, of so many numbers."""
        content = self.bytes(name, MAX_BYTES if numbers is None else MAX_HEADER + 8 * numbers)
        begin = 10 + int.from_bytes(content[8:10], "little")
        header = HEADER.fullmatch(content[10:begin])
        if content[:8] != MAGIC or begin > MAX_HEADER:
            raise RunFileError(f"{name} in it is no NPY file.")
        if header is not None and header[1].decode() in dtypes:
            dtype = np.dtype(header[1].decode())
            shape = tuple(int(length) for length in header[2].replace(b",", b" ").split())
            fits = math.prod(shape) * dtype.itemsize == len(content) - begin
            if fits and numbers in (None, math.prod(shape)):
                return np.frombuffer(content, dtype, offset=begin).reshape(shape)
        raise RunFileError(f"{name} in it has another type or size than it should.")


@contextmanager
def opened_zip(path: Path) -> Iterator[ZipReader]:
    """Open a zip; every failure in the block that comes from its content is one sentence.

    Raises
    ------
    RunFileError
        That names the file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield ZipReader(archive)
    except FileNotFoundError:
        raise RunFileError(f"{path}: there is no such file.") from None
    except RunFileError as error:
        raise RunFileError(f"{path}: {error}") from None
    except OSError as error:
        raise RunFileError(f"{path}: the file cannot be read ({error.strerror}).") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error):
        raise RunFileError(f"{path}: this is no run file, or it is damaged.") from None
    except (ValueError, OverflowError, RecursionError) as error:
        raise RunFileError(f"{path}: {str(error).rstrip('.')}.") from None
