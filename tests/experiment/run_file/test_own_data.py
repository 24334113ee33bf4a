"""A run over a table uses the data inside its file, whatever has become of the table."""

from pathlib import Path

import numpy as np
import pytest
from own_table import saved_run, spoil

from nnviz.data.errors import DataError
from nnviz.data.held import shape_of
from nnviz.experiment.commands import SetSpec
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_value
from nnviz.files import written_whole


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Save a run over a table."""
    return saved_run(tmp_path)


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


def test_saved_again_it_holds_the_same_table(run: Path, tmp_path: Path) -> None:
    session = load_run(run)
    save_run(session, tmp_path / "again.nnviz")
    assert load_run(tmp_path / "again.nnviz").spec == session.spec
    with written_whole(tmp_path / "x.toml", replace=True) as partial:
        partial.write_text(session.spec.to_toml())
    assert "in the run" in (tmp_path / "x.toml").read_text()
