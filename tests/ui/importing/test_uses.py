"""What a column of a table can be used for, and how the table is read after that was changed."""

from pathlib import Path

import pytest

from nnviz.data.tables.table import Table
from nnviz.data.tables.understood import Understood
from nnviz.ui.importing.uses import use_of, uses_of, with_use

ROWS = "".join(
    f"{i},{i % 7 / 2},{'abc'[i % 3]},2024-01-{i % 28 + 1:02},{i % 4},{'yes' if i % 2 else 'no'}\n"
    for i in range(40)
)
TEXT = f"number,size,colour,day,rooms,sold\n{ROWS}"


@pytest.fixture
def data(tmp_path: Path) -> Table:
    path = tmp_path / "flats.csv"
    path.write_text(TEXT)
    return Table(path=str(path))


def uses(data: Table) -> dict[str, str]:
    table = data.understood()
    return {column.name: use_of(table, column) for column in table.columns}


def possible(data: Table) -> dict[str, tuple[str, ...]]:
    return {column.name: uses_of(data, column) for column in data.understood().columns}


GUESSED = {
    "number": "unused",
    "size": "number",
    "colour": "category",
    "day": "unused",
    "rooms": "number",
    "sold": "target",
}


def test_what_is_guessed_and_what_else_is_possible(data: Table) -> None:
    assert uses(data) == GUESSED
    every = ("number", "category", "target", "unused")
    assert possible(data) == {
        "number": every,
        "size": every,
        "colour": every[1:],
        "day": ("number", "unused"),
        "rooms": every,
        "sold": every[1:],
    }


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("size", "unused"),
        ("size", "category"),
        ("colour", "unused"),
        ("day", "number"),
        ("rooms", "category"),
        ("number", "number"),
    ],
)
def test_one_column_is_used_in_another_way_and_back(data: Table, name: str, use: str) -> None:
    changed = with_use(data, data.understood(), name, use)
    assert uses(changed) == {**GUESSED, name: use}
    assert uses(with_use(changed, changed.understood(), name, GUESSED[name])) == GUESSED


def test_another_column_is_learned_and_the_one_before_is_an_input(data: Table) -> None:
    changed = with_use(data, data.understood(), "colour", "target")
    assert uses(changed) == {**GUESSED, "colour": "target", "sold": "category"}
    numbers = with_use(data, data.understood(), "size", "target")
    assert uses(numbers)["size"] == "target"
    assert learned(numbers) == "size"


def learned(data: Table) -> str:
    target = data.understood().target
    assert target is not None
    return target.column


def test_where_the_target_becomes_an_input_another_is_learned(data: Table) -> None:
    changed = with_use(data, data.understood(), "sold", "category")
    found = uses(changed)
    assert found["sold"] == "category"
    assert list(found.values()).count("target") == 1


def test_the_last_input_stays(data: Table) -> None:
    table: Understood = data.understood()
    for name in ("size", "colour", "rooms"):
        data = with_use(data, table, name, "unused")
        table = data.understood()
    assert len(table.inputs) == 1
