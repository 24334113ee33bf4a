"""Several runs as one record: where they come from, what is drawn of each, and bands over seeds."""

import numpy as np
import pytest

from nnviz.experiment.commands import Reset, SetSpec, Visit
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.results.several import OneRun, Several, band_of, several_of
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import Curves
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec

XOR = load_spec(find("lab-a-xor"))


def curves(*losses, step=1.0):
    epochs = step * np.arange(len(losses), dtype=np.float64)
    return Curves(epochs, epochs.astype(np.int64), {"train": np.array(losses, dtype=np.float64)}, {})


def run_of(*losses, group="seeds", step=1.0):
    return OneRun("a", 1, curves(*losses, step=step), len(losses) - 1, group=group)


def timeline_of_branches():
    session = Session(XOR)
    session.advance(100)
    session.apply(Visit(42))
    session.apply(SetSpec(with_value(session.spec, "training.learning_rate", 0.1)))
    session.advance(60)
    return session.snapshot(TimelineWish()).look(TimelineView)


def test_branches_are_drawn_from_where_they_part():
    timeline = timeline_of_branches()
    several = several_of(timeline)
    (other,) = several.others
    assert (several.name, several.colour) == (timeline.present.name, timeline.present.colour)
    assert (other.since, other.length, other.is_run) == (42, 100, False)
    assert other.curves.updates[other.first] <= 42 < other.curves.updates[other.first + 1]
    assert not several_of(timeline, branches=False).others
    assert several_of(timeline, branches=False).name == ""
    assert not several_of(None).others


def test_earlier_runs_are_there_where_they_are_wanted():
    session = Session(XOR)
    for _ in range(3):
        session.advance(21)
        session.apply(Reset())
    timeline = session.snapshot(TimelineWish()).look(TimelineView)
    several = several_of(timeline, runs=[1, 3, 99])
    assert [(run.name, run.colour, run.is_run, run.first) for run in several.others] == [
        ("Run 1", 1, True, 0),
        ("Run 3", 3, True, 0),
    ]


def test_only_neighbours_of_one_group_are_drawn_together():
    runs = [run_of(1.0, group=group) for group in ("", "", "a", "a", "b")]
    assert [len(group) for group in Several(others=tuple(runs)).groups()] == [1, 1, 2, 1]


def test_a_band_has_the_quartiles_of_its_runs_at_each_epoch():
    rng = np.random.default_rng(0)
    table = rng.random((9, 6))
    band = band_of([run_of(*row) for row in table], "loss", "train")
    for line, share in ((band.low, 0.25), (band.middle, 0.5), (band.high, 0.75)):
        np.testing.assert_allclose(line, np.quantile(table, share, axis=0), rtol=1e-15)
    assert band.epochs.tolist() == [0, 1, 2, 3, 4, 5]


def test_a_run_counts_as_far_as_it_went_and_between_its_epochs():
    band = band_of([run_of(0.0, 0.0, 0.0, 0.0, 0.0), run_of(1.0, 3.0, step=2.0)], "loss", "train")
    np.testing.assert_array_equal(band.middle, [0.5, 1.0, 1.5, 0.0, 0.0])


def test_runs_that_diverge_do_not_make_the_others_look_better():
    runs = [run_of(1.0, 1.0), run_of(2.0, 2.0), run_of(3.0, np.nan), run_of(4.0, np.inf)]
    band = band_of(runs, "loss", "train")
    np.testing.assert_allclose(band.low, [1.75, 1.75])
    assert band.middle[0] == 2.5
    assert np.isnan(band.middle[1])
    assert np.isnan(band.high[1])


@pytest.mark.parametrize("part", ["validation", "test"])
def test_a_part_that_no_run_has_has_no_band(part):
    assert len(band_of([run_of(1.0, 2.0)], "loss", part).epochs) == 0


def test_hundreds_of_runs_are_one_record():
    several = Several(others=tuple(run_of(*np.full(50, k), group=f"cell {k // 10}") for k in range(400)))
    groups = several.groups()
    assert [len(group) for group in groups] == [10] * 40
    assert band_of(groups[39], "loss", "train").middle[0] == 394.5
