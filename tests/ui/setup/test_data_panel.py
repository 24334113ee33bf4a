"""The data panel over real data sets."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnviz.data.catalogue import DATA_SETS
from nnviz.data.prepare import prepare
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import PROJECTOR, Style
from nnviz.tasks.tasks import Tasks
from nnviz.ui.settings import Settings
from nnviz.ui.setup.data_legend import DataLegend, count_table
from nnviz.ui.setup.data_panel import DataPanel
from nnviz.ui.setup.data_thumbnails import default_data_sets


def make_spec(name: str = "circles", outputs: int = 1, **data: object) -> Spec:
    return spec_from_dict({"data": {"name": name, **data}, "network": {"layers": [2, 4, outputs]}})


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path) -> Iterator[DataPanel]:
    made = DataPanel(Settings(tmp_path / "settings.toml"))
    qtbot.addWidget(made)
    made.set_spec(make_spec())
    made.show()
    yield made
    Tasks.cancel_below(made)


def test_it_shows_the_parameters_of_the_data_set(panel: DataPanel) -> None:
    assert panel.form.main.keys() == ("data.samples", "data.factor", "data.noise")
    panel.set_spec(make_spec("xor"))
    assert "data.factor" not in panel.form.main.keys()  # noqa: SIM118


def test_another_data_set_is_chosen_on_the_sheet(panel: DataPanel, qtbot: QtBot) -> None:
    panel.picker.open_sheet()
    sheet = panel.picker.sheet.list
    titles = [sheet.item(row).text() for row in range(sheet.count())]
    assert titles == [DATA_SETS[name].title for name in default_data_sets()]
    assert sheet.currentItem().text() == "Circles"
    item = sheet.item(titles.index("Spiral"))
    with qtbot.waitSignal(panel.spec_changed, timeout=30_000) as heard:
        QTest.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=sheet.visualItemRect(item).center())
    spec, text = heard.args
    assert spec.data.name == "spiral"
    assert text == "Data set"
    assert not panel.picker.sheet.isVisible()
    assert "data.factor" not in panel.form.main.keys()  # noqa: SIM118


def test_a_long_title_does_not_widen_the_panel(panel: DataPanel) -> None:
    widths = {}
    for name in ("thin_angle", "absolute"):
        panel.picker.show_data(default_data_sets()[name])
        widths[name] = panel.picker.minimumSizeHint().width()
    assert widths["absolute"] <= widths["thin_angle"]
    assert panel.picker.text().split() == DATA_SETS["absolute"].title.split()


def test_a_data_set_of_another_kind_gets_a_network_that_fits(panel: DataPanel, qtbot: QtBot) -> None:
    for name in ("blobs", "sine", "plane", "xor"):
        with qtbot.waitSignal(panel.spec_changed, timeout=30_000) as heard:
            panel.picker.picked.emit(name)
        assert heard.args[0].data.name == name


def test_the_same_data_set_again_is_no_change(panel: DataPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.spec_changed):
        panel.picker.picked.emit("circles")


def test_a_new_sample_is_the_next_seed(panel: DataPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.spec_changed, timeout=30_000) as heard:
        QTest.mouseClick(panel.new_sample, Qt.MouseButton.LeftButton)
    assert heard.args[0].data.seed == 1
    panel.set_spec(make_spec(seed=2**32 - 1))
    with qtbot.waitSignal(panel.spec_changed, timeout=30_000) as heard:
        panel.new_sample.click()
    assert heard.args[0].data.seed == 0


def test_thumbnails_arrive_without_blocking(panel: DataPanel, qtbot: QtBot) -> None:
    panel.set_style(Style(PROJECTOR, text=26, scale=2))
    qtbot.waitUntil(lambda: not panel.picker.thumbnails.waiting(), timeout=10_000)
    image = panel.picker.icon().pixmap(40, 40).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert len(colours) > 3


def test_the_table_counts_classes_and_parts() -> None:
    data = make_spec(samples=200, test_fraction=0.25).data
    table = count_table(prepare(data, np.random.SeedSequence(0)).split)
    assert table.parts == ("train", "test")
    assert [row.name for row in table.rows] == ["outer", "inner"]
    assert sum(row.counts[0] for row in table.rows) == 150
    assert sum(row.counts[1] for row in table.rows) == 50


def test_regression_and_many_classes_are_one_line() -> None:
    split = prepare(make_spec("plane", samples=60).data, np.random.SeedSequence(0)).split
    assert [(row.name, row.counts) for row in count_table(split).rows] == [("points", (60,))]


def test_the_table_takes_its_room_and_says_its_numbers(qtbot: QtBot) -> None:
    legend = DataLegend()
    qtbot.addWidget(legend)
    assert legend.sizeHint().height() == 0
    legend.show_split(prepare(make_spec(samples=200).data, np.random.SeedSequence(0)).split)
    assert legend.sizeHint().height() == 60
    assert legend.accessibleName() == "outer: 100 train; inner: 100 train"
    legend.resize(240, 60)
    assert not legend.grab().isNull()


def colours_of(legend: DataLegend) -> set[int]:
    legend.resize(200, legend.sizeHint().height())
    image = legend.grab().toImage()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_no_points_are_counted_under_the_name_of_other_data(panel: DataPanel) -> None:
    session = Session(make_spec(samples=50))
    panel.show_snapshot(session.snapshot())
    words = panel.legend.accessibleName()
    assert words.count(" train") == 2
    height = panel.legend.sizeHint().height()
    assert len(colours_of(panel.legend)) > 1
    panel.set_spec(make_spec("xor"))
    assert len(colours_of(panel.legend)) == 1
    assert panel.legend.accessibleName() == ""
    assert panel.legend.sizeHint().height() == height
    panel.set_spec(make_spec(samples=50))  # by undo, before the other data came
    assert len(colours_of(panel.legend)) > 1
    assert panel.legend.accessibleName() == words
    panel.set_spec(make_spec("xor"))
    panel.show_snapshot(Session(make_spec("xor")).snapshot())
    assert panel.legend.accessibleName().startswith("0: ")
