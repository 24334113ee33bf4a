"""Axes as people write them."""

import pytest
from planned_sweeps import plan

from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.sweeps.axes import axis_of, parse_axis

SPEC = load_spec(find("lab-b-xor"))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("training.learning_rate=0.1,.5, 1e-3", (0.1, 0.5, 1e-3)),
        ("network.layers=[2,2,1],[2, 3, 1]", ([2, 2, 1], [2, 3, 1])),
        ('network.activation=tanh,["tanh","sigmoid"]', ("tanh", ["tanh", "sigmoid"])),
        ("network.bias=true,false,[true,false,true]", (True, False, [True, False, True])),
        ('data.name="a,b",c', ("a,b", "c")),
        ("training.learning_rate=0:1:5", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ("training.learning_rate=0:1:7", (0.0, 0.166667, 0.333333, 0.5, 0.666667, 0.833333, 1.0)),
        ("training.learning_rate=0.001:1:4log", (0.001, 0.01, 0.1, 1.0)),
        ("training.learning_rate=1:0.01:3log", (1.0, 0.1, 0.01)),
        ("training.seed=0:9:4", (0, 3, 6, 9)),
        ("training.batch_size=1:4:9", (1, 2, 3, 4)),
        ("training.learning_rate=3:3:1", (3.0,)),
    ],
)
def test_values(text, values):
    axis = parse_axis(text, SPEC)
    assert axis.values == values
    assert list(map(type, axis.values)) == list(map(type, values))


def test_neighbours_stay_apart_in_a_narrow_range():
    values = parse_axis("training.learning_rate=0.5:0.50000001:11", SPEC).values
    assert len(set(values)) == 11
    assert values == tuple(sorted(values))


def test_random_numbers_follow_their_seed():
    first = parse_axis("training.learning_rate=0.01:1:20lograndom", SPEC).values
    assert first == parse_axis("training.learning_rate=0.01:1:20lograndom", SPEC).values
    assert first != parse_axis("training.learning_rate=0.01:1:20lograndom:1", SPEC).values
    assert all(0.01 <= value <= 1.0 for value in first)
    assert len(set(first)) == 20
    assert 3 < sum(value < 0.1 for value in first) < 17  # by factors: half of them below the geometric mean


@pytest.mark.parametrize(
    ("axes", "words"),
    [
        (["nothing"], "KEY=V1,V2"),
        (["training.learning_rate="], "KEY=V1,V2"),
        (["training.learning_rate=1,,2"], "empty"),
        (["network.layers=[2,2"], "open"),
        (["training.learning_rate=1:2"], "how many"),
        (["training.learning_rate=1:2:0"], "1 to 10,000"),
        (["training.learning_rate=0:2:4log"], "above 0"),
        (["training.learning_rate=1:inf:4"], "finite"),
        (["training.learning_rate=1:x:4"], "not a range"),
        (["training.learning_rate=1:2:4:7"], "random"),
        (["training.learning_rates=1,2"], "did you mean"),
        (["nosuch.key=1,2"], "nosuch.key"),
        (["training.learning_rate=0.1,-1"], "training.learning_rate = -1 is not allowed"),
        (["training.learning_rate=1,true"], "training.learning_rate = true"),
        (["network.activation=tanh,thanh"], "thanh"),
        (["training.learning_rate=1,2", "training.learning_rate=3,4"], "twice"),
        (["training.learning_rate=1,1.0,1"], "twice"),
        (["title=a,b"], "only shown"),
        (["training.epochs=1,2"], "both set for all cells and varied"),
        (["training.learning_rate=0:1:500", "training.l2=0:1:500"], "at most 100,000"),
        ([], "at least one axis"),
    ],
)
def test_bad_axes_get_one_sentence(axes, words):
    with pytest.raises(SpecError, match=words.replace("[", r"\[")) as error:
        plan("lab-b-xor", *axes, training__epochs=3)
    assert "\n" not in str(error.value)


def test_axes_that_move_together_are_equally_long():
    with pytest.raises(SpecError, match=r"training\.learning_rate has 2, training\.l2 has 3"):
        plan("lab-b-xor", "training.learning_rate=1,2", "training.l2=0,1,2", together=True)
    together = plan("lab-b-xor", "training.learning_rate=1,2,1", "training.l2=0,1,2", together=True)
    assert [row.settings for row in together.rows] == [
        (("training.learning_rate", 1), ("training.l2", 0)),
        (("training.learning_rate", 2), ("training.l2", 1)),
        (("training.learning_rate", 1), ("training.l2", 2)),
    ]


def test_what_does_not_go_together_is_a_row_that_says_why():
    planned = plan(
        "lab-b-xor", "network.layers=[2,2,1],[2,2,2]", 'network.activation="sigmoid",["tanh","softmax"]'
    )
    assert [bool(row.impossible) for row in planned.rows] == [False, True, False, False]
    assert "softmax needs at least two outputs" in planned.rows[1].impossible
    assert len(list(planned.cells())) == 3


def test_what_is_set_for_all_runs_may_fit_only_with_the_axes():
    planned = plan("lab-b-xor", "network.layers=[2,3,1],[2,5,1]", network__activation=["tanh", "sigmoid"])
    assert [row.spec.network.activations for row in planned.rows] == [("tanh", "sigmoid")] * 2
    with pytest.raises(SpecError, match="one entry for each layer"):
        plan("lab-b-xor", "network.layers=[2,3,3,3,1]", network__activation=["tanh", "sigmoid"])


def test_seeds_count_from_that_of_the_experiment():
    planned = plan("lab-b-xor", "training.learning_rate=1", seeds=3)
    assert [cell.seed for cell in planned.cells()] == [9, 10, 11]
    with pytest.raises(SpecError, match="--seeds"):
        plan("lab-b-xor", "training.seed=1,2", seeds=2)
    assert [cell.seed for cell in plan("lab-b-xor", "training.seed=5,4").cells()] == [5, 4]


def test_lists_of_files_are_axes_too():
    assert axis_of("training.learning_rate", [1, 2], SPEC).values == (1, 2)
    assert axis_of("training.learning_rate", "0:1:3", SPEC).values == (0.0, 0.5, 1.0)
    for wrong in (3, [], {}):
        with pytest.raises(SpecError, match=r"vary\.training\.learning_rate"):
            axis_of("training.learning_rate", wrong, SPEC)
