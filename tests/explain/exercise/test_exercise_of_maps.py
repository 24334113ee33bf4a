"""Exercises of networks with maps: the engine's numbers, mistakes by name, and sheets that stay small."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from random_networks import avg_pool, conv, dense, max_pool, network_of, norm, trainer_of

from nnviz.engine.layers.flatten import Flatten
from nnviz.explain.exercise.asking import blank_of
from nnviz.explain.exercise.choosing import telling_parameters
from nnviz.explain.exercise.formulas import line_of
from nnviz.explain.exercise.given import is_large
from nnviz.explain.exercise.lines import places_of
from nnviz.explain.exercise.marking import marks_of, same
from nnviz.explain.exercise.misconceptions import MISCONCEPTIONS, wrong_values
from nnviz.explain.exercise.numbers import given_numbers
from nnviz.explain.exercise.quantity import AskedQuantity, z_of
from nnviz.explain.exercise.sheet import MOST_BLANKS, Sheet, sheet_of
from nnviz.explain.exercise.update import Update
from nnviz.explain.formulas.step import Depth
from nnviz.parts import Bias, Gain, Pixel, Unit

CLOSE = {"rel": 1e-10, "abs": 1e-12}
NETWORKS = (
    (
        (5, 6, 2),
        conv(2, (3, 2), stride=(2, 1), padding="same"),
        max_pool((2, 2), (1, 2)),
        Flatten,
        dense(2, "softmax"),
    ),
    (
        (5, 5, 1),
        conv(2, (2, 2), "relu"),
        norm("tanh"),
        avg_pool((2, 2), (2, 2)),
        Flatten,
        dense(2, "softmax"),
    ),
    (
        (4, 4, 2),
        max_pool((2, 2), (1, 1)),
        conv(2, (2, 2)),
        Flatten,
        dense(3, "sigmoid"),
        norm(),
        dense(2, "sigmoid"),
    ),
)


def update_at(number: int, batch: int, reduction: str = "mean", dropout: float = 0.0) -> Update:
    rng = np.random.default_rng(number)
    network = network_of(*NETWORKS[number])
    if dropout:
        layers = [replace(x, dropout=dropout) if x.kind == "conv" else x for x in network.layers]
        network = type(network)(tuple(layers))
    trainer = trainer_of(
        rng,
        network,
        batch,
        loss="cross_entropy",
        batch_size=batch,
        reduction=reduction,
        learning_rate=0.3,
        l1=0.01,
        l2=0.02,
    )
    return Update(trainer.trace(), network, trainer.training)


@pytest.mark.parametrize(
    ("number", "reduction", "dropout"), [(0, "sum", 0.4), (1, "mean", 0.0), (2, "sum", 0.0)]
)
def test_every_number_is_that_of_the_engine(number, reduction, dropout):
    update = update_at(number, 2, reduction, dropout)
    get, network = update.values(), update.network
    assert get(AskedQuantity("loss")) == pytest.approx(update.trace.loss, **CLOSE)
    for layer, trace in enumerate(update.trace.layers, start=1):
        for s in range(update.batch):
            for at in places_of(network, layer):
                found = [get(AskedQuantity(kind, at, s)) for kind in ("z", "a", "delta")]
                index = (s, *at.index)
                assert found == pytest.approx([trace.z[index], trace.a[index], trace.delta[index]], **CLOSE)
        for part in telling_parameters(update, layer):
            arrays = (trace.biases_gradient, trace.biases_after)
            if not isinstance(part, Bias):
                arrays = (trace.weights_gradient, trace.weights_after)
            found = [get(AskedQuantity(kind, part)) for kind in ("gradient", "new")]
            assert found == pytest.approx([array[part.index] for array in arrays], **CLOSE)
        for unit in range(update.units(layer)) if trace.mean is not None else ():
            epsilon = network.layers[layer].epsilon
            expected = [trace.mean[unit], np.sqrt(trace.variance[unit] + epsilon)]
            found = [get(AskedQuantity(kind, Unit(layer, unit))) for kind in ("mean", "deviation")]
            assert found == pytest.approx(expected, **CLOSE)


def test_what_overflows_is_infinite_as_in_the_engine():
    rng = np.random.default_rng(0)
    trainer = trainer_of(rng, network_of((2,), norm(), dense(1, "sigmoid")), 2, batch_size=2)
    trainer.X[:, 0] = 1e200, -1e200
    update = Update(trainer.trace(), trainer.network, trainer.training)
    get, (first, last), unit = update.values(), update.trace.layers, Unit(1, 0)
    deviation = AskedQuantity("deviation", unit)
    assert get(deviation) == np.inf == first.variance[0]
    assert [get(z_of(unit, s)) for s in (0, 1)] == first.z[:, 0].tolist()
    assert [get(z_of(Unit(2, 0), s)) for s in (0, 1)] == pytest.approx(last.z[:, 0])
    told = {misconception.name: value for misconception, value in wrong_values(update, deviation, get)}
    assert (told["variance_for_deviation"], told["divided_by_less"]) == (np.inf, np.inf)


def paper_at(number: int, batch: int, depth: Depth, seed: int, dropout: float = 0.0) -> Sheet:
    return sheet_of("", update_at(number, batch, dropout=dropout), depth, seed)


def right_answers(paper: Sheet) -> dict[str, float]:
    get = paper.update.values()
    return {blank.id: get(blank.quantity) for blank in paper.blanks}


def test_every_mistake_is_named():
    told, names = [], Counter()
    for number, batch, dropout in ((0, 1, 0.4), (1, 2, 0.0), (2, 2, 0.0)):
        paper = paper_at(number, batch, Depth.PRODUCT, 1, dropout)
        get, here = paper.update.values(), Counter()
        for blank in paper.blanks:
            for misconception, value in wrong_values(paper.update, blank.quantity, get):
                here[misconception.name] += not same(value, get(blank.quantity))
                if same(value, get(blank.quantity)) or here[misconception.name] > 2:
                    continue
                mark = next(m for m in marks_of(paper, {blank.id: value}) if m.id == blank.id)
                assert misconception.name in (mark.misconception, *mark.also)
                told.append(mark.misconception == misconception.name)
        names += here
    assert {m.name for m in MISCONCEPTIONS} - set(names) <= {"mean_for_sum"}
    assert np.mean(told) > 0.8


def test_a_wrong_pixel_is_followed_through_pooling_and_the_layers_above():
    paper = paper_at(0, 1, Depth.MAP, 0)
    answers = right_answers(paper)
    first = next(blank for blank in paper.blanks if isinstance(blank.quantity.part, Pixel))
    answers[first.id] += 2.0
    get = paper.update.values({first.quantity: answers[first.id]})
    answers |= {blank.id: get(blank.quantity) for blank in paper.blanks if blank.id != first.id}
    marks = marks_of(paper, answers)
    assert not marks[0].right
    assert any(mark.follow_through for mark in marks)
    assert all(mark.right or mark.follow_through for mark in marks[1:])


@pytest.mark.parametrize("depth", list(Depth))
def test_a_sheet_of_a_large_network_asks_for_what_is_around_a_few_numbers(depth):
    network = network_of(
        (8, 8, 1), conv(4, (3, 3), "relu"), max_pool((2, 2), (2, 2)), Flatten, dense(3, "softmax")
    )
    assert is_large(network)
    trainer = trainer_of(np.random.default_rng(3), network, 1, loss="cross_entropy", batch_size=1)
    paper = sheet_of("", Update(trainer.trace(), network, trainer.training), depth, 3)
    answers = right_answers(paper)
    assert 3 <= len(paper.blanks) <= MOST_BLANKS
    assert len(answers) == len(paper.blanks)
    assert list(paper.update.asked or ()) == [blank.quantity for blank in paper.blanks]  # not as hashes fall
    assert all(mark.right for mark in marks_of(paper, answers))
    assert sum(each.values.size for each in given_numbers(paper.update)) < 1000
    trace = paper.update.trace
    asked = {blank.quantity for blank in paper.blanks}
    for blank in paper.blanks:
        at = blank.quantity.part
        if blank.quantity.kind in ("product", "window"):
            assert z_of(line_of(paper.update, blank.quantity).target, 0) in asked
        if blank.quantity.kind in ("z", "a", "delta"):
            values = getattr(trace.layers[at.layer - 1], blank.quantity.kind)[(0, *at.index)]
        elif blank.quantity.kind == "gradient":
            layer = trace.layers[at.layer - 1]
            values = (layer.biases_gradient if isinstance(at, Bias) else layer.weights_gradient)[at.index]
        else:
            continue
        assert answers[blank.id] == pytest.approx(values, rel=1e-9, abs=1e-12)


def test_gamma_and_beta_are_asked_for_by_their_names():
    update = update_at(1, 2)
    gamma, beta = (blank_of(update, AskedQuantity("gradient", part)) for part in (Gain(2, 0), Bias(2, 1)))
    assert (gamma.id, beta.id) == ("dgamma(2)1", "dbeta(2)2")
    assert "gamma of map 1 of layer 2 (batch normalisation)" in gamma.prompt
    assert "beta of map 2" in beta.prompt
