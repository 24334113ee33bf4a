"""How far answers agree with the truth: precision, recall, F1 of each class; R², RMSE, MAE of numbers."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.dataset import Dataset
from nnviz.engine.classes import predicted_classes

Counts = NDArray[np.int64]
ClassNumbers = NDArray[np.int64]


class ClassScore(msgspec.Struct, frozen=True):
    """How well one class is found, or several on average; NaN where there is nothing to divide by.

    Attributes
    ----------
    precision : float
        Share of right ones among the answers that say this class.
    recall : float
        Share that is found of the samples of this class.
    f1 : float
        Their harmonic mean, 2 TP / (2 TP + FP + FN).
    """

    precision: float
    recall: float
    f1: float


class ClassAgreement(msgspec.Struct, frozen=True, eq=False):
    """How often each class was taken for each.

    Attributes
    ----------
    classes : tuple of str
        Names; outputs beyond the classes of the data are called by their numbers.
    counts : ndarray of int64, shape (k, k)
        `counts[i, j]` samples of class i were answered with class j.
    """

    classes: tuple[str, ...]
    counts: Counts

    @property
    def scores(self) -> tuple[ClassScore, ...]:
        """Return the scores of each class."""
        right = np.diag(self.counts)
        truth, said = self.counts.sum(axis=1), self.counts.sum(axis=0)
        columns = _shares(right, said), _shares(right, truth), _shares(2 * right, truth + said)
        return tuple(ClassScore(*each) for each in zip(*(column.tolist() for column in columns), strict=True))

    @property
    def macro(self) -> ClassScore:
        """Return the plain mean over the classes that occur, as truth or as answer.

        As in scikit-learn, a class that is never answered counts with precision 0, one without samples with
        recall 0.
        """
        occurring = (self.counts.sum(axis=0) + self.counts.sum(axis=1)) > 0
        rows = [each for each, occurs in zip(self.scores, occurring, strict=True) if occurs]
        if not rows:
            return ClassScore(np.nan, np.nan, np.nan)
        table = np.nan_to_num(np.array([msgspec.structs.astuple(row) for row in rows]))
        return ClassScore(*table.mean(axis=0).tolist())

    @property
    def micro(self) -> ClassScore:
        """Return the scores of all samples together: as each has one class, all three are the accuracy."""
        accuracy = float(_shares(np.trace(self.counts)[None], self.counts.sum()[None])[0])
        return ClassScore(accuracy, accuracy, accuracy)


class NumberScore(msgspec.Struct, frozen=True):
    """How far one real output is from its target.

    Attributes
    ----------
    r2 : float
        1 minus the squared errors over the squared distances of the targets from their mean; NaN where all
        targets are equal.
    rmse, mae : float
        Root of the mean squared error, and mean absolute error, in the units of the target.
    """

    r2: float
    rmse: float
    mae: float


class NumberAgreement(msgspec.Struct, frozen=True):
    """How far answers are from real targets: of each output, and the plain mean over the outputs."""

    outputs: tuple[NumberScore, ...]

    @property
    def mean(self) -> NumberScore:
        """Return the mean over the outputs."""
        table = np.array([msgspec.structs.astuple(each) for each in self.outputs])
        return NumberScore(*table.mean(axis=0).tolist())


Agreement = ClassAgreement | NumberAgreement


class Agreements(msgspec.Struct, frozen=True, eq=False):
    """The agreement on each part of the data that has samples, by the part's name."""

    parts: dict[str, Agreement]


def agreement_of(part: Dataset, outputs: Floats) -> Agreement:
    """Return how far the outputs on a part of the data, (n, n_outputs), agree with its truth."""
    if part.is_classification:
        truth = np.asarray(part.y, dtype=np.int64)
        return class_agreement(truth, predicted_classes(outputs), part.classes)
    targets = np.asarray(part.y, dtype=np.float64).reshape(len(outputs), -1)
    return NumberAgreement(tuple(_number_score(*pair) for pair in zip(targets.T, outputs.T, strict=True)))


def class_agreement(truth: ClassNumbers, answers: ClassNumbers, classes: tuple[str, ...]) -> ClassAgreement:
    """Count how often each class was taken for each; both arrays have shape (n,).

    Outputs beyond the classes of the data have rows and columns too, called by their numbers, as far as there
    are answers of that kind.
    """
    size = max(len(classes), int(max(truth.max(initial=0), answers.max(initial=0))) + 1)
    names = (*classes, *(str(number) for number in range(len(classes), size)))
    counts = np.bincount(truth * size + answers, minlength=size * size).reshape(size, size)
    return ClassAgreement(names, counts)


def _shares(parts: Counts, wholes: Counts) -> Floats:
    """Return parts / wholes, NaN where there is no whole."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(parts / wholes, dtype=np.float64)


def _number_score(targets: Floats, outputs: Floats) -> NumberScore:
    """Return the scores of one output; no square overflows."""
    with np.errstate(all="ignore"):
        errors = outputs - targets
        away = targets - targets.mean()
        squares = _root_mean_square(errors), _root_mean_square(away)
        r2 = 1.0 - np.square(squares[0] / squares[1]) if squares[1] > 0.0 else np.nan  # -inf, far from them
        return NumberScore(float(r2), squares[0], float(np.abs(errors).mean()))


def _root_mean_square(values: Floats) -> float:
    largest = float(np.abs(values).max(initial=0.0))
    if largest == 0.0 or not np.isfinite(largest):
        return largest
    return largest * float(np.sqrt(np.mean((values / largest) ** 2)))
