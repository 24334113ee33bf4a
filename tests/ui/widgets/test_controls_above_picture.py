"""Controls above a picture are never cut: where both have no room, one scrolls from them to the picture."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.widgets.above_picture import SHARE, ControlsAbovePicture
from nnviz.ui.widgets.flow_layout import FlowLayout


class Panel:
    """Three controls of 160 x 40 above a picture, and something hidden between."""

    def __init__(self, qtbot: QtBot) -> None:
        controls, self.hidden, self.picture = QWidget(), QWidget(), QWidget()
        row = FlowLayout(controls, close=True)
        row.setContentsMargins(0, 0, 0, 0)
        self.buttons = [QWidget() for _ in range(3)]  # of no style, which would have sizes of its own
        for button in self.buttons:
            button.setFixedSize(160, 40)
            row.addWidget(button)
        self.area = ControlsAbovePicture((controls, self.hidden), self.picture)
        self.hidden.hide()
        qtbot.addWidget(self.area)

    def is_seen(self, widget: QWidget) -> bool:
        return widget.visibleRegion().boundingRect() == widget.rect()


@pytest.fixture
def panel(qtbot: QtBot) -> Panel:
    return Panel(qtbot)


def test_the_picture_has_all_that_controls_leave(panel: Panel, qtbot: QtBot) -> None:
    panel.area.resize(600, 400)
    panel.area.show()
    qtbot.waitUntil(lambda: panel.picture.height() == panel.area.viewport().height() - 40)
    assert panel.area.verticalScrollBar().maximum() == 0
    assert all(panel.is_seen(widget) for widget in (*panel.buttons, panel.picture))
    panel.hidden.setFixedHeight(50)
    panel.hidden.show()
    qtbot.waitUntil(lambda: panel.picture.height() == panel.area.viewport().height() - 90)


@pytest.mark.parametrize(("width", "height"), [(400, 150), (200, 120), (520, 60)])
def test_with_little_height_everything_can_be_scrolled_to(
    panel: Panel, qtbot: QtBot, width: int, height: int
) -> None:
    panel.area.resize(width, height)
    panel.area.show()
    bar = panel.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    across = panel.area.viewport().width()
    qtbot.waitUntil(lambda: panel.picture.height() == round(min(SHARE * across, height)))
    for button in panel.buttons:
        panel.area.ensureWidgetVisible(button, 0, 0)
        assert panel.is_seen(button)
    panel.area.ensureWidgetVisible(panel.picture, 0, 0)
    qtbot.waitUntil(lambda: panel.is_seen(panel.picture))
    panel.area.resize(600, 600)
    qtbot.waitUntil(lambda: bar.maximum() == 0 and panel.is_seen(panel.picture))
