"""Fonts inside an SVG: cut down, they draw the same letters; browsers read them."""

import re
import struct
import zlib
from base64 import b64decode
from pathlib import Path

import pytest
from exporting import trained
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QRawFont

from nnviz.export.exporters import export
from nnviz.export.options import ExportOptions
from nnviz.export.page.svg_fonts import TABLES, cut_down, font_face, woff
from nnviz.export.presets import PRESETS
from nnviz.paint.drawing.fonts import FAMILY

LETTERS = "Hidden 1.25 x́ŷÄé∂δ−"


def font_of(tables: dict[str, bytes]) -> QRawFont:
    """Return a font from its tables, as a file that Qt reads."""
    at = 12 + 16 * len(tables)
    head, body = struct.pack(">IHHHH", 0x00010000, len(tables), 0, 0, 0), b""
    for tag in sorted(tables):
        table = tables[tag]
        head += struct.pack(">4sIII", tag.encode(), 0, at + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return QRawFont(QByteArray(head + body), 40.0)


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the tables of a WOFF file."""
    signature, _, length, count = struct.unpack(">4sIIH", content[:14])
    assert signature == b"wOFF"
    assert length == len(content)
    tables = {}
    for entry in range(count):
        tag, at, packed, size, _ = struct.unpack(">4sIIII", content[44 + 20 * entry : 64 + 20 * entry])
        table = content[at : at + packed]
        tables[tag.decode()] = table if packed == size else zlib.decompress(table)
        assert len(tables[tag.decode()]) == size
    return tables


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.DemiBold])
@pytest.mark.parametrize("italic", [False, True])
def test_a_font_cut_down_draws_the_same_letters(weight: QFont.Weight, italic: bool) -> None:
    font = QFont(FAMILY)
    font.setPixelSize(40)
    font.setWeight(weight)
    font.setItalic(italic)
    raw = QRawFont.fromFont(font)
    raw.setPixelSize(40.0)
    tables = cut_down(raw, "".join(sorted(set(LETTERS))))
    small = font_of(tables)
    assert small.isValid()
    for letter in LETTERS:
        (mine,), (theirs,) = (each.glyphIndexesForString(letter) for each in (small, raw))
        assert mine == theirs
        assert small.pathForGlyph(mine) == raw.pathForGlyph(theirs)
        assert small.advancesForGlyphIndexes([mine]) == raw.advancesForGlyphIndexes([theirs])
    missing = raw.glyphIndexesForString("Q")[0]
    assert small.pathForGlyph(missing).isEmpty()
    assert len(woff(tables)) < 0.1 * sum(len(bytes(raw.fontTable(tag).data())) for tag in (*TABLES, "glyf"))


def test_a_woff_file_holds_its_tables() -> None:
    tables = {"glyf": b"outlines" * 50, "head": b"odd"}
    assert unpacked(woff(tables)) == tables


def test_a_font_that_is_not_there_is_not_embedded_under_its_name() -> None:
    assert not font_face(QFont("No such family"), "No such family", "400", "normal", "abc")


def test_the_fonts_of_an_svg_have_all_its_letters(tmp_path: Path, compiled_engine: None) -> None:
    export(trained(), "network", tmp_path / "n.svg", ExportOptions(preset=PRESETS["handout"]), replace=True)
    svg = (tmp_path / "n.svg").read_text(encoding="utf-8")
    faces = re.findall(
        r"font-weight: (\d+); font-style: (\w+); src: url\(\"data:font/woff;base64,([^\"]+)", svg
    )
    assert {face[:2] for face in faces} == {("400", "normal"), ("400", "italic")}
    upright = font_of(unpacked(b64decode(next(each[2] for each in faces if each[1] == "normal"))))
    for letter in "Hidden layer 1":
        assert upright.supportsCharacter(letter)
    assert not upright.supportsCharacter("Q")
