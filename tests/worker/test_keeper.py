"""What is kept for the case of a crash, and what stays in the list of recent work; the clock is a test's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nnviz.config_folder import VARIABLE
from nnviz.experiment.commands import Reset, SetSpec
from nnviz.experiment.run_file.kept_work import kept_work, work_folder
from nnviz.experiment.run_file.run_file import load_run
from nnviz.experiment.session_view import MOMENT
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.worker import keeper as keeping
from nnviz.worker.keeper import INTERVAL, LONGEST_INTERVAL, MOST_LEFT, Keeper
from nnviz.worker.orders import Advance, CountAsKept, NameWork, Open, OpenFile, Order, SaveFile
from nnviz.worker.player import Player

SPEC = spec_from_dict(
    {"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}, "training": {"batch_size": 7, "epochs": 400}}
)


class Clock:
    """Says what the test says."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Table:
    """A player and its keeper, as the worker has them."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.player = Player()
        self.keeper = Keeper(self.player, self.clock)
        self.is_closed = False

    def order(self, *orders: Order) -> None:
        for order in orders:
            with self.keeper.watching(order):
                self.player.obey(order)
            while self.player.is_busy:
                self.player.tick()

    def close(self) -> None:
        self.is_closed = True
        self.keeper.close()

    def wait(self) -> None:
        """Let everything be written."""
        self.keeper._writer.submit(int).result()

    def files(self) -> list[Path]:
        self.wait()
        return sorted(work_folder().glob("*.nnviz"))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "settings"))
    made = Table()
    yield made
    if not made.is_closed:
        made.close()


def updates(path: Path) -> int:
    return load_run(path).update


def test_a_run_that_has_begun_is_written_and_an_untouched_one_is_not(table: Table) -> None:
    table.order(Open(SPEC))
    assert table.keeper.look()
    assert table.files() == []
    table.order(Advance(5))
    assert not table.keeper.look()
    assert [updates(path) for path in table.files()] == [5]


def test_changed_settings_are_kept_before_anything_is_trained(table: Table) -> None:
    table.order(Open(SPEC))
    changed = with_value(SPEC, "training.learning_rate", 0.7)
    table.order(SetSpec(changed))
    assert not table.keeper.look()
    assert [load_run(path).spec.training.learning_rate for path in table.files()] == [0.7]


def test_it_is_written_again_only_after_a_while_and_only_if_it_has_changed(table: Table) -> None:
    table.order(Open(SPEC), Advance(5))
    table.keeper.look()
    (path,) = table.files()
    written = path.stat().st_mtime_ns
    table.clock.now += LONGEST_INTERVAL
    assert table.keeper.look()  # nothing new
    table.order(Advance(2))
    table.clock.now = 100.0 + 0.9 * INTERVAL
    assert not table.keeper.look()  # later
    assert table.files() == [path]
    assert path.stat().st_mtime_ns == written
    table.clock.now = 100.0 + LONGEST_INTERVAL
    assert not table.keeper.look()
    assert [updates(path) for path in table.files()] == [7]
    assert table.keeper.look()


def test_writing_that_takes_long_is_done_less_often(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    table.order(Open(SPEC), Advance(5))
    table.keeper._seconds = 0.6  # the last time
    table.keeper.look()
    table.wait()
    table.order(Advance(1))
    table.clock.now += 5.9
    assert not table.keeper.look()
    assert updates(table.files()[0]) == 5
    table.clock.now += 0.2
    table.keeper.look()
    assert updates(table.files()[0]) == 6


def test_a_window_that_closes_leaves_its_run_in_the_list(table: Table) -> None:
    table.order(Open(SPEC), Advance(MOMENT))
    table.keeper.hear(NameWork("xor-quickstart"))
    table.close()
    (work,) = kept_work()
    assert not work.is_leftover
    assert work.summary.location == "xor-quickstart"
    assert updates(work.path) == MOMENT
    assert len(list(work_folder().glob("*.nnviz"))) == 1


def test_a_run_that_is_left_for_another_or_for_its_start_stays_in_the_list(table: Table) -> None:
    table.order(Open(SPEC), Advance(MOMENT - 1), Reset(), Advance(MOMENT), Reset(), Advance(MOMENT + 4))
    table.order(Open(with_value(SPEC, "training.seed", 5)))
    table.wait()
    assert sorted(updates(work.path) for work in kept_work()) == [MOMENT, MOMENT + 4]
    assert table.keeper.look()  # what is open now is as it was opened


def test_of_many_starts_again_the_last_ones_stay(table: Table) -> None:
    table.order(Open(SPEC))
    for count in range(MOST_LEFT + 3):
        table.order(Advance(MOMENT + count), Reset())
    table.wait()
    assert sorted(updates(work.path) for work in kept_work()) == [
        MOMENT + 3 + count for count in range(MOST_LEFT)
    ]


def test_what_is_in_a_file_of_the_users_is_not_kept_besides(table: Table, tmp_path: Path) -> None:
    table.order(Open(SPEC), Advance(MOMENT))
    table.keeper.look()
    table.order(SaveFile(tmp_path / "mine.nnviz"))
    assert table.files() == []
    assert table.keeper.look()
    table.close()
    assert kept_work() == []


def test_kept_work_that_goes_on_is_kept_once(table: Table) -> None:
    table.order(Open(SPEC), Advance(MOMENT))
    table.order(Open(with_value(SPEC, "training.seed", 5)))
    table.wait()
    (work,) = kept_work()
    table.order(OpenFile(work.path))
    assert table.keeper.look()
    assert table.files() == [work.path]  # until it is written elsewhere
    table.order(Advance(2))
    table.keeper.look()
    assert [updates(path) for path in table.files()] == [MOMENT + 2]


def test_settings_that_are_as_they_were_left_are_no_work(table: Table) -> None:
    table.order(Open(SPEC), Advance(MOMENT))
    table.keeper.hear(CountAsKept())
    assert table.keeper.look()
    table.close()
    assert kept_work() == []


def test_a_run_on_too_many_data_is_not_kept(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    table.order(Open(SPEC), Advance(6))
    split = table.player.session.split
    monkeypatch.setattr(keeping, "MOST_DATA", split.train.X.nbytes + split.train.y.nbytes - 1)
    table.keeper.look()
    assert table.files() == []
    monkeypatch.setattr(keeping, "MOST_DATA", split.train.X.nbytes + split.train.y.nbytes)
    table.order(Advance(1))
    table.keeper.look()
    assert [updates(path) for path in table.files()] == [7]


def test_a_place_that_cannot_be_written_ends_nothing(table: Table, caplog: pytest.LogCaptureFixture) -> None:
    work_folder().parent.mkdir(parents=True)
    work_folder().write_text("in the way")
    table.order(Open(SPEC), Advance(6))
    table.keeper.look()
    table.wait()
    assert "cannot be kept" in caplog.text
    work_folder().unlink()
    table.clock.now += LONGEST_INTERVAL
    table.order(Advance(1))
    table.keeper.look()
    assert [updates(path) for path in table.files()] == [7]
