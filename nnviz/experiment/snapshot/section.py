"""A plane through many inputs: two of them, the others at a point; or the first two principal components."""

from functools import lru_cache

import msgspec
import numpy as np
from msgspec.structs import replace

from nnviz.arrays import Floats
from nnviz.data.dataset import PARTS, Dataset, Split
from nnviz.data.prepare import mean_and_deviation
from nnviz.numerals import percent

MOST_INPUTS = 100
"""Of more, as of large images, no plane is offered: two of so many inputs say little."""
MARGIN = 0.1
"""Of the range of the points, shown at either side of them."""


class CrossSection(msgspec.Struct, frozen=True):
    """Which plane is looked at.

    Attributes
    ----------
    first, second : int
        The inputs along the axes, counted from 0.
    at : tuple of float, optional
        Where all inputs are that have no axis; None: at the means of the training points.
    principal : bool
        Whether the axes are the first two principal components of the training points in place of inputs.
    """

    first: int = 0
    second: int = 1
    at: tuple[float, ...] | None = None
    principal: bool = False

    def fits(self, dataset: Dataset) -> bool:
        """Whether these data have such a plane."""
        inputs = dataset.inputs
        is_there = 2 < inputs <= MOST_INPUTS and max(self.first, self.second) < inputs
        return is_there and self.first != self.second and (self.at is None or len(self.at) == inputs)


class SectionPlane(msgspec.Struct, frozen=True, eq=False):
    """A section of certain data: the inputs at (u, v) are `centre` + u `one` + v `two`.

    Attributes
    ----------
    section : CrossSection
    centre, one, two : ndarray, shape (n_features,)
    domain : tuple of (low, high)
        The range worth showing, of u and of v.
    names : (str, str)
        Of the axes.
    notes : tuple of str
        What is true of the inputs that are not on the axes, the longest wording first.
    to_plane : ndarray, shape (n_features, 2)
        From inputs to (u, v), after `centre` where the axes are components.
    """

    section: CrossSection
    centre: Floats
    one: Floats
    two: Floats
    domain: tuple[tuple[float, float], ...]
    names: tuple[str, str]
    notes: tuple[str, ...]
    to_plane: Floats

    def inputs(self, points: Floats) -> Floats:
        """Return the inputs at points of the plane, (n, 2) -> (n, n_features)."""
        return np.asarray(self.centre + points[:, :1] * self.one + points[:, 1:] * self.two)

    def coordinates(self, X: Floats) -> Floats:
        """Return where points are seen on the plane, (n, n_features) -> (n, 2); they need not lie on it."""
        return np.asarray((X - self.centre if self.section.principal else X) @ self.to_plane)


@lru_cache(maxsize=16)
def plane_of_section(train: Dataset, section: CrossSection) -> SectionPlane:
    """Return the plane of a section that fits the data."""
    return _of_components(train, section) if section.principal else _of_inputs(train, section)


def _of_inputs(train: Dataset, section: CrossSection) -> SectionPlane:
    axes = [section.first, section.second]
    centre = train.X.mean(axis=0) if section.at is None else np.array(section.at)
    centre = centre.copy()
    centre[axes] = 0.0
    directions = np.eye(train.inputs)[axes]
    others = f"{train.inputs - 2} other inputs" if train.inputs > 3 else "The other input"
    where = "at the mean" if section.at is None else "as chosen"
    return SectionPlane(
        section,
        centre,
        directions[0],
        directions[1],
        tuple(train.domain[axis] for axis in axes),
        (train.feature_names[axes[0]], train.feature_names[axes[1]]),
        (f"{others} {where}; points have their own values of them.", f"{others} {where}."),
        directions.T,
    )


def _of_components(train: Dataset, section: CrossSection) -> SectionPlane:
    """Return the plane that comes nearest to the standardized training points."""
    mean, spread = mean_and_deviation(train.X)
    _, lengths, directions = np.linalg.svd((train.X - mean) / spread, full_matrices=False)
    two = directions[:2] if len(directions) > 1 else np.vstack([directions, np.zeros((1, train.inputs))])
    two = two * np.where(two[np.arange(2), np.abs(two).argmax(axis=1)] < 0.0, -1.0, 1.0)[:, np.newaxis]
    shares = np.append(lengths**2, 0.0)[:2] / max(float(lengths @ lengths), 1e-300)
    seen = ((train.X - mean) / spread) @ two.T
    return SectionPlane(
        section,
        mean,
        two[0] * spread,
        two[1] * spread,
        tuple(_around(column) for column in seen.T),
        (f"component 1 ({percent(shares[0], 0)})", f"component 2 ({percent(shares[1], 0)})"),
        (
            f"{100 * shares.sum():.0f} % of what the inputs, standardized, vary; points are projected.",
            f"{100 * shares.sum():.0f} % of the variance; projected.",
        ),
        (two / spread).T,
    )


def _around(values: Floats) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = MARGIN * (high - low) or 1.0
    return low - room, high + room


@lru_cache(maxsize=16)
def split_on(split: Split, section: CrossSection) -> Split:
    """Return the data with their points on the plane of a section, as data of two inputs."""
    plane = plane_of_section(split.train, section)
    return Split(**{name: _on(plane, getattr(split, name)) for name in PARTS})


def _on(plane: SectionPlane, part: Dataset) -> Dataset:
    X = plane.coordinates(part.X)
    X.flags.writeable = False
    return replace(part, X=X, feature_names=plane.names, domain=plane.domain, image=None)
