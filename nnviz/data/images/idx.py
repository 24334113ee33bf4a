"""IDX, the format of MNIST's files: big-endian whole numbers after a header; packed with gzip or not."""

import math
import struct
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.data.errors import DataError
from nnviz.data.unpacking import GZIP, from_gzip

MAX_BYTES = 200_000_000
_UNSIGNED_BYTE = 0x08


def parse_idx(content: bytes, dimensions: Literal[1, 3], what: str) -> NDArray[np.uint8]:
    """Return the array of an IDX file.

    Parameters
    ----------
    content : bytes
        The whole file.
    dimensions : int
        1 for labels, 3 for images.
    what : str
        The file, for messages.

    Raises
    ------
    DataError
        If it is not such a file: another format, cut off, with bytes too many, packed wrongly.
    """
    if content.startswith(GZIP):
        content = from_gzip(content, MAX_BYTES, what)
    if len(content) < 4 or content[:2] != b"\x00\x00":
        raise DataError("path", f"{what} is no IDX file (it does not begin with two zeros).")
    kind, count = content[2], content[3]
    if kind != _UNSIGNED_BYTE:
        raise DataError("path", f"{what} holds values of type 0x{kind:02x}; unsigned bytes (0x08) are read.")
    if count != dimensions:
        wanted = "labels (1 dimension)" if dimensions == 1 else "images (3 dimensions)"
        raise DataError("path", f"{what} has {count} dimensions where {wanted} are expected.")
    start = 4 + 4 * count
    if len(content) < start:
        raise DataError("path", f"{what} is cut off in its header.")
    shape = struct.unpack(f">{count}I", content[4:start])
    size = math.prod(shape)
    if size != len(content) - start:
        raise DataError("path", _wrong_size(what, shape, size, len(content) - start))
    if not size:
        raise DataError("path", f"{what} is empty.")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)


def _wrong_size(what: str, shape: tuple[int, ...], promised: int, there: int) -> str:
    swapped = tuple(struct.unpack("<I", struct.pack(">I", length))[0] for length in shape)
    if math.prod(swapped) == there:
        return f"{what} has its sizes in the wrong byte order (little-endian)."
    sizes = " x ".join(f"{length:,}" for length in shape)
    state = "cut off" if there < promised else "too long"
    return f"{what} promises {sizes} values and has {there:,}: it is {state}."
