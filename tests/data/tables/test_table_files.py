"""Files of other kinds than text, and what is no table at all: one sentence each."""

import gzip
import io
import os
import struct
import zipfile

import numpy as np
import pytest

from nnviz.data.errors import DataError
from nnviz.data.tables.table import Table
from nnviz.experiment.spec.own_table import is_table_file


def reason(path, **settings):
    with pytest.raises(DataError) as caught:
        Table(path=str(path), **settings).shape()
    assert "\n" not in caught.value.reason
    assert caught.value.reason.endswith(".")
    return caught.value.reason


def test_a_cell_of_several_numbers_is_refused(tmp_path):
    np.save(tmp_path / "t.npy", np.ones((6, 3)))
    content = (tmp_path / "t.npy").read_bytes().replace(b"'<f8', ", b"'5f8', ")
    (tmp_path / "t.npy").write_bytes(content + bytes(1000))
    assert "several numbers in each cell" in reason(tmp_path / "t.npy")


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv.gz", gzip.compress(b"a,b\n1,2\n3,4\n", mtime=0)),
        ("t.zip", zipped(**{"in/": b"", "in/t.csv": b"a,b\n1,2\n3,4\n", "__MACOSX/in/._t.csv": b"x"})),
    ],
)
def test_a_table_that_is_packed_is_read(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    table = Table(path=str(tmp_path / name)).understood()
    np.testing.assert_array_equal(table.X, [[1.0], [3.0]])
    assert is_table_file(tmp_path / name)


CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS = f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(path, **sheets):
    """Write a workbook of inline strings and numbers."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr(
            "_rels/.rels",
            f'{RELATIONS}<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        listed = "".join(
            f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(sheets, start=1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            f"<sheets>{listed}</sheets></workbook>",
        )
        related = "".join(
            f'<Relationship Id="r{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(sheets) + 1)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"{RELATIONS}{related}</Relationships>")
        for i, rows in enumerate(sheets.values(), start=1):
            body = rows if isinstance(rows, str) else "".join(map(_row, range(1, len(rows) + 1), rows))
            archive.writestr(
                f"xl/worksheets/sheet{i}.xml",
                f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>',
            )
    return path


def _row(number, cells):
    made = []
    for place, cell in enumerate(cells):
        where = f"{chr(65 + place)}{number}"
        if isinstance(cell, str):
            made.append(f'<c r="{where}" t="inlineStr"><is><t>{cell}</t></is></c>')
        elif cell is not None:
            made.append(f'<c r="{where}"><v>{cell}</v></c>')
    return f'<row r="{number}">{"".join(made)}</row>'


ROWS = [("length", "kind"), (1.5, "a"), (2.5, "b"), (3, "a")]


def test_a_workbook(tmp_path):
    found = Table(path=str(xlsx(tmp_path / "t.xlsx", Cover=[("hello",)], Data=ROWS))).understood()
    assert (found.sheet, found.header, found.encoding, found.delimiter) == ("Data", True, None, None)
    np.testing.assert_array_equal(found.X, [[1.5], [2.5], [3]])
    assert found.target.classes == ("a", "b")


def test_a_workbook_called_csv_and_a_sheet_by_name(tmp_path):
    path = xlsx(tmp_path / "t.csv", One=ROWS, Two=[("p", "q"), (1, 0.5), (2, 1.5), (3, 9.5)])
    found = Table(path=str(path), sheet="Two").understood()
    assert [column.name for column in found.columns] == ["p", "q"]
    assert "the sheets are One, Two" in reason(path, sheet="Three")


def test_cells_of_a_workbook_keep_their_rows_and_titles_are_no_rows(tmp_path):
    rows = [("A title",), (None,), ("x", "y"), (1, 0.5), (None, 1.5), (3, 2.5)]
    found = Table(path=str(xlsx(tmp_path / "t.xlsx", S=rows))).understood()
    assert (found.obstacle.line, found.obstacle.column) == (5, "x")


def test_an_open_document(tmp_path):
    path = tmp_path / "t.ods"
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            if isinstance(cell, str)
            else f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="S">{cells}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    found = Table(path=str(path)).understood()
    np.testing.assert_array_equal(found.X, [[1.5], [2.5], [3]])
    assert found.target.classes == ("a", "b")


def test_workbooks_that_promise_too_much(tmp_path):
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    told = reason(xlsx(tmp_path / "far.xlsx", S=far))
    assert "promises too much" in told or "take a part of them" in told
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        with archive.open("xl/workbook.xml", "w") as member:
            for _ in range(300):
                member.write(bytes(1_000_000))
    assert "unpacks to more than" in reason(tmp_path / "bomb.xlsx")


def test_damaged_workbooks(tmp_path):
    whole = xlsx(tmp_path / "t.xlsx", S=ROWS).read_bytes()
    for end in range(10, len(whole), len(whole) // 12):
        (tmp_path / "cut.xlsx").write_bytes(whole[:end])
        assert "damaged" in reason(tmp_path / "cut.xlsx")


def test_arrays(tmp_path):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(30, 3)), np.arange(30) % 3
    np.savez(tmp_path / "both.npz", X=X, y=y)
    found = Table(path=str(tmp_path / "both.npz")).understood()
    np.testing.assert_array_equal(found.X, X)
    np.testing.assert_array_equal(found.y, y)
    assert [column.name for column in found.columns] == ["x1", "x2", "x3", "y"]
    assert found.target.classes == ("0", "1", "2")
    np.save(tmp_path / "one.npy", np.asfortranarray(np.column_stack([X, X.sum(axis=1)])))
    one = Table(path=str(tmp_path / "one.npy")).understood()
    np.testing.assert_array_equal(one.y, X.sum(axis=1))
    assert one.target.column == "y"
    np.savez_compressed(tmp_path / "text.npz", X=X, y=np.array(["a", "b", "a"] * 10))
    assert Table(path=str(tmp_path / "text.npz")).understood().target.classes == ("a", "b")
    kinds = np.array([(1.5, b"red", 2), (2.5, b"blue", 3)] * 4, dtype=[("a", "f8"), ("c", "S5"), ("t", "i4")])
    np.save(tmp_path / "fields.npy", kinds)
    with (tmp_path / "second.npy").open("wb") as stream:
        np.lib.format.write_array(stream, np.column_stack([X, y]), version=(2, 0))
    assert Table(path=str(tmp_path / "second.npy")).understood().rows == len(X)
    assert Table(path=str(tmp_path / "fields.npy")).understood().feature_names == ("a", "c = blue", "c = red")


def test_that_pictures_are_taken_as_columns_is_told(tmp_path):
    np.savez(tmp_path / "pictures.npz", X=np.zeros((5, 3, 2)), y=np.arange(5) % 2)
    told = [problem.sentence for problem in Table(path=str(tmp_path / "pictures.npz")).understood().problems]
    assert 'the array "X" has the shape 5 x 3 x 2: each row is taken as 6 columns.' in told


def test_arrays_that_are_no_tables(tmp_path):
    np.savez(tmp_path / "a.npz", X=np.zeros((5, 2)), y=np.zeros(4))
    assert "as many rows" in reason(tmp_path / "a.npz")
    np.save(tmp_path / "objects.npy", np.array([{}, []], dtype=object), allow_pickle=True)
    assert "Python objects" in reason(tmp_path / "objects.npy")
    np.savez(tmp_path / "answers.npz", X=np.zeros((4, 2)), y=np.array(["a", 1, "a", 1], dtype=object))
    assert 'the array "y" holds Python objects' in reason(tmp_path / "answers.npz")  # not X alone is learned
    np.save(tmp_path / "cells.npy", np.zeros(5, dtype=[("x", "f4", (2,)), ("k", "i4")]))
    assert "several numbers in each cell" in reason(tmp_path / "cells.npy")
    np.save(tmp_path / "complex.npy", np.zeros((4, 2), dtype=complex))
    assert "complex" in reason(tmp_path / "complex.npy")
    stream = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        stream, {"descr": "<f8", "fortran_order": False, "shape": (2**40, 2**20)}
    )
    (tmp_path / "promise.npy").write_bytes(stream.getvalue() + bytes(100))
    assert "cut off" in reason(tmp_path / "promise.npy")
    (tmp_path / "token.npy").write_bytes(b"\x93NUMPY\x01\x00\x76\x00" + b"(((" * 40)
    assert "header is damaged" in reason(tmp_path / "token.npy")
    with (
        zipfile.ZipFile(tmp_path / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("X.npy", "w") as m,
    ):
        for _ in range(300):
            m.write(bytes(1_000_000))
    assert "larger than 200 MB" in reason(tmp_path / "bomb.npz")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\n \n\n", "the file is empty"),
        (gzip.compress(gzip.compress(b"a,b\n1,2\n", mtime=0), mtime=0), "packed with gzip twice"),
        (gzip.compress(b"a,b\n1,2\n3,4\n", mtime=0)[:-9], "cut off (gzip)"),
        (gzip.compress(bytes(60_000_000), 1, mtime=0), "unpacks to more than 50 MB"),
        (zipped(**{"a.csv": b"1,2", "b.csv": b"1,2"}), "holds 2 files (a.csv, b.csv)"),
        (zipped(), "holds no file"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "a web page"),
        (b'{"a": [1, 2]}', "JSON"),
        (b"\x80\x04\x95\x10\x00\x00", "pickle"),
        (b"\x00\x01\x02\x03\x04" * 50, "no text"),
        (b"PK\x03\x04" + bytes(100), "ZIP archive"),
        (struct.pack(">IIII", 0x803, 10, 28, 28) + bytes(7840), 'name = "mnist"'),
        (b"one\ntwo\nthree\n", "2 or more columns"),
        (b"Dear all,\n\nplease find the file attached.\nYours\n", "no table"),
        (b'a,b\n1,"2\n3,4\n5,6\n', "a quotation mark is never closed"),
        (b'a,b\n1,"' + b"x" * 200_000 + b"\n3,4\n", "a cell goes on for too long"),
        (b"a,b\n1,2\n", "at least 2 rows"),
        (b"1," * 1500 + b"1\n" + b"1," * 1500 + b"1\n", "1,501 columns; 1,000 are allowed"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(tmp_path, content, words):
    (tmp_path / "t.csv").write_bytes(content)
    assert words in reason(tmp_path / "t.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among the files of this system")
def test_what_has_no_end_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", "/dev/zero", "/dev/stdin"):
        assert "no ordinary file" in reason(path)
    assert "a folder" in reason(tmp_path)
    assert "no such file" in reason(tmp_path / "none.csv")
    assert "no such file" in reason("a\0b")
