"""What the axis of the curves counts, and single updates on it."""

import numpy as np
import pytest
from msgspec.structs import replace

from nnviz.experiment.commands import SetSpec, Visit
from nnviz.experiment.look.scores import MeasuredAtWish, ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.runs.single_updates import single_updates
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import Curves
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.charts.counting import Counting, with_single_updates
from nnviz.paint.charts.counts import Counts
from nnviz.paint.charts.curves import UNTIMED, charts_of
from nnviz.paint.charts.options import CurvesOptions
from nnviz.paint.drawing.theme import LIGHT

SPEC = spec_from_dict(
    {"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}, "training": {"batch_size": 3}}
)


@pytest.fixture
def session():
    """Epochs of 7 updates, then of 21."""
    run = Session(SPEC)
    run.advance(35)
    run.apply(SetSpec(with_value(SPEC, "training.batch_size", 1)))
    run.advance(21 * 4 + 5)
    return run


def charts(session, **options):
    snapshot = session.snapshot(ScoresWish(), MeasuredAtWish(), TimelineWish())
    return charts_of(snapshot, LIGHT, CurvesOptions(**options))


def test_updates_are_those_of_the_records_also_where_epochs_change_their_length(session):
    chart, *_ = charts(session, counts=Counts.UPDATES)
    assert chart.x.label == "update"
    assert chart.series[0].x.tolist() == [0, 7, 14, 21, 28, 35, 56, 77, 98, 119, 124]
    assert chart.marks == (35.0,)


def test_positions_and_epochs_belong_together(session):
    counting = Counting(Counts.UPDATES, session.curves())
    for epoch, update in ((0.0, 0.0), (5.0, 35.0), (5.5, 45.5), (2.0, 14.0)):
        assert counting.at(epoch) == pytest.approx(update)
        assert counting.epoch_at(update) == pytest.approx(epoch)


def test_seconds_go_forward_and_end_at_what_training_took(session):
    chart, *_ = charts(session, counts=Counts.SECONDS)
    seconds = chart.series[0].x
    assert chart.x.label == "seconds of training"
    assert seconds[0] == 0.0
    assert (np.diff(seconds) >= 0.0).all()
    assert seconds[-1] > 0.0
    assert seconds[-2] <= session.run.seconds


def test_seconds_that_nobody_measured_are_not_made_up(session):
    snapshot = session.snapshot()
    curves = snapshot.curves
    old = replace(snapshot, curves=replace(curves, seconds=np.full(len(curves.epochs), np.nan)))
    chart, *_ = charts_of(old, LIGHT, CurvesOptions(counts=Counts.SECONDS))
    assert chart.is_empty
    assert chart.message == UNTIMED


def test_the_same_run_has_the_same_curves_whatever_the_clock_says():
    runs = [Session(SPEC) for _ in range(2)]
    for run in runs:
        run.advance(70)
    first, second = (run.curves() for run in runs)
    assert (first.loss["train"] == second.loss["train"]).all()
    assert (first.updates == second.updates).all()


def test_going_back_and_on_keeps_the_seconds_that_were_measured(session):
    before = session.curves().seconds.copy()
    session.apply(Visit(20))
    session.advance(200)
    after = session.curves().seconds
    assert (after[: len(before)] == before).all()
    assert (np.diff(after) >= 0.0).all()
    assert after[-1] > before[-1]


def test_single_updates_stand_in_place_of_the_records_there(session):
    saved = next(copy for copy in session.copies() if copy.is_present).saved
    *_, singles = single_updates(saved, 10, 30)
    joined = with_single_updates(session.curves(), singles)
    assert joined.updates.tolist() == [0, 7, *range(10, 31), 35, 56, 77, 98, 119]
    assert (np.diff(joined.epochs) > 0.0).all()
    for update in (14, 21, 28):  # where there is a record, it is the same number
        records = session.curves()
        row, place = (int(np.searchsorted(each.updates, update)) for each in (records, joined))
        assert records.loss["train"][row] == joined.loss["train"][place]
    chart, *_ = charts(session, singles=singles)
    assert chart.x.label == "epoch (each update from 10 to 30)"
    assert len(chart.series[0].x) == len(joined.updates) + 1
    chart, *_ = charts(session, singles=singles, epochs=(2.0, 4.0))
    assert chart.x.label == "epoch (each update)"


def test_single_updates_beyond_the_run_are_not_shown(session):
    none = Curves(np.empty(0), np.empty(0, np.int64), {}, {})
    curves = session.curves()
    assert with_single_updates(curves, none) is curves
    far = Curves(np.array([90.0]), np.array([9000]), {"train": np.ones(1)}, {"train": np.ones(1)})
    assert with_single_updates(curves, far) is curves
