"""`nnviz lecture`: scenes as JSON, checks, handouts."""

import json
import re
import subprocess

import pytest

from nnviz.cli.errors import FAILED, WRONG_INPUT
from nnviz.cli.main import main
from nnviz.lecture.file import find_lecture
from nnviz.paint.drawing.lettering import without_font
from nnviz.paint.drawing.theme import Style

LECTURE = """
title = "Two & <three>"
about = "![x](file:///etc/passwd) <script>alert(1)</script>"

[[scene]]
title = "First </script><b>"
experiment = "by-hand-one-update"
panels = ["network", "boundary"]
text = "See <img src=x onerror=alert(1)> ![p](http://localhost/p.png) **bold**"
notes = "Say it."

[[scene]]
title = "Second"
at = 1
until = "update 9"
ask = "loss curve"
panels = ["curves"]
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "lecture.toml"
    file.write_text(LECTURE)
    return file


def test_the_json_says_what_each_scene_shows(path, capsys):
    assert main(["lecture", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [scene["update"] for scene in found["scenes"]] == [0, 1]
    first, second = found["scenes"]
    keys = {"title", "experiment", "update", "epoch", "weights_sha256", "train", "panels", "ask", "until"}
    assert set(first) == keys
    assert first["ask"] is None
    assert first["panels"] == ["network", "boundary"]
    assert re.fullmatch("[0-9a-f]{64}", first["weights_sha256"])
    assert second["ask"] == "loss curve"
    assert second["until"]["update"] == 9
    assert second["train"]["loss"] < first["train"]["loss"]


def test_check_says_what_is_there(path, capsys):
    assert main(["lecture", str(path), "--check"]) == 0
    assert "2 scenes, all of them can be shown" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["nowhere.toml"], 2, "no such file"),
        (
            ["one-update-by-hnd"],
            2,
            'there is no lecture "one-update-by-hnd": did you mean "one-update-by-hand"?',
        ),
        (["{path}", "-o", "x.docx"], 2, ".pdf or .html"),
        (["{path}", "-o", "/nowhere/x.pdf"], 2, "/nowhere"),
    ],
)
def test_wrong_input_is_one_line(path, capsys, words, code, sentence):
    assert main(["lecture", *(word.format(path=path) for word in words)]) == code
    err = capsys.readouterr().err
    assert sentence in err
    assert err.count("\n") == 1


def test_a_scene_that_fails_is_named(path, capsys):
    path.write_text(LECTURE.replace("by-hand-one-update", "by-hand-two-update"))
    assert main(["lecture", str(path), "--check"]) == WRONG_INPUT
    error = capsys.readouterr().err
    assert f'{path}: scene 1 ("First' in error
    assert 'there is no experiment "by-hand-two-update"' in error
    changed = 'set = {"training.learning_rate" = 1e6, "training.loss" = "half_squared_error"}'
    path.write_text(
        f'title = "It diverges"\n[[scene]]\nexperiment = "lab-b-linear-identity"\n{changed}\nat = 500\n'
    )
    assert main(["lecture", str(path), "--check"]) == FAILED
    assert f"{path}: scene 1: at = 500" in capsys.readouterr().err


def test_a_handout_as_pdf_has_a_page_a_scene(path, tmp_path):
    out = tmp_path / "handout.pdf"
    assert main(["lecture", str(path), "-o", str(out)]) == 0
    words = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout
    assert words.count("\f") == 2
    assert "2. Second" in words
    assert "Say it." in words
    assert "first: draw the loss curve." in words.replace("ﬁ", "fi")


def test_long_notes_go_on_to_the_next_page_line_by_line(path, tmp_path):
    notes = "\n\n".join(f"1. Word{number} " + "say this and that " * 9 for number in range(90))
    path.write_text(LECTURE.replace('"Say it."', f'"""\n{notes}\n"""'))
    out = tmp_path / "handout.pdf"
    assert main(["lecture", str(path), "-o", str(out)]) == 0
    words = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout
    found = dict.fromkeys(re.findall(r"Word\d+", words))  # the last line of a page lies hidden on the next
    assert list(found) == [f"Word{number}" for number in range(90)]
    assert words.count("\f") >= 4
    assert re.search(r"^90\.", words, re.MULTILINE)


def test_a_handout_as_html_loads_and_runs_nothing_of_the_lecture(path, tmp_path):
    out = tmp_path / "handout.html"
    assert main(["lecture", str(path), "-o", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert page.count("<script>") == 1
    assert "<img src=x" not in page
    assert "file:///" not in page.replace("file:///etc/passwd", "", page.count("&lt;"))
    assert "http://" not in page
    scenes = json.loads(re.search(r"const scenes = (\[.*\]);", page)[1])
    assert [len(scene["frames"]) for scene in scenes] == [1, 6]
    assert scenes[1]["frames"][0]["picture"].startswith("data:image/png;base64,iVBOR")
    assert "Content-Security-Policy" in page


def test_a_shipped_lecture_is_found_by_name():
    assert find_lecture("one-update-by-hand").is_file()


def test_the_walk_stands_where_the_scene_says(tmp_path):
    scenes = find_lecture("one-update-by-hand").read_text(encoding="utf-8").split("[[scene]]")
    path = tmp_path / "begin.toml"
    path.write_text("[[scene]]".join(scenes[:8]), encoding="utf-8")
    out = tmp_path / "handout.pdf"
    assert main(["lecture", str(path), "-o", str(out)]) == 0
    pages = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout.split(
        "\f"
    )
    assert "Hidden layer 1: the sums" in pages[1]
    assert "Hidden layer 1: Sigmoid" in pages[1]  # both steps of the scene
    assert "Hidden layer 1: the deltas" in pages[5]
    assert "Output layer" in pages[4]


def test_a_handout_on_paper_says_which_letters_no_font_has(path, tmp_path, capsys):
    nowhere = "\U00012000"  # a cuneiform sign: hardly any computer has a font for it
    path.write_text(LECTURE.replace("Say it.", f"Say {nowhere}."), encoding="utf-8")
    heard = []
    for name in ("out.pdf", "out.html"):
        assert main(["lecture", str(path), "-o", str(tmp_path / name)]) == 0
        heard.append(capsys.readouterr().err.count(nowhere))
    if heard[0] == 0 and not without_font(nowhere, Style()):
        pytest.skip("a font here has even this letter")
    assert heard == [1, 0]
