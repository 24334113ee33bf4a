"""Precision, recall, F1, R², RMSE and MAE, against scikit-learn."""

import math

import numpy as np
import pytest
from sklearn import metrics

from nnviz.data.dataset import Dataset
from nnviz.experiment.snapshot.agreement import (
    ClassAgreement,
    NumberAgreement,
    agreement_of,
    class_agreement,
)


def regression(y):
    y = np.asarray(y, dtype=np.float64)
    return Dataset(np.zeros((len(y), 1)), y, (), ("x1",), ((-1.0, 1.0),))


@pytest.mark.parametrize("seed", range(8))
def test_scores_of_classes_are_those_of_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    classes, count = int(rng.integers(2, 7)), int(rng.integers(1, 60))
    truth, answers = rng.integers(0, classes, count), rng.integers(0, classes, count)
    found = class_agreement(truth, answers, tuple("abcdefg"[:classes]))
    labels = list(range(classes))
    assert found.counts.tolist() == metrics.confusion_matrix(truth, answers, labels=labels).tolist()
    expected = metrics.precision_recall_fscore_support(truth, answers, labels=labels, zero_division=np.nan)
    for k, score in enumerate(found.scores):
        assert [score.precision, score.recall] == pytest.approx([expected[0][k], expected[1][k]], nan_ok=True)
    for average, mine in (("macro", found.macro), ("micro", found.micro)):
        theirs = metrics.precision_recall_fscore_support(truth, answers, average=average, zero_division=0)
        assert [mine.precision, mine.recall, mine.f1] == pytest.approx(theirs[:3])


def test_a_class_that_is_neither_true_nor_answered_has_no_scores_and_counts_in_no_mean():
    found = class_agreement(np.array([0, 0, 1]), np.array([0, 1, 1]), ("a", "b", "c"))
    assert all(math.isnan(value) for value in (found.scores[2].precision, found.scores[2].f1))
    assert found.macro.f1 == pytest.approx((2 / 3 + 2 / 3) / 2)


def test_answers_beyond_the_classes_are_called_by_their_numbers():
    found = class_agreement(np.array([0, 1]), np.array([3, 1]), ("a", "b"))
    assert found.classes == ("a", "b", "2", "3")
    assert found.counts[0].tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("outputs", [1, 3])
def test_scores_of_numbers_are_those_of_scikit_learn(outputs):
    rng = np.random.default_rng(outputs)
    truth = rng.normal(size=(40, outputs))
    answers = truth + 0.3 * rng.normal(size=truth.shape)
    found = agreement_of(regression(truth), answers)
    assert isinstance(found, NumberAgreement)
    assert found.mean.r2 == pytest.approx(metrics.r2_score(truth, answers))
    assert found.mean.rmse == pytest.approx(metrics.root_mean_squared_error(truth, answers))
    assert found.mean.mae == pytest.approx(metrics.mean_absolute_error(truth, answers))


def test_squares_of_huge_numbers_do_not_overflow_and_equal_targets_have_no_r2():
    huge = agreement_of(regression([[1e200], [-1e200], [3e200]]), np.array([[1e200], [-1e200], [2e200]]))
    assert isinstance(huge, NumberAgreement)
    assert huge.mean.rmse == pytest.approx(1e200 / math.sqrt(3))
    assert 0.8 < huge.mean.r2 < 1.0
    same = agreement_of(regression([[2.0], [2.0]]), np.array([[1.0], [3.0]]))
    assert isinstance(same, NumberAgreement)
    assert math.isnan(same.mean.r2)
    assert same.mean.mae == 1.0
    far = agreement_of(regression([[1.0], [2.0]]), np.array([[1e170], [1.0]]))
    assert isinstance(far, NumberAgreement)
    assert far.mean.r2 == -math.inf


def test_answers_that_are_no_numbers_are_no_scores():
    found = agreement_of(regression([[1.0], [2.0]]), np.array([[np.nan], [1.0]]))
    assert isinstance(found, NumberAgreement)
    assert math.isnan(found.mean.mae)
    empty = class_agreement(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), ("a", "b"))
    assert isinstance(empty, ClassAgreement)
    assert math.isnan(empty.micro.f1)
