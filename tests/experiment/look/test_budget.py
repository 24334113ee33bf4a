import pytest

from nnviz.experiment.look import budget as budget_module
from nnviz.experiment.look.budget import Budget


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_looking_takes_at_most_its_share() -> None:
    clock = Clock()
    budget = Budget(0.1, clock, clock)
    assert budget.allows()
    with budget.spend():
        clock.now += 0.5
    assert budget.cost == 0.5
    clock.now += 4.9
    assert not budget.allows()
    clock.now += 0.2
    assert budget.allows()


def test_a_look_at_paused_training_is_free() -> None:
    clock = Clock()
    budget = Budget(0.1, clock, clock)
    with budget.spend():
        clock.now += 60
    budget.forgive()
    assert budget.allows()


def test_a_look_before_the_engine_was_compiled_counts_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = False
    monkeypatch.setattr(budget_module, "is_compiled", lambda: compiled)
    clock = Clock()
    budget = Budget(0.1, clock, clock)
    with budget.spend():
        clock.now += 60
    assert not budget.allows()
    compiled = True
    assert budget.allows()
    with budget.spend():
        clock.now += 1
    assert not budget.allows()


def test_waiting_for_a_busy_machine_puts_the_next_look_off_only_a_little() -> None:
    clock, work = Clock(), Clock()
    budget = Budget(0.1, clock, work)
    with budget.spend():
        clock.now += 0.5
        work.now += 0.001
    assert not budget.allows()
    clock.now += 0.26
    assert budget.allows()
