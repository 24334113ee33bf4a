"""`nnviz exercise`: sheets, keys, marks, and documents that compile."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from nnviz.cli.main import main

NAME = "by-hand-one-update"


def sheet(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert main(["exercise", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_sheet_has_blanks_and_no_answers(capsys):
    found = sheet(capsys, NAME)
    assert found["experiment"] == NAME
    assert all(set(blank) == {"id", "where", "prompt"} and all(blank.values()) for blank in found["blanks"])
    assert len({blank["id"] for blank in found["blanks"]}) == len(found["blanks"]) > 5
    assert "key" not in found
    assert "marks" not in found


def test_the_key_is_that_of_the_traced_update(capsys):
    key = {
        x["id"]: x["expected"]
        for x in sheet(capsys, "lab-a-xor", "--seed", "4", "--depth", "product", "--key")["key"]
    }
    assert main(["trace", "lab-a-xor", "--set", "training.seed=4", "--json"]) == 0
    layers = json.loads(capsys.readouterr().out)["layers"]
    places = {f"z({k}){j + 1}": z for k, x in enumerate(layers, start=1) for j, z in enumerate(x["z"][0])}
    places |= {
        f"delta({k}){j + 1}": d for k, x in enumerate(layers, start=1) for j, d in enumerate(x["delta"][0])
    }
    places |= {
        f"new_w({k}){j + 1}{i + 1}": w
        for k, x in enumerate(layers, start=1)
        for i, row in enumerate(x["weights_after"])
        for j, w in enumerate(row)
    }
    shared = key.keys() & places.keys()
    assert len(shared) > 10
    assert {name: key[name] for name in shared} == pytest.approx(
        {name: places[name] for name in shared}, rel=1e-11, abs=1e-15
    )


@pytest.mark.parametrize("name", [NAME, "lab-a-xor", "by-hand-convolution"])
def test_every_seed_is_another_sheet_and_the_same_each_time(capsys, name):
    first, again, other = (sheet(capsys, name, "--seed", seed, "--key") for seed in ("1", "1", "2"))
    assert first == again
    assert first["given"]["weights"] != other["given"]["weights"]
    assert [x["expected"] for x in first["key"]] != [x["expected"] for x in other["key"]]


def test_finer_depths_ask_for_more(capsys):
    counts = [
        len(sheet(capsys, NAME, "--depth", d)["blanks"]) for d in ("phase", "layer", "neuron", "product")
    ]
    assert counts == sorted(set(counts))


@pytest.mark.parametrize(
    "text",
    [
        '{"loss": 0.0720313, "a(2)1": "0,6204", "delta(2)1": null}',
        '[{"id": "loss", "given": 0.0720313}, {"id": "a(2)1", "given": "0.6204"}]',
        "id,given\nloss,0.0720313\na(2)1,0.6204\ndelta(2)1,\n",
        "\ufeffloss;0,0720313\na(2)1;0,6204\n",
    ],
)
def test_answers_are_read_and_marked(capsys, tmp_path, text):
    path = tmp_path / "answers"
    path.write_text(text, encoding="utf-8")
    found = sheet(capsys, NAME, "--answers", str(path))
    marks = {mark["id"]: mark for mark in found["marks"]}
    assert marks["loss"]["right"]
    assert marks["a(2)1"]["right"]
    assert marks["delta(2)1"]["given"] is None
    assert found["score"]["right"] == 2
    keys = {"id", "given", "expected", "right", "follow_through", "misconception", "sentence", "also"}
    assert set(marks["loss"]) == keys


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "JSON cannot be read"),
        (b"[1, 2]", "answers are"),
        (b'{"loss": "many"}', 'answer to "loss" must be a finite number'),
        (b'{"loss": 1e999}', "finite"),
        (b'{"loss": true}', "finite"),
        (b'{"loss": 1' + b"0" * 400 + b"}", "finite"),
        (b'{"nothing": 1}', 'no blank "nothing"'),
        (b"loss\n", "has no number"),
        (b"loss,1\nloss,2\n", "two answers"),
        (b"\xff\xfe\x00", "no text in UTF-8"),
        (b"[" * 100_000, "JSON cannot be read"),
        (b" " * 1_000_001, "at most 1 MB"),
    ],
)
def test_answers_that_cannot_be_read_get_one_sentence(capsys, tmp_path, content, words):
    path = tmp_path / "answers.json"
    path.write_bytes(content)
    assert main(["exercise", NAME, "--answers", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["digits-8x8"], "at most 150 weights"),
        ([NAME, "--answers", "/nowhere/x.csv"], "no such file"),
        ([NAME, "--answers", "/dev/zero"], "no ordinary file"),
        ([NAME, "--depth", "atom"], "atom"),
        ([NAME, "--seed", "-1"], "seed"),
        ([NAME, "--seed", "4294967296"], "4294967295"),
        ([NAME, "--pdf", "/nowhere/x.pdf"], "/nowhere"),
        ([NAME, "--latex", "/nowhere/x.tex"], "/nowhere"),
        ([NAME, "--pdf", "x.txt"], 'ends in .pdf, not "x.txt"'),
        ([NAME, "--pdf", "x"], 'ends in .pdf, not "x"'),
        ([NAME, "--latex", "x.PDF"], "ends in .tex"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(capsys, monkeypatch, tmp_path, words, sentence):
    monkeypatch.chdir(tmp_path)
    assert main(["exercise", *words]) in (1, 2)
    err = capsys.readouterr().err
    assert sentence in err
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_sheet_that_is_written_is_not_printed_too_but_marks_are(tmp_path, capsys):
    place, answers = tmp_path / "sheet.tex", tmp_path / "answers.csv"
    answers.write_text("id,given\nloss,0.0720313\n")
    assert main(["exercise", NAME, "--latex", str(place)]) == 0
    assert capsys.readouterr().out.split() == [str(place)]
    assert main(["exercise", NAME, "--latex", str(place), "--answers", str(answers)]) == 0
    assert "loss" in capsys.readouterr().out


def test_sheet_and_key_as_pdf(tmp_path, capsys):
    for words in ([], ["--key"]):
        path = tmp_path / "sheet.pdf"
        assert main(["exercise", "lab-c-circles", "--depth", "neuron", "--pdf", str(path), *words]) == 0
        text = subprocess.run(
            ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
        ).stdout
        assert ("exercise" in text) == (not words)
        assert ("____" in text) == (not words)


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
@pytest.mark.parametrize("name", [NAME, "lab-e-moons-tanh", "by-hand-convolution"])
def test_latex_compiles(tmp_path, capsys, name):
    for words in ([], ["--key"]):
        path = tmp_path / "sheet.tex"
        given = ['--set=title=50 % & #1_{x} "ü"', "--depth", "product", "--latex", str(path), *words]
        assert main(["exercise", name, *given]) == 0
        run = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", path.name],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout.decode(errors="replace")[-2000:]
    assert Path(tmp_path / "sheet.pdf").stat().st_size > 1000
