"""The lab report in its three formats, read as a reader's programs read it."""

import base64
import math
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.export.closeup import Closeup
from nnviz.export.options import ExportOptions
from nnviz.export.report.about import html_of_about
from nnviz.export.report.content import Chapter, report_of
from nnviz.export.report.report import write_report
from nnviz.export.run import SCORES, Run

OPTIONS = ExportOptions()


def reported_run(
    data: dict[str, Any], network: dict[str, Any], loss: str = "log_loss", title: str = ""
) -> Run:
    spec = spec_from_dict(
        {"title": title, "data": data, "network": network, "training": {"loss": loss, "batch_size": 10}}
    )
    session = Session(spec)
    session.advance(12)
    few = (
        ScoresWish(),
        MapsWish(boundary=12, responses=6),
        PredictionsWish(),
    )  # uncompiled code draws the maps
    return Run("unseen", spec, (), Closeup().complete(session.snapshot(*SCORES), few))


@pytest.fixture(scope="module")
def run() -> Run:
    data = {"name": "moons", "samples": 40, "test_fraction": 0.2}
    return reported_run(data, {"layers": [2, 3, 1]}, title="Moons <b>& *stars*</b> | again")


def chapter_of(run: Run, title: str) -> Chapter:
    return next(chapter for chapter in report_of(run).chapters if chapter.title == title)


@pytest.mark.parametrize(("hidden", "rest"), [(12, ""), (20, ", ...")])
def test_a_long_list_of_settings_says_that_it_goes_on(hidden: int, rest: str) -> None:
    data = {"name": "moons", "samples": 40}
    settings = chapter_of(reported_run(data, {"layers": [2, *[2] * hidden, 1]}), "Settings").table
    assert settings is not None
    values = [value for row in settings.rows for value in row[1::2]]
    assert ", ".join(["2"] * min(1 + hidden, 15)) + (rest or ", 1") in values


def test_the_tables_say_what_the_run_says(run: Run) -> None:
    epochs = chapter_of(run, "Loss and accuracy by epoch").table
    assert epochs is not None
    assert epochs.heads == ("epoch", "train loss", "test loss", "train accuracy", "test accuracy")
    assert [row[0] for row in epochs.rows] == [f"{epoch:g}" for epoch in run.snapshot.curves.epochs]
    assert float(epochs.rows[-1][1]) == pytest.approx(run.snapshot.curves.loss["train"][-1], rel=1e-4)
    predictions = chapter_of(run, "Predictions beside the truth").table
    assert predictions is not None
    assert predictions.heads == ("point", "x1", "x2", "output", "predicted", "true", "")
    assert len(predictions.rows) == 8
    for *_, output, predicted, true, mark in predictions.rows:
        assert predicted == run.snapshot.split.train.classes[int(float(output) >= 0.5)]
        assert mark == ("" if predicted == true else "wrong")
    settings = chapter_of(run, "Settings").table
    assert settings is not None
    halves = [row[:2] for row in settings.rows] + [row[2:] for row in settings.rows]
    assert ("Loss", "log loss") in halves
    assert ("Seed", "0") in halves


def settings_of(run: Run, chapter: str) -> dict[str, str]:
    table = chapter_of(run, chapter).table
    assert table is not None
    said = dict([row[:2] for row in table.rows] + [row[2:] for row in table.rows])
    said.pop("", None)  # the second half may be shorter by one
    return said


def test_settings_are_said_in_words_and_lists_in_full(run: Run) -> None:
    said = settings_of(run, "Settings")
    assert said["Layers"] == "2, 3, 1"
    assert (said["Biases"], said["Shuffle"]) == ("yes", "no")
    assert said["Learning rate"] == f"{run.snapshot.spec.training.learning_rate:g}"
    assert not [name for name, value in said.items() if not value]
    assert settings_of(run, "Data")["Inputs"] == "as they are"
    several = reported_run(
        {"name": "moons", "samples": 20, "features": ["x1", "x2", "x1^2"]},
        {"layers": [3, 2, 2, 1], "activation": ["tanh", "relu", "sigmoid"]},
    )
    said = settings_of(several, "Settings")
    assert said["Layers"] == "3, 2, 2, 1"
    assert said["Activation"] == "tanh, relu, sigmoid"
    assert settings_of(several, "Data")["Inputs"] == "x1, x2, x1^2"


def test_regression_and_many_inputs_have_their_own_tables() -> None:
    plane = reported_run(
        {"name": "plane", "samples": 20}, {"layers": [2, 1], "activation": "identity"}, "half_squared_error"
    )
    table = chapter_of(plane, "Predictions beside the truth").table
    assert table is not None
    assert table.heads == ("point", "x1", "x2", "output", "true")
    cancer = reported_run({"name": "breast_cancer", "standardize": True}, {"layers": [30, 1]})
    table = chapter_of(cancer, "Predictions beside the truth").table
    assert table is not None
    assert table.heads == ("point", "output", "predicted", "true", "")
    assert len(table.rows) == 25


class Pictures(HTMLParser):
    """Collects what a browser would load."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.sources += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_line_is_found_again_from_what_is_said_of_standardized_inputs(
    qapp: object, tmp_path: Path
) -> None:
    """The weight and the bias belong to (x - mean) / deviation: with both, y = 2x + 1 can be read off."""
    line = {"x": [[1.0], [2.0], [3.0]], "y": [[3.0], [5.0], [7.0]]}
    data = {"name": "points", **line, "standardize": True}
    network = {
        "layers": [1, 1],
        "activation": "identity",
        "weights": [[[2.0 * math.sqrt(2 / 3)]]],
        "biases": [[5.0]],
    }
    run = reported_run(data, network, loss="mean_squared_error")
    table = chapter_of(run, "Standardized inputs").table
    assert table is not None
    assert table.heads == ("input", "mean", "deviation")
    ((_, mean, deviation),) = table.rows
    weights, biases = run.snapshot.weights, run.snapshot.biases
    slope = float(weights[0][0, 0]) / float(deviation)
    assert slope == pytest.approx(2.0, abs=1e-5)
    assert float(biases[0][0]) - slope * float(mean) == pytest.approx(1.0, abs=1e-5)
    for suffix in (".html", ".md", ".pdf"):
        write_report(run, tmp_path / f"line{suffix}", OPTIONS)
    assert "<td>0.816497</td>" in (tmp_path / "line.html").read_text("utf-8").replace(' align="right"', "")
    assert "0.816497" in (tmp_path / "line.md").read_text("utf-8")
    plain = reported_run({**data, "standardize": False}, network, loss="mean_squared_error")
    assert "Standardized inputs" not in [chapter.title for chapter in report_of(plain).chapters]


def test_of_many_standardized_inputs_the_first_are_said() -> None:
    data, network = {"name": "digits", "standardize": True}, {"layers": [64, 10], "activation": "softmax"}
    run = reported_run(data, network, loss="cross_entropy")
    chapter = chapter_of(run, "Standardized inputs")
    assert chapter.text.endswith("The first 60 of 64 inputs.")
    assert chapter.table is not None
    assert len(chapter.table.rows) == 30
    assert chapter.table.heads == ("input", "mean", "deviation") * 2


def test_html_needs_no_other_file(qapp: object, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_report(run, path, OPTIONS)
    page = Pictures()
    page.feed(path.read_text(encoding="utf-8"))
    assert len(page.sources) == 4
    for source in page.sources:
        assert (
            base64.b64decode(source.removeprefix("data:image/svg+xml;base64,")).lstrip().startswith(b"<?xml")
        )
    assert "Moons <b>& *stars*</b> | again" in page.text


def test_markdown_has_tables_and_pictures(qapp: object, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    write_report(run, path, OPTIONS)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Moons \\<b\\>& \\*stars\\*\\</b\\> | again\n")
    used, given = (
        re.findall(r"!\[[^]]*\]\[(\w+)\]", text),
        re.findall(r"^\[(\w+)\]: data:image/png;base64,(\S+)$", text, re.M),
    )
    assert (
        sorted(used) == sorted(name for name, _ in given) == ["boundary", "curves", "network", "predictions"]
    )
    for _, content in given:
        image = QImage.fromData(base64.b64decode(content))
        assert image.width() > 800
    widths = {
        len(re.findall(r"(?<!\\)\|", line))
        for line in text.partition("Predictions beside")[2].splitlines()
        if line.startswith("| ")
    }
    assert len(widths) == 1


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_pdf_is_a4_with_text_that_can_be_searched(qapp: object, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_report(run, path, OPTIONS)
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert "(A4)" in info
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    for chapter in report_of(run).chapters:
        assert chapter.title in text
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True).stdout
    assert all(line.split()[-5] == "yes" for line in fonts.splitlines()[2:])


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler-utils is not installed")
@pytest.mark.parametrize(("data", "loss"), [("circles", "log_loss"), ("sine", "half_squared_error")])
def test_no_page_of_a_pdf_has_but_the_end_of_a_table(
    qapp: object, data: str, loss: str, tmp_path: Path
) -> None:
    inputs, last = (2, "sigmoid") if data == "circles" else (1, "identity")
    network = {"layers": [inputs, 3, 1], "activation": ["tanh", last]}
    path = tmp_path / "report.pdf"
    write_report(reported_run({"name": data, "samples": 200}, network, loss), path, OPTIONS)
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Pages:\s+4$", info, re.M)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_figures_of_a_pdf_are_vectors(qapp: object, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_report(run, path, OPTIONS)
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    for label in ("Hidden layer 1", "3 units", "epoch", "wrong"):
        assert label in text
    listed = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True)
    widths = [int(line.split()[3]) for line in listed.stdout.splitlines()[2:]]
    assert widths  # heat maps, but no whole figure
    assert max(widths) < 1500  # a figure of 135 mm at 300 dpi has 1594


def test_what_an_experiment_says_keeps_its_emphasis_and_no_markup() -> None:
    about = "One *two* **three** `x < y`\n\nNext <b>not bold</b>\n\n- first\n- second\n\n1. one\n2. two"
    assert html_of_about(about) == (
        "<p>One <em>two</em> <strong>three</strong> <code>x &lt; y</code></p>\n"
        "<p>Next &lt;b&gt;not bold&lt;/b&gt;</p>\n<ul>\n<li>first</li>\n<li>second</li>\n</ul>\n"
        "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
@pytest.mark.parametrize("suffix", [".pdf", ".html", ".md"])
def test_a_full_disk_is_noticed(qapp: object, run: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"report{suffix}"
    path.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        write_report(run, path, OPTIONS)
