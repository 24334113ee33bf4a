"""The few messages of the ONNX format that networks need, in Protocol Buffers' wire format.

Field numbers are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Writing them
is a page of code; the onnx package, which tests check it with, is a heavy one to have for that.
"""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

VARINT, LENGTH_DELIMITED, FIXED32 = 0, 2, 5
ELEMENT_TYPES = {"float32": 1, "int64": 7, "float64": 11}
FLOAT_ATTRIBUTE, INT_ATTRIBUTE, INTS_ATTRIBUTE = 1, 2, 7


def _varint(number: int) -> bytes:
    """Return an integer, seven bits a byte, the lowest first; negative ones as 64-bit two's complement."""
    rest = number % 2**64
    low = []
    while rest > 0x7F:
        low.append(rest & 0x7F | 0x80)
        rest >>= 7
    return bytes([*low, rest])


def integer(field: int, number: int) -> bytes:
    """Return a field that is a whole number."""
    return _varint(field << 3 | VARINT) + _varint(number)


def message(field: int, content: bytes | str) -> bytes:
    """Return a field that is a message, text or bytes."""
    raw = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | LENGTH_DELIMITED) + _varint(len(raw)) + raw


def tensor(name: str, values: NDArray[np.generic]) -> bytes:
    """Return a TensorProto: an array of constants, little-endian."""
    dims = b"".join(integer(1, size) for size in values.shape)
    raw = np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<")).tobytes()
    return dims + integer(2, ELEMENT_TYPES[values.dtype.name]) + message(8, name) + message(9, raw)


def node(operator: str, inputs: Sequence[str], output: str, **attributes: float | Sequence[int]) -> bytes:
    """Return a NodeProto: one operation of the graph."""
    parts = [
        *(message(1, name) for name in inputs),
        message(2, output),
        message(3, output),
        message(4, operator),
    ]
    for name, value in attributes.items():
        if isinstance(value, Sequence):
            kind = b"".join(integer(8, each) for each in value) + integer(20, INTS_ATTRIBUTE)
        elif isinstance(value, int):
            kind = integer(3, value) + integer(20, INT_ATTRIBUTE)
        else:
            number = _varint(2 << 3 | FIXED32) + struct.pack("<f", value)
            kind = number + integer(20, FLOAT_ATTRIBUTE)
        parts.append(message(5, message(1, name) + kind))
    return b"".join(parts)


def value_info(name: str, dtype: str, columns: int) -> bytes:
    """Return a ValueInfoProto: an input or output of shape (n, columns) with any n."""
    shape = message(1, message(2, "n")) + message(1, integer(1, columns))
    tensor_type = integer(1, ELEMENT_TYPES[dtype]) + message(2, shape)
    return message(1, name) + message(2, message(1, tensor_type))


def model(graph: bytes, producer: str, version: str, opset: int, about: str) -> bytes:
    """Return a ModelProto."""
    return b"".join(
        [
            integer(1, 8),  # version of the format, from 2021: read by everything in use
            message(2, producer),
            message(3, version),
            message(6, about),
            message(7, graph),
            message(8, message(1, "") + integer(2, opset)),
        ]
    )
