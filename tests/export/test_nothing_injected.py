"""Names and texts of a stranger's file are shown as they are in exports: never computed, never run."""

import ast
import csv
import io

import pytest

from nnviz.explain.documents.latex_text import escaped
from nnviz.explain.documents.sweep_table import cells_csv, rows_csv
from nnviz.export.script.literals import in_docstring
from nnviz.export.script.notebook import _plain
from nnviz.ui.widgets.plain_text import plain_tip

HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "\t=1+1",
    '"""\nimport os\n"""',
    "\\input{/etc/passwd} \\write18{ls}",
    "<script>x</script><img src='file:///dev/zero'>",
    "![x](file:///dev/zero) [y](javascript:x) $x$",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_file_stays_text(text: str) -> None:
    row = {
        "settings": {"data.formula": text},
        "runs": 0,
        "diverged": 0,
        "learned": {"runs": 0},
        "seconds": None,
    }
    row |= {
        f"{part}_{what}": None for part in ("train", "validation", "test") for what in ("loss", "accuracy")
    }
    report = {"vary": ["data.formula"], "rows": [row], "cells": [{"settings": row["settings"]}]}
    for table in (rows_csv(report), cells_csv(report)):
        for line in csv.reader(io.StringIO(table)):
            assert not line[0].startswith(("=", "+", "-", "@", "\t", "\r"))
    (statement,) = ast.parse(f'"""{in_docstring(text)}"""').body
    assert isinstance(statement, ast.Expr)
    bare = escaped(text).replace("\\textbackslash{}", "").replace("\\textbackslash", "")
    assert "\\input" not in bare
    assert "\\write" not in bare
    assert "<script" not in plain_tip(text)
    assert "<img" not in plain_tip(text)
    assert not any(sign in _plain(text).replace(f"\\{sign}", "") for sign in "[<$`")


@pytest.mark.parametrize("number", ["-0.5", "+1e-3", "-inf", "[2, 3, 1]"])
def test_numbers_stay_numbers(number: str) -> None:
    report = {"vary": ["x"], "rows": [], "cells": [{"settings": {"x": number}}]}
    assert list(csv.reader(io.StringIO(cells_csv(report))))[1][0] == number
