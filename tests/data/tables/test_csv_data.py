import numpy as np
import pytest

from nnviz.data.errors import DataError
from nnviz.data.tables.table import CsvFile


def csv(tmp_path, text, **parameters):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return CsvFile(path=str(path), **parameters)


def made(data):
    return data.make(np.random.default_rng(0))


def test_header_and_named_classes(tmp_path):
    dataset = made(csv(tmp_path, "width,height,kind\n1,2,cat\n3,4.5,dog\n5,6,cat\n"))
    np.testing.assert_array_equal(dataset.X, [(1, 2), (3, 4.5), (5, 6)])
    np.testing.assert_array_equal(dataset.y, [0, 1, 0])
    assert dataset.classes == ("cat", "dog")
    assert dataset.feature_names == ("width", "height")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_header_and_whole_number_classes(tmp_path, delimiter):
    data = csv(tmp_path, "\n".join(delimiter.join(row) for row in ("120", "341", "560")))
    dataset = made(data)
    np.testing.assert_array_equal(dataset.X, [(1, 2), (3, 4), (5, 6)])
    assert dataset.classes == ("0", "1")
    assert dataset.feature_names == ("x1", "x2")
    assert data.shape().classes == 2


def test_real_targets(tmp_path):
    data = csv(tmp_path, "x,y\n0,0.5\n1,1.5\n")
    assert data.shape().targets == 1
    np.testing.assert_array_equal(made(data).y, [(0.5,), (1.5,)])


def test_a_named_target_column_windows_line_ends_and_a_byte_order_mark(tmp_path):
    dataset = made(csv(tmp_path, "\ufeffclass,a\r\nno,1\r\n\r\nyes,2\r\n", target="class"))
    np.testing.assert_array_equal(dataset.X, [(1,), (2,)])
    assert dataset.classes == ("no", "yes")


def test_a_changed_file_is_read_again(tmp_path):
    data = csv(tmp_path, "1,0.5\n2,1.5\n")
    assert made(data).X[0, 0] == 1
    csv(tmp_path, "10,0.5\n2,1.5\n")
    assert made(data).X[0, 0] == 10


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("", "path", "empty"),
        ("\n\n", "path", "empty"),
        ("a,b\n1,2\n", "path", "at least 2 rows"),
        ("1\n2\n3\n", "path", "2 or more columns"),
        ("1,2\n3\n", "path", "line 2: it has 1 cell where the others have 2"),
        ("a,b\n1,2\nx,3\n4,5\n", "path", 'line 3, column "a": "x"'),
        ("a,b\n1,2\nnan,3\n", "path", 'line 3, column "a": nan is no number'),
        ("a,b\n1,2\ninf,3\n2,1\n", "path", "not a finite number"),
        ("a,b\n1,same\n2,same\n", "target", "nothing but"),
        (b"\xff\xfe\x00", "path", "not utf-16 text"),
    ],
)
def test_wrong_files_are_refused_with_a_reason(tmp_path, text, key, words):
    with pytest.raises(DataError) as caught:
        csv(tmp_path, text).shape()
    assert caught.value.key == key
    assert words in caught.value.reason


def test_a_missing_file_a_folder_and_a_missing_column(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        CsvFile(path=str(tmp_path / "none.csv")).shape()
    with pytest.raises(DataError, match="must be a file"):
        CsvFile(path=str(tmp_path)).shape()
    with pytest.raises(DataError, match="the columns are a, b"):
        csv(tmp_path, "a,b\n1,2\n2,3\n", target="c").shape()
    with pytest.raises(DataError, match="no such file"):
        CsvFile(path="a\0b").shape()


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(DataError, match="larger than 50 MB"):
        CsvFile(path=str(path)).shape()
