import numpy as np
import pytest
from pasts import bits_of, eventful_experiment, eventful_session, rerun, set_to

from nnviz.experiment.commands import (
    DeleteBookmark,
    DeleteBranch,
    DeleteRun,
    Fork,
    LimitPast,
    OpenRun,
    RenameBranch,
    Reset,
    RestoreBranch,
    SetBookmark,
    SetParameter,
    StepBack,
    SwitchBranch,
    Visit,
)
from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.past.timeline import MOST, Timeline
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.gradients import Gradients
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.parts import Weight

pytestmark = pytest.mark.usefixtures("compiled_engine")

LENGTH = 4000


def visit(session: Session, update: int) -> None:
    session.apply(Visit(update))
    while not session.approach_for(1.0):
        pass


def view(session: Session) -> TimelineView:
    timeline = session.snapshot(ScoresWish(), TimelineWish()).look(TimelineView)
    assert timeline is not None
    return timeline


@pytest.fixture(scope="module")
def past(compiled_engine):
    session = eventful_session(LENGTH)
    return session, list(session.log)


def test_any_moment_has_the_bits_of_a_straight_rerun(past):
    session, log = past
    moments = np.random.default_rng(1).integers(0, LENGTH + 1, 200)
    visited = {}
    for update in moments.tolist():
        visit(session, update)
        assert session.update == update
        gradients = session.snapshot(ScoresWish(), GradientsWish())
        visited[update] = bits_of(session.state()), session.spec, gradients.look(Gradients).weights_change
    straight = Session(eventful_experiment())
    remaining = list(log)
    for update in sorted(visited):
        while remaining and remaining[0].update <= update:
            entry = remaining.pop(0)
            straight.advance(entry.update - straight.update)
            straight.apply(entry.command)
        straight.advance(update - straight.update)
        bits, spec, change = visited[update]
        assert bits_of(straight.state()) == bits, update
        assert straight.spec == spec
        expected = straight.snapshot(ScoresWish(), GradientsWish()).look(Gradients).weights_change
        if straight.marks and straight.marks[-1][0] == update:
            continue  # a change of the network or of a weight counts as no update
        assert all(np.array_equal(a, b) for a, b in zip(change, expected, strict=True)), update


def test_curves_stay_those_of_the_whole_branch(past):
    session, _ = past
    visit(session, LENGTH)
    before = session.curves()
    visit(session, 100)
    session.advance(50)
    visit(session, 3000)
    after = session.curves()
    assert np.array_equal(before.updates, after.updates)
    assert np.array_equal(before.loss["test"], after.loss["test"])


def test_playing_on_from_the_past_goes_along_it_with_its_changes(past):
    session, log = past
    visit(session, 300)
    assert session.advance(3000) == 3000
    assert bits_of(session.state()) == bits_of(rerun(eventful_experiment(), log, 3300).state())
    assert len(view(session).others) == 0


def test_training_goes_on_after_a_look_at_the_past_as_without():
    looked, straight = Session(eventful_experiment()), Session(eventful_experiment())
    looked.advance(500)
    visit(looked, 123)
    visit(looked, 500)
    looked.advance(500)
    straight.advance(1000)
    assert bits_of(looked.state()) == bits_of(straight.state())
    assert looked.curves().loss["train"].tobytes() == straight.curves().loss["train"].tobytes()


def test_a_visit_can_be_interrupted_and_goes_on():
    session = eventful_session(3000)
    log = session.log
    expected = {}
    for update in (2999, 1500, 7):
        session.apply(Visit(update))
        session.stop()
        assert not session.approach_for(1.0)
        while not session.arrived:
            session.approach_for(0.0001)
            timeline = view(session)
            assert timeline.target == update
            assert timeline.arrived == (session.update == update)
        expected[update] = bits_of(session.state())
    assert expected[1500] == bits_of(rerun(eventful_experiment(), log, 1500).state())


def test_visits_are_clipped_to_the_branch():
    session = Session(eventful_experiment())
    session.advance(10)
    visit(session, 10**9)
    assert session.update == 10
    visit(session, -5)
    assert session.update == 0


def test_steps_back():
    session = Session(eventful_experiment())  # 48 points in batches of 7: 7 updates an epoch
    session.advance(24)
    for unit, update in (("update", 23), ("epoch", 21), ("epoch", 14), ("100 epochs", 0), ("epoch", 0)):
        session.apply(StepBack(unit))
        while not session.approach_for(1.0):
            pass
        assert session.update == update


def test_steps_back_where_epochs_changed_their_length():
    session = Session(eventful_experiment())
    session.advance(10)
    set_to(session, {"training.batch_size": 24})  # ends the second epoch; 2 updates an epoch from here on
    session.advance(3)
    ends = []
    while session.update > 0:
        session.apply(StepBack("epoch"))
        session.advance(0)
        ends.append(session.update)
    assert ends == [12, 10, 7, 0]


def test_a_change_in_the_past_makes_a_branch_and_the_old_one_stays():
    session = Session(eventful_experiment())
    session.advance(200)
    end = bits_of(session.state())
    visit(session, 80)
    set_to(session, {"training.learning_rate": 0.1})
    session.advance(50)
    timeline = view(session)
    (old,) = timeline.others
    assert (timeline.present.start, timeline.present.length, timeline.present.parent) == (80, 130, 0)
    assert timeline.present.name == "learning rate 0.01 → 0.1"
    assert (old.length, old.marks) == (200, ())
    assert old.curves.updates[-1] > 130 >= timeline.present.curves.updates[-1]
    branch = timeline.present.id
    session.apply(SwitchBranch(old.id, 200))
    session.advance(0)
    assert bits_of(session.state()) == end
    session.apply(SwitchBranch(branch))
    session.advance(0)
    assert session.update == 130
    assert session.spec.training.learning_rate == 0.1
    assert bits_of(session.state()) == bits_of(rerun(eventful_experiment(), session.log, 130).state())


def test_a_change_that_fails_in_the_past_leaves_no_branch():
    session = Session(eventful_experiment())
    session.advance(100)
    visit(session, 50)
    with pytest.raises(ValueError, match="no such weight"):
        session.apply(SetParameter(Weight(10, 0, 0), 1.0))
    assert view(session).others == ()
    assert session.length == 100


def test_texts_and_the_end_of_the_experiment_are_no_part_of_the_past():
    session = Session(eventful_experiment())
    session.advance(100)
    set_to(session, {"training.epochs": 77, "title": "Now"})
    visit(session, 30)
    assert (session.spec.training.epochs, session.spec.title) == (77, "Now")
    set_to(session, {"training.epochs": 78})
    assert session.marks == []
    assert view(session).others == ()


def test_dragging_a_slider_is_one_change_in_the_end():
    session = Session(eventful_experiment())
    session.advance(20)
    for rate in (0.02, 0.03, 0.05):
        set_to(session, {"training.learning_rate": rate})
    session.apply(SetParameter(Weight(1, 0, 0), 0.5))
    session.apply(SetParameter(Weight(1, 0, 0), 0.75))
    assert [words for _, words in session.marks] == [
        "learning rate 0.01 → 0.05",
        "w₁₁⁽¹⁾ = 0.75",
    ]
    set_to(session, {"training.l2": 0.1})
    set_to(session, {"training.l2": 0.0})
    assert len(session.log) == 2
    session.advance(20)
    assert bits_of(session.state()) == bits_of(rerun(eventful_experiment(), session.log, 40).state())


def test_branches_are_named_deleted_and_brought_back():
    session = Session(eventful_experiment())
    session.advance(100)
    visit(session, 40)
    session.apply(Fork("Slow"))
    session.advance(30)
    branch = view(session).present.id
    session.apply(RenameBranch(branch, " Slower "))
    assert view(session).present.name == "Slower"
    bits = bits_of(session.state())
    session.apply(DeleteBranch(branch))
    session.advance(0)
    assert view(session).present.id == 0
    assert session.update == 40
    session.apply(RestoreBranch(branch))
    session.apply(SwitchBranch(branch))
    session.advance(0)
    assert bits_of(session.state()) == bits
    session.apply(DeleteBranch(0))
    assert view(session).present.parent is None
    for command in (DeleteBranch(branch), SwitchBranch(99), RestoreBranch(98), RenameBranch(branch, " ")):
        with pytest.raises(ValueError, match="branch"):
            session.apply(command)


def test_bookmarks():
    session = Session(eventful_experiment())
    session.advance(50)
    session.apply(SetBookmark("here"))
    session.apply(SetBookmark("there", 20))
    session.apply(SetBookmark("over there", 20))
    assert view(session).present.bookmarks == ((20, "over there"), (50, "here"))
    session.apply(DeleteBookmark(50))
    assert view(session).present.bookmarks == ((20, "over there"),)
    with pytest.raises(ValueError, match="Main has no update 51"):
        session.apply(SetBookmark("nowhere", 51))


def test_bookmarks_of_another_branch():
    session = Session(eventful_experiment())
    session.advance(50)
    main = view(session).present.id
    session.apply(Visit(20))
    session.apply(Fork())
    session.apply(SetBookmark("there", 40, main))
    assert view(session).others[0].bookmarks == ((40, "there"),)
    assert view(session).present.bookmarks == ()
    session.apply(DeleteBookmark(40, main))
    assert view(session).others[0].bookmarks == ()


def test_earlier_runs_can_be_gone_back_to():
    session = Session(eventful_experiment())
    session.advance(300)
    bits, loss = bits_of(session.state()), session.metrics().train.loss
    session.apply(Reset())
    session.apply(Reset())  # nothing was trained: no run worth keeping
    session.advance(20)
    (earlier,) = view(session).runs
    assert (earlier.update, earlier.metrics.train.loss) == (300, loss)
    assert earlier.thumbnail is not None
    session.apply(OpenRun(earlier.id))
    session.advance(0)
    assert bits_of(session.state()) == bits
    (other,) = view(session).runs
    assert other.update == 20
    visit(session, 150)
    assert bits_of(session.state()) == bits_of(rerun(eventful_experiment(), [], 150).state())
    session.apply(DeleteRun(other.id))
    with pytest.raises(ValueError, match="no such run"):
        session.apply(OpenRun(other.id))


def test_a_diverged_end_is_known_as_such_after_a_look_at_the_past():
    spec = spec_from_dict(
        {
            "data": {"name": "sine"},
            "network": {"layers": [1, 3, 1], "activation": ["relu", "identity"]},
            "training": {"learning_rate": 50.0, "batch_size": 0},
        }
    )
    session = Session(spec)
    session.advance(100_000)
    found = session.divergence
    assert found is not None
    visit(session, 1)
    assert session.divergence is None
    visit(session, session.length)
    assert session.divergence == found
    assert session.advance(10) == 0


class Clock:
    """Stands still unless a test lets time pass; taking a keyframe takes `cost` seconds."""

    def __init__(self, cost: float = 0.0) -> None:
        self.now = 0.0
        self._cost = cost

    def __call__(self) -> float:
        self.now += self._cost
        return self.now


def recorded(timeline: Timeline, run: TrainingRun, clock: Clock) -> None:
    clock.now += 1.0
    timeline.record_if_due(run, 0)


def test_keyframes_keep_to_the_budget_and_thin_out_evenly():
    session = Session(with_values(eventful_experiment(), {"training.batch_size": 0, "network.dropout": 0.0}))
    run = TrainingRun(session.spec, session.prepared)
    clock = Clock()
    timeline = Timeline(run, budget=100_000, clock=clock)
    most = 0
    for _ in range(1000):
        run.advance(2)
        recorded(timeline, run, clock)
        most = max(most, timeline.memory)
    assert 40_000 < timeline.memory <= most <= 102_000
    trail = timeline.present.history.trail
    assert timeline.memory == sum(moment.nbytes for moment in [*timeline.present.moments, *trail.moments])
    assert 0 < 4 * trail.nbytes <= 100_000
    steps = np.diff([moment.update for moment in timeline.present.moments])
    assert steps.max() <= 2 * steps.min()
    assert len(timeline.present.moments) > 20


def test_a_network_too_large_for_the_budget_keeps_its_beginning_only():
    session = Session(eventful_experiment())
    run = TrainingRun(session.spec, session.prepared)
    clock = Clock()
    timeline = Timeline(run, budget=100, clock=clock)
    for _ in range(10):
        run.advance(5)
        recorded(timeline, run, clock)
    assert len(timeline.present.moments) == 1


def test_the_budget_holds_while_no_keyframe_is_due():
    session = Session(with_values(eventful_experiment(), {"network.layers": (2, 40, 40, 1)}))
    run = TrainingRun(session.spec, session.prepared)
    timeline = Timeline(run, budget=150_000, clock=lambda: 0.0)
    for _ in range(60):
        run.advance(20)
        timeline.record_if_due(run, 0)
        assert timeline.memory <= 150_000
    assert len(timeline.present.moments) == 1
    assert run.history.trail.moments


def test_keyframes_that_cost_much_are_rare():
    session = Session(eventful_experiment())
    run = TrainingRun(session.spec, session.prepared)
    clock = Clock(cost=0.3)
    timeline = Timeline(run, clock=clock)
    for _ in range(400):
        run.advance(1)
        recorded(timeline, run, clock)
    spent = 0.3 * len(timeline.present.moments)
    assert len(timeline.present.moments) > 5
    assert spent < 0.03 * clock.now


def test_many_branches_share_one_budget():
    session = Session(with_values(eventful_experiment(), {"network.layers": (2, 40, 40, 1)}))
    run = TrainingRun(session.spec, session.prepared)
    clock = Clock()
    timeline = Timeline(run, budget=2_000_000, clock=clock)
    for _ in range(12):
        for _ in range(20):
            run.advance(10)
            recorded(timeline, run, clock)
        run.history = timeline.fork(run.update, 0).history
        assert timeline.memory <= 2_000_000
    trails = {id(m): m for branch in timeline.branches.values() for m in branch.history.trail.moments}
    assert sum(moment.nbytes for moment in trails.values()) <= 500_000
    assert all(branch.moments[0].update == 0 for branch in timeline.branches.values())
    timeline.shrink(200_000)
    assert timeline.memory <= 200_000


def test_the_memory_of_the_past_can_be_set():
    session = Session(with_values(eventful_experiment(), {"network.layers": (2, 40, 40, 1)}))
    for budget in (1_000_000, 2_000_000, 150_000):
        session.apply(LimitPast(budget))
        session.advance(300)
        for _ in range(2):
            session.apply(Reset())  # runs to come keep to it
            for _ in range(20):
                session.advance(20)
            found = view(session)
            assert found.budget == budget
            assert found.memory <= budget
    with pytest.raises(ValueError, match="at least"):
        session.apply(LimitPast(0))
    assert view(session).budget == 150_000


def test_the_number_of_keyframes_is_bounded():
    session = Session(eventful_experiment())
    run = TrainingRun(session.spec, session.prepared)
    clock = Clock()
    timeline = Timeline(run, clock=clock)
    for _ in range(MOST + 10):
        run.advance(1)
        recorded(timeline, run, clock)
    assert MOST // 3 < len(timeline.present.moments) <= MOST


def test_epochs_as_lines_over_updates():
    session = Session(eventful_experiment())
    session.advance(10)
    set_to(session, {"training.batch_size": 24})
    session.advance(4)
    present = view(session).present
    assert present.updates.tolist() == [0, 10, 10, 14]
    assert present.epochs.tolist() == [0, 10 / 7, 2, 4]


def test_names_are_one_line():
    session = Session(eventful_experiment())
    session.advance(10)
    session.apply(SetBookmark(" First\nlook \t here ", 5))
    session.apply(Fork("a\n\nb"))
    present = view(session).present
    assert present.bookmarks == ((5, "First look here"),)
    assert present.name == "a b"
    session.apply(RenameBranch(present.id, "x" * 59 + " \n y"))
    assert view(session).present.name == "x" * 59
    with pytest.raises(ValueError, match="needs a name"):
        session.apply(RenameBranch(present.id, " \n"))
