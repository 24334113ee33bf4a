"""Linear pictures of a layer: its principal components, and a tour through several of them, turned by hand.

A picture that is linear moves for a reason that can be traced. From moment to moment the components are
turned to where they were (orthogonal Procrustes), so that points move no more than they have to.
"""

import msgspec
import numpy as np

from nnviz.arrays import Floats

SQUARES_OVERFLOW = 1e100
"""Larger numbers are scaled before they are squared."""
MOST_AXES = 10
"""Of a tour: the units themselves where a layer has no more, else as many principal components."""


class Subspace(msgspec.Struct, frozen=True, eq=False):
    """Some directions in the space of a layer.

    Attributes
    ----------
    middle : ndarray, shape (units,)
    directions : ndarray, shape (units, q)
        Orthonormal columns.
    share : float
        Of the variance that lies in them.
    """

    middle: Floats
    directions: Floats
    share: float

    def coordinates(self, values: Floats) -> Floats:
        """Return the coordinates of activations, (..., units) -> (..., q)."""
        placed: Floats = (values - self.middle) @ self.directions
        return placed


def principal(values: Floats, count: int, before: Floats | None = None) -> Subspace:
    """Return the principal directions of activations, (n, units).

    Parameters
    ----------
    count : int
        How many; fewer where there are not so many units.
    before : ndarray, shape (n, count), optional
        The coordinates of the same samples a moment ago: the directions are turned towards them.
    """
    middle = values.mean(axis=0)
    centred = values - middle
    size = float(np.abs(centred).max(initial=0.0))
    if size > SQUARES_OVERFLOW:
        centred, before = centred / size, None if before is None else before / size
    count = min(count, values.shape[1])
    directions, variances = _directions(centred, count)
    total = float((centred**2).sum())
    share = float(variances[:count].sum() / total) if total > 0.0 else 1.0
    if before is not None and before.shape == (len(values), count):
        left, _, right = np.linalg.svd((centred @ directions).T @ before)
        directions = directions @ left @ right
    return Subspace(middle, directions, share)


def units_themselves(values: Floats) -> Subspace:
    """Return the axes of a layer of few units, around the middle of what is seen."""
    return Subspace(values.mean(axis=0), np.eye(values.shape[1]), 1.0)


def first_view(count: int) -> Floats:
    """Return the projection, (count, 2), from which a tour starts: all axes spread evenly around.

    Two axes are seen as they are; of principal components the first two.
    """
    if count <= 2:
        return np.eye(count, 2)
    angles = 2.0 * np.pi * np.arange(count) / count
    return _orthonormal(np.column_stack([np.cos(angles), np.sin(angles)]))


def dragged(view: Floats, axis: int, to: tuple[float, float]) -> Floats:
    """Return the projection in which one axis points to a place, or as near to it as a projection can.

    The others give way: the two columns stay orthonormal, so that the picture is not distorted.
    """
    wanted = np.array(to, dtype=np.float64)
    length = float(np.hypot(*wanted))
    if length > 1.0:
        wanted /= length
    turned = view.copy()
    turned[axis] = wanted
    others = np.arange(len(view)) != axis
    rest = np.eye(2) - np.outer(wanted, wanted)  # what the other rows must add up to, as squares
    root = _root(rest)
    left, _, right = np.linalg.svd(turned[others], full_matrices=False)
    if others.sum() > 1:
        turned[others] = (left @ right) @ root
    return _orthonormal(turned)


def _directions(centred: Floats, count: int) -> tuple[Floats, Floats]:
    """Return principal directions and variances, by the smaller of the two squares of the table."""
    samples, units = centred.shape
    if units <= samples:
        variances, vectors = np.linalg.eigh(centred.T @ centred)
        order = np.argsort(-variances)[:count]
        return vectors[:, order], np.maximum(variances[order], 0.0)
    variances, vectors = np.linalg.eigh(centred @ centred.T)
    order = np.argsort(-variances)[:count]
    directions, _ = np.linalg.qr(centred.T @ vectors[:, order])
    signs = np.sign(np.sum(directions * (centred.T @ vectors[:, order]), axis=0))
    return directions * np.where(signs == 0.0, 1.0, signs), np.maximum(variances[order], 0.0)


def _orthonormal(columns: Floats) -> Floats:
    """Return the orthonormal columns nearest to two given ones."""
    left, _, right = np.linalg.svd(columns, full_matrices=False)
    nearest: Floats = left @ right
    return nearest


def _root(square: Floats) -> Floats:
    values, vectors = np.linalg.eigh(square)
    root: Floats = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return root
