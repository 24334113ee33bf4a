"""The examples of the page about sweeps are true: run here, they print what stands there."""

import json
import re
import shlex
from pathlib import Path

import pytest

from nnviz.cli.main import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sweeps.md"
EXAMPLES = re.findall(r"```console\n\$ nnviz (.*?)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.usefixtures("compiled_engine")
@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_an_example_prints_what_the_page_shows(command, shown, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command)) == 0
    printed = capsys.readouterr().out.splitlines()
    for line in shown.splitlines():
        assert _plain(line) in map(_plain, printed)


@pytest.mark.usefixtures("compiled_engine")
def test_the_file_of_the_page_is_a_sweep(capsys, tmp_path):
    file = tmp_path / "my-sweep.toml"
    file.write_text(re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1])
    assert main(["sweep", str(file), "--epochs", "5", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert len(report["rows"]) == 4
    assert len(report["cells"]) == 20


def _plain(line: str) -> str:
    """Return a line without the seconds at its end, which are *, and without what is only alignment."""
    words = line.split()
    is_time = words and (words[-1] == "*" or re.fullmatch(r"[\d.]+(e-?\d+)?", words[-1]))
    return " ".join(words[:-1] if is_time else words).replace("--", "")
