"""What is made of a run over a table is made of the run's own data, whatever has become of the table."""

import json
from pathlib import Path

import pytest
from own_table import saved_run, spoil

from nnviz.cli.main import main


@pytest.mark.parametrize("how", ["deleted", "changed"])
def test_all_that_is_made_of_it_has_its_own_data(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = saved_run(tmp_path)
    spoil(run.parent, how)
    assert main(["train", str(run), "--epochs", "4", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["updates"] >= 40
    for name in ("script.py", "notebook.ipynb", "report.html"):
        figure = ["--figure", "report"] if name == "report.html" else []
        code = main(["export", str(run), *figure, "-o", str(tmp_path / name), "--force"])
        assert code == 0, capsys.readouterr().err
    script = (tmp_path / "script.py").read_text()
    assert "6.5" not in script
