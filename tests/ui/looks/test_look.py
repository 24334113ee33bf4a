from itertools import product

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nnviz.assets import assets
from nnviz.paint.drawing.fonts import FAMILY, load_fonts
from nnviz.paint.drawing.theme import THEMES, Style
from nnviz.ui.looks.fonts import text_font
from nnviz.ui.looks.icons import icon
from nnviz.ui.looks.look import SCREEN_THEMES, TEXT_SIZES, Look
from nnviz.ui.looks.stylesheet import StyleSheet


@pytest.fixture
def look(qapp: QApplication) -> Look:
    load_fonts()
    return Look(qapp)


@pytest.mark.parametrize(("theme", "size"), list(product(SCREEN_THEMES, (1.0, 3.0))))
def test_the_style_sheet_is_filled_completely(qapp: QApplication, theme: str, size: float) -> None:
    text = StyleSheet().text(THEMES[theme], size)
    assert "$" not in text
    assert "icon:" not in text


def test_every_theme_and_text_size_is_taken_up(look: Look, qapp: QApplication) -> None:
    for theme, size in product(SCREEN_THEMES, TEXT_SIZES):
        look.set_theme(theme)
        look.set_text_size(size)
        assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == THEMES[theme].paper
        assert qapp.font().pixelSize() == round(13 * size)
        assert look.style() == Style(THEMES[theme], text=13 * size, scale=size, family=FAMILY)


def test_a_change_is_told_once(look: Look, qtbot: QtBot) -> None:
    with qtbot.waitSignal(look.changed) as told:
        look.set_theme("dark")
    assert told.args is not None
    assert told.args[0].contents.theme.name == told.args[0].controls.theme.name == "dark"
    with qtbot.assertNotEmitted(look.changed):
        look.set_theme("dark")
        look.set_text_size(1.01)


def test_each_widget_is_styled_a_few_times_however_deep_it_lies(look: Look, qtbot: QtBot) -> None:
    look.apply_sheet()
    window = deepest = QWidget()
    qtbot.addWidget(window)
    for _ in range(20):
        deepest = QLabel(deepest)
    window.show()
    styled: list[QEvent.Type] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
            styled.append(event.type())
            return False

    watch = Watch()
    deepest.installEventFilter(watch)
    look.set_theme("dark")
    assert 1 <= styled.count(QEvent.Type.StyleChange) <= 3


def test_a_change_polishes_what_asked_for_its_style_early(look: Look) -> None:
    """Qt would not be told when it goes, and read it again at a later change."""
    look.apply_sheet()
    early = QSpinBox()  # its constructor asks
    assert early.testAttribute(Qt.WidgetAttribute.WA_StyleSheet)
    assert not early.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
    look.set_theme("dark")
    assert early.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
    look.set_theme("light")


def test_text_steps_stop_at_the_ends(look: Look) -> None:
    for _ in range(10):
        look.larger_text()
    assert look.text_size == 3
    for _ in range(10):
        look.smaller_text()
    assert look.text_size == 1


def test_contents_have_a_size_of_their_own(look: Look, qapp: QApplication, qtbot: QtBot) -> None:
    sheet = qapp.styleSheet()
    with qtbot.waitSignal(look.changed) as told:
        look.larger_contents()
    assert told.args is not None
    assert (told.args[0].controls.scale, told.args[0].contents.scale) == (1.0, 1.25)
    assert told.args[0].largest == 1.25
    assert (qapp.font().pixelSize(), qapp.styleSheet()) == (13, sheet)
    for _ in range(10):
        look.larger_contents()
    assert (look.text_size, look.content_size) == (1.0, 3.0)
    look.smaller_contents()
    assert look.content_size == 2.5
    look.larger_text()
    look.normal_sizes()
    assert (look.text_size, look.content_size) == (1.0, 1.0)


def test_without_a_size_of_their_own_contents_are_as_large_as_controls(qapp: QApplication) -> None:
    assert Look(qapp, "light", 2.0).content_size == 2.0
    assert Look(qapp, "light", 2.0, 1.0).content_size == 1.0
    Look(qapp)


@pytest.mark.parametrize(("theme", "size"), [("neon", 1.0), ("print", 1.0), ("", 1000.0), ("light", -3.0)])
def test_impossible_settings_are_brought_into_range(qapp: QApplication, theme: str, size: float) -> None:
    look = Look(qapp, theme, size)
    assert look.theme_name == "light"
    assert look.text_size in (1.0, 3.0)


def test_the_shipped_font_is_used_and_its_figures_are_equally_wide(look: Look) -> None:
    font = text_font(13.0)
    assert QFontInfo(font).family() == FAMILY
    widths = {QFontMetrics(font).horizontalAdvance(figure * 8) for figure in "0123456789"}
    assert len(widths) == 1


def test_icons_follow_the_theme(look: Look, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("play"))
    for theme in SCREEN_THEMES:
        look.set_theme(theme)
        image = button.icon().pixmap(48, 48).toImage()
        pixels = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
        assert {p.name().upper() for p in pixels if p.alpha() == 255} == {THEMES[theme].ink}


def test_an_icon_of_no_size_is_not_painted(look: Look) -> None:
    assert icon("play").pixmap(QSize(0, 16)).isNull()  # a warning of Qt fails this test


def test_only_icons_that_are_used_are_shipped() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (assets().parent / "nnviz").rglob("*.py"))
    sources += (assets() / "styles" / "nnviz.qss").read_text(encoding="utf-8")
    unused = [
        path.stem
        for path in (assets() / "icons").glob("*.svg")
        if f'"{path.stem}"' not in sources and f"icon:{path.stem}/" not in sources
    ]
    assert unused == []


def test_the_style_sheet_waits_for_the_window_and_then_follows_every_change(qapp: QApplication) -> None:
    Look(qapp, "dark").apply_sheet()  # Qt crashes where one sheet simply follows another
    of_another_window = qapp.styleSheet()
    look = Look(qapp, "light")
    assert qapp.styleSheet() == of_another_window
    look.apply_sheet()
    assert THEMES["light"].surface in qapp.styleSheet()
    look.set_theme("dark")
    assert THEMES["dark"].surface in qapp.styleSheet()
    look.set_theme("light")


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_what_an_empty_field_says_can_be_read(
    kind: type[QLineEdit] | type[QPlainTextEdit], look: Look, qtbot: QtBot
) -> None:
    field = kind()
    qtbot.addWidget(field)
    field.setPlaceholderText("Filter")
    field.show()
    for theme in (*reversed(SCREEN_THEMES), *SCREEN_THEMES):
        look.set_theme(theme)
        colour = field.palette().color(QPalette.ColorRole.PlaceholderText)
        assert colour.name().upper() == THEMES[theme].quiet.upper()
        assert colour.alpha() == 255
