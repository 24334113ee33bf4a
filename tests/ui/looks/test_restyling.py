"""A change of theme with many windows: in turns, told once, and nothing is seen half styled."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.looks import restyling
from nnviz.ui.looks.look import Look, Styles


@pytest.fixture
def look(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Look]:
    monkeypatch.setattr(restyling, "MOST_AT_ONCE", 0)
    look = Look(qapp)
    look.apply_sheet()
    yield look
    monkeypatch.setattr(restyling, "MOST_AT_ONCE", 10_000)
    look.set_theme("light")
    look.normal_sizes()


@pytest.fixture
def windows(qtbot: QtBot) -> list[QWidget]:
    made = [QWidget(), QWidget()]
    for window in made:
        qtbot.addWidget(window)
        QLabel("text", window)
        window.show()
    return made


def test_no_window_paints_until_all_are_styled(
    look: Look, windows: list[QWidget], qtbot: QtBot, qapp: QApplication
) -> None:
    seen: list[bool] = []
    look.changed.connect(lambda _styles: seen.append(any(window.updatesEnabled() for window in windows)))
    look.set_theme("dark")
    assert seen == []
    assert not any(window.updatesEnabled() for window in windows)
    qtbot.waitUntil(lambda: all(window.updatesEnabled() for window in windows))
    assert seen == [False]
    assert "#14171C" in qapp.styleSheet()


class Noted(QWidget):
    """Notes when it is painted."""

    def __init__(self, order: list[QWidget]) -> None:
        super().__init__()
        self._order = order

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        self._order.append(self)


def test_the_window_that_is_looked_at_is_painted_first(
    look: Look, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[QWidget] = []
    windows = [Noted(order), Noted(order)]
    for window in windows:
        qtbot.addWidget(window)
        window.show()
    qtbot.waitUntil(lambda: set(order) == set(windows), timeout=5000)
    for number, theme in ((0, "dark"), (1, "light"), (0, "dark")):
        monkeypatch.setattr(qapp, "activeWindow", lambda number=number: windows[number])
        order.clear()
        look.set_theme(theme)
        qtbot.waitUntil(lambda: set(order) == set(windows), timeout=5000)
        assert order[0] is windows[number]


def test_what_changes_meanwhile_is_told_once_with_all(
    look: Look, windows: list[QWidget], qtbot: QtBot
) -> None:
    told: list[Styles] = []
    began: list[None] = []
    look.changed.connect(told.append)
    look.changing.connect(lambda: began.append(None))
    look.set_theme("dark")
    look.set_text_size(2.0)
    look.set_content_size(3.0)
    qtbot.waitUntil(lambda: all(window.updatesEnabled() for window in windows))
    assert told == [look.styles()]
    assert (told[0].controls.theme.name, told[0].controls.scale, told[0].contents.scale) == ("dark", 2.0, 3.0)
    assert len(began) == 1


def test_a_window_that_goes_meanwhile_is_not_missed(look: Look, windows: list[QWidget], qtbot: QtBot) -> None:
    going = QWidget()
    going.show()
    look.set_theme("dark")
    going.deleteLater()
    qtbot.waitUntil(windows[0].updatesEnabled)
    assert look.theme_name == "dark"


def test_back_to_normal_is_one_change(qapp: QApplication, qtbot: QtBot) -> None:
    look = Look(qapp, text_size=2.0, content_size=3.0)
    with qtbot.waitSignal(look.changed):
        told: list[Styles] = []
        look.changed.connect(told.append)
        look.normal_sizes()
    assert [(styles.controls.scale, styles.contents.scale) for styles in told] == [(1.0, 1.0)]
    look.set_content_size(2.0)
    look.normal_sizes()
    assert look.content_size == 1.0
