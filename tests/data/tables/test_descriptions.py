"""What instruments, banks and governments write around the rows of their tables: it is told, and no row."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nnviz.data.tables.table import Table
from nnviz.data.tables.understood import Understood

Read = Callable[..., Understood]
NUMBERS = [[i / 4, i * i / 2, i % 5 + 0.25] for i in range(12)]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(content: str | bytes, name: str = "table.csv") -> Understood:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Table(path=str(path)).understood()

    return of


def rows(sign: str, width: int = 3) -> str:
    return "".join(sign.join(map(str, row[:width])) + "\n" for row in NUMBERS)


def told(table: Understood) -> str:
    return " ".join(problem.words() for problem in table.problems)


def names(table: Understood) -> list[str]:
    return [column.name for column in table.columns]


def is_all_there(table: Understood, width: int = 3) -> bool:
    return np.array_equal(np.column_stack([table.X, table.y]), np.array(NUMBERS)[:, :width])


BANK = '"Account:";"DE12"\n"From:";"01.01.2024"\n"Balance of 31.01.2024:";"1.234,56 EUR"\n\n'
LABVIEW = (
    "LabVIEW Measurement\t\nSeparator\tTab\nDate\t2024/01/31\n***End_of_Header***\t\n\t\nChannels\t2\t\t\n"
    "X0\t0.0\t0.0\t\n***End_of_Header***\t\t\t\n"
)


@pytest.mark.parametrize(
    ("above", "head", "sign"),
    [
        (BANK, "t;u;v", ";"),
        ("Serial;4711;;\nOperator;Anna;;\n", "t;u;v", ";"),
        ("Report 7\nDevice,X 3\nNotes,two of them\n", "t,u,v", ","),
        (LABVIEW, "t\tu\tv\tComment", "\t"),
        ("[Settings]\nGain=5\nRate=2,5\n[Data]\n", "t,u,v", ","),
        ("Spectrum\nUser: me\n>>>>>Begin Processed Spectral Data<<<<<\n", "t\tu\tv", "\t"),
    ],
)
def test_a_description_above_names(read: Read, above: str, head: str, sign: str) -> None:
    table = read(f"{above}{head}\n{rows(sign)}".replace("\n", "\r\n"))
    assert names(table) == ["t", "u", "v"]
    assert is_all_there(table)
    assert "taken as a description, not as rows" in told(table)


@pytest.mark.parametrize(
    "above",
    [
        'TITLE = "Flow"\nVARIABLES = "X", "Y", "U"\nZONE T="zone 1", I=30\n',
        '@    title "Energy"\n@ s0 legend\n@TYPE xy\n',
    ],
)
def test_lines_of_other_lengths_above_numbers(read: Read, above: str) -> None:
    assert is_all_there(read(above + rows(" ")))


def test_settings_above_pairs_of_numbers(read: Read) -> None:
    above = "Sample\tA3\nDate\t2024-01-31\nOperator\tAnna\nLaser\t532\n"
    table = read(above + rows("\t", 2))
    assert (names(table), is_all_there(table, 2)) == (["x1", "y"], True)
    assert 'lines 1 to 4 ("Sample, A3", ...) are taken as a description' in told(table)
    table = read("Sample\tA3\nLaser\t532 nm\n" + "shift\tcounts\ttemperature\n" + rows("\t"))
    assert 'lines 1 to 2 ("Sample, A3", ...) are taken as a description' in told(table)
    table = read(above + "shift\tcounts\n[1/cm]\t[a.u.]\n" + rows("\t", 2))
    assert (names(table), is_all_there(table, 2)) == (["shift", "counts"], True)


@pytest.mark.parametrize(
    "content",
    [
        "id,name,,\n" + "".join(f"{i / 2},{i},{i * i},{i % 2}\n" for i in range(6)),
        "Record,2500,,0.5,1.5\nRate,0.5,,1.5,2.5\nUnit,V,,2.5,3.5\nKey,a,,1.5,2.5\n"
        + "".join(f",,,{i}.5,{i * i}\n" for i in range(8)),
        "kind,a,b,c\nred,1,2,3\nred,1,,\nblue,2,3,4\nblue,3,4,5\n",
    ],
)
def test_what_is_no_description(read: Read, content: str) -> None:
    assert "description" not in told(read(content))


def test_sums_of_groups_are_no_rows(read: Read) -> None:
    groups = "".join(
        "".join(f"{name};{month};{i + 0.5};{i * i}\n" for i, month in enumerate(("Jan", "Feb", "Mar")))
        + f"{words.format(name)};;7.5;5\n"
        for name in ("North", "South")
        for words in ("Subtotal {}",)
    )
    table = read(f"region;month;rain;sun\n{groups}Total;;15;10\n")
    assert (table.rows, table.obstacle) == (6, None)
    assert '"Subtotal North" (line 5), "Subtotal South" (line 9): taken as what sums up' in told(table)
    assert read("a,b,c\nTotal,1,2\nOther,2,3\nTotal,3,4\nOther,4,5\n").rows == 4


def test_a_table_on_its_side_is_told(read: Read) -> None:
    table = read("id,a,b,c,d\nheight,1.5,1.6,1.7,1.8\nweight,50,60,70,80\nkind,m,f,m,f\n")
    assert table.obstacle is not None
    assert "swap rows and columns" in table.obstacle.words()


@pytest.mark.parametrize("sign", "，；،、｜")
def test_commas_of_other_scripts(read: Read, sign: str) -> None:
    table = read(f"t{sign}u{sign}v\n{rows(sign)}")
    assert (names(table), table.delimiter, is_all_there(table)) == (["t", "u", "v"], sign, True)
    assert read(f"t{sign}u\n{rows(sign, 2)}").delimiter == sign


def test_a_line_of_markdown_with_short_columns(read: Read) -> None:
    marked = "".join(f"| {line} |\n" for line in rows(" | ").splitlines())
    table = read("| t | u | v |\n|---|:-:|--:|\n" + marked)
    assert (names(table), is_all_there(table)) == (["t", "u", "v"], True)


def test_names_behind_a_semicolon(read: Read) -> None:
    table = read(f"; made by a tool\n; t, u, v\n{rows(',')}; end\n")
    assert (names(table), is_all_there(table)) == (["t", "u", "v"], True)


def test_what_a_recorder_kept_free_is_no_row(read: Read) -> None:
    assert is_all_there(read(f"t,u,v\n{rows(',')}".encode() + bytes(500)))


@pytest.mark.parametrize(
    "date",
    ["2024年{0}月{1}日", "2024{0:02d}{1:02d}07", "2024{0:02d}{1:02d}070500", "2024{0:02d}{1:02d}:0710"],
)
def test_dates_of_weather_stations_and_of_the_east(read: Read, date: str) -> None:
    table = read(
        "when;t;u\n" + "".join(f"{date.format(i % 12 + 1, i + 1)};{i / 2};{i * i}\n" for i in range(20))
    )
    assert table.columns[0].kind == "date"


def test_characters_of_two_bytes_without_syllables(read: Read) -> None:
    text = "身長,体重,分類\n" + "".join(f"{i},{i / 2},{'男女'[i % 2]}\n" for i in range(12))
    table = read(text.encode("shift_jis"))
    assert names(table) == ["身長", "体重", "分類"]
