"""What is guessed of tables as people have them: each file with what it must be understood as."""

import numpy as np
import pytest

from nnviz.data.errors import DataError
from nnviz.data.tables.table import CsvFile, Table


@pytest.fixture
def table(tmp_path):
    def write(content, name="table.csv", kind=Table, **settings):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return kind(path=str(path), **settings)

    return write


def understood(data):
    found = data.understood()
    assert found.obstacle is None, found.obstacle.words()
    return found


def numbers(text):
    return [[float(cell) for cell in row.split()] for row in text.split(",")]


# content, delimiter, decimal, header, names, X, y
READ = {
    "semicolons and decimal commas": (
        "length;width;kind\n5,1;3,5;a\n4,9;3,0;a\n6,2;2,9;b\n",
        ";",
        ",",
        True,
        "length width kind",
        "5.1 3.5, 4.9 3, 6.2 2.9",
        [0, 0, 1],
    ),
    "decimal commas in the target": (
        "x;y\n1;2,5\n2;3,5\n3;4,75\n4;5,5\n",
        ";",
        ",",
        True,
        "x y",
        "1,2,3,4",
        [2.5, 3.5, 4.75, 5.5],
    ),
    "as many commas as semicolons, no header": (
        "1;3,5\n2;4,5\n3;2,25\n",
        ";",
        ",",
        False,
        "x1 y",
        "1,2,3",
        [3.5, 4.5, 2.25],
    ),
    "decimal commas between tabs": (
        "a\tb\n1,5\t2\n2,5\t3,25\n",
        "\t",
        ",",
        True,
        "a b",
        "1.5,2.5",
        [2, 3.25],
    ),
    "decimal commas between blanks": (
        "1,5 2,5 0\n2,5 3,5 1\n",
        " ",
        ",",
        False,
        "x1 x2 y",
        "1.5 2.5,2.5 3.5",
        [0, 1],
    ),
    "an unnamed index": (
        ",0,1,label\n0,0.1,0.2,a\n1,0.3,0.4,b\n",
        ",",
        ".",
        True,
        "column 1 0 1 label",
        "0.1 0.2, 0.3 0.4",
        [0, 1],
    ),
    "a line for Excel": (
        "sep=;\r\na;b;class\r\n1;2;x\r\n3;4;y\r\n",
        ";",
        ".",
        True,
        "a b class",
        "1 2,3 4",
        [0, 1],
    ),
    "a delimiter at the end of lines": (
        "a,b,class,\n1,2,x,\n3,4,y,\n",
        ",",
        ".",
        True,
        "a b class",
        "1 2,3 4",
        [0, 1],
    ),
    "only the rows end with a delimiter": (
        "a,b,class\n1,2,x,\n3,4,y,\n",
        ",",
        ".",
        True,
        "a b class",
        "1 2,3 4",
        [0, 1],
    ),
    "numbers as names": (
        "0,1,label\n0.5,1.5,a\n2.5,3.5,b\n0.1,0.2,a\n",
        ",",
        ".",
        True,
        "0 1 label",
        "0.5 1.5,2.5 3.5,0.1 0.2",
        [0, 1, 0],
    ),
    "years as names": (
        "1990,1991,growth\n1.5,2.5,0.5\n2.5,3.5,0.7\n3.5,1.5,0.1\n",
        ",",
        ".",
        True,
        "1990 1991 growth",
        "1.5 2.5,2.5 3.5,3.5 1.5",
        [0.5, 0.7, 0.1],
    ),
    "years as names beside names of rows": (
        "country,2019,2020\nA,1.5,2\nB,2.5,3\nC,3.5,4\n",
        ",",
        ".",
        True,
        "country 2019 2020",
        "1.5,2.5,3.5",
        [2, 3, 4],
    ),
    "years and nothing else as names": (
        "1990,1991,1992\n1.5,2.5,0.5\n2.5,3.5,0.7\n",
        ",",
        ".",
        True,
        "1990 1991 1992",
        "1.5 2.5,2.5 3.5",
        [0.5, 0.7],
    ),
    "names as pandas numbers them": (
        "0,1,2\n1.5,2.5,0\n2.5,3.5,1\n1.5,1.5,1\n",
        ",",
        ".",
        True,
        "0 1 2",
        "1.5 2.5,2.5 3.5,1.5 1.5",
        [0, 1, 1],
    ),
    "a point that could be names": (
        "0,1,1\n1,1,0\n0,0,0\n1,0,1\n",
        ",",
        ".",
        False,
        "x1 x2 y",
        "0 1,1 1,0 0,1 0",
        [1, 0, 0, 1],
    ),
    "names aligned by tabs with commas in them": (
        "a, in cm\tb, in cm\tc\n1\t2\tx\n3\t4\ty\n",
        "\t",
        ".",
        True,
        None,
        "1 2,3 4",
        [0, 1],
    ),
    "two tabs in a row": (
        "a\tb\tclass\n1\t\t2\tx\n3\t\t4\ty\n",
        "\t",
        ".",
        True,
        "a b class",
        "1 2,3 4",
        [0, 1],
    ),
    "blanks": (
        "  a   b  class\n  1  20      x\n 30   4      y\n",
        " ",
        ".",
        True,
        "a b class",
        "1 20,30 4",
        [0, 1],
    ),
    "comma and blank": ("a, b, class\n1, 2, x\n3, 4, y\n", ",", ".", True, "a b class", "1 2,3 4", [0, 1]),
    "bars": ("a|b|class\n1|2|x\n3|4|y\n", "|", ".", True, "a b class", "1 2,3 4", [0, 1]),
    "comments": (
        "# measured in May\n# by hand\na,b,class\n1,2,x\n# a break\n3,4,y\n",
        ",",
        ".",
        True,
        "a b class",
        "1 2,3 4",
        [0, 1],
    ),
    "names in a comment, as NumPy writes": (
        "# a b class\n1 2 0\n3 4 1\n",
        " ",
        ".",
        True,
        "a b class",
        "1 2,3 4",
        [0, 1],
    ),
    "a title above": (
        "Results of May\n\na;b;class\n1;2;x\n3;4;y\n",
        ";",
        ".",
        True,
        "a b class",
        "1 2,3 4",
        [0, 1],
    ),
    "a note below": (
        "a;b;class\n1;2;x\n3;4;y\nSource: the ministry\n",
        ";",
        ".",
        True,
        "a b class",
        "1 2,3 4",
        [0, 1],
    ),
    "names of rows, as R writes": (
        "a b class\nr1 1 2 x\nr2 3 4 y\nr3 5 6 x\n",
        " ",
        ".",
        True,
        "column 1 a b class",
        None,
        [0, 1, 0],
    ),
    "quoted cells with separators and line breaks": (
        '"a, long","b\nname",class\n"1","2","x, y"\n3,4,"z\nz"\n',
        ",",
        ".",
        True,
        None,
        "1 2,3 4",
        [0, 1],
    ),
    "thousands": ('a,b\n"1,234.5",1\n"12,345.25",2.5\n', ",", ".", True, "a b", "1234.5,12345.25", [1, 2.5]),
    "thousands with points": (
        "a;b\n1.234,5;1\n12.345,25;2,5\n",
        ";",
        ",",
        True,
        "a b",
        "1234.5,12345.25",
        [1, 2.5],
    ),
    "thousands with blanks": (
        "a;b\n1 234,5;1\n12 345,25;2,5\n",
        ";",
        ",",
        True,
        "a b",
        "1234.5,12345.25",
        [1, 2.5],
    ),
    "Swiss thousands": (
        "a;b\n1'234.5;1\n12'345.25;2.5\n",
        ";",
        ".",
        True,
        "a b",
        "1234.5,12345.25",
        [1, 2.5],
    ),
    "per cent and a long minus": (
        "a;b\n50 %;\u22121,5\n25%;2,5\n",
        ";",
        ",",
        True,
        "a b",
        "50,25",
        [-1.5, 2.5],
    ),
    "line ends of old Macs": ("a,b,class\r1,2,x\r3,4,y\r", ",", ".", True, "a b class", "1 2,3 4", [0, 1]),
    "exponents": ("a,b\n1e3,1\n-2.5E-3,2.5\n", ",", ".", True, "a b", "1000,-0.0025", [1, 2.5]),
}


@pytest.mark.parametrize("kind", list(READ))
def test_a_table_is_read_as_meant(table, kind):
    content, delimiter, decimal, header, names, X, y = READ[kind]
    found = understood(table(content))
    assert (found.delimiter, found.header) == (delimiter, header)
    assert found.decimal == decimal
    if names is not None:
        assert " ".join(column.name for column in found.columns) == names
    if X is not None:
        np.testing.assert_array_equal(found.X, numbers(X))
    np.testing.assert_array_equal(found.y, y)


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("latin-1", "latin-1"),
        ("cp1252", "latin-1"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings(table, encoding, told):
    found = understood(table("Länge;Art\r\n1;groß\r\n2;klein\r\n3;groß\r\n".encode(encoding)))
    assert found.encoding == told
    assert [column.name for column in found.columns] == ["Länge", "Art"]
    assert found.target.classes == ("groß", "klein")


def test_signs_that_only_windows_has(table):
    found = understood(table("Preis in €;Art\n1;“alt”\n2;neu\n".encode("cp1252")))
    assert found.encoding == "cp1252"
    assert found.columns[0].name == "Preis in €"


def test_the_encoding_that_is_given_is_used(table):
    text = "длина;тип\n1;кошка\n2;собака\n3;кошка\n"
    found = understood(table(text.encode("koi8_r"), encoding="koi8_r"))
    assert found.target.classes == ("кошка", "собака")
    with pytest.raises(DataError, match="is not utf-8 text"):
        table(text.encode("koi8_r"), encoding="utf-8").shape()
    with pytest.raises(DataError, match="such as utf-8"):
        table(text, encoding="utf-99").shape()


@pytest.mark.parametrize(
    ("cells", "task", "classes"),
    [
        ("0 1 0 1", "classes", ("0", "1")),
        ("1 2 3 1 2 3", "classes", ("1", "2", "3")),
        ("-1 1 1 -1", "classes", ("-1", "1")),
        ("2 4 4 2", "classes", ("2", "4")),
        ("1 3 7 1 3 7", "classes", ("1", "3", "7")),
        ("1.0 2.0 1.0 2.0", "classes", ("1", "2")),
        ("cat dog cat", "classes", ("cat", "dog")),
        ("1 2 3 4 5 6", "numbers", ()),
        ("0.5 1.5 0.5 1.5", "numbers", ()),
        ("100 205 317 422", "numbers", ()),
    ],
)
def test_classes_or_numbers_with_the_reason(table, cells, task, classes):
    rows = "".join(f"{i}.5,{cell}\n" for i, cell in enumerate(cells.split()))
    target = understood(table("x,z\n" + rows)).target
    assert (target.column, target.task, target.classes) == ("z", task, classes)
    assert target.reason.startswith("it is the last column; it holds ")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("3 3 3 3 5", "it holds 2 different whole numbers, 3 to 5, each twice or more on average;"),
    ],
)
def test_the_reason_says_no_more_than_is_so(table, cells, reason):
    rows = "".join(f"{row}.5,{cell}\n" for row, cell in enumerate(cells.split()))
    assert reason in understood(table("a,y\n" + rows)).target.reason


def test_what_is_asked_for_goes_before_the_guess(table):
    text = "x,y\n0.5,1\n1.5,2\n2.5,1\n3.5,2\n"
    assert understood(table(text, task="numbers")).target.task == "numbers"
    found = understood(table("x,y\n0.5,10\n1.5,20\n2.5,30\n", task="classes"))
    assert found.target.classes == ("10", "20", "30")
    with pytest.raises(DataError, match="holds text such as"):
        table("x,y\n1,a\n2,b\n", task="numbers").shape()
    assert not understood(table("a,b\n1,2\n3,4.5\n", header=False, missing="drop", task="numbers")).header
    assert understood(table("a;b,c\n1;2,3\n4;5,6\n", delimiter=",")).delimiter == ","
    assert understood(table('a,b\n"1,234",1\n"2,345",2.5\n', decimal=".")).X.tolist() == [[1234], [2345]]


def test_the_target_is_called_so_or_comes_last(table):
    text = "class,a,b\n1,2.5,3\n2,3.5,4\n1,1.5,9\n2,2,8\n"
    assert understood(table(text)).target.column == "class"
    assert understood(table(text, kind=CsvFile)).target.column == "b"
    assert understood(table(text, target="a")).target.column == "a"
    assert understood(table("2,1,label\n0.5,1.5,0\n2.5,3.5,1\n", target=1)).target.column == "1"


def test_a_column_that_is_there_twice(table):
    text = "x,y,y\n1,2.5,3\n2,3.5,4.5\n"
    with pytest.raises(DataError, match='2 columns are called "y": say which one, "y \\(1\\)" or'):
        table(text, target="y").shape()
    found = understood(table(text))
    assert [column.name for column in found.columns] == ["x", "y (1)", "y (2)"]
    assert found.target.column == "y (2)"
    assert understood(table(text, target="y (1)", columns=("x", "y (2)"))).target.column == "y (1)"


def test_names_in_a_comment_are_found_again_when_they_are_asked_for(table):
    text = "# x y\n" + "".join(f"{i / 7:.3f} {i / 3:.3f}\n" for i in range(9))
    found = understood(table(text, header=True))
    assert (found.rows, [column.name for column in found.columns]) == (9, ["x", "y"])
    with pytest.raises(DataError, match="there is no column"):
        table(text, target="z").shape()


def test_the_kinds_of_columns(table):
    rows = "".join(
        f"{i},{i * 1.5},{'red' if i % 2 else 'blue'},2024-01-{i + 1:02},,person number {i},{i % 3}\n"
        for i in range(25)
    )
    found = understood(table("id,size,colour,day,empty,name,class\n" + rows))
    kinds = ["id", "number", "category", "date", "ignored", "id", "number"]
    assert [column.kind for column in found.columns] == kinds
    assert found.inputs == ("size", "colour")
    assert found.feature_names == ("size", "colour = blue", "colour = red")
    np.testing.assert_array_equal(found.X[1], [1.5, 0, 1])
    assert found.target.classes == ("0", "1", "2")
    assert understood(table("id,size,class\n0,1,a\n1,2,b\n2,1,a\n", kind=CsvFile)).inputs == ("id", "size")
    codes = understood(table("id,size,colour,day,empty,name,class\n" + rows, one_hot=False))
    np.testing.assert_array_equal(codes.X[:2], [[0, 0], [1.5, 1]])
    days = understood(table("id,size,colour,day,empty,name,class\n" + rows, columns=("day", "size")))
    np.testing.assert_array_equal(days.X[1] - days.X[0], [1, 1.5])


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("x1,x2,y\n0,0,a\n0,1,\n1,0,b\n1,1,a\n", 3, "y", "the cell is empty"),
        ("x1,x2,y\n0,0,0\n0,1,0\n1,0,?\n1,1,1\n", 4, "y", "? is no number"),
        ("x,price\n0.1,2.5\n0.2,3.1\n0.3,NA\n0.4,5.2\n", 4, "price", "NA is no number"),
        ("x,y\n0.1,1.5\n0.2,2.5\n0.3,\n0.4,1.5\n0.5,2.5\n", 4, "y", "the cell is empty"),
        ("x,y\n0.1,1.5\n0.2,abc\n0.3,2\n0.4,1.5\n", 3, "y", '"abc" is not a finite number'),
        ("x,y\n0.1,1\n0.2,2\n0.3,n/a\n0.4,1\n", 4, "y", "n/a is no number"),
        ("x,y\n1,red\n2,blue\n3,N/A\n4,red\n", 4, "y", "N/A is no class"),
        ("x,y\n1.5,1\n2.5,2\n3.5,1\n1e999,2\n", 5, "x", "is not a finite number"),
        ("x,y\n1.5,1\n\n2.5,2\n# no\n-,1\n", 6, "x", "- is no number"),
        ('"x\ny",y\n1.5,1\n2.5,2\nNaN,1\n', 5, "x\ny", "NaN is no number"),
        ("a;b\n1.5;1\n2.5;2.5\n2,5;3\n", 4, "a", 'try data.decimal = ","'),
        ("a,b\n1,2\n3,4\n5\n6,7\n", 4, None, "it has 1 cell where the others have 2"),
        (
            "a,b\n1,2\n3,4,5\n5,2\n6,7\n",
            3,
            None,
            "it has 3 cells where the others have 2; a delimiter inside",
        ),
    ],
)
@pytest.mark.parametrize("kind", [Table, CsvFile])
def test_a_bad_cell_is_named_and_never_changes_the_task(table, kind, text, line, column, words):
    data = table(text, kind=kind)
    problem = data.understood().obstacle
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.sentence
    with pytest.raises(DataError, match=f"line {line}"):
        data.shape()


def test_150_numbers_and_a_blank_are_no_151_classes(table):
    text = "x,y\n" + "".join(f"{i},{i}.25\n" for i in range(150)) + "7,\n"
    found = table(text).understood()
    assert found.target.task == "numbers"
    assert found.obstacle.line == 152


def test_missing_cells_are_dropped_or_filled(table):
    text = "x,colour,y\n1,red,0.5\n,blue,1.5\n5,,2.5\n6,red,?\n"
    with pytest.raises(DataError, match="1 row is left"):
        table(text, missing="drop").shape()
    text += "7,red,3.5\n9,blue,4\n"
    dropped = understood(table(text, missing="drop"))
    np.testing.assert_array_equal(dropped.y, [0.5, 3.5, 4])
    assert "3 rows are left out" in dropped.problems[-1].sentence
    with pytest.raises(DataError, match=r"line 5, column .y.: \? is no number"):
        table(text, missing="mean").shape()
    filled = understood(table(text.replace("?", "9"), missing="mean"))
    np.testing.assert_array_equal(filled.X[:, 0], [1, 28 / 5, 5, 6, 7, 9])
    assert filled.feature_names == ("x", "colour = blue", "colour = red", "colour = (missing)")
    np.testing.assert_array_equal(filled.X[2, 1:], [0, 0, 1])


def test_a_dash_may_be_a_class(table):
    found = understood(table("x,y\n1,+\n2,-\n3,+\n4,-\n"))
    assert found.target.classes == ("+", "-")
    assert understood(table("x,y\n1,none\n2,high\n3,none\n")).target.classes == ("high", "none")


def test_ambiguous_signs_are_told(table):
    found = understood(table("a;b\n1,234;1\n2,345;2\n3,456;4\n"))
    assert found.decimal == ","
    assert "1,234" in found.problems[0].sentence
    found = understood(table('a,b\n"1,234",1\n"2,345",2\n"3,456",4\n'))
    assert (found.decimal, found.X[0, 0]) == (".", 1234)
    assert "thousands" in found.problems[0].sentence


def test_a_changed_file_says_so(table):
    text = "x,y\n1,0.5\n2,1.5\n3,2.5\n"
    data = table(text).written_out()
    assert data.remarks() == ()
    changed = table(text + "4,3.5\n")
    assert changed.path == data.path
    assert "not the one the settings were written for" in data.remarks()[0]
    assert data.written_out() == data


def test_guesses_written_out_read_the_same(table):
    data = table("länge;kind\n1,5;a\n2,5;b\n3;a\n".encode("latin-1"))
    written = data.written_out()
    assert (written.encoding, written.delimiter, written.decimal, written.header) == (
        "latin-1",
        ";",
        ",",
        True,
    )
    assert (written.target, written.task, written.columns) == ("kind", "classes", ("länge",))
    again = understood(written)
    np.testing.assert_array_equal(again.X, understood(data).X)
    assert again.target.classes == understood(data).target.classes


def test_a_reading_can_be_watched_and_ended(table):
    data = table("x,y\n" + "".join(f"{i},{i % 7}.5\n" for i in range(20_000)))
    shares = []
    data.understood(shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) > 5

    class EnoughError(Exception):
        pass

    def stop(share):
        if share > 0.2:
            raise EnoughError

    with pytest.raises(EnoughError):
        table("x,y\n" + "".join(f"{i},{i % 7}.25\n" for i in range(20_000))).understood(stop)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "длина;тип\n1;кошка\n2;собака\n3;кошка\n"),
        ("cp1253", "μήκος;είδος\n1;γάτα\n2;σκύλος\n3;γάτα\n"),
        ("cp1250", "Długość;Żółty\n1;ąę\n2;śł\n3;ąę\n"),
        ("shift_jis", "長さ;種類\n1;猫\n2;犬\n3;猫\n"),
    ],
)
def test_encodings_of_older_programs_are_guessed_and_said_to_be(table, encoding, text):
    found = understood(table(text.encode(encoding)))
    assert found.encoding == encoding
    assert [column.name for column in found.columns] == text.split("\n")[0].split(";")
    assert f"its encoding looks like {encoding}" in found.problems[0].sentence


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("price;area\n1.200 €;50\n950 €;40\n2.300 €;95\n", [1200, 950, 2300]),
        ('price,area\n"$1,200.50",50\n$950.00,40.5\n', [1200.5, 950]),
        ("price;area\n-£5.5;50\n£2.25;40\n", [-5.5, 2.25]),
    ],
)
def test_prices(table, text, values):
    np.testing.assert_array_equal(understood(table(text)).X[:, 0], values)


def test_a_point_that_may_stand_between_thousands_is_told(table):
    found = understood(table("a;b\n1.234;1\n2.345;2\n3.456;4\n"))
    assert (found.decimal, found.X[0, 0]) == (".", 1.234)
    assert 'the point of "1.234" is read as the decimal sign' in found.problems[0].sentence


def test_single_quotes_and_a_delimiter_after_the_names_alone(table):
    found = understood(table("'a, b','c','class'\n'1','2','x'\n'3','4','y'\n"))
    assert [column.name for column in found.columns] == ["a, b", "c", "class"]
    found = understood(table("a,b,class,\n1,2,x\n3,4,y\n"))
    assert (found.header, found.target.classes) == (True, ("x", "y"))


def test_y_beside_x_is_a_coordinate(table):
    assert understood(table("x,y,kind\n1,2,a\n2,3,b\n3,1,a\n")).target.column == "kind"
    assert understood(table("y,a,b\n1.5,2,3\n2.5,3,4\n3.5,1,2\n")).target.column == "y"


@pytest.mark.parametrize(
    ("cells", "classes", "y"),
    [
        ("true True TRUE false False false", ("false", "TRUE"), [1, 1, 1, 0, 0, 0]),
        ("Yes yes no No no Yes", ("no", "Yes"), [1, 1, 0, 0, 0, 1]),
        ("y Y n N y n", ("n", "y"), [1, 1, 0, 0, 1, 0]),
        ("setosa Setosa rose rose setosa rose", ("rose", "setosa"), [1, 1, 0, 0, 1, 0]),
        ("a A a A b b", ("A", "a", "b"), [1, 0, 1, 0, 2, 2]),
    ],
)
def test_words_in_capitals_and_not_are_one_class_and_that_is_told(table, cells, classes, y):
    words = cells.split()
    data = table("x,kind\n" + "".join(f"{number},{word}\n" for number, word in enumerate(words)))
    found = understood(data)
    assert set(found.target.classes) == set(classes)
    order = [found.target.classes.index(each) for each in classes]
    assert found.y.tolist() == [order[each] for each in y]
    told = " ".join(problem.words() for problem in found.problems)
    assert ("taken as" in told) == (len(set(words)) > len(classes))


@pytest.mark.parametrize(("second", "learned"), [("{0}.25", "x1"), ("{1}", "x3")])
def test_of_columns_without_names_the_first_is_learned_where_no_other_could_be_classes(
    table, second, learned
):
    """As in old tables of measurements: the class, then numbers with fractions in every column."""
    rows = "".join(f"{i % 3 + 1},{second.format(i, i % 2)},{i / 4 + 0.125}\n" for i in range(24))
    target = understood(table(rows)).target
    first = learned == "x1"
    assert target.reason.startswith("it is the first column" if first else "it is the last column")
    assert target.classes == (("1", "2", "3") if first else ())
