"""The timeline as a picture: every moment where it belongs, and found again under the mouse."""

import numpy as np
import pytest
from pictures import render
from PySide6.QtCore import QRectF

from nnviz.experiment.commands import Fork, SetBookmark, SetSpec, Visit
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.drawing.theme import DARK, LIGHT, PROJECTOR, Style
from nnviz.paint.past import timeline
from nnviz.paint.past.timeline import (
    HEIGHT,
    Flag,
    FlagKind,
    Strand,
    TimelineLayout,
    TimelinePicture,
    moment_text,
    paint_timeline,
)
from nnviz.paint.past.timeline_picture import picture_of

pytestmark = pytest.mark.usefixtures("qapp")

RECT = QRectF(0, 0, 820, HEIGHT)
SPEC = spec_from_dict(
    {"data": {"name": "xor"}, "network": {"layers": [2, 2, 1]}, "training": {"batch_size": 7}}
)


def picture(position=40, end=100, others=(), flags=()):
    ends = np.array([0.0, 1000.0])
    return TimelinePicture(position, Strand(0, end, "#000000"), others, flags, ends / 10.0, ends)


def painted(shown, style=None):
    return render(lambda p, r, s: paint_timeline(p, r, shown, s), style, 820, round(HEIGHT))


def near(pixels, colour, tolerance=30):
    wanted = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    return np.abs(pixels.astype(int) - wanted).max(axis=-1) < tolerance


@pytest.mark.parametrize("update", [0, 1, 37, 99, 100])
def test_an_update_is_found_where_it_is_drawn(update):
    layout = TimelineLayout(RECT, picture(), Style())
    assert layout.update_at(layout.x_of(update)) == update


def test_beyond_the_ends_are_the_ends():
    layout = TimelineLayout(RECT, picture(end=60, others=(Strand(20, 100, "#FF0000"),)), Style())
    assert layout.update_at(-500.0) == 0
    assert layout.update_at(5000.0) == 60


def test_a_flag_catches_what_is_near_and_a_bookmark_wins():
    flags = (Flag(500_000, "rate"), Flag(500_000, "here", FlagKind.BOOKMARK))
    layout = TimelineLayout(RECT, picture(end=1_000_000, flags=flags), Style())
    x = layout.x_of(500_000) + 4.0
    assert layout.update_at(x) == 500_000
    assert layout.flag_at(x).text == "here"
    assert layout.flag_at(x + 20.0) is None


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR])
def test_the_knob_stands_at_the_position(theme):
    style = Style(theme)
    shown = picture(position=75)
    _, columns = np.nonzero(near(painted(shown, style), theme.focus))
    assert abs(np.median(columns) - TimelineLayout(RECT, shown, style).x_of(75)) < 1.5


def test_a_branch_begins_where_it_left_and_has_its_colour():
    shown = picture(others=(Strand(50, 90, "#FF0000"),))
    _, columns = np.nonzero(near(painted(shown), "#FF0000", 120))
    layout = TimelineLayout(RECT, shown, Style())
    assert abs(columns.min() - layout.x_of(50)) < 4
    assert abs(columns.max() - layout.x_of(90)) < 4


@pytest.mark.parametrize("scale", [1.0, 3.0])
@pytest.mark.parametrize("size", [(1, 1), (60, 40), (4000, 120)])
@pytest.mark.parametrize("end", [0, 1, 10**12])
def test_any_size_and_length_can_be_painted(scale, size, end):
    others = tuple(Strand(0, end // 2, "#FF0000") for _ in range(9))
    ends = np.array([0.0, float(max(end, 1))])
    shown = TimelinePicture(0, Strand(0, end, "#000000"), others, (Flag(end, "end"),), ends, ends)
    render(lambda p, r, s: paint_timeline(p, r, shown, s), Style(scale=scale, text=13 * scale), *size)


def test_the_picture_tells_the_past_of_a_session():
    session = Session(SPEC)
    session.advance(30)
    session.apply(SetSpec(with_value(SPEC, "training.learning_rate", 0.5)))
    session.advance(30)
    session.apply(Visit(45))
    session.apply(SetBookmark("look", 45))
    while not session.approach_for(0.01):
        pass
    shown = picture_of(session.snapshot(ScoresWish(), TimelineWish()).look(TimelineView), LIGHT)
    assert (shown.position, shown.present.end, shown.last) == (45, 60, 60)
    (change, bookmark) = shown.flags
    assert (change.update, change.kind) == (30, FlagKind.SETTING)
    assert (bookmark.update, bookmark.text, bookmark.kind) == (45, "look", FlagKind.BOOKMARK)
    assert moment_text(shown, 45) == "epoch 15, update 45"
    session.apply(Fork())
    shown = picture_of(session.snapshot(ScoresWish(), TimelineWish()).look(TimelineView), LIGHT)
    assert shown.present.end == 45
    assert [(strand.end, strand.colour) for strand in shown.others] == [(60, LIGHT.ink)]


@pytest.mark.parametrize("epochs", [1, 2, 3, 7])
def test_no_number_stands_between_two_updates(epochs, monkeypatch):
    written = []
    monkeypatch.setattr(
        timeline, "draw_text", lambda _painter, _box, text, *_args, **_more: written.append(text)
    )
    ends = np.array([0.0, 1000.0])  # an epoch is one update
    painted(TimelinePicture(0, Strand(0, epochs, "#000000"), (), (), ends, ends))
    assert written == ["epoch 0", *map(str, range(1, epochs + 1))]
