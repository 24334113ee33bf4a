"""The content of a table's file, never more than is allowed, and its kind by its first bytes."""

import hashlib
import re
import stat
from pathlib import Path

from nnviz.data.errors import DataError
from nnviz.data.tables.understood import Progress
from nnviz.data.unpacking import GZIP, ZIP, from_gzip, from_zip
from nnviz.files import opened

MAX_BYTES = 50_000_000
_PIECE = 1_000_000

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x93NUMPY", "npy"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),  # .xls
    *((magic, "a ZIP archive: unpack it first") for magic in ZIP),
    (GZIP, "packed with gzip twice: unpack it first"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ\x00", "packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first"),
    (b"Rar!", "a RAR archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"%PDF", "a PDF document: copy the table into a spreadsheet and save it as CSV"),
    (b"\x89PNG", "a picture, not a table"),
    (b"\xff\xd8\xff", "a picture, not a table"),
    (b"GIF8", "a picture, not a table"),
    (b"SQLite format 3\x00", "a database: export the table as CSV"),
    (b"PAR1", "a Parquet file: save the table as CSV"),
    (b"ARROW1", "an Arrow file: save the table as CSV"),
    (b"\x89HDF", "an HDF5 file: save the table as CSV"),
    (b"MATLAB 5.0", "a MATLAB file: save the table as CSV"),
    (b"\x80\x02", "a pickle, which could run code and is never opened: save the table as CSV or NPZ"),
    (b"\x80\x03", "a pickle, which could run code and is never opened: save the table as CSV or NPZ"),
    (b"\x80\x04", "a pickle, which could run code and is never opened: save the table as CSV or NPZ"),
    (b"\x80\x05", "a pickle, which could run code and is never opened: save the table as CSV or NPZ"),
    (b"$FL2", "an SPSS file: save the table as CSV"),
    (b"<stata_dta>", "a Stata file: save the table as CSV"),
    (b"{\\rtf", "a text document: copy the table into a spreadsheet and save it as CSV"),
)
_SQL = (b"insert into ", b"create table ", b"drop table ", b"-- mysql dump", b"-- postgresql database dump")
_MARKUP = (
    (b"<!doctype html", "a web page: open it in a spreadsheet and save it as CSV"),
    (b"<html", "a web page: open it in a spreadsheet and save it as CSV"),
    (b"<table", "a web page: open it in a spreadsheet and save it as CSV"),
    (b"<?xml", "XML: open it in a spreadsheet and save it as CSV"),
    (b"{", "JSON: save the table as CSV"),
    (b"[{", "JSON: save the table as CSV"),
    (b"[[", "JSON: save the table as CSV"),
    *((word, "a file of SQL commands: export the table as CSV") for word in _SQL),
    (b"@relation", "an ARFF file: save the table as CSV"),
)


_ARFF = re.compile(rb"(?:[ \t]*(?:%[^\r\n]*)?[\r\n])*[ \t]*@relation\b", re.IGNORECASE)


def content_of(path: Path, progress: Progress, limit: int = MAX_BYTES) -> bytes:
    """Return what is in a file.

    What is no ordinary file (a folder, a pipe, a device) is refused without opening it: it could have no end.

    Raises
    ------
    DataError
        If there is no such file, it is none, it is too large or it cannot be read.
    """
    size = require_file(path, limit)
    pieces: list[bytes] = []
    done = 0
    try:
        with opened(path) as file:
            while piece := file.read(_PIECE):
                pieces.append(piece)
                done += len(piece)
                if done > limit:
                    raise DataError("path", _too_large(limit))
                progress(min(1.0, done / max(size, 1)))
    except OSError as error:
        raise DataError("path", f"the file cannot be read ({error.strerror}).") from None
    return b"".join(pieces)


def unpacked(content: bytes) -> bytes:
    """Return what a file holds: itself, or what is packed in it with gzip or alone in a ZIP archive.

    Raises
    ------
    DataError
        If that is damaged, too large or more than one file.
    """
    if content.startswith(GZIP):
        return from_gzip(content, MAX_BYTES)
    if content.startswith(ZIP) and not _archive_of(content):
        return from_zip(content, MAX_BYTES)
    return content


def require_file(path: Path, limit: int = MAX_BYTES) -> int:
    """Return the size of an ordinary file; DataError if there is none or it is too large."""
    try:
        status = path.stat()
    except PermissionError:
        raise DataError("path", "its folder does not allow it to be read.") from None
    except (OSError, ValueError):
        raise DataError("path", "there is no such file.") from None
    if not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file (a pipe or a device)"
        raise DataError("path", f"it must be a file; this is {what}.")
    if status.st_size > limit:
        raise DataError("path", _too_large(limit))
    return status.st_size


def _too_large(limit: int) -> str:
    return f"the file is larger than {limit // 1_000_000} MB: take a part of it."


def checksum_of(content: bytes) -> str:
    """Return what tells one content from another."""
    return hashlib.sha256(content).hexdigest()[:32]


def kind_of(content: bytes) -> str:
    """Return "text", "workbook", "npy" or "npz" by the first bytes of a file.

    Raises
    ------
    DataError
        If it is known to be something else; the sentence says what, and what to do.
    """
    if content.startswith(b"PK") and (kind := _archive_of(content)):
        return kind
    for magic, kind in _KINDS:
        if content.startswith(magic):
            if " " in kind:
                raise DataError("path", f"the file is {kind}.")
            return kind
    beginning = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _ARFF.match(content[:20_000]):
        beginning = b"@relation"
    for magic, kind in _MARKUP:
        if beginning.startswith(magic):
            raise DataError("path", f"the file is {kind}.")
    if len(content) > 8 and content[:2] == b"\x00\x00" and content[3] in (1, 2, 3, 4) and content[2] >= 8:
        raise DataError(
            "path", 'the file is in the IDX format of MNIST: [data] name = "mnist" reads it (key path).'
        )
    return "text"


def _archive_of(content: bytes) -> str:
    """Return "npz" or "workbook" by names that stand in the directory of a ZIP archive; of others nothing."""
    directory = content[-200_000:]
    if b".npy" in directory:
        return "npz"
    if b"xl/" in directory or b"content.xml" in directory or b"[Content_Types].xml" in directory:
        return "workbook"
    return ""
