"""The past in the real window: every moment comes back to the bit, with its settings, branches and files."""

from pathlib import Path

import pytest
from bits import bits
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListWidget, QToolButton, QToolTip
from pytestqt.qtbot import QtBot
from windows import XOR, Opener

from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.spec import Spec
from nnviz.ui.application import FIRST_EXPERIMENT
from nnviz.ui.window.main_window import MainWindow


def arrived(window: MainWindow, qtbot: QtBot) -> Snapshot:
    """Wait until the window shows the moment that was asked for."""

    def caught_up() -> bool:
        window.feed.frame()
        latest = window.feed.latest
        if latest is None or latest.look(TimelineView) is None or latest.running:
            return False
        return window.controller.up_to_date and latest.look(TimelineView).arrived

    qtbot.waitUntil(caught_up, timeout=20_000)
    assert window.feed.latest is not None
    return window.feed.latest


def train(window: MainWindow, qtbot: QtBot, steps: int, unit: str = "epoch") -> Snapshot:
    window.bar.transport.set_step_unit(unit)
    for _ in range(steps):
        window.run.step()
        arrived(window, qtbot)
    assert window.feed.latest is not None
    return window.feed.latest


def straight(updates: int, spec: Spec = XOR) -> bytes:
    session = Session(spec)
    session.advance(updates)
    return bits(session.snapshot(ScoresWish()))


def test_keys_go_through_the_past_to_the_bit(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    last = train(window, qtbot, 3).update
    for key, update in (
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, last),
        (Qt.Key.Key_Left, last - last // 3),
        (Qt.Key.Key_Left, last - 2 * (last // 3)),
        (Qt.Key.Key_Right, last - last // 3),
    ):
        qtbot.keyClick(window, key)
        shown = arrived(window, qtbot)
        assert shown.update == update
        assert bits(shown) == straight(update)
    assert shown.look(TimelineView).present.length == last


def test_the_knob_can_be_dragged_anywhere(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    last = train(window, qtbot, 2, "100 epochs").update
    bar = window.timeline.bar
    left, right = QPoint(10, 20), QPoint(bar.width() - 10, 20)
    middle = (left + right) / 2
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=right)
    qtbot.mouseMove(bar, middle)
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=middle)
    shown = arrived(window, qtbot)
    assert 0.3 * last < shown.update < 0.7 * last
    assert bits(shown) == straight(shown.update)
    assert bar.picture.position == shown.update
    assert f"update {shown.update:,}" in bar.accessibleDescription()


def test_what_is_said_of_the_place_under_the_mouse_follows_the_growing_run(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    first = train(window, qtbot, 1).update
    bar = window.timeline.bar
    qtbot.mouseMove(bar, QPoint(bar.width() - 2, 20))
    qtbot.waitUntil(lambda: QToolTip.text().endswith(f"update {first:,}"))
    last = train(window, qtbot, 1, "100 epochs").update
    qtbot.waitUntil(lambda: QToolTip.text().endswith(f"update {last:,}"))
    QToolTip.hideText()


def test_with_the_focus_on_the_timeline_left_and_right_go_by_the_step_unit(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    last = train(window, qtbot, 3, "epoch").update
    bar = window.timeline.bar
    bar.setFocus()
    for key, update in (
        (Qt.Key.Key_Left, 2 * last // 3),
        (Qt.Key.Key_Left, last // 3),
        (Qt.Key.Key_Right, 2 * last // 3),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, last),
        (Qt.Key.Key_PageUp, last - last // 20),
        (Qt.Key.Key_PageDown, last),
    ):
        qtbot.keyClick(bar, key)
        assert arrived(window, qtbot).update == update
    window.bar.transport.set_step_unit("update")
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert arrived(window, qtbot).update == last - 1


def test_dragging_stops_playing(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    window.run.play_or_pause()
    qtbot.waitUntil(lambda: window.feed.latest.update > 50, timeout=10_000)
    window.timeline.bar.visited.emit(10)
    shown = arrived(window, qtbot)
    assert (shown.update, shown.running) == (10, False)
    assert window.actions_["play"].text() == "Play"


def test_settings_follow_the_moment_and_a_change_there_is_a_branch(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    early = train(window, qtbot, 1).update
    faster = with_value(XOR, "training.learning_rate", 0.7)
    window.document.edit(faster, "Learning rate")
    late = train(window, qtbot, 1).update
    window.time_travel.visit(early - 1)
    arrived(window, qtbot)
    assert window.document.spec == XOR
    window.time_travel.latest()
    arrived(window, qtbot)
    assert window.document.spec == faster
    window.time_travel.visit(early - 1)
    arrived(window, qtbot)
    slower = with_value(XOR, "training.learning_rate", 0.01)
    window.document.edit(slower, "Learning rate")
    timeline = train(window, qtbot, 1).look(TimelineView)
    assert [other.length for other in timeline.others] == [late]
    window.time_travel.choose_branch(timeline.others[0].id)
    assert arrived(window, qtbot).spec == XOR
    assert window.document.spec == XOR


def test_the_menu_of_branches_keeps_nothing_of_what_it_listed_before(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    arrived(window, qtbot)
    counts = []
    for _ in range(3):
        window.timeline._branches.aboutToShow.emit()
        counts.append(len(window.timeline.findChildren(QAction)))
    assert len(set(counts)) == 1
    first = window.timeline._branches.actions()[0]
    assert first.text() == "Main"
    with qtbot.waitSignal(window.timeline.branch_chosen) as chosen:
        first.trigger()
    assert chosen.args == [window.feed.latest.look(TimelineView).present.id]
    with qtbot.assertNotEmitted(window.timeline.branch_chosen):
        window.actions_["fork"].trigger()


def test_going_over_to_another_branch_moves_nothing_beside_its_name(
    open_window: Opener, qtbot: QtBot
) -> None:
    window = open_window()
    moment = train(window, qtbot, 1)
    for name in ("i", "a name that is quite long"):
        window.time_travel.fork()
        moment = arrived(window, qtbot)
        timeline = moment.look(TimelineView)
        assert timeline is not None
        window.time_travel.name_branch(timeline.present.id, name)
        moment = arrived(window, qtbot)
    timeline = moment.look(TimelineView)
    assert timeline is not None
    places = []
    for branch in timeline.branches:
        window.time_travel.choose_branch(branch.id)
        arrived(window, qtbot)
        qtbot.wait(50)
        button = window.timeline.findChild(QToolButton, "branch_button")
        assert button.isVisible()
        assert button.sizeHint().width() <= button.width()
        places.append((button.width(), window.timeline.bar.geometry()))
    assert len(places) == 3
    assert places.count(places[0]) == 3


def test_a_deleted_branch_comes_back_by_undo(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    train(window, qtbot, 2)
    window.time_travel.visit(3)
    window.time_travel.fork()
    train(window, qtbot, 1)
    main = window.feed.latest.look(TimelineView).others[0].id
    window.time_travel.delete_branch(main)
    assert not arrived(window, qtbot).look(TimelineView).others
    window.document.history.undo()
    assert [branch.id for branch in arrived(window, qtbot).look(TimelineView).others] == [main]
    window.document.history.redo()
    assert not arrived(window, qtbot).look(TimelineView).others


def test_bookmarks_are_set_found_and_taken_away(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    last = train(window, qtbot, 2).update
    window.time_travel.visit(4)
    arrived(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_B)
    assert arrived(window, qtbot).look(TimelineView).present.bookmarks == ((4, "Bookmark 1"),)
    window.time_travel.latest()
    arrived(window, qtbot)
    window.time_travel.mark_before()
    assert arrived(window, qtbot).update == 4
    window.time_travel.next_mark()
    assert arrived(window, qtbot).update == last
    window.timeline.bookmark_named.emit(4, "Look here")
    assert arrived(window, qtbot).look(TimelineView).present.bookmarks == ((4, "Look here"),)
    window.time_travel.visit(4)
    arrived(window, qtbot)
    window.time_travel.bookmark()
    assert arrived(window, qtbot).look(TimelineView).present.bookmarks == ()


def test_every_change_of_a_bookmark_can_be_undone(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    last = train(window, qtbot, 2).update
    window.time_travel.visit(4)
    arrived(window, qtbot)
    shown = [()]
    for change in (
        window.time_travel.bookmark,
        lambda: window.time_travel.name_bookmark(4, "Look here"),
        lambda: window.time_travel.name_bookmark(4, "Look here"),  # nothing new: nothing to undo
        lambda: window.time_travel.delete_bookmark(4),
    ):
        change()
        shown.append(arrived(window, qtbot).look(TimelineView).present.bookmarks)
    assert shown == [(), ((4, "Bookmark 1"),), ((4, "Look here"),), ((4, "Look here"),), ()]
    window.time_travel.visit(last)
    history = window.document.history
    for expected in (shown[2], shown[1], ()):
        history.undo()
        assert arrived(window, qtbot).look(TimelineView).present.bookmarks == expected
    assert not history.canUndo()
    while history.canRedo():
        history.redo()
    after = arrived(window, qtbot)
    assert (after.look(TimelineView).present.bookmarks, after.update) == ((), last)


def test_a_bookmark_comes_back_in_the_branch_where_it_was(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    train(window, qtbot, 2)
    window.time_travel.bookmark()
    marked = arrived(window, qtbot).look(TimelineView).present
    window.time_travel.delete_bookmark(marked.length)
    arrived(window, qtbot)
    window.time_travel.visit(3)
    window.time_travel.fork()
    train(window, qtbot, 3)
    window.document.history.undo()
    timeline = arrived(window, qtbot).look(TimelineView)
    assert timeline.present.bookmarks == ()
    assert timeline.others[0].bookmarks == marked.bookmarks


def test_a_branch_gets_its_name_back_and_is_shown_again_by_undo(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    train(window, qtbot, 2)
    window.time_travel.visit(3)
    arrived(window, qtbot)
    window.time_travel.fork()
    train(window, qtbot, 1)
    shown = arrived(window, qtbot).look(TimelineView).present
    window.time_travel.name_branch(shown.id, "Slower")
    assert arrived(window, qtbot).look(TimelineView).present.name == "Slower"
    window.document.history.undo()
    assert arrived(window, qtbot).look(TimelineView).present.name == shown.name
    window.time_travel.delete_branch(shown.id)
    assert arrived(window, qtbot).look(TimelineView).present.name == "Main"
    window.document.history.undo()
    back = arrived(window, qtbot)
    assert (back.look(TimelineView).present.name, back.update) == (shown.name, shown.length)


def test_earlier_runs_are_listed_overlaid_and_gone_back_to(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    end = train(window, qtbot, 3)
    window.document.new_seed()
    train(window, qtbot, 1)
    window.docks.toggle("runs")
    window.feed.frame()
    (run,) = window.feed.latest.look(TimelineView).runs
    rows = window.panels.runs.findChild(QListWidget)
    texts = [rows.item(row).text() for row in range(rows.count())]
    assert any(text.startswith(f"Run {run.id}, epoch 3, loss") for text in texts)
    assert any(f"seed {XOR.training.seed}" in text for text in texts)
    rows.item(rows.count() - 1).setCheckState(Qt.CheckState.Checked)
    assert window.curves.options.runs == {run.id}
    window.panels.runs.run_chosen.emit(run.id)
    assert bits(arrived(window, qtbot)) == bits(end)
    assert window.document.spec == XOR
    window.feed.frame()
    assert window.curves.options.runs == frozenset()


def test_a_deleted_run_comes_back_by_undo(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    for _ in range(2):
        train(window, qtbot, 1)
        window.document.new_seed()
        arrived(window, qtbot)
    assert [run.id for run in arrived(window, qtbot).look(TimelineView).runs] == [1, 2]
    window.panels.runs.run_deleted.emit(1)
    assert [run.id for run in arrived(window, qtbot).look(TimelineView).runs] == [2]
    window.document.history.undo()
    assert [run.id for run in arrived(window, qtbot).look(TimelineView).runs] == [1, 2]


def test_the_last_branch_stays_and_leaves_nothing_to_undo(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    train(window, qtbot, 1)
    window.panels.runs.branch_deleted.emit(0)
    qtbot.waitUntil(lambda: "last branch" in window.banner.sentence)
    assert not window.document.history.canUndo()


def test_the_list_chooses_the_branch_one_is_in(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    train(window, qtbot, 2)
    window.docks.toggle("runs")
    window.time_travel.visit(3)
    arrived(window, qtbot)
    window.time_travel.fork()
    arrived(window, qtbot)
    window.feed.frame()
    rows = window.panels.runs.findChild(QListWidget)
    assert rows.currentItem().text().startswith("Branch 2")
    rows.setCurrentRow(1)
    assert rows.currentItem().text().startswith("Main")
    train(window, qtbot, 1)
    assert rows.currentItem().text().startswith("Main")  # what was chosen stays chosen
    window.panels.runs.branch_chosen.emit(0)
    arrived(window, qtbot)
    window.panels.runs.branch_chosen.emit(1)
    arrived(window, qtbot)
    window.feed.frame()
    assert rows.currentItem().text().startswith("Branch 2")


def test_runs_of_other_experiments_stay_within_reach(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    end = train(window, qtbot, 2)
    window.files.open("lab-a-xor")
    (run,) = arrived(window, qtbot).look(TimelineView).runs
    window.time_travel.open_run(run.id)
    assert bits(arrived(window, qtbot)) == bits(end)
    assert window.document.spec == XOR


def test_a_saved_run_opens_at_the_same_moment(open_window: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window()
    last = train(window, qtbot, 4).update
    window.time_travel.visit(5)
    before = arrived(window, qtbot)
    path = tmp_path / "lecture.nnviz"
    with qtbot.waitSignal(window.controller.file_saved, timeout=10_000):
        window.files.save(tmp_path / "lecture.nnviz")
    assert window.files.location == str(path)
    window.files.open("lab-a-xor")
    arrived(window, qtbot)
    with qtbot.waitSignal(window.controller.file_opened, timeout=10_000):
        window.files.open(str(path))
    shown = arrived(window, qtbot)
    assert (shown.update, shown.look(TimelineView).present.length) == (5, last)
    assert bits(shown) == bits(before)
    assert (window.document.spec, window.files.location) == (XOR, str(path))
    assert [run.update for run in shown.look(TimelineView).runs] == [
        5
    ]  # what was there before it is within reach


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken"])
def test_a_broken_run_is_one_sentence(
    open_window: Opener, qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    window = open_window()
    path = tmp_path / "broken.nnviz"
    path.write_bytes(content)
    with qtbot.waitSignal(window.controller.failed, timeout=10_000):
        window.files.open(str(path))
    qtbot.waitUntil(lambda: "broken.nnviz" in window.banner.sentence)
    assert window.document.spec == XOR
    assert window.files.location == FIRST_EXPERIMENT


def test_the_memory_of_the_past_is_chosen_while_training_goes_on(
    open_window: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    window = open_window()
    window.docks.toggle("runs")
    window.run.play_or_pause()
    memory = window.panels.runs.memory
    memory._limit.box.setCurrentIndex(0)
    memory._limit.box.activated.emit(0)

    def limited() -> bool:
        timeline = window.feed.latest.look(TimelineView) if window.feed.latest is not None else None
        return timeline is not None and timeline.budget == 16_000_000

    qtbot.waitUntil(limited, timeout=20_000)
    assert window.feed.latest is not None
    assert window.feed.latest.running
    qtbot.waitUntil(lambda: memory._limit.box.currentText() == "16 MB")
    assert window.settings.number("past/megabytes", 0.0) == 16.0
