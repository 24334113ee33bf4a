import pytest
from PySide6.QtWidgets import QPushButton, QWidget
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


def test_a_row_without_height_is_left_out_rather_than_cut(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = FlowLayout(widget, close=True, whole=True)
    buttons = [QPushButton(f"a long name {k}") for k in range(3)]
    for button in buttons:
        layout.addWidget(button)
    row = buttons[0].sizeHint()
    widget.resize(row.width() + 30, round(1.5 * row.height()) + 20)
    widget.show()
    layout.activate()
    assert widget.rect().contains(buttons[0].geometry())
    assert not any(widget.rect().intersects(button.geometry()) for button in buttons[1:])
