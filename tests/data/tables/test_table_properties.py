"""Whatever bytes come, a table or a sentence comes out; and what was written as a table is read as it was."""

import contextlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnviz.data.errors import DataError
from nnviz.data.tables.cells.values import number_of, numbers_of
from nnviz.data.tables.dialect import dialect_of
from nnviz.data.tables.table import Table

QUIET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(content=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with contextlib.suppress(DataError):
        Table(path=str(path)).understood()


@QUIET
@given(
    text=st.text(alphabet="01259.,;|\t \"'\n\r#abNA?-e%\x85\u2028é", max_size=200),
    missing=st.sampled_from(("drop", "mean")),
)
def test_any_signs_of_tables_are_a_table_or_a_sentence(tmp_path, text, missing):
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode())
    try:
        table = Table(path=str(path), missing=missing).understood()
    except DataError:
        return
    if table.obstacle is None:
        assert table.X.shape == (table.rows, len(table.feature_names))
        assert np.isfinite(table.X).all()
        assert np.isfinite(table.y).all()
        assert table.rows == len(table.y) >= 2


NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 4) + 0.5)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=3, max_size=12)
)


@QUIET
@given(
    rows=TABLES,
    delimiter=st.sampled_from((",", ";", "\t", "|", " ")),
    decimal=st.sampled_from((".", ",")),
    header=st.booleans(),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "latin-1")),
    end=st.sampled_from(("\n", "\r\n", "\r")),
)
def test_numbers_are_read_as_they_were_written(tmp_path, rows, delimiter, decimal, header, encoding, end):
    if delimiter == decimal:
        decimal = "."
    names = [f"größe{i}" for i in range(len(rows[0]))]
    lines = [delimiter.join(repr(x).replace(".", decimal) for x in row) for row in rows]
    if header:
        lines.insert(0, delimiter.join(names))
    path = tmp_path / "t.csv"
    path.write_bytes((end.join(lines) + end).encode(encoding))
    table = Table(path=str(path), task="numbers", target=names[-1] if header else "y").understood()
    assert (table.delimiter, table.header) == (delimiter, header)
    assert table.obstacle is None
    np.testing.assert_array_equal(np.column_stack([table.X, table.y]), rows)
    if header:
        assert [column.name for column in table.columns] == names


@given(x=st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_to_the_last_bit(x):
    assert number_of(repr(x), ".") == x
    assert number_of(repr(x).replace(".", ","), ",") == x
    np.testing.assert_array_equal(numbers_of([repr(x)], "."), [x])


@pytest.mark.parametrize(
    "word", ["1_000", "infinity", "0x10", "1e", "--1", "1.2.3", "²", "1,2,3", "12,34", ""]
)
def test_what_is_no_number(word):
    assert number_of(word, ".") is None
    assert np.isnan(numbers_of([word], ".")).all()


def test_a_long_line_is_looked_at_only_in_part():
    assert dialect_of("1,2;" * 1_000_000, "").delimiter in ",;"
