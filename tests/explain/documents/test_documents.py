"""The walk as Markdown and as LaTeX: complete, escaped, and compiled by pdflatex where there is one."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from random_updates import PAIRS, random_case

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer
from nnviz.explain.documents.latex import WIDTH, broken, latex_document
from nnviz.explain.documents.latex_text import escaped, said_of_letters, unknown_letters
from nnviz.explain.documents.markdown import markdown
from nnviz.explain.documents.outline import MOST_STEPS, lines_of, outline
from nnviz.explain.formulas.step import Depth, Term
from nnviz.explain.update.case import Case
from nnviz.explain.update.walk import Walk


def walk_of(number: int, **training: object) -> Walk:
    activation, loss, _ = PAIRS[number]
    return Walk(random_case(activation, loss, number, digits=4, **training))


@pytest.mark.parametrize("depth", list(Depth))
def test_a_document_has_every_step_of_its_depth(depth: Depth) -> None:
    walk = walk_of(4)
    steps = [step for section in outline(walk, depth) for step in section.steps]
    assert [step.key for step in steps] == walk.keys(depth)
    text, document = markdown(walk, depth), latex_document(walk, depth)
    assert text.count("\n### ") == document.count(r"\subsection*") == len(steps)
    for step in steps:
        assert step.why.split(";")[0][:40] in text
        for line in lines_of(step):
            assert line[0].latex in text
            assert line[0].latex in document


def test_every_dollar_sign_of_markdown_has_a_partner() -> None:
    for line in markdown(walk_of(5), Depth.PRODUCT).splitlines():
        assert line.count("$") in (0, 2)
        assert not line.startswith("$") or line.endswith("$")


def test_titles_are_escaped() -> None:
    walk = walk_of(1)
    title = r"100 % of $x_1$ & \input{secret} #1"
    assert r"\#1" in markdown(walk, title=title)
    assert r"\$x\_1\$" in markdown(walk, title=title)
    document = latex_document(walk, title=title)
    assert r"100 \% of \$x\_1\$ \& \textbackslash{}input\{secret\} \#1" in document
    assert escaped("δ is ŷ − y, 日本") == r"$\delta$ is $\hat{y}$ $-$ y, ??"


def test_letters_with_accents_are_written_and_others_are_told() -> None:
    assert escaped("Čapek é e\N{COMBINING ACUTE ACCENT} Łódź") == r"\v{C}apek é é \L{}ód\'{z}"
    assert unknown_letters("Čapek, שלום שלום 🙂") == "שלום🙂"
    assert said_of_letters("Čapek") == ""
    assert said_of_letters("a\x1b שלום") == (
        "LaTeX's own fonts have no U+001B שלום: question marks stand for them in the file."
    )


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX here")
def test_any_letters_and_words_of_any_length_compile_and_stay_on_the_page(tmp_path: Path) -> None:
    signs = "".join(map(chr, [*range(0x180), 0x5D0, 0x1F642]))
    words = [escaped(words) for words in (signs, "W" * 400, "a_" * 200, r"\input{x} $x^2$ %c #1 & {")]
    head = r"\documentclass[11pt]{article}\usepackage{amsmath,amssymb}\begin{document}"
    lines = [head, *(rf"{{\Large\bfseries {each}\par}}" for each in words), r"\end{document}"]
    (tmp_path / "words.tex").write_text("\n".join(lines), encoding="utf-8")
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "words.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    wide = [float(points) for points in re.findall(rb"Overfull .hbox \(([\d.]+)pt", done.stdout)]
    assert max(wide, default=0.0) < 12.0  # less than a letter


def test_the_result_ends_the_line_it_belongs_to() -> None:
    text = markdown(walk_of(0, order="right"), Depth.NEURON)
    sums = re.findall(r"^\$z\^\{\(1\)\}_\{1\} = .* (?:=|\\approx) (-?[\d.]+)\$$", text, re.M)
    assert len(sums) == 1


def test_long_formulas_are_broken_before_signs() -> None:
    terms = [Term(f"x_{{{number}}}") if number % 2 == 0 else Term("+") for number in range(199)]
    rows = broken(tuple(terms))
    assert sum(rows, ()) == tuple(terms)
    assert len(rows) > 2
    assert all(row[0].latex == "+" for row in rows[1:])
    assert all(len("".join(term.latex for term in row)) < 3 * WIDTH for row in rows)


def test_a_walk_of_hundreds_of_pages_is_refused() -> None:
    network = Network((200, 50, 2), ("relu", "softmax"))
    rng = np.random.default_rng(0)
    weights, biases = initial_parameters(network, "glorot_uniform", rng)
    training = Training(loss="cross_entropy", batch_size=1)
    X, Y = rng.normal(0, 1, (1, 200)), np.eye(2)[:1]
    walk = Walk(Case(Trainer(network, training, X, Y, weights, biases, seed=0).trace(), network, training))
    with pytest.raises(ValueError, match=f"more than {MOST_STEPS:,} steps: choose a coarser depth"):
        markdown(walk, Depth.PRODUCT)
    assert len(markdown(walk, Depth.LAYER)) < 50_000


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize(("number", "depth"), [(0, Depth.PRODUCT), (14, Depth.NEURON), (33, Depth.LAYER)])
def test_the_document_compiles_as_it_stands(number: int, depth: Depth, tmp_path: Path) -> None:
    title = "50 % & <more>: δ, ŷ_1 {and} \\so #on ~ ^"
    (tmp_path / "walk.tex").write_text(latex_document(walk_of(number), depth, title), "utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "walk.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
    assert (tmp_path / "walk.pdf").stat().st_size > 10_000
