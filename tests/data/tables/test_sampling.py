"""Tables with more rows than are used: which are drawn, that they are the same ones, and what is told."""

from collections import Counter

import numpy as np
import pytest
from test_table_files import xlsx

from nnviz.data.dataset import MAX_SAMPLES
from nnviz.data.errors import DataError
from nnviz.data.tables import arrays, reading, sampling
from nnviz.data.tables.sampling import Draw, in_proportion, places_in_proportion, read_rows
from nnviz.data.tables.table import Table


@pytest.fixture
def few(monkeypatch):
    """Tables of more than 100 rows are large."""
    for module in (sampling, reading, arrays):
        monkeypatch.setattr(module, "MAX_SAMPLES", 100)
    monkeypatch.setattr(sampling, "_SPARE", 10)
    monkeypatch.setattr(sampling, "_BEGIN", 5)
    monkeypatch.setattr(sampling, "_END", 5)
    yield
    reading._kept.clear()


def rows(count, kind=lambda i: "a" if i % 4 else "b"):
    return [(i, i * i % 97 + 0.5, kind(i)) for i in range(count)]


def csv(path, body, head="n,x,class"):
    path.write_text("\n".join([head, *(",".join(map(str, row)) for row in body)]) + "\n")
    return str(path)


def test_a_large_file_gives_as_many_rows_as_are_allowed_and_classes_keep_their_shares(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("x,class\n" + "1,a\n" * 90_000 + "3,b\n" * 30_000 + "5,c\n")
    found = Table(path=str(path), seed=3).understood()
    assert (found.rows, found.drawn_from, len(found.X)) == (MAX_SAMPLES, 120_001, MAX_SAMPLES)
    assert np.bincount(found.y.astype(int)).tolist() == [74_999, 25_000, 1]
    told = "100,000 of 120,001 rows, drawn at random with seed 3, each class in proportion."
    assert found.problems[0].words() == told


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "npz"])
def test_every_kind_of_file_is_drawn_from(few, tmp_path, suffix):
    path = tmp_path / f"t.{suffix}"
    body = rows(300)
    if suffix == "csv":
        csv(path, body)
    elif suffix == "xlsx":
        xlsx(path, S=[("n", "x", "class"), *body])
    else:
        np.savez(path, X=[row[:2] for row in body], y=[row[2] for row in body])
    table = Table(path=str(path), columns=("x1" if suffix == "npz" else "n",))
    found = table.understood()
    assert (found.rows, found.drawn_from) == (100, 300)
    assert found.target.classes == ("a", "b")
    assert np.bincount(found.y.astype(int)).tolist() == [75, 25]
    assert (np.diff(found.X[:, 0]) > 0).all()  # each once, in the order of the file
    assert [int(n % 4 == 0) for n in found.X[:, 0]] == found.y.tolist()  # with its own class
    reading._kept.clear()
    np.testing.assert_array_equal(table.understood().X, found.X)
    other = Table(path=str(path), columns=table.columns, seed=1).understood()
    assert (other.X != found.X).any()
    fewer = Table(path=str(path), columns=table.columns, rows=40).understood()
    assert (fewer.rows, np.bincount(fewer.y.astype(int)).tolist()) == (40, [30, 10])


def test_titles_names_units_and_sums_of_a_large_table_are_no_rows(few, tmp_path):
    body = [*rows(150), ("n", "x", "class"), *rows(150)]
    path = tmp_path / "t.csv"
    csv(path, [*body, ("Total", 7, ""), ("Source: us", "", "")], head="My table,,\nn,x,class\nkm,mm,")
    found = Table(path=str(path)).understood()
    assert (found.rows, found.obstacle) == (100, None)
    assert [column.name for column in found.columns] == ["n", "x", "class"]
    assert found.target.classes == ("a", "b")
    assert found.drawn_from in (300, 301)  # the copy of the names is known if it was among those kept


def test_numbers_are_drawn_without_regard_to_their_value(few, tmp_path):
    found = Table(path=csv(tmp_path / "t.csv", rows(2000, kind=lambda i: i / 7), "n,x,y")).understood()
    assert (found.rows, found.target.task) == (100, "numbers")
    assert found.problems[0].words() == "100 of 2,000 rows, drawn at random with seed 0."
    assert 700 < 7 * found.y.mean() < 1300


def test_rows_asked_for_are_drawn_in_proportion_from_a_table_that_is_read_as_a_whole(tmp_path):
    table = Table(path=csv(tmp_path / "t.csv", rows(60)), rows=9)
    found = table.understood()
    assert (found.rows, found.drawn_from, Counter(found.y)) == (9, 60, {0.0: 7, 1.0: 2})
    assert found.problems[0].words().startswith("9 of 60 rows, drawn at random with seed 0")
    np.testing.assert_array_equal(table.make(np.random.default_rng(5)).X, found.X)


def test_a_wide_table_gives_as_many_rows_as_there_is_room_for(monkeypatch, tmp_path):
    monkeypatch.setattr(sampling, "MAX_CELLS", 300)
    found = Table(path=csv(tmp_path / "t.csv", rows(1000))).understood()
    assert 80 < found.rows <= 101
    assert found.drawn_from == 1000
    np.save(tmp_path / "t.npy", np.random.default_rng(0).normal(size=(1000, 3)))
    monkeypatch.setattr(arrays, "MAX_CELLS", 300)
    assert Table(path=str(tmp_path / "t.npy")).understood().rows == 100
    reading._kept.clear()


def test_classes_that_stand_in_columns_of_0_and_1(few, tmp_path):
    y = np.eye(3)[np.arange(400) % 4 % 3]
    np.savez(tmp_path / "t.npz", X=np.arange(400.0)[:, np.newaxis], y=y)
    found = Table(path=str(tmp_path / "t.npz")).understood()
    assert np.bincount(found.y.astype(int)).tolist() == [50, 25, 25]
    body = [(i / 7, *row) for i, row in enumerate(y.astype(int).tolist())]
    found = Table(path=csv(tmp_path / "t.csv", body, "x,a,b,c")).understood()
    assert found.target.classes == ("a", "b", "c")
    assert np.bincount(found.y.astype(int)).tolist() == [50, 25, 25]


def test_a_row_with_too_many_cells_stands_in_the_way_where_it_is_drawn(few, tmp_path):
    path = tmp_path / "t.csv"
    csv(path, [(1, 2, "a", 4), *rows(300)])
    assert "it has 4 cells where the others have 3" in Table(path=str(path)).understood().obstacle.words()
    assert Table(path=str(path), missing="drop").understood().rows == 100


def test_every_row_has_the_same_chance(monkeypatch):
    monkeypatch.setattr(sampling, "MAX_SAMPLES", 10)
    monkeypatch.setattr(sampling, "_SPARE", 0)
    counts = Counter()
    for seed in range(2000):
        counts.update(read_rows(((i, [str(i)]) for i in range(40)), seed).drawn)
    drawn = np.array([counts[i] for i in range(40)])
    assert (np.abs(drawn - 500) < 5 * np.sqrt(500 * 0.75)).all()


def test_a_class_keeps_a_row_however_rare_it_is():
    labels = np.array([0] * 900 + [1] * 99 + [2])
    for seed in range(20):
        drawn = labels[places_in_proportion(labels, Draw(10, seed))]
        assert np.bincount(drawn).tolist() == [8, 1, 1]
    assert len(places_in_proportion(np.arange(3), Draw(2, 0))) == 2


def test_too_many_different_cells_are_no_classes():
    source = [(i, [str(i)]) for i in range(1000)]
    assert in_proportion(source, [0], [[cells[0] for _, cells in source[:50]]], Draw(50)) is None


def test_what_ends_the_reading_ends_it_in_every_pass(few, tmp_path):
    path = csv(tmp_path / "t.csv", rows(9000))
    shares = []
    Table(path=path).understood(shares.append)
    assert shares == sorted(shares)
    assert any(0.6 < share < 0.9 for share in shares)
    reading._kept.clear()

    def stop(share):
        if share > 0.6:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        Table(path=path).understood(stop)


def test_files_of_too_many_bytes_are_refused_all_the_same(tmp_path):
    with (tmp_path / "t.csv").open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(DataError, match="larger than 50 MB: take a part of it"):
        Table(path=str(tmp_path / "t.csv")).understood()


def test_too_many_columns_are_refused_before_they_are_kept():
    with pytest.raises(DataError, match="1,000 are allowed"):
        read_rows(((i, [""] * 1500) for i in range(100_000)), 0)


def test_another_seed_is_no_reason_to_read_the_file_for_its_shape(few, monkeypatch, tmp_path):
    path = csv(tmp_path / "t.csv", rows(300))
    table = Table(path=path)
    shape = table.shape()
    monkeypatch.setattr(reading, "content_of", lambda *_: pytest.fail("the file is read"))
    assert Table(path=path, seed=7).shape() == shape
    with pytest.raises(pytest.fail.Exception):
        Table(path=path, seed=7).understood()
    with pytest.raises(pytest.fail.Exception):
        Table(path=path, rows=7).shape()
