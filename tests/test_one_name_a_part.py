"""Every place that names a weight or bias names it the same way: symbol by symbol, all of them compared."""

import re

import numpy as np
import pytest

from nnviz.experiment.commands import SetParameter
from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.terrain import weight_names
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.explain.chain.chain_rule import chain_rule
from nnviz.explain.documents.latex import latex_document
from nnviz.explain.formulas.step import Depth, Term
from nnviz.explain.graph.expression_latex import name_latex
from nnviz.explain.update.case import Case
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk
from nnviz.export.models.trained import trained
from nnviz.export.of_session import run_of
from nnviz.export.options import ExportOptions
from nnviz.export.tikz.tikz import tikz_document
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.words import facts
from nnviz.parts import Bias, Parameter, Weight, latex_layer, latex_symbol, parameters_of, symbol

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
NAMED = re.compile(r"^[wb]\^\{\(\d+\)\}_\{[\d,]+\}$")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    session = Session(load_spec(find("lab-a-xor")))
    session.advance(3)
    return session.snapshot(ComingUpdateWish(), GradientsWish())


@pytest.fixture(scope="module")
def case(snapshot: Snapshot) -> Case:
    return case_of(snapshot)


@pytest.fixture(scope="module")
def parts(snapshot: Snapshot) -> list[Parameter]:
    layers = snapshot.spec.network.built.layers
    return [part for layer in range(1, len(layers)) for part in parameters_of(layers, layer)]


def in_latex(plain: str) -> str:
    """Return a symbol in plain text as LaTeX."""
    match = re.fullmatch(r"([wb])([₀-₉,]+)⁽([⁰¹²³⁴-⁹]+)⁾", plain)
    assert match is not None, plain
    letter, index, layer = match.groups()
    return f"{letter}^{{({layer.translate(RAISED)})}}_{{{index.translate(LOWERED)}}}"


def all_terms(case: Case) -> list[Term]:
    walk = Walk(case)
    steps = [walk.step(key) for depth in Depth for key in walk.keys(depth)]
    return [term for step in steps for row in (*step.symbols, *step.numbers, step.result) for term in row]


def test_the_readout_of_a_line_and_its_formula_agree(snapshot: Snapshot, parts: list[Parameter]) -> None:
    content = content_of(snapshot)
    for part in parts:
        name, value = facts(part, content, snapshot)[0]
        assert in_latex(name) == latex_symbol(part)
        arrays = snapshot.weights if isinstance(part, Weight) else snapshot.biases
        mantissa, _, exponent = value.replace("−", "-").partition("·10")
        shown = float(f"{mantissa}e{exponent.translate(RAISED) or 0}")
        assert shown == pytest.approx(float(arrays[part.layer - 1][part.index]), abs=6e-5)


def test_all_symbols_of_the_walk(case: Case, parts: list[Parameter]) -> None:
    named: set[Parameter] = set()
    for term in all_terms(case):
        if NAMED.match(term.latex):
            assert isinstance(term.place, Weight | Bias)
            assert term.latex == latex_symbol(term.place)
            named.add(term.place)
    assert named == set(parts)


def test_the_sum_of_a_neuron_has_its_own_index_first(case: Case) -> None:
    walk = Walk(case)
    key = next(key for key in walk.keys(Depth.NEURON) if (key.layer, key.unit, key.quantity) == (1, 2, "z"))
    row = "".join(term.latex for term in walk.step(key).symbols[0])
    assert "w^{(1)}_{31}" in row
    assert "w^{(1)}_{32}" in row


def test_the_chain_rule(case: Case, parts: list[Parameter]) -> None:
    for part in parts:
        rule = chain_rule(case, part)
        assert rule.symbol.endswith(rf"\partial {latex_symbol(part)}}}")
        assert rule.value == case.parameter(part)
        for path in rule.paths:
            symbols = [factor.symbol for factor in path.factors if isinstance(factor.place, Weight)]
            passed = path.weights[:-1] if isinstance(part, Weight) else path.weights
            assert symbols == [latex_symbol(weight) for weight in passed]


def test_axes_of_the_surface(case: Case, parts: list[Parameter], snapshot: Snapshot) -> None:
    assert weight_names(case.network) == [symbol(part) for part in parts]


def test_the_timeline(snapshot: Snapshot, parts: list[Parameter]) -> None:
    session = Session(snapshot.spec)
    for update, part in enumerate(parts[:3], start=1):
        session.advance(1)
        session.apply(SetParameter(part, 0.5))
        assert session.marks[-1] == (update, f"{symbol(part)} = 0.5")


def test_latex_and_tikz(case: Case, parts: list[Parameter], snapshot: Snapshot) -> None:
    document = latex_document(Walk(case), Depth.NEURON)
    session = Session(snapshot.spec)
    picture = tikz_document(trained(run_of(session, "xor", maps=False)), ExportOptions())
    for part in parts:
        assert latex_symbol(part) in document
        if isinstance(part, Weight):
            value = session.parameters()[0][part.layer - 1][part.index]
            line = next(line for line in picture.splitlines() if f"% {latex_symbol(part)} = " in line)
            assert np.isclose(float(line.rpartition("=")[2]), value, rtol=1e-5)
            where = f"({part.layer - 1}-{part.source + 1}) -- ({part.layer}-{part.target + 1})"
            assert where in line


def test_the_computational_graph_and_the_walk_name_a_layer_alike(case: Case) -> None:
    latex = {term.latex for term in all_terms(case)}
    for letter in "Wzab":
        assert name_latex(f"{letter}1") == latex_layer(letter, 1)
        assert latex_layer(letter, 1) in latex
