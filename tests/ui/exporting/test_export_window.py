"""The export window on a real run: what it offers, previews, writes, copies and cancels."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFormLayout, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnviz.engine.compiling.background import ensure_compiled
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.export.closeup import Closeup
from nnviz.export.exporters import exporters
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.formats import TITLES
from nnviz.export.of_session import with_past
from nnviz.export.presets import all_presets
from nnviz.export.run import Run
from nnviz.export.shown import Beside, Shown
from nnviz.paint.drawing.theme import Style
from nnviz.paint.output.options import ScatterOptions
from nnviz.ui.application import make_application
from nnviz.ui.exporting.for_others import MOST_AT_ONCE
from nnviz.ui.exporting.form import ExportForm
from nnviz.ui.exporting.look_form import LookForm
from nnviz.ui.exporting.moment import picture_of
from nnviz.ui.exporting.window import ExportWindow, moment_in_words
from nnviz.ui.widgets.tab_order import stop_before

SPEC = load_spec(find("lab-a-xor"))


@pytest.fixture(scope="module")
def run() -> Run:
    ensure_compiled()
    session = Session(SPEC)
    session.advance(200)
    few = (ScoresWish(), MapsWish(boundary=40, responses=20), PredictionsWish())
    return Run("xor", SPEC, (), Closeup().complete(with_past(session), few))


@pytest.fixture
def window(qtbot: QtBot, run: Run, tmp_path: Path) -> Iterator[ExportWindow]:
    make_application()
    shown = ExportWindow(run, Shown(), Style(), str(tmp_path))
    shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    shown.close()


def message(window: ExportWindow) -> str:
    return window._message.text()


def test_everything_that_can_be_written_is_offered(window: ExportWindow, run: Run) -> None:
    offered = set()
    for index in range(window.form.what.count()):
        window.form.what.setCurrentIndex(index)
        suffixes = [window.form.format.itemData(k) for k in range(window.form.format.count())]
        offered |= {(window.form.name, suffix) for suffix in suffixes}
        assert all(window.form.format.itemText(k) for k in range(window.form.format.count()))
    missing = {name for name, figure in FIGURES.items() if figure.missing(run.snapshot)}
    assert {"network", "boundary", "curves", "board"}.isdisjoint(missing)
    there = [each for each in exporters() if each.name not in missing]
    assert offered == {(each.name, suffix) for each in there for suffix in each.suffixes}
    assert {suffix for _, suffix in offered} <= set(TITLES)


def test_pictures_come_first_and_only_what_is_known_is_offered(qtbot: QtBot, run: Run) -> None:
    bare = replace(run.snapshot, looks={})
    form = ExportForm(exporters(), bare, Shown())
    qtbot.addWidget(form)
    offered = [form.what.itemData(k) for k in range(form.what.count())]
    assert offered[:6] == ["network", "boundary", "curves", "board", "predictions", "confusion"]
    assert not {"health", "histograms", "surface", "timeline"} & set(offered)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_a_picture_is_written(window: ExportWindow, tmp_path: Path, suffix: str) -> None:
    window.form.choose("board", suffix)
    window.save(tmp_path / f"board{suffix}")
    assert (tmp_path / f"board{suffix}").stat().st_size > 5000
    assert message(window).startswith("Written")


def test_the_preview_is_the_page(window: ExportWindow, qtbot: QtBot) -> None:
    window.form.choose("network", ".pdf")
    window.form.height_mm.setValue(89.0)
    qtbot.waitUntil(lambda: abs(window.preview._image.width() - window.preview._image.height()) <= 1)
    window.form.theme.setCurrentIndex(window.form.theme.findData("dark"))
    qtbot.waitUntil(lambda: window.preview._image.pixelColor(1, 1).lightness() < 60)
    assert "89.0 × 89.0 mm" in window._size.text()


def test_the_choices_reach_the_file(window: ExportWindow, tmp_path: Path) -> None:
    window.form.choose("curves", ".png")
    window.form.width_mm.setValue(100.0)
    window.form.dpi.setValue(127.0)
    window.form.transparent.setChecked(True)
    window.save(tmp_path / "curves.png")
    with Image.open(tmp_path / "curves.png") as image:
        assert image.width == 500
        assert image.mode == "RGBA"


def test_the_format_that_was_typed_counts(
    window: ExportWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.form.choose("curves", ".pdf")
    typed = tmp_path / "graph.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(typed), ""))
    window.ask_save()
    assert [path.name for path in tmp_path.iterdir()] == ["graph.png"]
    assert typed.read_bytes().startswith(b"\x89PNG")


def test_the_moment_is_said_and_which_side(run: Run) -> None:
    assert moment_in_words(run.snapshot, Shown()).startswith("Epoch ")
    assert "update 200" in moment_in_words(run.snapshot, Shown())
    both = Shown(beside=Beside("A", "B", run.snapshot))
    assert moment_in_words(run.snapshot, both).startswith("Left: A, epoch ")


def test_an_animation_is_written_beside_the_window(
    window: ExportWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.form.choose("curves", ".gif")
    window.form.seconds.setValue(0.5)
    window.save(tmp_path / "curves.gif")
    assert not window.save_button.isEnabled()
    qtbot.waitUntil(lambda: message(window).startswith("Written"), timeout=30000)
    assert window.save_button.isEnabled()
    with Image.open(tmp_path / "curves.gif") as film:
        assert film.n_frames == 10


def test_a_cancelled_animation_leaves_nothing(window: ExportWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.form.choose("board", ".gif")
    window.form.seconds.setValue(60.0)
    window.save(tmp_path / "board.gif")
    qtbot.waitUntil(lambda: window._progress.value() > 0, timeout=30000)
    window._cancel_button.click()
    assert message(window).startswith("Cancelled")
    assert not list(tmp_path.iterdir())


def test_closing_ends_an_animation(window: ExportWindow, tmp_path: Path) -> None:
    window.form.choose("board", ".gif")
    window.form.seconds.setValue(60.0)
    window.save(tmp_path / "board.gif")
    window.close()
    assert not window._work.is_busy
    assert not list(tmp_path.iterdir())


def test_the_clipboard_gets_bitmap_and_svg(window: ExportWindow) -> None:
    window.form.choose("network", ".pdf")
    window.copy_button.click()
    content = QGuiApplication.clipboard().mimeData()
    assert content.hasImage()
    assert bytes(content.data("image/svg+xml").data()).startswith(b"<?xml")


def test_what_is_dragged_is_a_file_in_the_chosen_format(window: ExportWindow) -> None:
    window.form.choose("network", ".svg")
    content = window._drag_data()
    assert content is not None
    path = Path(content.urls()[0].toLocalFile())
    assert path.suffix == ".svg"
    assert path.stat().st_size > 5000


def test_a_place_that_cannot_be_written_gets_a_sentence(window: ExportWindow, tmp_path: Path) -> None:
    window.form.choose("network", ".pdf")
    window.save(tmp_path / "nowhere" / "network.pdf")
    assert "cannot be written" in message(window)


def test_a_sentence_about_a_size_goes_with_the_size(window: ExportWindow) -> None:
    window.form.height_mm.setValue(5.0)
    window.show_preview()
    assert "height" in message(window)
    window.form.height_mm.setValue(60.0)
    window.show_preview()
    assert message(window) == ""


def test_the_size_of_text_is_told_truly(window: ExportWindow) -> None:
    window.form.choose("graph", ".pdf")
    window.form.width_mm.setValue(30.0)
    window.show_preview()
    assert ", smallest " in window._size.text()
    assert "hard to read" in message(window)
    window.form.choose("network")
    window.show_preview()
    assert "smallest" not in window._size.text()
    assert message(window) == ""


def test_own_purposes_are_kept(window: ExportWindow) -> None:
    window.form.choose("network", ".pdf")
    window.form.width_mm.setValue(77.0)
    window.form.keep("Poster")
    assert all_presets()["poster"].width_mm == 77.0
    assert window.form.preset.currentText() == "Poster"
    window.form.keep("")
    assert message(window) == "A preset needs a name."
    assert window.form.forget.isVisibleTo(window)
    window.form.forget.click()
    assert "poster" not in all_presets()
    assert window.form.preset.findData("poster") == -1
    assert not window.form.forget.isVisibleTo(window)


def test_a_large_bitmap_is_written_beside_the_window_and_copied_smaller(
    window: ExportWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.form.choose("curves", ".png")
    window.form.width_mm.setValue(200.0)
    window.form.height_mm.setValue(100.0)
    window.form.dpi.setValue(600)
    path = tmp_path / "large.png"
    window.save(path)
    assert not path.exists()  # it is being written in another thread
    qtbot.waitUntil(lambda: message(window) == f"Written: {path}", timeout=20_000)
    with Image.open(path) as image:
        assert image.size == (4724, 2362)
    window.copy()
    copied = QGuiApplication.clipboard().image()
    assert 0.9 * MOST_AT_ONCE < copied.width() * copied.height() < 1.01 * MOST_AT_ONCE
    assert "fewer pixels" in message(window)
    QGuiApplication.clipboard().clear()


def test_a_bitmap_that_memory_might_not_hold_is_refused(
    window: ExportWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.form.choose("curves", ".png")
    window.form.width_mm.setValue(1000.0)
    window.form.height_mm.setValue(1000.0)
    window.form.dpi.setValue(300)  # 11,811 pixels a side, which is not too many, but 140 million
    window.save(tmp_path / "huge.png")
    qtbot.waitUntil(lambda: "are too many" in message(window))
    assert "72 million" in message(window)
    assert list(tmp_path.iterdir()) == []


def test_a_screenshot_has_as_many_pixels_as_asked_for(window: ExportWindow) -> None:
    image = picture_of(window, 3)
    assert image.width() == 3 * window.width()
    assert image.pixelColor(image.width() // 2, 5).alpha() == 255


def test_enter_in_a_number_field_takes_the_number_and_saves_nothing(
    window: ExportWindow, qtbot: QtBot
) -> None:
    asked = []
    window.save_button.clicked.connect(lambda: asked.append(True))
    window.save_button.clicked.disconnect(window.ask_save)
    field = window.form.width_mm
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "120")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 120.0
    assert not asked
    window.form.what.setFocus()
    qtbot.keyClick(window.form.what, Qt.Key.Key_Return)
    assert asked


def test_while_it_writes_nothing_is_said_about_the_file_before(window: ExportWindow, tmp_path: Path) -> None:
    window.form.choose("board", ".gif")
    window.form.seconds.setValue(60.0)
    window._told(tmp_path / "before.gif")
    window.save(tmp_path / "board.gif")
    assert message(window) == ""
    window.close()


def test_ranges_and_switches_are_typed_for_the_figure_that_is_chosen(window: ExportWindow) -> None:
    window.form.choose("curves", ".png")
    look = window.form.look
    assert list(look.fields)[:2] == ["curves.epochs", "curves.counts"]
    epochs, log = look.fields["curves.epochs"], look.fields["curves.log_epochs"]
    assert isinstance(epochs, QLineEdit)
    assert isinstance(log, QCheckBox)
    epochs.setText("0:5")
    epochs.editingFinished.emit()
    assert window.form.options().shown.curves.epochs == (0.0, 5.0)
    assert epochs.text() == "0 to 5"
    log.setChecked(True)  # there is no 0 on it
    assert window.form.options().shown.curves.epochs is None
    assert epochs.text() == ""
    epochs.setText("five")
    epochs.editingFinished.emit()
    assert "is no range" in message(window)
    assert epochs.text() == ""
    window.form.choose("timeline", ".png")
    assert not look.fields


def test_the_part_that_is_typed_is_computed_and_previewed(window: ExportWindow) -> None:
    window.form.choose("boundary", ".png")
    window.show_preview()
    before = window.preview._image
    first = window.form.look.fields["boundary.x"]
    assert isinstance(first, QLineEdit)
    first.setText("0.2 to 0.4")
    first.editingFinished.emit()
    window.show_preview()
    maps = window._run.snapshot.look(Maps)
    assert maps is not None
    assert maps.boundary is not None
    assert maps.boundary.extent[:2] == (0.2, 0.4)
    assert window.preview._image != before


def test_parts_of_several_plots_stand_as_they_are_on_screen_and_can_be_typed(window: ExportWindow) -> None:
    shown = replace(window.form.look.shown, scatter=ScatterOptions(ranges=((0, -1.0, 0.5),)))
    form, below = QFormLayout(QWidget(window)), QLabel()
    form.addRow(below)
    look = LookForm(form, below, window._run.snapshot, shown)
    refusals: list[str] = []
    look.refused.connect(refusals.append)
    look.show_figure("scatter")
    ranges = look.fields["scatter.ranges"]
    assert isinstance(ranges, QLineEdit)
    assert ranges.text() == "1 = -1 to 0.5"
    for typed, kept in (("2 = 0 to 1", ((1, 0.0, 1.0),)), ("2 = 1 to 0", ((1, 0.0, 1.0),)), ("", ())):
        ranges.setText(typed)
        ranges.editingFinished.emit()
        assert look.shown.scatter.ranges == kept
    assert len(refusals) == 1
    look.show_figure("embedding")
    assert list(look.fields) == ["embedding.parts"]


def test_tab_goes_through_the_choices_of_the_figure_where_they_stand(window: ExportWindow) -> None:
    for figure in ("curves", "boundary", "network"):
        window.form.choose(figure)
        fields = list(window.form.look.fields.values())
        assert fields
        before = stop_before(fields[0])
        assert before is window.form.outlines
        assert [stop_before(field) for field in fields[1:]] == fields[:-1]
        assert stop_before(window.form.save) is fields[-1]


def test_enter_takes_what_was_typed_and_does_not_ask_where_to_save(
    window: ExportWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(window, "ask_save", lambda: asked.append(1))
    monkeypatch.setattr("nnviz.ui.exporting.window.ask_where_to_save", lambda *_: asked.append(1))
    window.form.choose("curves", ".png")
    loss = window.form.look.fields["curves.loss"]
    assert isinstance(loss, QLineEdit)
    for typed in ("0.1 to 1", "1 to 0.1"):
        loss.setText(typed)
        qtbot.keyClick(loss, Qt.Key.Key_Return)
        assert window.form.options().shown.curves.loss == (0.1, 1.0)
    assert asked == []
