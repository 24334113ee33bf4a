"""Points written out in the experiment file, for examples worked by hand."""

from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta

from nnviz.arrays import Floats
from nnviz.data.base import DataSet, Shape, classification, regression
from nnviz.data.dataset import MAX_SAMPLES, Dataset
from nnviz.data.errors import DataError

Row = tuple[float, ...]
MAX_COLUMNS = 1000
MAX_CLASSES = 100


class Points(DataSet, frozen=True, kw_only=True, tag="points"):
    """Given points: `x` a list of rows, `y` classes 0, 1, ... or rows of real targets."""

    title: ClassVar[str] = "Points"
    about: ClassVar[str] = "Points given one by one, trained in the order given."

    x: Annotated[
        tuple[Row, ...],
        Meta(title="Points", description="One row of numbers a point.", min_length=1, max_length=MAX_SAMPLES),
    ]
    y: Annotated[
        tuple[int | float | Row, ...],
        Meta(
            title="Targets",
            description="One class 0, 1, ... a point, or one row of real targets a point.",
            min_length=1,
            max_length=MAX_SAMPLES,
        ),
    ]

    domain: Annotated[
        tuple[tuple[float, float], ...],
        Meta(
            title="Range",
            description="The range that is shown, [low, high] an input; empty: that of the points.",
            max_length=MAX_COLUMNS,
            extra={"form": False},
        ),
    ] = ()

    def shape(self) -> Shape:
        """Return what the lists hold.

        Raises
        ------
        DataError
            If rows differ in length, or `x` and `y` do.
        """
        inputs = _row_length("x", self.x)
        if self.domain and (len(self.domain) != inputs or any(not low < high for low, high in self.domain)):
            raise DataError("domain", f"it must have one [low, high] an input, {inputs} in all, low < high.")
        if len(self.y) != len(self.x):
            raise DataError("y", f"it must have one entry a point, {len(self.x)} in all, not {len(self.y)}.")
        if _are_classes(self.y):
            labels = np.array(self.y)
            if labels.min() < 0 or labels.max() >= MAX_CLASSES:
                raise DataError(
                    "y",
                    f"classes are whole numbers from 0 to {MAX_CLASSES - 1}; "
                    "real targets are rows: [[-1.0], [2.5]].",
                )
            return Shape(inputs=inputs, classes=max(2, int(labels.max()) + 1), more_classes=True)
        if any(isinstance(entry, int) for entry in self.y):
            raise DataError(
                "y",
                "whole numbers are classes, and there are others among them; "
                "write real targets as rows: [[1.0], [0.5]].",
            )
        targets = self._targets()
        probabilities = bool(((targets >= 0) & (targets <= 1)).all())
        return Shape(inputs=inputs, targets=targets.shape[1], probabilities=probabilities)

    def make(self, rng: np.random.Generator) -> Dataset:  # noqa: ARG002  (nothing is left to chance)
        """Return the points in the order given."""
        shape = self.shape()
        if shape.classes:
            names = [str(k) for k in range(shape.classes)]
            return classification(self.x, self.y, names, domain=self._shown_range())
        return regression(self.x, self._targets(), domain=self._shown_range())

    def _shown_range(self) -> tuple[tuple[float, float], ...] | None:
        """Return the range given, as much larger as points lie outside; None if none is given."""
        if not self.domain:
            return None
        columns = zip(*self.x, strict=True)
        return tuple(
            (min(low, *column), max(high, *column))
            for (low, high), column in zip(self.domain, columns, strict=True)
        )

    def _targets(self) -> Floats:
        rows = [entry if isinstance(entry, tuple) else (entry,) for entry in self.y]
        _row_length("y", tuple(rows))
        return np.array(rows, dtype=np.float64)


def _are_classes(y: tuple[int | float | Row, ...]) -> bool:
    return all(isinstance(entry, int) for entry in y)


def _row_length(key: str, rows: tuple[Row, ...]) -> int:
    lengths = {len(row) for row in rows}
    if len(lengths) != 1 or not 1 <= min(lengths) <= MAX_COLUMNS:
        raise DataError(key, f"all rows must have the same length, from 1 to {MAX_COLUMNS} numbers.")
    return lengths.pop()
