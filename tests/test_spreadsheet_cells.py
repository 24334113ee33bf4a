"""No cell that is copied or written is computed by a spreadsheet."""

import pytest

from nnviz.spreadsheet_cells import copied_cell, no_formula


@pytest.mark.parametrize("cell", ["=1+1", "+A1", "-2+3|x", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0", "-"])
def test_formulas_become_text(cell):
    assert no_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a = 1", "-1.5e-300", "+3", "-inf", "setosa", "'=1"])
def test_numbers_and_words_stay(cell):
    assert no_formula(cell) == cell


def test_a_copied_cell_stays_one_cell():
    assert copied_cell("a\tb\nc") == "a b c"
    assert copied_cell("\n=1+1") == "'=1+1"
