"""Every block of code and every command in the pages is run, or read by what would run it."""

import re
import shlex
import sys
import tomllib
from pathlib import Path

import click
import pytest

from nnviz.cli.main import COMMANDS, cli, main
from nnviz.experiment.spec.catalogue import catalogue
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.sweeps.named_sweeps import shipped_sweeps
from nnviz.lecture.file import lecture_entries, load_lecture

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*(path for path in (ROOT / "docs").glob("*.md") if path.name != "modules.md"), ROOT / "README.md"]
)
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```", flags=re.MULTILINE | re.DOTALL)
SHOWN_ELSEWHERE = {
    "console": "tests/cli/test_sweeps_page.py",
    "text": "nothing that runs here",
    "": "drawings",
}


def blocks(language: str) -> list[tuple[Path, str]]:
    found = [(page, *block) for page in PAGES for block in FENCED.findall(page.read_text(encoding="utf-8"))]
    return [(page, code) for page, kind, code in found if kind == language]


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    kinds = {kind for page in PAGES for kind, _ in FENCED.findall(page.read_text(encoding="utf-8"))}
    assert kinds <= {"python", "toml", "sh", *SHOWN_ELSEWHERE}
    assert not [code for _, code in blocks("") if re.search(r"^\s*\$? ?nnviz ", code, flags=re.MULTILINE)]


@pytest.mark.parametrize("page", sorted({page for page, _ in blocks("python")}), ids=lambda page: page.name)
def test_python_runs_as_it_stands(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Block after block in one namespace; the command `nnviz` is that of this checkout."""
    program = tmp_path / "nnviz"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nnviz "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    code = "\n".join(code for where, code in blocks("python") if where == page)
    assert "assert" in code
    exec(compile(code, page.name, "exec"), {"__name__": page.stem})


@pytest.mark.parametrize(("page", "code"), blocks("toml"), ids=lambda value: getattr(value, "name", ""))
def test_toml_is_read_by_what_it_is_for(page: Path, code: str, tmp_path: Path) -> None:
    values = tomllib.loads(code)
    if "scene" in values:
        path = tmp_path / "lecture.toml"
        path.write_text(code, encoding="utf-8")
        assert len(load_lecture(path).scene) == len(values["scene"])
    elif "data" in values:
        (path := tmp_path / "experiment.toml").write_text(code, encoding="utf-8")
        assert load_spec(path).title == values["title"]
    elif "vary" in values:
        (path := tmp_path / "sweep.toml").write_text(code, encoding="utf-8")
        assert main(["sweep", str(path), "--epochs", "1", "--seeds", "1", "--json"]) == 0
    else:  # a part of an experiment
        assert set(values) <= {"layers", "activation", "name", "path", "target"}, page


def commands_of(page: Path) -> list[list[str]]:
    """Return the lines of a page's shell blocks as words, without comments."""
    lines = [line for where, code in blocks("sh") if where == page for line in code.splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


@pytest.mark.parametrize("page", sorted({page for page, _ in blocks("sh")}), ids=lambda page: page.name)
def test_commands_of_a_page_work_one_after_the_other(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-network.toml").write_bytes((ROOT / "tests" / "cases" / "zeros.toml").read_bytes())
    ran = 0
    for program, *arguments in commands_of(page):
        if program == "nnviz" and arguments[0] in COMMANDS and not needs_more(arguments):
            assert main(arguments) == 0, arguments
            assert capsys.readouterr().out.strip() or "-o" in arguments
            ran += 1
        elif program == "nnviz":
            require_parsed(arguments)
        else:
            assert program == "dask"
    assert ran or page.name == "sweeps.md"


def needs_more(arguments: list[str]) -> bool:
    """Return whether a command needs a network, or other computers: it is read only."""
    return arguments[0] == "fetch" or "--dask" in arguments


def in_text() -> list[tuple[str, str]]:
    """Return commands that stand in the text of pages, as `nnviz train EXP`."""
    found = []
    for page in PAGES:
        text = FENCED.sub("", page.read_text(encoding="utf-8"))
        found += [(page.name, " ".join(code.split())) for code in re.findall(r"`(nnviz [^`]+)`", text)]
    return sorted(set(found))


def test_commands_in_the_text_exist_with_their_options_and_experiments() -> None:
    wrong = []
    commands = in_text()
    assert len(commands) > 60
    for page, code in commands:
        words = shlex.split(code.replace("[", "").replace("]", "").partition(" > ")[0].replace("...", ""))[1:]
        try:
            require_parsed(words)
        except AssertionError as error:
            wrong.append(f"{page}: {code}: {error}")
    assert wrong == []


KNOWN = {
    *(entry.name for entry in (*catalogue(), *lecture_entries())),
    *(sweep.name for sweep in shipped_sweeps()),
    "digits-8x8",
}


def require_parsed(words: list[str]) -> None:
    """Require that what a command names is there: the command, its options, the experiment."""
    if words[0] not in COMMANDS:
        words = ["open", *words]
    command = cli.get_command(click.Context(cli), words[0])
    assert command is not None
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {
        "--help",
        "-h",
    }
    options = [word.partition("=")[0] for word in words[1:] if word.startswith("-")]
    assert set(options) <= known, set(options) - known
    names = [word for word in words[1:2] if not word.startswith("-")]
    for name in names if words[0] != "fetch" else ():
        assert name.isupper() or "." in name or name in KNOWN, name
