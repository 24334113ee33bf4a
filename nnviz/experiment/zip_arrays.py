"""JSON and NPY files in a zip: written in one go, read with every size checked before it is believed."""

from __future__ import annotations

import io
import math
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
MAX_FILES = 10_000
DTYPES = ("<f8", "<f4", "<i8")

Array = NDArray[Any]


class RunFileError(ValueError):
    """A run file cannot be used; one sentence that says why."""


class ZipWriter:
    """Adds files to an open zip."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a file as it is."""
        self._archive.writestr(name, content)

    def add_array(self, name: str, array: Array) -> None:
        """Add an array in NumPy's NPY format, little-endian."""
        buffer = io.BytesIO()
        little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)
        npy.write_array(buffer, little, version=(1, 0), allow_pickle=False)
        self._archive.writestr(name, buffer.getvalue())


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

    def bytes(self, name: str) -> bytes:
        """Return a file."""
        if name not in self._sizes:
            raise RunFileError(f"{name} is missing in it.")
        with self._archive.open(name) as file:
            content = file.read(self._sizes[name] + 1)  # no more than the zip's own table says
        if len(content) != self._sizes[name]:
            raise RunFileError(f"{name} in it is damaged.")
        return content

    def array(self, name: str, dtypes: tuple[str, ...] = DTYPES) -> Array:
        """Return a read-only array, of one of the types."""
        content = self.bytes(name)
        file = io.BytesIO(content)
        try:
            if npy.read_magic(file) != (1, 0):
                raise ValueError
            shape, is_fortran, dtype = npy.read_array_header_1_0(file)
        except ValueError:
            raise RunFileError(f"{name} in it is no NPY file.") from None
        begin = file.tell()
        fits = math.prod(shape) * dtype.itemsize == len(content) - begin
        if is_fortran or dtype.str not in dtypes or not fits:
            raise RunFileError(f"{name} in it has another type or size than it should.")
        return np.frombuffer(content, dtype, offset=begin).reshape(shape)


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
