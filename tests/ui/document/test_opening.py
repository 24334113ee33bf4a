"""Opening a file of the user's own: beside the window, told while it lasts, and given up at any time."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.own_table import experiment_of
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.tasks.tasks import Tasks
from nnviz.ui.application import make_application
from nnviz.ui.document import paths
from nnviz.ui.document.document import Document
from nnviz.ui.document.files import ExperimentFiles
from nnviz.ui.looks.look import Look
from nnviz.ui.widgets.banner import Banner
from nnviz.worker.controller import Controller

XOR = load_spec(find("lab-a-xor"))
LONG = 20.0


class Slow:
    """Reading that goes on until the test lets it end, for names that begin with "slow"."""

    def __init__(self) -> None:
        self.begun, self.may_end, self.ended = (threading.Event() for _ in range(3))
        self.threads: list[threading.Thread] = []

    def __call__(self, location: str) -> Spec:
        self.threads.append(threading.current_thread())
        if not Path(location).name.startswith("slow"):
            return experiment_at(location)
        self.begun.set()
        assert self.may_end.wait(LONG)
        try:
            return experiment_at(location)
        finally:
            self.ended.set()

    def end(self, qtbot: QtBot) -> None:
        """Let reading end, and wait until what it read has had the time to arrive."""
        self.may_end.set()
        qtbot.waitUntil(self.ended.is_set, timeout=1000 * LONG)
        qtbot.wait(50)


class Page:
    """The parts of a window that opening needs."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.controller, self.banner = Controller(), Banner()
        self.document = Document(XOR, self.controller, self.window)
        qtbot.addWidget(self.banner)
        self.files = ExperimentFiles(self.document, self.controller, "lab-a-xor", self.banner, self.window)

    @property
    def button(self) -> QPushButton:
        return next(each for each in self.banner.findChildren(QPushButton) if each.text())


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow()
    monkeypatch.setattr(paths, "experiment_at", made)
    yield made
    made.may_end.set()


@pytest.fixture
def page(qtbot: QtBot, slow: Slow) -> Iterator[Page]:
    Look(make_application())
    made = Page(qtbot)
    yield made
    slow.may_end.set()
    Tasks.cancel_below(made.window)
    made.controller.close()


def own_file(folder: Path, name: str, title: str) -> str:
    path = folder / name
    path.write_text(
        f'title = "{title}"\n[data]\nname = "csv"\npath = "t.csv"\n[network]\nlayers = [1, 1]\n[training]\n'
        'loss = "mean_squared_error"\n',
        encoding="utf-8",
    )
    (folder / "t.csv").write_text("a,b\n0.5,1.5\n1.5,2.5\n2.5,3.5\n", encoding="utf-8")
    return str(path)


def test_a_file_is_read_beside_the_window_and_loading_is_said(
    page: Page, slow: Slow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = own_file(tmp_path, "slow.toml", "Slow")
    page.files.open(path)
    assert slow.begun.wait(LONG)
    assert page.files.is_reading
    assert page.document.spec == XOR
    qtbot.waitUntil(lambda: page.banner.sentence == "Loading slow.toml …")
    assert page.banner.property("quiet")  # nothing is wrong
    page.files._reading.progressed.emit(0.37)
    assert page.banner.sentence == "Loading slow.toml … 37 %"
    slow.may_end.set()
    qtbot.waitUntil(lambda: not page.files.is_reading)
    assert (page.document.spec.title, page.files.location) == ("Slow", path)
    assert page.banner.sentence == ""
    assert threading.main_thread() not in slow.threads


def test_reading_can_be_given_up(page: Page, slow: Slow, qtbot: QtBot, tmp_path: Path) -> None:
    page.files.open(own_file(tmp_path, "slow.toml", "Slow"))
    qtbot.waitUntil(lambda: page.banner.sentence != "")
    assert page.button.text() == "Cancel"
    page.button.click()
    assert not page.files.is_reading
    slow.end(qtbot)
    assert (page.document.spec, page.files.location, page.banner.sentence) == (XOR, "lab-a-xor", "")


def test_another_file_does_not_wait_for_the_one_before(
    page: Page, slow: Slow, qtbot: QtBot, tmp_path: Path
) -> None:
    page.files.open(own_file(tmp_path, "slow.toml", "Slow"))
    assert slow.begun.wait(LONG)
    page.files.open(own_file(tmp_path, "quick.toml", "Quick"))
    qtbot.waitUntil(lambda: page.document.spec.title == "Quick")
    slow.end(qtbot)
    assert page.document.spec.title == "Quick"


def test_a_shipped_experiment_opens_at_once_and_ends_the_reading(
    page: Page, slow: Slow, qtbot: QtBot, tmp_path: Path
) -> None:
    page.files.open(own_file(tmp_path, "slow.toml", "Slow"))
    assert slow.begun.wait(LONG)
    page.files.open("lab-a-linear")
    assert page.files.location == "lab-a-linear"
    slow.end(qtbot)
    assert page.files.location == "lab-a-linear"


def test_what_cannot_be_read_is_said_and_changes_nothing(page: Page, qtbot: QtBot, tmp_path: Path) -> None:
    path = own_file(tmp_path, "wrong.toml", "Wrong")
    (tmp_path / "t.csv").unlink()
    page.files.open(path)
    qtbot.waitUntil(lambda: not page.files.is_reading)
    assert "there is no such file" in page.banner.sentence
    assert (page.document.spec, page.files.location) == (XOR, "lab-a-xor")


def test_a_name_of_nothing_is_said_at_once(page: Page) -> None:
    page.files.open("lab-a-xr")
    assert "lab-a-xor" in page.banner.sentence


def test_a_table_is_asked_about_before_anything_changes(page: Page, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Results\na;b;class\n1,5;2;x\n3;4;y\n", encoding="utf-8")
    with qtbot.waitSignal(page.files.table_read, timeout=round(1000 * LONG)) as read:
        page.files.open(str(table))
    opened = read.args[0]
    assert opened.data.path == str(table)
    assert opened.understood.problems[0].words() == (
        'line 1: "Results" is taken as a title or a note, not as a row.'
    )
    assert page.document.spec == XOR
    page.files.take_imported(experiment_of(opened.data))
    assert page.files.location == str(table)
    assert page.document.spec.network.layers == (2, 8, 1)
    assert page.banner.sentence == 't.csv: line 1: "Results" is taken as a title or a note, not as a row.'


@pytest.mark.parametrize(
    "content", [b"\x80\x04\x95pickle", b"%PDF-1.4 x", b"a\n1\n2\n", b"\x00\x01\x02\x00,1"]
)
def test_a_refusal_is_the_same_sentence_as_on_the_command_line(
    page: Page, qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(content)
    page.files.open(str(path))
    qtbot.waitUntil(lambda: not page.files.is_reading, timeout=round(1000 * LONG))
    with pytest.raises(SpecError) as refused:
        experiment_at(str(path))
    assert page.banner.sentence == str(refused.value)


def test_a_changed_table_says_so(page: Page, qtbot: QtBot, tmp_path: Path) -> None:
    table, saved = tmp_path / "t.csv", tmp_path / "saved.toml"
    table.write_text("a,b,class\n1,2,x\n3,4,y\n", encoding="utf-8")
    saved.write_text(experiment_at(str(table)).with_guesses().to_toml(), encoding="utf-8")
    table.write_text("a,b,class\n1,2,x\n3,4,y\n5,6,x\n", encoding="utf-8")
    page.files.open(str(saved))
    qtbot.waitUntil(lambda: page.files.location == str(saved), timeout=round(1000 * LONG))
    assert "not the one the settings were written for" in page.banner.sentence
