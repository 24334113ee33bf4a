"""Copies of the past: each goes its own way, to the bits of the original, and leaves the original alone."""

import pytest
from pasts import bits_of, eventful_experiment, eventful_session, rerun, set_to

from nnviz.experiment.commands import OpenRun, Reset, SwitchBranch, Visit
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.past.saved_run import own_copy
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.timeline import TimelineView


def view(session: Session) -> TimelineView:
    timeline = session.snapshot(ScoresWish(), TimelineWish()).look(TimelineView)
    assert timeline is not None
    return timeline


@pytest.mark.usefixtures("compiled_engine")
def test_a_copy_of_the_present_moment_has_its_bits_and_trains_on_as_the_original_does():
    session = eventful_session(1000)
    (copy,) = session.copies()
    assert (copy.name, copy.is_present, copy.is_run, copy.length) == ("Main", True, False, 1000)
    other = Session.of_saved(own_copy(copy.saved))
    assert bits_of(other.state()) == bits_of(session.state())
    other.advance(300)
    session.advance(300)
    assert bits_of(other.state()) == bits_of(session.state())


@pytest.mark.usefixtures("compiled_engine")
def test_what_is_done_to_a_copy_does_not_concern_the_original_nor_another_copy():
    session = eventful_session(1000)
    session.apply(Visit(400))
    (copy,) = session.copies()
    before = view(session)
    one, two = (Session.of_saved(own_copy(copy.saved)) for _ in range(2))
    set_to(one, {"training.learning_rate": 0.5})  # a change in the past makes a branch
    one.advance(50)
    assert len(view(one).others) == 1
    assert view(two).others == ()
    after = view(session)
    assert (after.target, after.present.length, after.others) == (400, 1000, ())
    assert after.present.marks == before.present.marks
    assert bits_of(two.state()) == bits_of(rerun(eventful_experiment(), session.log, 400).state())


def test_every_branch_and_every_earlier_run_is_copied():
    session = Session(eventful_experiment())
    session.advance(60)
    first = bits_of(session.state())
    session.apply(Reset())
    session.advance(50)
    main = bits_of(session.state())
    session.apply(Visit(20))
    set_to(session, {"training.learning_rate": 0.3})
    session.advance(15)
    names = [(copy.name, copy.is_run, copy.length) for copy in session.copies()]
    assert names == [("Main", False, 50), ("learning rate 0.01 → 0.3", False, 35), ("Run 1", True, 60)]
    at_the_end = [own_copy(copy.saved) for copy in session.copies()]
    bits = []
    for saved in at_the_end:
        other = Session.of_saved(saved)
        other.apply(Visit(10_000))
        other.advance(0)
        bits.append(bits_of(other.state()))
    assert bits == [main, bits_of(session.state()), first]
    assert session.copies()[0].spec.training.learning_rate == 0.01
    assert session.copies()[1].spec.training.learning_rate == 0.3


@pytest.mark.usefixtures("compiled_engine")
def test_a_run_that_is_opened_from_a_file_keeps_the_earlier_runs(tmp_path):
    saved = Session(eventful_experiment())
    saved.advance(40)
    save_run(saved, tmp_path / "run.nnviz")
    session = eventful_session(600)
    there = bits_of(session.state())
    session.apply(Reset())
    session.advance(30)
    opened = load_run(tmp_path / "run.nnviz")
    opened.succeed(session)
    assert [run.update for run in view(opened).runs] == [600, 30]
    opened.apply(OpenRun(1))
    opened.advance(0)
    assert bits_of(opened.state()) == there
    assert [run.update for run in view(opened).runs] == [30, 40]
    opened.apply(SwitchBranch(view(opened).present.id, 100))
    opened.advance(0)
    assert opened.update == 100
