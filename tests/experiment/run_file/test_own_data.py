"""A run over a table uses the data inside its file, whatever has become of the table."""

import json
from pathlib import Path

import numpy as np
import pytest

from nnviz.cli.main import main
from nnviz.data.base import DataError
from nnviz.data.held import shape_of
from nnviz.experiment.commands import SetSpec
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.fields import with_value
from nnviz.experiment.spec.spec import load_spec
from nnviz.files import written_whole

TEXT = """title = "Own"
[data]
name = "csv"
path = "own.csv"
validation_fraction = 0.25
[network]
layers = [2, 3, 1]
[training]
epochs = 3
"""
ROWS = "".join(f"{k % 7},{(k * k) % 5},{'yes' if k % 3 else 'no'}\n" for k in range(24))


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Save a run over a table."""
    (tmp_path / "own.csv").write_text("a,b,kind\n" + ROWS)
    (tmp_path / "own.toml").write_text(TEXT)
    session = Session(load_spec(tmp_path / "own.toml"))
    session.advance(40)
    save_run(session, tmp_path / "own.nnviz")
    return tmp_path / "own.nnviz"


def spoil(folder: Path, how: str) -> None:
    """Delete the table of a run, or change it."""
    if how == "deleted":
        (folder / "own.csv").unlink()
    else:
        (folder / "own.csv").write_text("a,b,c,kind\n" + "1,2,3,4.5\n2,3,4,6.5\n" * 4)


@pytest.mark.parametrize("how", ["deleted", "changed"])
def test_it_goes_on_to_the_same_bits(run: Path, how: str) -> None:
    before = load_run(run)
    before.advance(20)
    spoil(run.parent, how)
    session = load_run(run)
    assert shape_of(session.spec.data).classes == 2
    session.advance(20)
    one, other = (run.snapshot().weights for run in (before, session))
    assert all((a == b).all() for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("how", ["deleted", "changed"])
def test_its_settings_can_be_changed_and_its_points_divided_anew(run: Path, how: str) -> None:
    spoil(run.parent, how)
    session = load_run(run)
    points = session.prepared.split
    session.apply(SetSpec(with_value(session.spec, "training.learning_rate", 0.01)))
    session.apply(SetSpec(with_value(session.spec, "data.validation_fraction", 0.5)))
    parts = session.prepared.split
    assert len(parts.validation.X) == 12
    rows = [np.column_stack([part.X, part.y]).tolist() for part in (points.train, points.validation)]
    now = [np.column_stack([part.X, part.y]).tolist() for part in (parts.train, parts.validation)]
    assert sorted(rows[0] + rows[1]) == sorted(now[0] + now[1])


def test_it_cannot_be_read_in_another_way(run: Path) -> None:
    session = load_run(run)
    with pytest.raises((SpecError, DataError), match="only as it was read"):
        with_value(session.spec, "data.target", "a")


@pytest.mark.parametrize("how", ["deleted", "changed"])
def test_all_that_is_made_of_it_has_its_own_data(
    run: Path, how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(run.parent, how)
    assert main(["train", str(run), "--epochs", "4", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["updates"] >= 40
    for name in ("script.py", "notebook.ipynb", "report.md"):
        figure = ["--figure", "report"] if name == "report.md" else []
        code = main(["export", str(run), *figure, "-o", str(tmp_path / name), "--force"])
        assert code in (0, 2 if name == "report.md" else 0), capsys.readouterr().err
    script = (tmp_path / "script.py").read_text()
    assert "6.5" not in script


def test_saved_again_it_holds_the_same_table(run: Path, tmp_path: Path) -> None:
    session = load_run(run)
    save_run(session, tmp_path / "again.nnviz")
    assert load_run(tmp_path / "again.nnviz").spec == session.spec
    with written_whole(tmp_path / "x.toml", replace=True) as partial:
        partial.write_text(session.spec.to_toml())
    assert "in the run" in (tmp_path / "x.toml").read_text()
