"""Parts of a network have one name each, in the order of the textbooks: to, then from."""

import numpy as np
import pytest

from nnviz.engine.kernels.network import Network
from nnviz.numerals import times_power
from nnviz.parts import (
    Bias,
    Part,
    Unit,
    Weight,
    indices,
    is_part_of,
    latex_layer,
    latex_symbol,
    parameters_of,
    symbol,
    words,
)

LAYERS = Network((2, 11, 1), ("tanh", "tanh")).layers


@pytest.mark.parametrize(
    ("part", "plain", "latex"),
    [
        (Weight(1, 0, 1), "w₂₁⁽¹⁾", "w^{(1)}_{21}"),
        (Weight(2, 10, 0), "w₁,₁₁⁽²⁾", "w^{(2)}_{1,11}"),
        (Bias(12, 2), "b₃⁽¹²⁾", "b^{(12)}_{3}"),
        (Unit(1, 10), "a₁₁⁽¹⁾", "a^{(1)}_{11}"),
    ],
)
def test_symbols(part: Part, plain: str, latex: str) -> None:
    assert (symbol(part), latex_symbol(part)) == (plain, latex)


def test_other_letters_and_whole_layers() -> None:
    assert latex_symbol(Unit(2, 0), r"\delta") == r"\delta^{(2)}_{1}"
    assert latex_layer("W", 3) == "W^{(3)}"
    assert times_power("4.970", -5) == "4.970·10⁻⁵"


def test_an_index_is_to_and_then_from_and_an_array_is_the_other_way_round() -> None:
    weights = np.arange(6.0).reshape(2, 3)  # from 2 units to 3
    part = Weight(1, 1, 2)
    assert weights[part.index] == weights[1, 2]
    assert indices(part) == "32"
    assert (part.start, part.end) == (Unit(0, 1), Unit(1, 2))


def test_words() -> None:
    assert words(Weight(1, 0, 1), 2) == "weight from input 1 to unit 2 of hidden layer 1"
    named = words(Weight(2, 10, 0), 2, ("x₁", "x₂"), ("ŷ",))
    assert named == "weight from unit 11 of hidden layer 1 to output ŷ"
    assert words(Bias(1, 3), 2) == "bias of unit 4 of hidden layer 1"
    assert words(Unit(0, 1), 2, ("x₁", "x₂")) == "input x₂"


@pytest.mark.parametrize(
    ("part", "there"),
    [
        (Weight(1, 1, 10), True),
        (Weight(2, 10, 0), True),
        (Weight(1, 2, 0), False),
        (Weight(0, 0, 0), False),
        (Weight(3, 0, 0), False),
        (Weight(1, -1, 0), False),
        (Bias(2, 0), True),
        (Bias(0, 0), False),
        (Unit(0, 1), True),
        (Unit(1, 11), False),
        (Unit(-1, 0), False),
    ],
)
def test_a_network_knows_its_parts(part: Part, there: bool) -> None:
    assert is_part_of(LAYERS, part) == there


def test_parts_of_different_kinds_are_never_equal() -> None:
    assert len({Unit(1, 0), Bias(1, 0)}) == 2


def test_parameters_come_in_the_order_of_their_arrays() -> None:
    parts = parameters_of(Network((2, 3), ("tanh",)).layers, 1)
    array = np.arange(6).reshape(2, 3)
    assert [array[part.index] for part in parts if isinstance(part, Weight)] == list(range(6))
    assert parts[6:] == [Bias(1, 0), Bias(1, 1), Bias(1, 2)]
