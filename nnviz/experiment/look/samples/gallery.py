"""Some samples with the network's answers, the hardest first: those that a gallery has room for.

All samples are sorted where the run is, never by the window; only what is seen goes there.
"""

from typing import Self

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from nnviz.engine.classes import predicted_classes
from nnviz.engine.evaluate import Evaluation, flat_parameters
from nnviz.experiment.look.evaluations import Evaluations
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.run.measure import evaluation_of
from nnviz.experiment.run.problem import Problem, problem_of
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.gallery import ANY, ON_PAPER, Gallery, GalleryChoice, Order, Rightness, Sample

Rows = NDArray[np.int64]


class GalleryWish(Wish, frozen=True):
    """To see samples of some kind.

    Attributes
    ----------
    choice : GalleryChoice
    """

    choice: GalleryChoice = GalleryChoice()

    def joined(self, other: Self) -> Self:
        """Return the one that asks for more."""
        return self if self.choice.count >= other.choice.count else other

    def look(self, present: Present) -> Gallery:
        """Return the samples; while training goes on, perhaps those of a moment ago."""
        return present.kept(GalleryMaker, present.run).gallery(self.choice, present)

    def closely(self, still: Still) -> Gallery:
        """Return the samples by a snapshot's weights."""
        problem = problem_of(still.prepared, still.network.outputs)
        parameters = flat_parameters(still.network, still.weights, still.biases)[np.newaxis]
        return gallery_of(self.choice, problem, evaluation_of(problem, still.network, still.loss, parameters))

    @classmethod
    def on_paper(cls) -> "GalleryWish":
        """Ask for the hardest."""
        return cls(GalleryChoice(count=ON_PAPER))


class GalleryMaker:
    """Makes the galleries of one run; the last one stays while neither the moment nor the choice changes."""

    def __init__(self, run: TrainingRun) -> None:
        self._problem = run.problem
        self._of: tuple[Evaluation, GalleryChoice] | None = None
        self._last: Gallery | None = None

    def gallery(self, choice: GalleryChoice, present: Present) -> Gallery:
        """Return the gallery that goes with the moment."""
        evaluation = present.kept(Evaluations, present.run).evaluation(present)
        known = self._of is not None and self._of[0] is evaluation and self._of[1] == choice
        if self._last is None or not known:
            self._last = gallery_of(choice, self._problem, evaluation)
            self._of = evaluation, choice
        return self._last


def gallery_of(choice: GalleryChoice, problem: Problem, evaluation: Evaluation) -> Gallery:
    """Return the samples that are wished of all that were evaluated."""
    is_classification = problem.split.train.is_classification
    outputs, losses = evaluation.outputs[0], evaluation.losses[0]
    answers = predicted_classes(outputs, axis=0) if is_classification else np.full(len(losses), ANY)
    rows = np.flatnonzero(_matching(choice, problem, answers))
    matching = len(rows)
    if choice.order is not Order.AS_THEY_ARE:
        hardness = np.nan_to_num(losses[rows], nan=np.inf)
        sign = -1.0 if choice.order is Order.HARDEST else 1.0
        rows = rows[np.argsort(sign * hardness, kind="stable")]
    first = min(choice.first, max(matching - 1, 0))
    chosen = rows[first : first + choice.count].tolist()
    samples = tuple(
        Sample(*_place(problem, row), float(losses[row]), tuple(outputs[:, row].tolist()), int(answers[row]))
        for row in chosen
    )
    return Gallery(replace(choice, first=first), samples, matching)


def _matching(choice: GalleryChoice, problem: Problem, answers: Rows) -> NDArray[np.bool_]:
    """Return which of the evaluated rows are of the kind that is wished."""
    matching = np.ones(len(answers), dtype=np.bool_)
    if choice.part:
        matching[:] = False
        matching[problem.rows.get(choice.part, slice(0, 0))] = True
    if not problem.split.train.is_classification:
        return matching
    truth = np.concatenate([getattr(problem.split, name).y for name in problem.rows])
    if choice.truth != ANY:
        matching &= truth == choice.truth
    if choice.answer != ANY:
        matching &= answers == choice.answer
    if choice.rightness is not Rightness.ALL:
        matching &= (truth == answers) == (choice.rightness is Rightness.RIGHT)
    return matching


def _place(problem: Problem, row: int) -> tuple[str, int]:
    for name, rows in problem.rows.items():
        if rows.start <= row < rows.stop:
            return name, row - rows.start
    raise IndexError(row)
