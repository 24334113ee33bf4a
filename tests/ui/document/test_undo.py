"""Undo and redo with the real Qt stack."""

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Bias, Parameter, Weight
from nnviz.ui.document.undo import MOST_STEPS, ParameterEdit, SpecChange, UndoStack

RATE = "training.learning_rate"


class Page:
    """What the changes are applied to."""

    def __init__(self) -> None:
        self.spec = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 4, 4, 1]}})
        self.values: dict[Parameter, float] = {}

    def change(self, stack: UndoStack, value: float, text: str = "Learning rate") -> None:
        stack.do(SpecChange(self.spec, with_value(self.spec, RATE, value), text, self.take, self.take))

    def take(self, spec: Spec, _step: int) -> None:
        self.spec = spec

    def take_value(self, parameter: Parameter, value: float) -> None:
        self.values[parameter] = value


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def stack(qtbot: QtBot) -> UndoStack:
    return UndoStack()


def test_a_change_is_applied_undone_and_done_again(page: Page, stack: UndoStack) -> None:
    before = page.spec
    page.change(stack, 0.5)
    assert page.spec.training.learning_rate == 0.5
    stack.undo()
    assert page.spec == before
    stack.redo()
    assert page.spec.training.learning_rate == 0.5


def test_a_drag_is_one_step(page: Page, stack: UndoStack) -> None:
    before = page.spec
    stack.begin_drag()
    for value in (0.2, 0.3, 0.4):
        page.change(stack, value)
    stack.settle()
    assert stack.count() == 1
    stack.undo()
    assert page.spec == before
    stack.redo()
    assert page.spec.training.learning_rate == 0.4


def test_a_drag_that_ends_where_it_began_leaves_no_step(page: Page, stack: UndoStack) -> None:
    start = page.spec.training.learning_rate
    stack.begin_drag()
    page.change(stack, 0.2)
    page.change(stack, start)
    stack.settle()
    assert stack.count() == 0


def test_changes_outside_a_drag_are_steps_of_their_own(page: Page, stack: UndoStack) -> None:
    page.change(stack, 0.2)
    page.change(stack, 0.3)
    stack.begin_drag()
    page.change(stack, 0.4)
    stack.settle()
    stack.begin_drag()
    page.change(stack, 0.5)
    page.change(stack, 0.6, "Another setting")
    stack.settle()
    assert stack.count() == 5


def test_a_weight_set_by_hand_comes_back(page: Page, stack: UndoStack) -> None:
    weight = Weight(1, 1, 2)
    stack.do(ParameterEdit(weight, 0.25, -1.0, page.take_value))
    assert page.values == {weight: -1.0}
    assert stack.undoText() == "Set w₃₂⁽¹⁾"
    stack.undo()
    assert page.values == {weight: 0.25}


def test_dragging_one_weight_merges_and_another_does_not(page: Page, stack: UndoStack) -> None:
    bias, weight = Bias(1, 0), Weight(1, 0, 0)
    stack.begin_drag()
    stack.do(ParameterEdit(bias, 0.0, 0.1, page.take_value))
    stack.do(ParameterEdit(bias, 0.1, 0.2, page.take_value))
    stack.do(ParameterEdit(weight, 1.0, 2.0, page.take_value))
    stack.settle()
    assert stack.count() == 2
    stack.undo()
    stack.undo()
    assert page.values == {bias: 0.0, weight: 1.0}


def test_the_oldest_steps_are_forgotten(page: Page, stack: UndoStack) -> None:
    for step in range(MOST_STEPS + 5):
        page.change(stack, 0.001 * (step + 1))
    assert stack.count() == MOST_STEPS
    assert isinstance(stack, QUndoStack)
