import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.widgets.flow_layout import GAP, FlowLayout

ALL = 300 + 400 + 200 + 2 * GAP
"""Width of all three parts with their least distances."""


@pytest.fixture
def bar(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = FlowLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    for width in (300, 400, 200):
        part = QWidget()
        part.setFixedSize(width, 40)
        layout.addWidget(part)
    return widget


@pytest.mark.parametrize(("width", "rows"), [(1280, 1), (ALL, 1), (ALL - 1, 2), (500, 3), (100, 3)])
def test_rows_follow_from_the_width(bar: QWidget, width: int, rows: int) -> None:
    assert bar.layout().heightForWidth(width) == rows * 40 + (rows - 1) * 8


def test_nothing_overlaps_and_nothing_is_outside(bar: QWidget) -> None:
    for width in (1280, 800, 450):
        bar.resize(width, bar.layout().heightForWidth(width))
        bar.show()
        parts = [child.geometry() for child in bar.children() if isinstance(child, QWidget)]
        assert all(bar.rect().contains(part) for part in parts)
        assert not any(a.intersects(b) for a in parts for b in parts if a is not b)


def test_spare_room_goes_between(bar: QWidget) -> None:
    bar.resize(1280, 40)
    bar.show()
    parts = [child.geometry() for child in bar.children() if isinstance(child, QWidget)]
    assert parts[0].left() == 0
    assert parts[-1].right() == 1279
