"""The data of earlier runs take bounded memory; what is drawn is drawn again, to the same bits."""

from pathlib import Path

import pytest

from nnviz.experiment.commands import OpenRun
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.past import earlier_runs
from nnviz.experiment.past.data_shelf import weight
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec

POINTS = 200
BYTES = POINTS * 3 * 8
RUNS = 8


def drawn(noise: float) -> Spec:
    return spec_from_dict(
        {"data": {"name": "moons", "samples": POINTS, "noise": noise}, "network": {"layers": [2, 3, 1]}}
    )


def from_file(path: Path) -> Spec:
    return spec_from_dict({"data": {"name": "table", "path": str(path)}, "network": {"layers": [2, 2, 1]}})


def one_after_another(specs: list[Spec]) -> Session:
    """Return a session that has had all these experiments, three updates of each."""
    session = Session(specs[0])
    session.advance(3)
    for spec in specs[1:]:
        following = Session(spec)
        following.succeed(session)
        session = following
        session.advance(3)
    return session


def runs(session: Session) -> list[int]:
    view = session.snapshot(TimelineWish()).look(TimelineView)
    assert view is not None
    return [run.id for run in view.runs]


def held(session: Session) -> int:
    return weight(run.shelf for run in session._earlier._runs.values())


def test_drawn_data_of_earlier_runs_are_let_go_and_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier_runs, "DRAWN_ROOM", 2 * BYTES)
    specs = [drawn(0.01 * k) for k in range(RUNS)]
    session = one_after_another(specs)
    assert len(runs(session)) == RUNS - 1
    assert BYTES <= held(session) <= 3 * BYTES
    session.apply(OpenRun(runs(session)[0]))
    session.advance(0)
    fresh = Session(specs[0])
    fresh.advance(3)
    assert session.spec == specs[0]
    for ours, theirs in zip(session.parameters()[0], fresh.parameters()[0], strict=True):
        assert ours.tobytes() == theirs.tobytes()


def test_of_runs_whose_data_are_here_only_those_left_first_go(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    path.write_text("a,b,y\n" + "".join(f"{k},{k % 7},{k % 2}\n" for k in range(POINTS)), encoding="utf-8")
    monkeypatch.setattr(earlier_runs, "OWN_ROOM", 3 * BYTES)
    session = one_after_another([from_file(path)] * RUNS)
    kept = runs(session)
    assert len(kept) == 3
    assert held(session) <= 3 * BYTES
    path.unlink()
    session.apply(OpenRun(kept[0]))
    assert session.target == 3
