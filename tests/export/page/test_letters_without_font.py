"""Letters that no font has are told, not silently painted as boxes."""

from pathlib import Path

import pytest

from nnviz.cli.main import main
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.options import ExportOptions
from nnviz.export.page.page import Page, page_of
from nnviz.paint.drawing.lettering import without_font
from nnviz.paint.drawing.theme import Style

pytestmark = pytest.mark.usefixtures("qapp")

NOWHERE = "\U00012000"
"""A cuneiform sign: hardly any computer has a font for it."""


def page(title: str) -> Page:
    experiment = {"title": title, "data": {"name": "xor"}, "network": {"layers": [2, 2, 1]}}
    snapshot = Session(spec_from_dict(experiment)).snapshot()
    return page_of(FIGURES["network"], snapshot, ExportOptions())


def test_what_every_font_has_is_not_told() -> None:
    assert without_font("x₁² w₂₁⁽¹⁾ −0.5 ŷ ∂L/∂w 4.970·10⁻⁵ äöü", Style()) == ""
    assert "font" not in page("XOR, größer").warning


def test_a_letter_without_a_font_is_told_once() -> None:
    if not without_font(NOWHERE, Style()):
        pytest.skip("a font here has even this letter")
    assert without_font(f"a{NOWHERE}b{NOWHERE}", Style()) == NOWHERE
    sentence = page(f"The letter {NOWHERE}").warning
    assert sentence.startswith(f"No font on this computer has the letters {NOWHERE};")


@pytest.mark.parametrize("suffix", ["pdf", "html", "md"])
def test_a_report_with_several_figures_says_it_once(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not without_font(NOWHERE, Style()):
        pytest.skip("a font here has even this letter")
    (tmp_path / "x.toml").write_text(
        f'title = "{NOWHERE}"\n[data]\nname = "xor"\n[network]\nlayers = [2, 2, 1]\n', encoding="utf-8"
    )
    words = ["export", str(tmp_path / "x.toml"), "--epochs", "2", "--figure", "report"]
    assert main([*words, "-o", str(tmp_path / f"x.{suffix}")]) == 0
    assert capsys.readouterr().err.count("No font on this computer") == 1
