"""The sentence on what is learned fastest: true of every kind of table."""

import math

import pytest

from nnviz.experiment.results.criterion import Criterion
from nnviz.experiment.results.fastest import fastest_and_slowest
from nnviz.experiment.results.plan import Row
from nnviz.experiment.results.summaries import RowSummary


def _row(rate, runs, *learned):
    row = Row((("training.learning_rate", rate),), None)
    return RowSummary(row, runs, 0, {}, None, learned, 8, "")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([_row(1, 5, 8, 16, 24), _row(2, 5, 4, 4, 4)], "Learned fastest: training.learning_rate = 2 (3 of 5"),
        ([_row(1, 3), _row(2, 3)], "No run learned."),
        (
            [_row(1, 5, 8, 9), _row(2, 5, 4), _row(3, 5)],
            "In no combination did more than half of the runs learn. Most ",
        ),
        ([_row(1, 5, 8, 9), _row(2, 5, 4), _row(3, 5)], "None with training.learning_rate = 3."),
        ([_row(1, 5, 8, 9), _row(2, 5), _row(3, 5)], "None in 2 combinations."),
        (
            [_row(1, 5, 8, 9), _row(2, 5, 4)],
            "Fewest with training.learning_rate = 2 (1 of 5 runs, at epoch 4)",
        ),
        ([_row(1, 5, 8), _row(2, 5, 4)], "In each it was 20 % of them."),
        (
            [_row(1, 2, 8, 8), _row(2, 2, 8, 8)],
            "All are learned equally fast, as far as these looks tell (2 of",
        ),
        (
            [_row(1, 3, 8, 8, 8), _row(2, 3, 8, 8)],
            "tell, if not equally often: training.learning_rate = 1 (3 of",
        ),
    ],
)
def test_the_sentence_is_true(rows, said):
    sentence = fastest_and_slowest(rows, Criterion("accuracy", 0.9))
    assert said in sentence
    assert "inf" not in sentence
    if math.isinf(min(row.median_epoch for row in rows)):
        assert "equally fast" not in sentence
