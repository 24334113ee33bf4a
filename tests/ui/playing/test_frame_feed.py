from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.wish import Wishes, combined
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.ui.playing.frame_feed import CALM, LONGEST_WAIT, REST, FrameFeed
from nnviz.ui.playing.view import FRAME
from nnviz.worker.controller import Controller


def test_one_wish_of_a_kind_serves_all_views() -> None:
    several = [
        (MapsWish(boundary=80), PredictionsWish()),
        (MapsWish(responses=32), GradientsWish()),
        (MapsWish(boundary=40), PredictionsWish()),
    ]
    served = combined(wish for wishes in several for wish in wishes)
    assert served == (GradientsWish(), MapsWish(boundary=80, responses=32), PredictionsWish())


def test_nothing_is_asked_for_when_nothing_is_seen() -> None:
    assert combined([]) == ()


class Recorder(QWidget):
    """A view that notes what it is shown."""

    def __init__(self, frames_apart: int) -> None:
        super().__init__()
        self.frames_apart = frames_apart
        self.shown: list[Snapshot] = []

    def wishes(self) -> Wishes:
        return ()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.shown.append(snapshot)


@pytest.fixture
def controller(qtbot: QtBot) -> Iterator[Controller]:
    made = Controller()
    made.open(load_spec(find("lab-a-linear")))
    yield made
    made.close()


def frames_until(qtbot: QtBot, feed: FrameFeed, views: list[Recorder], done) -> list[list[int]]:
    """Do frames by hand; return the numbers of those in which each view was shown something."""
    frames: list[list[int]] = [[] for _ in views]
    number = 0
    while not done():
        before = [len(view.shown) for view in views]
        feed.frame()
        for shown, view, count in zip(frames, views, before, strict=True):
            shown.extend([number] * (len(view.shown) - count))
        number += 1
        qtbot.wait(4)
        assert number < 5000
    return frames


def test_while_it_is_held_nothing_else_is_shown_and_training_goes_on(
    qtbot: QtBot, controller: Controller
) -> None:
    view = Recorder(1)
    qtbot.addWidget(view)
    view.show()
    feed = FrameFeed(controller, [view], view)
    frames_until(qtbot, feed, [view], lambda: view.shown)
    held = len(view.shown)
    feed.hold(True)
    controller.play()
    for _ in range(50):
        feed.frame()
        qtbot.wait(2)
    assert len(view.shown) == held
    feed.hold(False)
    frames_until(qtbot, feed, [view], lambda: len(view.shown) > held and view.shown[-1].update > 0)


def test_views_are_shown_as_often_as_they_ask_while_training_runs_and_all_of_them_the_end(
    qtbot: QtBot, controller: Controller
) -> None:
    views = [Recorder(1), Recorder(5)]
    parent = QObject()
    feed = FrameFeed(controller, views, parent)
    for view in views:
        qtbot.addWidget(view)
        view.show()
    frames_until(qtbot, feed, views, lambda: feed.latest is not None)
    controller.play()
    frames_until(qtbot, feed, views, lambda: feed.latest.running)
    _, seldom = frames_until(qtbot, feed, views, lambda: len(views[1].shown) > 6)
    assert min(later - earlier for earlier, later in pairwise(seldom)) >= 5
    controller.pause()
    frames_until(qtbot, feed, views, lambda: controller.up_to_date)
    assert not feed.latest.running
    assert all(view.shown[-1] is feed.latest for view in views)


def test_pictures_show_the_same_moment_while_training_runs_and_none_is_left_out(
    qtbot: QtBot, controller: Controller
) -> None:
    views = [Recorder(2), Recorder(2), Recorder(3), Recorder(LONGEST_WAIT)]
    parent = QObject()
    feed = FrameFeed(controller, views, parent)
    for view in views:
        qtbot.addWidget(view)
        view.show()
    feed.frame()
    frames_until(qtbot, feed, views, lambda: feed.latest is not None)
    assert all(view.shown for view in views)  # the first moment: all at once
    controller.play()
    frames_until(qtbot, feed, views, lambda: feed.latest.running)
    *pictures, _ = frames_until(qtbot, feed, views, lambda: len(views[2].shown) > 8)
    assert len(pictures[0]) > 5
    assert pictures[0] == pictures[1] == pictures[2]
    assert len(views[3].shown) > 1
    assert {id(moment) for moment in views[3].shown} <= {id(moment) for moment in views[0].shown}
    assert [view.shown for view in views[1:3]] == [views[0].shown] * 2
    controller.pause()
    frames_until(qtbot, feed, views, lambda: controller.up_to_date)
    assert all(view.shown[-1] is feed.latest for view in views)


def test_a_picture_is_painted_seldom_where_painting_takes_too_long_but_never_waits_for_ever(
    qtbot: QtBot, controller: Controller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nnviz.ui.playing.paint_share.SHARE", 1e-6)
    view = Recorder(2)
    parent = QObject()
    feed = FrameFeed(controller, [view], parent)
    qtbot.addWidget(view)
    view.show()
    frames_until(qtbot, feed, [view], lambda: feed.latest is not None)
    controller.play()
    frames_until(qtbot, feed, [view], lambda: feed.latest.running)
    (frames,) = frames_until(qtbot, feed, [view], lambda: len(view.shown) > 6)
    gaps = [later - earlier for earlier, later in pairwise(frames[1:])]
    assert min(gaps) >= LONGEST_WAIT  # more where no new moment has arrived by then


def test_a_view_that_comes_into_sight_is_shown_the_latest_moment(
    qtbot: QtBot, controller: Controller
) -> None:
    view = Recorder(1)
    parent = QObject()
    feed = FrameFeed(controller, [view], parent)
    qtbot.addWidget(view)
    frames_until(qtbot, feed, [view], lambda: feed.latest is not None)
    assert view.shown == []
    view.show()
    feed.frame()
    assert view.shown == [feed.latest]


def test_it_rests_while_nothing_happens_and_wakes_with_the_next_order(
    qtbot: QtBot, controller: Controller
) -> None:
    view = Recorder(1)
    parent = QObject()
    feed = FrameFeed(controller, [view], parent)
    qtbot.addWidget(view)
    view.show()
    frames_until(qtbot, feed, [view], lambda: feed.latest is not None and controller.up_to_date)
    for _ in range(3 * CALM):
        feed.frame()
    assert feed.interval == REST
    controller.play()
    assert feed.interval == FRAME
    frames_until(qtbot, feed, [view], lambda: feed.latest.running)
    for _ in range(3 * CALM):
        feed.frame()
    assert feed.interval == FRAME  # never while training runs


def test_views_that_await_another_run_are_shown_it_alone(qtbot: QtBot, controller: Controller) -> None:
    before, after = Recorder(2), Recorder(2)
    feed = FrameFeed(controller, [before], before)
    for view in (before, after):
        qtbot.addWidget(view)
        view.show()
    frames_until(qtbot, feed, [before], lambda: before.shown and controller.up_to_date)
    with controller.together():
        controller.open(load_spec(find("lab-d-square")))
        feed.show_to([after], awaits=True)
        feed.frame()
        assert not after.shown
    frames_until(qtbot, feed, [after], lambda: after.shown)
    assert {snapshot.spec.data.name for snapshot in after.shown} == {"square"}
