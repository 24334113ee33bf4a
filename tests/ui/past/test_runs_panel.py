"""The list of branches and runs: what it says, and what its keys, its menu and its ticks ask for."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QListWidget, QMenu
from pytestqt.qtbot import QtBot

from nnviz.experiment.commands import Fork, Reset, Visit
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


@pytest.fixture
def panel(qtbot: QtBot) -> RunsPanel:
    """A run of before, and two branches of the present one, the second of which is trained."""
    session = Session(SPEC)
    session.advance(120)
    session.apply(Reset())
    session.advance(60)
    session.apply(Visit(30))
    session.apply(Fork("Other"))
    session.advance(10)
    panel = RunsPanel()
    qtbot.addWidget(panel)
    panel.resize(300, 400)
    panel.show()
    panel.show_snapshot(session.snapshot(ScoresWish(), TimelineWish()))
    return panel


def choose(panel: RunsPanel, words: str) -> QListWidget:
    found = panel.findChild(QListWidget)
    found.setCurrentRow(next(row for row in range(found.count()) if found.item(row).text().startswith(words)))
    return found


def told(panel: RunsPanel) -> list[tuple[object, ...]]:
    """Return what the panel asks for from now on, as it comes."""
    heard: list[tuple[object, ...]] = []
    for name in (
        "branch_chosen",
        "branch_deleted",
        "branch_named",
        "run_chosen",
        "run_deleted",
        "runs_ticked",
    ):
        getattr(panel, name).connect(lambda *words, name=name: heard.append((name, *words)))
    return heard


def test_keys_go_to_branches_and_runs_and_delete_them(panel: RunsPanel) -> None:
    heard = told(panel)
    branch, run = choose(panel, "Main").currentItem(), None
    QTest.keyClick(panel, Qt.Key.Key_Return)
    QTest.keyClick(panel, Qt.Key.Key_Delete)
    run = choose(panel, "Run").currentItem()
    QTest.keyClick(panel, Qt.Key.Key_Return)
    QTest.keyClick(panel, Qt.Key.Key_Delete)
    numbers = [item.data(Qt.ItemDataRole.UserRole) for item in (branch, run)]
    assert heard == [
        ("branch_chosen", numbers[0]), ("branch_deleted", numbers[0]),
        ("run_chosen", numbers[1]), ("run_deleted", numbers[1]),
    ]  # fmt: skip


def test_a_double_click_goes_there(panel: RunsPanel) -> None:
    heard = told(panel)
    found = choose(panel, "Other")
    place = found.visualItemRect(found.currentItem()).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard == [("branch_chosen", found.currentItem().data(Qt.ItemDataRole.UserRole))]


@pytest.mark.parametrize(("typed", "named"), [("  Slower ", ["Slower"]), ("   ", [])])
def test_a_branch_is_renamed_to_what_is_typed_and_a_run_is_not(
    panel: RunsPanel, typed: str, named: list[str]
) -> None:
    heard = told(panel)
    asked: list[str] = []

    def answer() -> None:
        (dialog,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QInputDialog)]
        line = dialog.findChild(QLineEdit)
        asked.append(line.text())
        line.setText(typed)
        dialog.accept()

    choose(panel, "Other")
    QTimer.singleShot(0, answer)
    QTest.keyClick(panel, Qt.Key.Key_F2)
    assert asked == ["Other"]
    assert [words[2] for words in heard] == named
    choose(panel, "Run")
    QTest.keyClick(panel, Qt.Key.Key_F2)  # would wait for an answer
    assert len(heard) == len(named)


def test_the_menu_offers_for_a_run_what_can_be_done_with_it(panel: RunsPanel) -> None:
    found = choose(panel, "Run")
    offered: list[dict[str, bool]] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        offered.append({action.text(): action.isEnabled() for action in menu.actions()})
        menu.close()

    for words in ("Run", "Main"):
        choose(panel, words)
        QTimer.singleShot(0, look)
        found.customContextMenuRequested.emit(QPoint(5, 5))
    assert offered == [
        {"Go there": True, "Rename…": False, "Delete": True},
        {"Go there": True, "Rename…": True, "Delete": True},
    ]


def test_a_tick_shows_the_curves_of_a_run(panel: RunsPanel) -> None:
    heard = told(panel)
    item = choose(panel, "Run").currentItem()
    item.setCheckState(Qt.CheckState.Checked)
    item.setCheckState(Qt.CheckState.Unchecked)
    number = item.data(Qt.ItemDataRole.UserRole)
    assert heard == [("runs_ticked", frozenset({number})), ("runs_ticked", frozenset())]
