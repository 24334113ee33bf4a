"""Arrays as Python source: numbers to read where they are few, else packed as letters; exact either way."""

import base64
import textwrap
import zlib

import numpy as np

from nnviz.arrays import Floats

READABLE = 2_500
"""Numbers of an array that are written out; more are packed."""
WIDTH = 108

UNPACK = '''
def unpacked(text, *shape):
    """Return an array whose bytes (float64, little-endian) were compressed and written as letters."""
    numbers = np.frombuffer(zlib.decompress(base64.b64decode(text)), "<f8")
    return numbers.reshape(shape).astype(FLOAT)
'''.strip("\n")


def is_packed(array: Floats) -> bool:
    """Whether an array is too large to be written out."""
    return array.size > READABLE


def array_source(array: Floats) -> str:
    """Return an expression for an array, in the precision `FLOAT` of the script."""
    if array.ndim > 2:
        return f"{array_source(array.reshape(-1, array.shape[-1]))}.reshape{array.shape}"
    if not array.any():
        shape = array.shape[0] if array.ndim == 1 else array.shape
        return f"np.zeros({shape}, FLOAT)"
    if is_packed(array):
        return packed_source(array)
    if array.ndim == 1:
        return f"np.array({_row(array, 0)}, FLOAT)"
    if array.shape[1] == 1:
        return f"np.array({_row(array[:, 0], 0)}, FLOAT).reshape(-1, 1)"
    rows = ",\n".join(f"        {_row(row, 8)}" for row in array)
    return f"np.array(\n    [\n{rows},\n    ],\n    FLOAT,\n)"


def list_source(array: Floats, indent: int) -> str:
    """Return an array of one or two dimensions as nested lists, every line indented."""
    if array.ndim == 1:
        return " " * indent + _row(array, indent)
    rows = "".join(f"{' ' * (indent + 4)}{_row(row, indent + 4)},\n" for row in array)
    return f"{' ' * indent}[\n{rows}{' ' * indent}]"


def _row(values: Floats, indent: int) -> str:
    line = "[" + ", ".join(repr(float(value)) for value in values) + "]"
    room = WIDTH - indent - len("mean_square_W10 = np.array(, FLOAT).reshape(-1, 1)") * (indent == 0)
    if len(line) <= room:
        return line
    return textwrap.fill(line, room, subsequent_indent=" " * (indent + 1), break_long_words=False)


def packed_source(array: Floats) -> str:
    """Return an expression for an array packed as letters, which `UNPACK` reads."""
    letters = base64.b64encode(zlib.compress(np.ascontiguousarray(array, "<f8").tobytes(), 9)).decode()
    lines = "\n".join(textwrap.wrap(letters, WIDTH))
    return f'unpacked(\n    """\n{lines}\n""",\n    {", ".join(map(str, array.shape))},\n)'


def in_docstring(text: str, width: int = WIDTH) -> str:
    """Return text that a user wrote as lines that are harmless inside a docstring."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    plain = " ".join(plain.split()).replace("\\", "/").replace('"', "'")
    return textwrap.fill(plain, width, break_long_words=False, break_on_hyphens=False)
