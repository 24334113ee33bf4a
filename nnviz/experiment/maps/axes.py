"""The values along the axes of a map."""

import numpy as np

from nnviz.experiment.maps.settable import UNITS, is_written_out
from nnviz.experiment.results.map_standing import MapAxis
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.fields import value_of
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.numbers import spaced

LARGEST = 512
"""Most pixels a side."""


def axis(spec: Spec, key: str, low: float, high: float, count: int, by_factors: bool = False) -> MapAxis:
    """Return so many values of a key from `low` to `high`, evenly or by equal factors.

    A key of whole numbers gets whole numbers, each once: there may be fewer.

    Raises
    ------
    SpecError
        With one sentence, if there are none.
    """
    if not (1 <= count <= LARGEST and np.isfinite([low, high]).all() and (count == 1 or low != high)):
        raise SpecError(
            f"the axis {key} needs 1 to {LARGEST} values between two different finite numbers.", key
        )
    if by_factors and not (low > 0.0 and high > 0.0):
        raise SpecError(f"the axis {key} goes by factors: both ends must be above 0.", key)
    values = spaced(low, high, count, by_factors)
    whole = takes_whole_numbers(spec, key)
    run = dict.fromkeys(round(value) for value in values) if whole else dict.fromkeys(values)
    return MapAxis(key, tuple(run), by_factors)


def takes_whole_numbers(spec: Spec, key: str) -> bool:
    """Whether an axis is of whole numbers."""
    if is_written_out(key):
        return UNITS.fullmatch(key) is not None
    try:
        return isinstance(value_of(spec, key), int)
    except KeyError:
        return False  # no such key, as is said when it is put in
