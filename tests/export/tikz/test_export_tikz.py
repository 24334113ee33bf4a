"""TikZ is compiled by pdflatex, where there is one, and its pages are looked at by poppler."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.export.models.trained import trained
from nnviz.export.options import ExportOptions
from nnviz.export.presets import PRESETS
from nnviz.export.run import SCORES, Run
from nnviz.export.tikz.tikz import tikz_document

NEEDS_LATEX = pytest.mark.skipif(
    not shutil.which("pdflatex")
    or subprocess.run(["kpsewhich", "tikz.sty"], capture_output=True, check=False).returncode != 0,
    reason="pdflatex with TikZ is not installed (texlive-latex-base, texlive-pictures)",
)


def run_of_network(layers: list[int], data: dict[str, Any] | None = None, title: str = "") -> Run:
    outputs = layers[-1]
    spec = spec_from_dict(
        {
            "title": title,
            "data": data or {"name": "xor"},
            "network": {
                "layers": layers,
                "activation": ["tanh"] * (len(layers) - 2) + ["sigmoid" if outputs == 1 else "softmax"],
            },
            "training": {"seed": 3},
        }
    )
    session = Session(spec)
    return Run("unseen", spec, (), session.snapshot(*SCORES))


def compiled(text: str, folder: Path, program: str = "pdflatex") -> Path:
    (folder / "network.tex").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [program, "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", "network.tex"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Undefined" not in done.stdout
    return folder / "network.pdf"


def test_each_weight_is_a_line_with_its_sign_and_number() -> None:
    run = run_of_network([2, 3, 1])
    text = tikz_document(trained(run), ExportOptions())
    lines = re.findall(
        r"\\draw\[weight, (\w+), line width=([\d.]+).*\((\d+)-(\d+)\) -- \(\d+-(\d+)\);  % (\S+) = (\S+)",
        text,
    )
    assert len(lines) == 9
    for sign, width, layer, i, j, symbol, number in lines:
        weight = run.snapshot.weights[int(layer)][int(i) - 1, int(j) - 1]
        assert symbol == f"w^{{({int(layer) + 1})}}_{{{j}{i}}}"
        assert float(number) == pytest.approx(weight, rel=1e-5)
        assert sign == ("positive" if weight > 0 else "negative")
        assert 0.1 <= float(width) <= 2.4


def test_each_layer_is_called_by_its_units_and_what_they_do() -> None:
    for inputs, words in ((1, r"1\\input"), (2, r"2\\inputs")):
        data = {"name": "sine"} if inputs == 1 else {"name": "xor"}
        text = tikz_document(trained(run_of_network([inputs, 3, 1], data)), ExportOptions())
        assert re.findall(r"node\[caption\].*\{(.*)\};", text) == [words, r"3\\Tanh", r"1\\Sigmoid"]


@NEEDS_LATEX
@pytest.mark.parametrize("layers", [[2, 4, 4, 1], [2, 50, 3, 1], [2, 1], [2, 5, 3, 5, 3, 5, 2]])
def test_it_compiles_to_one_page(layers: list[int], tmp_path: Path) -> None:
    run = run_of_network(layers, title="50 % of \\x & _more_ ~ {braces}")
    pdf = compiled(tikz_document(trained(run), ExportOptions()), tmp_path)
    shown = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\n", shown)


@NEEDS_LATEX
def test_strange_names_are_printed_and_harmless(tmp_path: Path) -> None:
    table = tmp_path / "points.csv"
    table.write_text(
        "a_b,50%,\\input{x},$,klass\n1,2,3,4,é & co\n2,1,4,3,^~{\n3,3,1,1,#3\n5,3,2,1,#3\n", encoding="utf-8"
    )
    run = run_of_network([4, 3, 3], {"name": "csv", "path": str(table), "target": "klass"})
    pdf = compiled(tikz_document(trained(run), ExportOptions()), tmp_path)
    words = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout
    for name in ("50%", "input{x}", "#3"):
        assert name in words


@NEEDS_LATEX
@pytest.mark.parametrize("program", ["pdflatex", "lualatex"])
def test_names_in_other_scripts_are_kept_for_programs_that_can_set_them(program: str, tmp_path: Path) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    table = tmp_path / "points.csv"
    table.write_text("花瓣,x,类\n1,2,ა\n2,1,ბ\n3,3,ბ\n5,3,ა\n", encoding="utf-8")
    run = run_of_network([2, 3, 2], {"name": "csv", "path": str(table), "target": "类"})
    text = tikz_document(trained(run), ExportOptions())
    assert r"\otherscript{花瓣}{{??}}" in text
    assert "need lualatex or xelatex" in text
    pdf = compiled(text, tmp_path, program)
    shown = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    size = re.search(r"Page size:\s+([\d.]+) x", shown)
    assert size is not None
    assert float(size[1]) / 72 * 25.4 < 100


@NEEDS_LATEX
@pytest.mark.parametrize("preset", ["slide", "ieee-1"])
def test_presets_give_colours_and_a_width(preset: str, tmp_path: Path) -> None:
    options = replace(ExportOptions(), preset=PRESETS[preset], grey=preset == "ieee-1")
    pdf = compiled(tikz_document(trained(run_of_network([2, 4, 4, 1])), options), tmp_path)
    shown = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    size = re.search(r"Page size:\s+([\d.]+) x", shown)
    assert size is not None
    assert float(size[1]) / 72 * 25.4 <= PRESETS[preset].width_mm + 0.5
