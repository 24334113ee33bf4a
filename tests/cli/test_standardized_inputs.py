"""Where data are standardized, the first step says how their numbers became the inputs; reports do, too."""

import pytest
from latex_value import close, values_of

from nnviz.cli.report import trace_report, training_report
from nnviz.cli.report_text import MAX_ROWS, _standardized, trace_text, training_text
from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.explain.formulas.step import Key, Phase
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk


def session_of(standardize: bool) -> Session:
    data = {
        "name": "points",
        "x": [[1.0], [2.0], [3.0]],
        "y": [[3.0], [5.0], [7.0]],
        "standardize": standardize,
    }
    network = {"layers": [1, 1], "activation": "identity", "weights": [[[0.0]]]}
    training = {"loss": "mean_squared_error", "learning_rate": 0.1, "batch_size": 0}
    return Session(spec_from_dict({"data": data, "network": network, "training": training}))


def test_the_input_step_says_how_one_became_another_number() -> None:
    walk = Walk(case_of(session_of(True).snapshot(ComingUpdateWish())))
    line = walk.step(Key(Phase.INPUT)).numbers[0]
    assert "".join(term.latex for term in line) == r"x_{1}=\frac{1 - 2}{0.8165}=-1.225"


def test_with_all_digits_it_is_worked_out_exactly() -> None:
    snapshot = session_of(True).snapshot(ComingUpdateWish())
    for sample in range(3):
        line = Walk(case_of(snapshot, sample, digits=17)).step(Key(Phase.INPUT)).numbers[0]
        first, *others = values_of(line)
        assert others
        assert close(first, others)


def test_inputs_that_are_the_data_are_not_explained() -> None:
    session = session_of(False)
    step = Walk(case_of(session.snapshot(ComingUpdateWish()))).step(Key(Phase.INPUT))
    assert not step.symbols
    assert "inputs" not in trace_report(session)


def test_the_line_can_be_found_again_from_the_report() -> None:
    session = session_of(True)
    session.advance(300)
    report = training_report(session, "line", 0.0)
    inputs = report["inputs"]
    assert inputs["names"] == ["x1"]
    slope = report["weights"][0][0][0] / inputs["deviation"][0]
    assert close(slope, [2.0], 1e-9)
    assert close(report["biases"][0][0] - slope * inputs["mean"][0], [1.0], 1e-9)
    assert trace_report(session)["inputs"] == inputs
    for text in (training_text(report), trace_text(trace_report(session), 1)):
        assert "x1: mean 2, deviation 0.816497" in text


@pytest.mark.parametrize("more", [0, 3])
def test_of_many_inputs_the_first_are_said_and_how_many_are_left(more):
    names = [f"x{number}" for number in range(MAX_ROWS + more)]
    inputs = {"names": names, "mean": [1.0] * len(names), "deviation": [2.0] * len(names)}
    lines = _standardized(inputs)
    assert lines[1] == "  x0: mean 1, deviation 2"
    assert len(lines) == 1 + MAX_ROWS + bool(more)
    assert lines[-1].startswith(f"  and {more} more" if more else f"  {names[-1]}: ")
