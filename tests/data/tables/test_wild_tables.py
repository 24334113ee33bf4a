"""Tables as they are found: each kind with what a sensible person takes it for, and what must be told."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nnviz.data.errors import DataError
from nnviz.data.tables.table import Table
from nnviz.data.tables.understood import Understood

ReadTable = Callable[..., Understood]
IRIS = (
    "5.1,3.5,setosa|4.9,3.0,setosa|7.0,3.2,versicolor|6.4,3.2,versicolor|6.3,3.3,virginica|5.8,2.7,virginica"
)
ROWS = IRIS.split("|")
HEAD = "sl,sw,species"


@pytest.fixture
def read(tmp_path: Path) -> ReadTable:
    def of(content: str | bytes, name: str = "table.csv", **settings: object) -> Understood:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Table(path=str(path), **settings).understood()  # type: ignore[arg-type]

    return of


def told(table: Understood) -> str:
    return " ".join(problem.words() for problem in table.problems)


def lines(*rows: str, end: str = "\n") -> str:
    return end.join(rows) + end


CUT = {
    "colons": lines(HEAD, *ROWS).replace(",", ":"),
    "carets": lines(HEAD, *ROWS).replace(",", "^"),
    "a drawn table": lines(
        *(f"| {row.replace(',', ' | ')} |" for row in (HEAD, "---,:--:,---", *ROWS)),
    ),
    "as psql prints": lines(
        *(f" {row.replace(',', ' | ')}" for row in (HEAD,)),
        "----+----+----",
        *(r.replace(",", " | ") for r in ROWS),
    )
    + "(6 rows)\n",
    "each line in quotation marks": lines(*(f'"{row}"' for row in (HEAD, *ROWS))),
    "a first column without anything": lines(*(f",{row}" for row in (HEAD, *ROWS))),
    "a grid of reST": lines(
        *(line for row in (HEAD, *ROWS) for line in (f"| {row.replace(',', ' | ')} |", "+-----+---+---+"))
    ),
    "a table of reST": lines(
        "===  ===  ===", HEAD.replace(",", "  "), "===  ===  ===", *(row.replace(",", "  ") for row in ROWS)
    ),
    "lines of boxes": lines(
        "┌────┬────┬────┐",
        f"│ {HEAD.replace(',', ' │ ')} │",
        "├────┼────┼────┤",
        *(f"│ {row.replace(',', ' │ ')} │" for row in ROWS),
        "└────┴────┴────┘",
    ),
    "rows of LaTeX": lines(
        r"\begin{tabular}{rrl}",
        rf"{HEAD.replace(',', ' & ')} \\ \midrule",
        *(rf"{row.replace(',', ' & ')} \\" for row in ROWS),
        r"\bottomrule",
        r"\end{tabular}",
    ),
    "the end of a file in DOS": lines(HEAD, *ROWS) + "\x1a",
    "the names again": lines(HEAD, *ROWS[:3], HEAD, *ROWS[3:]),
    "an index in disorder": lines(
        f",{HEAD}", *(f"{i},{r}" for i, r in zip((3, 0, 5, 1, 4, 2), ROWS, strict=True))
    ),
    "names of rows": lines(f"rownames,{HEAD}", *(f"{i},{row}" for i, row in enumerate(ROWS, 1))),
    "numbers of cases": lines(f"flowerID,{HEAD}", *(f"{900 - 7 * i},{row}" for i, row in enumerate(ROWS))),
    "other words for names": lines(HEAD, "Länge,Breite,Art", *ROWS),
    "units": lines(HEAD, "cm,[mm],", *ROWS),
}


@pytest.mark.parametrize("kind", list(CUT))
def test_the_same_table_in_many_ways(read: ReadTable, kind: str) -> None:
    table = read(CUT[kind])
    assert table.obstacle is None, told(table)
    assert table.target is not None
    assert table.inputs == ("sl", "sw")
    assert (table.target.column, len(table.target.classes)) == ("species", 3)
    np.testing.assert_array_equal(table.X[:2], [[5.1, 3.5], [4.9, 3.0]])
    assert table.rows == 6


def test_columns_with_blanks_inside(read: ReadTable) -> None:
    text = lines(
        *(
            f"{a:<15}{b:<14}{c}"
            for a, b, c in (r.split(",") for r in ("Sepal length,Sepal width,Kind", *ROWS))
        )
    )
    table = read(text)
    assert [column.name for column in table.columns] == ["Sepal length", "Sepal width", "Kind"]
    np.testing.assert_array_equal(read(text, delimiter=" ").X, table.X)


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_letters_of_dos_and_of_the_macintosh(read: ReadTable, encoding: str) -> None:
    table = read("Größe;Länge;Klasse\n1,5;2;müde\n2,5;3;wach\n3,5;1;müde\n".encode(encoding))
    assert (table.encoding, table.inputs) == (encoding, ("Größe", "Länge"))
    assert f"looks like {encoding}" in told(table)


@pytest.mark.parametrize(
    ("cells", "numbers", "said"),
    [
        ("١٫٥|٢٫٥|٣", [1.5, 2.5, 3], ""),
        ("१.५|२.५|३", [1.5, 2.5, 3], ""),
        ("１．５|－２．５|３", [1.5, -2.5, 3], ""),
        ("–1.5|2.5|–3", [-1.5, 2.5, -3], ""),
        ("(5.5)|2.5|(1.25)", [-5.5, 2.5, -1.25], "negative"),
        ("5.5-|2.5|1.25-", [-5.5, 2.5, -1.25], '"5.5-" is read as a negative number'),
        ("1,23,456|12,34,567|5,000", [123456, 1234567, 5000], ""),
        ("1.5D+03|2D-1|3", [1500, 0.2, 3], ""),
        ("12 cm|13.5 cm|14 cm", [12, 13.5, 14], 'unit "cm"'),
        ("EUR 1200.50|EUR 5.25|EUR 900", [1200.5, 5.25, 900], 'unit "EUR"'),
        ("12 %|13 %|50 %", [12, 13, 50], "sign %"),
        ("$5|$6.5|$7", [5, 6.5, 7], "sign $"),
        ("01067|04109|10115", [1067, 4109, 10115], "01067"),
        ("9223372036854775808|9223372036854775809|7", None, "more digits"),
        ("-999|5|6", [-999, 5, 6], "missing"),
        ("7|7|7", [7, 7, 7], "says nothing about the target"),
    ],
)
def test_numbers_in_other_spellings(
    read: ReadTable, cells: str, numbers: list[float] | None, said: str
) -> None:
    rows = [f"{cell};{i}.5;{'ab'[i % 2]}" for i, cell in enumerate(cells.split("|"))]
    table = read(lines("a;b;kind", *rows))
    assert table.obstacle is None, told(table)
    assert said in told(table)
    if numbers is not None:
        np.testing.assert_array_equal(table.X[:, 0], numbers)


def test_units_with_decimal_commas(read: ReadTable) -> None:
    table = read("size;price\n50;1.200,50 CHF\n60;900,00 CHF\n70;1900,75 CHF\n")
    np.testing.assert_array_equal(table.y, [1200.5, 900, 1900.75])


@pytest.mark.parametrize("cells", ["1e400|3", "1e400|-2.5E+999|3e-9999"])
def test_an_exponent_is_no_unit(read: ReadTable, cells: str) -> None:
    rows = [f"{cell},{row},{'xy'[row % 2]}" for row, cell in enumerate(cells.split("|"))]
    table = read(lines("a,b,kind", *rows))
    assert "unit" not in told(table)


@pytest.mark.parametrize("cell", ["<0.5", "5.5*", "1st"])
def test_what_is_no_unit(read: ReadTable, cell: str) -> None:
    table = read(f"a,b,kind\n0.5,1,x\n{cell},2,y\n0.7,3,x\n0.8,4,y\n")
    assert table.obstacle is not None
    assert table.obstacle.line == 3
    assert 'data.missing = "drop"' in table.obstacle.sentence


@pytest.mark.parametrize(
    "dates",
    [
        "2024-01-31T07:30:00+01:00|2024-02-01T08:30:00+01:00|2024-02-03T07:30:00+01:00",
        "01/31/2024 07:30 AM|02/01/2024 08:30 PM|02/03/2024 07:30 AM",
        "07:30|08:30|23:59",
        "07:30:15|08:30:00|23:59:59.5",
        "2024-01|2024-02|2024-03",
        "Jan 2024|Feb 2024|Mar 2024",
        "1. Januar 2024|3. März 2024|31. Dezember 2024",
        "Mon, 01 Jan 2024|Tue, 02 Jan 2024|Wed, 03 Jan 2024",
        "20240131|20240201|20240203",
        "20240131T073000|20240201T073000|20240203T073000",
        "2024-Q1|2024-Q2|2024-Q4",
        "07:30 31.01.2024|08:30 01.02.2024|07:30 03.02.2024",
    ],
)
def test_dates_and_times(read: ReadTable, dates: str) -> None:
    rows = [f'"{date}",{i}.5,{2 * i}.25' for i, date in enumerate(dates.split("|"))]
    table = read(lines("when,temp,sales", *rows))
    assert (table.columns[0].kind, table.inputs) == ("date", ("temp",))
    assert 'column "when": it holds dates' in told(table)
    taken = read(lines("when,temp,sales", *rows), columns=("when", "temp"))
    assert (np.diff(taken.X[:, 0]) > 0).all()


def test_a_day_that_is_none_stays_among_dates(read: ReadTable) -> None:
    text = (
        "when,temp,sales\n2024-01-01,1.5,2.5\n2024-02-31,2.5,3.75\n2024-01-05,1.5,3.25\n2024-01-06,1.5,3.25\n"
    )
    assert read(text).inputs == ("temp",)
    obstacle = read(text, columns=("when",)).obstacle
    assert obstacle is not None
    assert (obstacle.line, obstacle.column) == (3, "when")


def test_names_of_rows_are_no_input_and_can_be_taken_in(read: ReadTable) -> None:
    text = "name,size,sex\nAnna,1.7,f\nBert,1.8,m\nCarl,1.9,m\n"
    table = read(text)
    assert (table.columns[0].kind, table.inputs) == ("id", ("size",))
    assert 'column "name": it only counts or names the rows' in told(table)
    assert read(text, columns=("name", "size")).feature_names[:2] == ("name = Anna", "name = Bert")
    assert read("size,fruit\n1.5,apple\n2.5,pear\n3.5,plum\n").target.classes == ("apple", "pear", "plum")  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["Klasse", "class_label", "Target Class", "Outcome", "Zielvariable", "y"])
def test_what_is_learned_is_called_in_many_ways(read: ReadTable, name: str) -> None:
    table = read(lines(f"{name},a,b", *(f"{'uv'[i % 2]},{i}.5,{i % 5}.25" for i in range(10))))
    assert table.target is not None
    assert (table.target.column, table.inputs) == (name, ("a", "b"))


@pytest.mark.parametrize(
    "last", ["date|2024-01-0{i}", "comment|note {i}{i} on this", "source|lab", "id|{i}", "empty|"]
)
def test_a_last_column_that_cannot_be_learned_is_passed_over(read: ReadTable, last: str) -> None:
    name, cell = last.split("|")
    rows = (f"{i}.5,{'uv'[i % 2]},{cell.replace('{i}', str(i))}" for i in range(1, 10))
    table = read(lines(f"a,grade,{name}", *rows))
    assert table.target is not None
    if name != "comment":  # nine texts may be classes
        assert table.target.column == "grade"
        assert name == "empty" or f'"{name}" cannot' in table.target.reason
    else:
        assert len(table.target.classes) == 9


def test_without_names_classes_may_stand_first(read: ReadTable) -> None:
    wine = read(lines(*(f"{1 + i % 3},{13.2 + i},{1.7 + i / 10}" for i in range(12))))
    assert wine.target is not None
    assert (wine.target.column, wine.target.classes) == ("x1", ("1", "2", "3"))
    cancer = read(lines(*(f"{90_000 - 17 * i},{'MB'[i % 2]},{13.2 + i},{i / 8 + 0.1}" for i in range(24))))
    assert cancer.target is not None
    assert (cancer.target.column, cancer.target.reason) == (
        "x2",
        "it is the only column of text; it holds text",
    )
    assert "each once" in told(cancer)
    abalone = read(lines(*(f"{'MFI'[i % 3]},0.{i + 10},{i}" for i in range(30))))
    assert abalone.target is not None
    assert abalone.target.column == "y"


def test_classes_in_columns_of_0_and_1_are_one_target(read: ReadTable) -> None:
    rows = (f"{i}.5,{i % 5}.25,{int(i % 3 == 0)},{int(i % 3 == 1)},{int(i % 3 == 2)}" for i in range(9))
    text = lines("a,b,red,green,blue", *rows)
    table = read(text)
    assert table.target is not None
    assert (table.inputs, table.target.classes) == (("a", "b"), ("red", "green", "blue"))
    np.testing.assert_array_equal(table.y, [0, 1, 2] * 3)
    again = read(text, target=table.target.column, columns=table.inputs, task="classes")
    np.testing.assert_array_equal(again.y, table.y)
    assert read(text, target="blue").inputs == ("a", "b", "red", "green")
    rows = (f"{int(i % 3 == 0)},{int(i % 3 == 1)},{int(i % 3 == 2)},{i}.5" for i in range(9))
    before = read(lines("red,green,blue,price", *rows))
    assert before.target is not None
    assert (before.target.column, len(before.inputs)) == ("price", 3)


def test_the_target_once_more_is_no_input(read: ReadTable) -> None:
    rows = [f"{row},{i // 2}" for i, row in enumerate(ROWS)]
    table = read(lines("sl,sw,species,species_id", *rows))
    assert table.target is not None
    assert (table.target.column, table.inputs) == ("species", ("sl", "sw"))
    assert 'column "species_id": it says the same as the target' in told(table)
    table = read(lines("sl,sw,kind,colour", *(f"{row},{'rgb'[i // 2]}" for i, row in enumerate(ROWS))))
    assert table.inputs == ("sl", "sw", "kind")
    assert "goes with one class" in told(table)
    assert read("x,y\n0,0\n1,1\n").inputs == ("x",)


def test_one_value_is_nothing_to_learn(read: ReadTable) -> None:
    for value in ("u", "7"):
        obstacle = read(
            lines("a,b,y", *(f"{i}.5,{value},{value}" for i in range(4)), "9,1,"), target="y"
        ).obstacle
        assert obstacle is not None
        assert f'holds nothing but "{value}"' in obstacle.sentence


def test_rows_of_sums_are_left_out(read: ReadTable) -> None:
    months = [f"{month};{i},5;{i * i}" for i, month in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun"])]
    table = read(lines("month;rain;sun", *months, "Total;15;55", "Mean;2,5;9,2"))
    assert table.rows == 6
    assert 'line 8: "Total" is taken as what sums the others up' in told(table)
    assert read("size,a,b\nsum,1,2\nmean,2,3\nsum,3,4\nmean,4,5\nmean,5,5\n").rows == 5


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        (",am,,pm,", "day,t,h,t,h", ["day", "am t", "am h", "pm t", "pm h"]),
        ("a,a,b,b,c", "x,y,x,y,x", ["a x", "a y", "b x", "b y", "c x"]),
        ("day,t,h,u,v", ",°C,%,°C,%", ["day", "t", "h", "u", "v"]),
    ],
)
def test_names_in_two_lines(read: ReadTable, first: str, second: str, names: list[str]) -> None:
    rows = [f"{i}.5,{i}.25,{i * 2},{i}.75,{i % 3}" for i in range(6)]
    table = read(lines(first, second, *rows))
    assert [column.name for column in table.columns] == names
    assert (table.rows, table.obstacle) == (6, None)
    assert "line 2" in told(table)
    again = read(lines(first, second, *rows), header=True, target=names[-1], columns=tuple(names[:-1]))
    assert again.rows == 6


def test_sizes_in_the_first_line_of_scikit_learn(read: ReadTable) -> None:
    for first in ("6,2,a", "6,2,setosa,versicolor,virginica"):
        table = read(lines(first, *(f"{i}.5,{i * 2}.5,{i % 3}" for i in range(6))))
        assert [column.name for column in table.columns] == ["x1", "x2", "y"]
        assert "sizes of the table" in told(table)


def test_rows_of_other_lengths_can_be_left_out(read: ReadTable) -> None:
    text = "a,b,class\n1,2,x\n3,4,y\n5\n6,7,x\n"
    obstacle = read(text).obstacle
    assert obstacle is not None
    assert (obstacle.line, 'data.missing = "drop"' in obstacle.sentence) == (4, True)
    table = read(text, missing="drop")
    assert (table.obstacle, table.rows) == (None, 3)
    assert "too few or too many cells (line 4)" in told(table)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("+1 1:0.5 2:0.25\n-1 1:0.1 3:0.9\n", "LIBSVM"),
        ("insert into t values (1, 2, 'a');\nINSERT INTO t VALUES (3, 4, 'b');\n", "SQL"),
        ("% iris\n\n@RELATION iris\n@ATTRIBUTE a NUMERIC\n@DATA\n1,x\n", "ARFF"),
    ],
)
def test_other_formats_of_text_are_called_by_name(read: ReadTable, content: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(content)


def test_a_column_that_divides_the_rows_is_no_input(read: ReadTable) -> None:
    rows = (f"{i}.5,{'uv'[i % 2]},{'test' if i % 4 == 0 else 'train'}" for i in range(12))
    table = read(lines("a,y,set", *rows))
    assert table.inputs == ("a",)
    assert 'data.split_column = "set"' in told(table)


LONG = 30_000
"""Signs: what tries a cell again from each of them takes minutes."""


@pytest.mark.parametrize("cell", ["-" * LONG + "x", "1" * LONG + "x", " " * LONG + "x", "1," * LONG + "x"])
def test_a_long_cell_is_read_as_soon_as_a_short_one(read, cell):
    table = read(lines("a,b,kind", f'1,2,"{cell}"', *(f"{i},{2 * i},{'uv'[i % 2]}" for i in range(2, 9))))
    assert table.target.column == "kind"
    assert [column.name for column in table.columns][:2] == ["a", "b"]


@pytest.mark.parametrize("beginning", ["\n" * 300, "\r\n" * 300, " \t\n" * 300, "\n% a note\n" * 60])
def test_many_lines_that_say_nothing_may_stand_first(read, beginning):
    table = read(beginning + lines(HEAD, *ROWS))
    assert (table.target.column, table.target.classes) == ("species", ("setosa", "versicolor", "virginica"))


def test_arff_is_known_behind_comments_and_empty_lines(read):
    with pytest.raises(DataError, match="ARFF"):
        read("% a comment\n\n  \n%another\n" * 50 + "  @RELATION iris\n@attribute a numeric\n@data\n1\n")


@pytest.mark.parametrize(
    "text",
    [
        "# only\n# comments, here\n",
        "% a\n%\n\n% b\n",
        "#\n#\n",
        "  // x y\n  // z w\n",
        "## a,b\n# 1,2\n# 3,4\n",
    ],
)
def test_a_file_of_comments_only_has_no_rows(read, text):
    with pytest.raises(DataError, match="all of its lines are comments"):
        read(text)


def test_cells_that_begin_like_comments_are_cells(read):
    table = read("#1,2,a\n#2,3,b\n#3,4,a\n")
    assert table.rows == 3


def test_a_column_that_counts_the_rows_is_named_where_there_are_other_inputs(read):
    rows = [f"{i},{i * i % 7}.5,{i * i % 11}.25" for i in range(1, 12)]
    assert 'column "instant": it counts the rows' in told(read(lines("instant,t,cnt", *rows)))
    assert "counts the rows" not in told(read(lines("x,y", *(row[: row.rindex(",")] for row in rows))))


NUMBERS = {
    "an apostrophe before": ("'0.50", "the apostrophe before"),
    "lakhs": ('"₹ 6,28,975"', "the sign ₹ is taken out"),
    "thousands of Switzerland": ("858’053.00", "thousands"),
    "two commas": ('"2,968,382"', "thousands"),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_signs_around_numbers_are_taken_out_and_told(read, name):
    cell, said = NUMBERS[name]
    table = read(lines("a,b,label", f"{cell},1.5,x", f"{cell},2.5,y", "3,3.5,x", "4,2.5,y"))
    assert table.columns[0].kind == "number"
    assert table.obstacle is None
    assert said in told(table)


@pytest.mark.parametrize(
    "cell", ["#ZAHL!", "#WERT!", "#¿NOMBRE?", "#NV", "keine Angabe", "unknown", "…", "(blank)"]
)
def test_words_for_nothing_among_numbers_are_missing(read, cell):
    table = read(lines("a,b,label", "1,1.5,x", f"2,{cell},y", "3,3.5,x", "4,2.5,y"), missing="drop")
    assert (table.columns[1].kind, table.columns[1].missing, table.rows) == ("number", 1, 3)


def test_joined_files_have_one_line_of_names(read):
    part = "\ufeff" + lines(HEAD, *ROWS)
    table = read(part + part)
    assert (table.rows, table.obstacle) == (12, None)
    assert "line 8: it is the line of names again" in told(table)


@pytest.mark.parametrize("code", ["999", "-77", "99"])
def test_codes_for_nothing_are_told(read, code):
    table = read(
        lines(
            "age,b,label",
            *(f"{age},{i / 7:.2f},{'xy'[i % 2]}" for i, age in enumerate((9, 8, code, 7, 12, 11))),
        )
    )
    assert f'line 4, column "age": {code} often stands for a missing value' in told(table)


def test_a_class_with_one_row_each_is_not_what_is_learned(read):
    table = read(
        lines(
            "Class,Boys,Passed",
            *(f"10{c},{i + 7},{'yes' if i % 2 else 'no'}" for i, c in enumerate("abcdef")),
        )
    )
    assert table.target is not None
    assert table.target.column == "Passed"


def test_moodle_writes_dates_and_averages_its_own_way(read):
    head = "Last name,Started on,Sent,Grade"
    rows = (
        f'N{i},"{i + 1} October 2023  10:0{i} AM",2023/10/0{i + 1} 9:00:11 AM GMT+2,{i / 3:.2f}'
        for i in range(6)
    )
    table = read(lines(head, *rows, "Overall average,,,0.83"))
    assert [column.kind for column in table.columns] == ["id", "date", "date", "number"]
    assert '"Overall average" is taken as what sums the others up' in told(table)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("koi8-r", "Имя Город Класс Москва Казань"),
        ("koi8-r", "рост вес пол муж жен"),
        ("koi8-u", "зріст вага стать чоловік жінка"),
        ("cp1251", "РОСТ ВЕС ПОЛ МУЖСКОЙ ЖЕНСКИЙ"),
        ("cp1250", "magasság súly férfi nő"),
        ("cp1257", "ūgis svoris žalias mažas"),
        ("cp1255", "גובה משקל מין זכר נקבה"),
        ("cp1256", "الطول الوزن الجنس ذكر أنثى"),
        ("cp874", "ส่วนสูง น้ำหนัก ชาย หญิง"),
        ("shift-jis", "カタカナ ひらがな クラス イヌ ネコ"),
        ("euc-jp", "身長 体重 性別 男性 女性"),
        ("euc-kr", "키 몸무게 성별 남자 여자"),
        ("gb18030", "身高 体重 性别 男 女"),
        ("big5", "身高 體重 性別 男 女"),
        ("iso8859-2", "výška váha pohlaví muž žena"),
        ("iso8859-7", "ύψος βάρος φύλο άνδρας γυναίκα"),
        ("cp866", "рост вес пол муж жен"),
        ("iso8859-5", "рост вес пол муж жен"),
        ("cp1250", "płeć wzrost mężczyzna kobieta"),
    ],
)
def test_letters_of_other_languages_are_not_taken_for_others(read, encoding, text):
    words = text.split()
    table = read(
        lines("a,b,c", *(f"{i},{i / 3:.2f},{words[i % len(words)]}" for i in range(15))).encode(encoding)
    )
    assert table.target is not None
    assert set(table.target.classes) == set(words)
    assert "its encoding looks like" in told(table)


@pytest.mark.parametrize(("word", "is_told"), [("größer", False), ("vīrietis", True), ("año", True)])
def test_letters_that_encodings_share_are_told(read, word, is_told):
    encoding = "cp1257" if word == "vīrietis" else "latin-1"
    table = read(
        lines("a,b,c", *(f"{i},{i / 3:.2f},{word if i % 2 else 'x'}" for i in range(15))).encode(encoding)
    )
    assert ("its encoding looks like" in told(table)) == is_told


def test_a_column_of_remarks_does_not_stand_in_the_way(read):
    rows = [f"{i / 3:.2f},{'ab'[i % 2]},{'late' if i == 5 else ''}" for i in range(20)]
    table = read(lines("x,kind,remark", *rows))
    assert table.target is not None
    assert (table.inputs, table.target.column, table.obstacle) == (("x",), "kind", None)
    assert '"remark": 19 of its 20 cells are empty' in told(table)


@pytest.mark.parametrize(
    ("cell", "is_told"),
    [
        ("0.3{}±0.02", 'what stands behind ± is left out: "0.30±0.02" is 0.30.'),
        ("-1.{}e-3 +/- 1e-4", '"-1.0e-3 +/- 1e-4" is -1.0e-3.'),
        ("1.23{}(5)", 'the uncertainty in brackets is left out: "1.230(5)" is 1.230.'),
        ("0x1{}", 'its numbers are to the base 16, 8 or 2: "0x10" is 16.'),
        ("1.{}×10^-3", 'powers of ten are read as such: "1.0×10^-3" is 1.0e-3.'),
        ("~2.{}", 'the sign for about is left out: "~2.0" is 2.0.'),
    ],
)
def test_numbers_that_are_spelled_out_are_read(read, cell, is_told):
    rows = [f"{cell.format(i % 10)},{i / 7:.2f},{'ab'[i % 2]}" for i in range(20)]
    table = read(lines("m,x,label", *rows, "NA,1.5,a"))
    column = table.columns[0]
    assert (column.kind, column.missing) == ("number", 1)
    assert is_told in told(table)


def test_thousands_and_millions_are_told_from_a_unit(read):
    rows = [f"{i + 1}.5{'kM'[i % 2]},${i + 1}.5M,{'ab'[i % 2]}" for i in range(20)]
    table = read(lines("size,price,label", *rows))
    assert [column.kind for column in table.columns[:2]] == ["number", "number"]
    assert '"1.5k" is 1.5e3.' in told(table)
    assert 'the unit "M" is taken out' in told(table)


def test_signs_without_width_are_not_read(read):
    table = read(
        lines("a,b,k", *(f"\u200b{i / 7:.2f},{i / 3:.2f}\u200e,{'ab'[i % 2]}\u2060" for i in range(15)))
    )
    assert [column.kind for column in table.columns] == ["number", "number", "category"]
    assert table.target is not None
    assert table.target.classes == ("a", "b")


def test_years_that_go_up_in_steps_are_names(read):
    table = read(lines("country,1990,2000,2010", *(f"C{i},{i},{i * 7 % 11},{i * 3 % 13}" for i in range(15))))
    assert [column.name for column in table.columns] == ["country", "1990", "2000", "2010"]


def test_the_lines_of_qualtrics_below_the_names_are_left_out(read):
    lines_below = (
        "When?,How old?,Which?",
        *(['"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}"']),
    )
    table = read(
        lines(
            "Start,Q1,Q2", *lines_below, *(f"2024-02-{i + 1:02d},{20 + i},{'yn'[i % 2]}" for i in range(15))
        )
    )
    assert (table.rows, table.obstacle) == (15, None)
    assert table.target is not None
    assert table.target.classes == ("n", "y")


@pytest.mark.parametrize("cell", ["0.{}+1.5i", "1e-3-{}j", "({}+2j)"])
def test_complex_numbers_cannot_be_used(read, cell):
    rows = [f"{cell.format(i)},{i / 7:.2f},{'ab'[i % 2]}" for i in range(30)]
    table = read(lines("m,x,label", *rows))
    assert table.columns[0].kind == "ignored"
    assert "save their real and their imaginary parts as two columns" in told(table)


def test_what_stands_in_the_way_is_told_first(read):
    table = read(lines("id,a,label", "1,5%,x", "2,6%,y", "3,,x"))
    assert table.obstacle is table.problems[0]
    assert "the sign %" in told(table)


def test_a_single_column_is_told_as_such(read):
    with pytest.raises(DataError, match="it needs 2 or more columns"):
        read(lines("value", "0.5", "0.7", "0.9"))


def test_an_input_that_is_one_word_is_told(read):
    table = read(lines("school,b,label", *(f"Uni,{i / 7:.2f},{'xy'[i % 2]}" for i in range(6))))
    assert 'column "school": it holds "Uni" in every row' in told(table)
