"""Sentences of a table speak of the controls of the import, and all keys that they name have one."""

import re
from pathlib import Path

import pytest

import nnviz.data.tables
from nnviz.ui.importing.words import as_controls


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ('fill it, or set data.missing = "drop".', "fill it, or set “Missing cells › Leave their rows out”."),
        ('data.task = "numbers" takes them as numbers', "“Learn › As › Numbers” takes them as numbers"),
        ('try data.decimal = ",".', "try “Decimal sign › Comma: 1,5”."),
        ('data.split_column = "part" divides by it.', "“Divided › part” divides by it."),
        ("data.target names another.", "“Learn › Column” names another."),
        ("(data.rows)", "(“Rows”)"),
        ("data.other and metadata.task stay", "data.other and metadata.task stay"),
    ],
)
def test_keys_become_controls(sentence: str, said: str) -> None:
    assert as_controls(sentence) == said


def test_every_key_that_the_reader_of_tables_names_has_a_control() -> None:
    folder = Path(nnviz.data.tables.__path__[0])
    texts = "\n".join(
        line
        for path in folder.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "import" not in line
    )
    named = {key for key in re.findall(r"(?<![\w.])data\.([a-z_]+)", texts) if key != "tables"}
    assert {"missing", "target", "task"} <= named
    assert not [key for key in named if as_controls(f"data.{key}") == f"data.{key}"]
