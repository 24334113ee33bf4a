"""`nnviz trace --markdown | --latex`: what it prints, and the sentence it says when it cannot."""

import pytest

from nnviz.cli.errors import FAILED, WRONG_INPUT
from nnviz.cli.main import main

EXPERIMENT = "by-hand-one-update"


def output_of(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["trace", *arguments]) == code
    out, err = capsys.readouterr()
    assert (err == "") == (code == 0)
    return out if code == 0 else err


def test_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    text = output_of(capsys, EXPERIMENT, "--markdown")
    assert text.startswith("# One update by hand\n\n- Update 1, seen from one sample\n- Network 2-2-1")
    assert "### Output layer: the deltas" in text
    assert "neuron 2" not in text


def test_latex_of_a_later_update(capsys: pytest.CaptureFixture[str]) -> None:
    text = output_of(capsys, EXPERIMENT, "--latex", "--update", "3", "--depth", "product", "--digits", "12")
    assert text.startswith(r"\documentclass")
    assert text.rstrip().endswith(r"\end{document}")
    assert "Update 3, seen from one sample" in text
    assert "product 2 of 2" in text
    assert "0.5000 " not in text


def test_any_sample_of_a_batch(capsys: pytest.CaptureFixture[str]) -> None:
    changes = ("by-hand-neuron", "--set", "training.batch_size=4")
    second, third = (
        output_of(capsys, *changes, "--markdown", "--sample", sample, "--depth", "phase")
        for sample in ("2", "3")
    )
    assert "Sample 2 of the batch of 4" in second
    assert "Sample 3 of the batch of 4" in third
    assert second != third
    sentence = output_of(capsys, *changes, "--markdown", "--sample", "5", code=WRONG_INPUT)
    assert sentence == "nnviz: the batch of update 1 has 4 samples, so there is no sample 5\n"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--depth", "layer"), "need --markdown, --latex or --pictures"),
        (("--sample", "1"), "need --markdown, --latex or --pictures"),
        (("--json", "--latex"), "choose one of --json and --latex"),
        (("--json", "--pictures", "a.svg"), "choose one of --json and --pictures"),
        (("--markdown", "--latex"), "choose one of --markdown and --latex"),
        (("--latex", "--pictures", "a.svg"), "choose one of --latex and --pictures"),
        (("--latex", "--depth", "atom"), "'phase', 'layer', 'neuron', 'map', 'pixel', 'product'"),
        (("--latex", "--digits", "18"), "2<=x<=17"),
        (("--latex", "--sample", "0"), "x>=1"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], sentence: str
) -> None:
    error = output_of(capsys, EXPERIMENT, *options, code=WRONG_INPUT)
    assert sentence in error
    assert error.count("\n") == 1


def test_too_fine_a_depth_for_a_large_network(capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--set", "network.layers=[2,200,200,1]", "--markdown", "--depth", "product")
    error = output_of(capsys, "lab-a-xor", *options, code=WRONG_INPUT)
    assert "more than 5,000 steps: choose a coarser depth than product" in error


def test_divergence_before_the_update(capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--set", "training.learning_rate=1e6", "--set", "network.activation=['identity','identity']")
    error = output_of(capsys, "by-hand-two-outputs", *options, "--latex", "--update", "300", code=FAILED)
    assert "the weighted sum z grew beyond all numbers; the last finite weights are kept" in error
    assert error.count("\n") == 1


def test_inputs_that_are_derived_have_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    features = "data.features=['x1', 'x1^2', 'x1*x2', 'sin(x2)']"
    options = ("--set", features, "--set", "network.layers=[4,2,1]")
    text = output_of(capsys, "lab-a-xor", *options, "--markdown", "--depth", "neuron")
    assert r"w^{(1)}_{12} x_{1}^2 + w^{(1)}_{13} x_{1} x_{2} + w^{(1)}_{14} \sin (x_{2})" in text
