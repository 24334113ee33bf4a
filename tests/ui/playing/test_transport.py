from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QSlider
from pytestqt.qtbot import QtBot

from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.ui.playing.counters import Counters, count, rate
from nnviz.ui.playing.transport import SPEEDS, STEP_UNITS, Transport
from nnviz.ui.widgets.actions import Actions
from nnviz.ui.window.commands import COMMANDS


@pytest.fixture
def transport(qtbot: QtBot) -> Transport:
    parent = QObject()
    widget = Transport(Actions(parent, COMMANDS))
    widget.setProperty("keep", parent)
    qtbot.addWidget(widget)
    return widget


def test_speeds_go_from_one_a_second_to_flat_out(transport: Transport, qtbot: QtBot) -> None:
    assert SPEEDS[0] == 1
    assert SPEEDS[-1] is None
    assert transport.speed is None
    told: list[float | None] = []
    transport.speed_changed.connect(told.append)
    for _ in range(100):
        transport.slower()
    assert transport.speed == 1
    for _ in range(100):
        transport.faster()
    assert transport.speed is None
    assert told == [*SPEEDS[-2::-1], *SPEEDS[1:]]


def test_speed_is_remembered_as_text(transport: Transport) -> None:
    for speed in SPEEDS:
        text = "flat out" if speed is None else f"{speed:g}"
        transport.set_speed_text(text)
        assert transport.speed == speed
        assert transport.speed_text == text
    transport.set_speed_text("warp 9")
    assert transport.speed is None


def test_step_units_go_round(transport: Transport) -> None:
    seen = []
    for _ in range(len(STEP_UNITS) + 1):
        seen.append(transport.step_unit)
        transport.next_step_unit()
    assert seen == ["update", "epoch", "100 epochs", "phase", "update"]


def test_nothing_moves_when_the_speed_text_changes(transport: Transport) -> None:
    widths = set()
    speed = transport.findChild(QLabel)
    for _ in SPEEDS:
        widths.add(transport.sizeHint().width())
        assert speed.sizeHint().width() <= speed.maximumWidth(), "the text is cut"
        transport.slower()
    assert len(widths) == 1
    assert transport.findChild(QSlider).accessibleName() == "Speed"


@pytest.mark.parametrize("asleep", [("Explain",), ("back", "first", "latest")])
def test_every_key_belongs_to_one_command_at_a_time(asleep: tuple[str, ...]) -> None:
    """The walk through an update has the keys of the timeline while it lasts."""
    awake = [command for command in COMMANDS if command.group not in asleep and command.name not in asleep]
    keys = [key for command in awake for key in command.keys]
    assert len(keys) == len(set(keys))
    assert all(command.tip and command.text for command in COMMANDS)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (1234567, "1,234,567"), (999_999_999, "999,999,999"), (12_345_678_901, "12.34 G")],
)
def test_counts(number: int, text: str) -> None:
    assert count(number) == text


def test_many_epochs_are_told_in_millions() -> None:
    told = [
        count(number, 1_000_000) for number in (999_999, 1_000_000, 12_349_999, 999_999_999, 1_000_000_000)
    ]
    assert told == ["999,999", "1.000 M", "12.34 M", "999.9 M", "1.000 G"]


def test_no_count_is_cut(qtbot: QtBot) -> None:
    counters = Counters()
    qtbot.addWidget(counters)
    session = Session(spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 1]}}))
    start = session.snapshot()
    for digits in range(1, 13):
        done = 10**digits - 1
        counters.show_snapshot(
            replace(start, epoch=done, update=done, running=True, updates_per_second=min(done, 1e9))
        )
        for label in counters.findChildren(QLabel):
            if label.property("role") == "heading":
                assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()


@pytest.mark.parametrize(
    ("per_second", "text"),
    [
        (0, "0.0"),
        (1, "1.0"),
        (12.3, "12"),
        (999, "999"),
        (12345, "12.3 k"),
        (5.6e6, "5.6 M"),
        (999_900, "1 M"),
    ],
)
def test_rates(per_second: float, text: str) -> None:
    assert rate(per_second) == text


@pytest.mark.parametrize("size", [13, 26, 39])
def test_where_room_is_short_the_slider_gives_way_and_nothing_is_cut(transport, size):
    transport.setStyleSheet(f"* {{ font-size: {size}px; }}")
    transport.show()
    widths = []
    for room in (transport.sizeHint(), transport.minimumSizeHint()):
        transport.resize(room)
        parts = transport._units, transport._slider, transport._speed
        widths.append(transport._slider.width())
        assert all(part.width() >= part.minimumSizeHint().width() for part in parts)
        assert all(a.geometry().right() < b.geometry().left() for a, b in pairwise(parts))
        assert parts[-1].geometry().right() <= transport.rect().right()
    assert widths[1] < widths[0] / 2
