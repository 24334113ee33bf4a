"""A sheet as a document: every letter of ours is known there, and what an experiment says is words only."""

import pytest

from nnviz.experiment.session import Session
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.explain.exercise.document import html_of_sheet, latex_of_sheet
from nnviz.explain.exercise.sheet import Sheet, sheet_of
from nnviz.explain.exercise.start import start_of, update_of
from nnviz.explain.formulas.step import Depth

HOSTILE = "<img src=x>\\input{/etc/passwd}$\u202eשלום"


def sheet(name: str, depth: Depth, title: str = "Sheet") -> Sheet:
    start = start_of(experiment_at(name), 1)
    return sheet_of(title, update_of(Session(start.spec)), depth, 1, start.notes)


@pytest.mark.parametrize("depth", [Depth.LAYER, Depth.NEURON, Depth.PRODUCT])
def test_latex_knows_every_letter_of_a_sheet(depth: Depth) -> None:
    for name in ("by-hand-two-outputs", "lab-a-xor"):
        assert "?" not in latex_of_sheet(sheet(name, depth), with_key=True)


def test_a_title_is_words_only() -> None:
    hostile = sheet("by-hand-one-update", Depth.LAYER, HOSTILE)
    page, latex = html_of_sheet(hostile), latex_of_sheet(hostile)
    assert "<img" not in page
    assert "\\input" not in latex
    assert "שלום: exercise" in page
    assert "\u202e" not in page
