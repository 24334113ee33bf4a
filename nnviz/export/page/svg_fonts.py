"""Fonts inside an SVG: a TrueType font cut down to the letters that occur, as WOFF 1.0.

The glyphs keep their numbers, those not needed are empty; zlib makes nothing of that. What layout tables say
(kerning, ligatures) is left out, as places and lengths are in the drawing.
Formats: Apple's TrueType Reference Manual, chapter "Font tables"; W3C Recommendation "WOFF File Format 1.0".
"""

import base64
import struct
import zlib
from collections.abc import Iterable

import numpy as np
from PySide6.QtGui import QFont, QRawFont

TABLES = ("OS/2", "cvt ", "fpgm", "head", "hhea", "maxp", "name", "prep")
"""Taken as they are, where the font has them."""
RESTRICTED = 0x0002
"""The font's maker does not let it be embedded (OS/2, fsType)."""
_HAS_WORDS, _HAS_SCALE, _MORE, _HAS_TWO_SCALES, _HAS_MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080


def font_face(font: QFont, family: str, weight: str, slope: str, letters: str) -> str:
    """Return the CSS rule with the font for these letters; empty where it cannot or must not be embedded."""
    raw = QRawFont.fromFont(font)
    if raw.familyName() != family or not _may_be_embedded(raw):
        return ""
    content = base64.b64encode(woff(cut_down(raw, letters))).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {slope}; '
        f'src: url("data:font/woff;base64,{content}") format("woff"); }}'
    )


def _may_be_embedded(raw: QRawFont) -> bool:
    os2 = _table(raw, "OS/2")
    outlines = bool(_table(raw, "glyf"))  # those of PostScript (CFF) are another format
    return outlines and len(os2) >= 10 and not struct.unpack(">H", os2[8:10])[0] & RESTRICTED


def cut_down(raw: QRawFont, letters: str) -> dict[str, bytes]:
    """Return the tables of a TrueType font that has only these letters."""
    numbers = {ord(letter): raw.glyphIndexesForString(letter)[0] for letter in letters}
    offsets = _offsets(raw)
    glyphs = _table(raw, "glyf")
    kept = _with_parts({0, *numbers.values()}, glyphs, offsets)
    pieces = [glyphs[offsets[n] : offsets[n + 1]] if n in kept else b"" for n in range(len(offsets) - 1)]
    ends = np.cumsum([0, *map(len, pieces)]).astype(">u4")
    tables = {tag: content for tag in TABLES if (content := _table(raw, tag))}
    head = bytearray(tables["head"])
    head[50:52] = struct.pack(">h", 1)  # offsets of glyphs in four bytes
    return tables | {
        "head": bytes(head),
        "glyf": b"".join(pieces),
        "loca": ends.tobytes(),
        "hmtx": _widths(raw, kept),
        "cmap": _letters_to_glyphs(numbers),
        "post": struct.pack(">IIhhIIIII", 0x00030000, 0, 0, 0, 0, 0, 0, 0, 0),
    }


def _table(raw: QRawFont, tag: str) -> bytes:
    return bytes(raw.fontTable(tag).data())


def _offsets(raw: QRawFont) -> list[int]:
    """Return where each glyph begins, and the end of the last."""
    long = struct.unpack(">h", _table(raw, "head")[50:52])[0]
    places = np.frombuffer(_table(raw, "loca"), dtype=">u4" if long else ">u2")
    return [int(place) * (1 if long else 2) for place in places]


def _with_parts(numbers: Iterable[int], glyphs: bytes, offsets: list[int]) -> set[int]:
    """Return these glyphs and those that they are put together from."""
    kept: set[int] = set()
    waiting = list(numbers)
    while waiting:
        number = waiting.pop()
        if number not in kept:
            kept.add(number)
            waiting += _parts(glyphs[offsets[number] : offsets[number + 1]])
    return kept


def _parts(glyph: bytes) -> list[int]:
    """Return the glyphs that a glyph is put together from; none for an outline of its own."""
    parts: list[int] = []
    if not glyph or struct.unpack(">h", glyph[:2])[0] >= 0:
        return parts
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, number = struct.unpack(">HH", glyph[at : at + 4])
        parts.append(number)
        at += 8 if flags & _HAS_WORDS else 6
        at += 2 * bool(flags & _HAS_SCALE) + 4 * bool(flags & _HAS_TWO_SCALES) + 8 * bool(flags & _HAS_MATRIX)
    return parts


def _widths(raw: QRawFont, kept: set[int]) -> bytes:
    """Return the table of advances, zero for glyphs that are not needed."""
    full = struct.unpack(">H", _table(raw, "hhea")[34:36])[0]
    table = bytearray(_table(raw, "hmtx"))
    for number in range(full - 1):  # the last one holds for all that follow
        if number not in kept:
            table[4 * number : 4 * number + 4] = bytes(4)
    return bytes(table)


def _letters_to_glyphs(numbers: dict[int, int]) -> bytes:
    """Return the table "cmap" in format 12: one group a letter."""
    groups = b"".join(struct.pack(">III", letter, letter, numbers[letter]) for letter in sorted(numbers))
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(numbers)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def woff(tables: dict[str, bytes]) -> bytes:
    """Return tables of a TrueType font as a WOFF file."""
    at = 44 + 20 * len(tables)
    entries, contents = [], []
    for tag in sorted(tables):
        table = tables[tag]
        packed = min(zlib.compress(table, 9), table, key=len)
        entries.append(struct.pack(">4sIIII", tag.encode(), at, len(packed), len(table), _checksum(table)))
        contents.append(_padded(packed))
        at += len(contents[-1])
    unpacked = 12 + sum(16 + len(_padded(table)) for table in tables.values())
    header = struct.pack(">4sIIHHIHHIIIII", b"wOFF", 0x00010000, at, len(tables), 0, unpacked, 1, 0, *[0] * 5)
    return header + b"".join(entries) + b"".join(contents)


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)


def _checksum(table: bytes) -> int:
    return int(np.frombuffer(_padded(table), dtype=">u4").sum(dtype=np.uint64)) & 0xFFFFFFFF
