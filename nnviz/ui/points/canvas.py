"""What is painted on: the points of the present experiment, and what new ones are. No Qt."""

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from nnviz.data.dataset import InputKind, Split
from nnviz.data.painting import Answer, places_of, points_of_split, scattered
from nnviz.data.points import Points, Row
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec
from nnviz.explain.graph.function import function_values

MOST_CLASSES = 10
"""Classes that are offered; each has a colour and a shape of its own."""
ALONG = 60
"""Points that are put along a typed function of one input."""
SCATTERED = 200
"""Points that are put at random over the plane."""
_RANGE = (-1.0, 1.0)
Fresh = Literal["classes", "plane", "line"]
FRESH: dict[Fresh, str] = {
    "classes": "Classes in a plane",
    "plane": "Numbers over a plane",
    "line": "Numbers along a line",
}


class Canvas(msgspec.Struct, frozen=True):
    """The points of an experiment as something to paint on.

    Attributes
    ----------
    spec : Spec
        The settings in force.
    points : Points
        Those of the experiment, or its data set's as points.
    """

    spec: Spec
    points: Points

    @property
    def is_classes(self) -> bool:
        """Whether points have classes rather than real targets."""
        return not isinstance(self.points.y[0], tuple)

    @property
    def is_line(self) -> bool:
        """Whether there is one input."""
        return len(self.points.x[0]) == 1

    @property
    def has_height(self) -> bool:
        """Whether the height in the picture is the target."""
        return self.is_line and not self.is_classes

    @property
    def classes(self) -> int:
        """How many classes there are; 0 for real targets."""
        return self.points.shape().classes

    def places(self) -> np.typing.NDArray[np.float64]:
        """Return where the points lie in the picture: two axes, or one across."""
        return places_of(self.points, self.has_height)

    def row_and_answer(self, place: Row, answer: Answer) -> tuple[Row, Answer]:
        """Return the point that a hand means at a place of the picture."""
        if self.has_height:
            return (place[0],), (place[1],)
        return place[: len(self.points.x[0])], answer

    def with_points(self, points: Points) -> Spec:
        """Return the experiment with other points; the network follows where it has to.

        Raises
        ------
        SpecError
            If such points cannot be.
        """
        data = self.spec.data
        if isinstance(data, Points) and data.shape() == points.shape():
            return msgspec.structs.replace(self.spec, data=points)
        changes: dict[str, object] = {
            "data.name": Points.__struct_config__.tag,
            "data.x": points.x,
            "data.y": points.y,
            "data.domain": points.domain,
        }
        if data.features:
            changes["data.features"] = data.features
        if data.standardize:
            changes["data.standardize"] = True
        return with_values(self.spec, changes)

    # Typed functions

    @property
    def hint(self) -> str:
        """What a function that is typed means here."""
        if self.is_classes:
            return "x2 = sin(3*x1)" if not self.is_line else "sin(5*x)"
        return "y = sin(3*x)" if self.is_line else "y = x1*x2"

    def with_function(self, text: str) -> Points:
        """Return points that follow a function.

        Along a line they lie on it; over a plane they keep their places, and get its value as their target;
        classes are 1 above it and 0 below.

        Raises
        ------
        ExpressionError
            With one sentence.
        """
        if self.has_height:
            low, high = self.points.domain[0]
            across = np.linspace(low, high, ALONG)
            heights = function_values(text, {"x": across, "x1": across})
            return msgspec.structs.replace(
                self.points,
                x=tuple((value,) for value in across.tolist()),
                y=tuple((value,) for value in heights.tolist()),
            )
        columns = np.array(self.points.x).T
        return msgspec.structs.replace(self.points, y=tuple(self._answers(text, columns)))

    def scattered(self, answer: Answer, text: str) -> Points:
        """Return points at random places: with one answer, or as a function says if there is one."""
        rows = scattered(self.points.domain, SCATTERED, len(self.points.x))
        bare = msgspec.structs.replace(self.points, x=rows, y=(answer,) * len(rows))
        return Canvas(self.spec, bare).with_function(text) if text.strip() else bare

    def _answers(self, text: str, columns: np.typing.NDArray[np.float64]) -> Sequence[Answer]:
        first = columns[0]
        if self.is_classes:
            heights = function_values(text, {"x1": first, "x": first})
            above = columns[1] > heights if len(columns) > 1 else heights > 0
            return [int(each) for each in above.tolist()]
        names = {f"x{i + 1}": column for i, column in enumerate(columns)}
        values = function_values(text, names).tolist()
        others = [row[1:] if isinstance(row, tuple) else () for row in self.points.y]
        return [(value, *rest) for value, rest in zip(values, others, strict=True)]


def canvas_of(spec: Spec, split: Split) -> Canvas | None:
    """Return what can be painted on in an experiment; None where its inputs are no line and no plane.

    None, too, while the points that are shown are still those of the experiment before.
    """
    if split.train.kind not in (InputKind.LINE, InputKind.PLANE):
        return None
    if not isinstance(spec.data, Points):
        return Canvas(spec, points_of_split(split))
    data = spec.data
    if len(data.x[0]) != split.train.X.shape[1]:
        return None
    if not data.domain:
        data = msgspec.structs.replace(data, domain=split.train.domain)
    return Canvas(spec, data)


def fresh_spec(spec: Spec, kind: Fresh) -> Spec:
    """Return an experiment with two points to begin with; network and training stay as far as they fit."""
    x: tuple[Row, ...] = ((-0.5, -0.5), (0.5, 0.5)) if kind != "line" else ((-0.5,), (0.5,))
    y: tuple[Answer, ...] = (0, 1) if kind == "classes" else ((-0.5,), (0.5,))
    domain = (_RANGE,) * len(x[0])
    changes = {"data.name": "points", "data.x": x, "data.y": y, "data.domain": domain}
    return with_values(spec, changes)
