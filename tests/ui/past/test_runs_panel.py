"""What the list of branches says: which is being trained, where the others stand, which one is present."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.commands import Fork, Visit
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.ui.past.runs_panel import RunsPanel

SPEC = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 2, 1]}})


@pytest.fixture
def moment() -> Snapshot:
    session = Session(SPEC)
    session.advance(60)
    session.apply(Visit(30))
    session.apply(Fork("Other"))
    session.advance(10)
    return session.snapshot(ScoresWish(), TimelineWish())


def rows(panel: RunsPanel) -> list[tuple[str, bool]]:
    """Return what the rows of branches say, and whether they are set in a stronger type."""
    found = panel.findChild(QListWidget)
    items = [found.item(row) for row in range(found.count())]
    plain = found.font().weight()
    return [(item.text(), item.font().weight() > plain) for item in items if "\n" in item.text()]


@pytest.mark.parametrize("running", [True, False])
def test_only_the_present_branch_is_said_to_be_trained(qtbot: QtBot, moment: Snapshot, running: bool) -> None:
    panel = RunsPanel()
    qtbot.addWidget(panel)
    panel.show_snapshot(replace(moment, running=running))
    (main, main_strong), (other, other_strong) = rows(panel)
    assert main.startswith("Main\nepoch ")
    assert other.startswith("Other\n")
    assert ("is being trained" in main, "is being trained" in other) == (False, running)
    assert ("loss" in other) is not running
    assert (main_strong, other_strong) == (False, True)
