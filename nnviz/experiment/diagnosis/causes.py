"""Every cause that is looked for, those first that are certain when the file is read."""

from collections.abc import Iterator

import numpy as np

from nnviz.experiment.diagnosis import data_causes as data
from nnviz.experiment.diagnosis import training_causes as training
from nnviz.experiment.diagnosis import unit_causes as units
from nnviz.experiment.diagnosis import weight_causes as weights
from nnviz.experiment.diagnosis.facts import Facts
from nnviz.experiment.diagnosis.suspicion import Cause, Suspicion

CAUSES: tuple[Cause, ...] = (
    data.target_range,
    data.same_inputs,
    weights.zero_weights,
    weights.same_weights,
    data.large_targets,
    data.no_bias,
    data.unscaled_inputs,
    weights.large_weights,
    weights.tiny_weights,
    data.sorted_points,
    training.wrong_order,
    data.no_bend,
    training.penalty,
    data.wrong_loss,
    training.large_steps,
    units.exploding,
    units.dead,
    training.small_steps,
    training.few_updates,
    units.vanishing,
    units.saturated,
    units.saturated_output,
    training.useless_minimum,
    data.unbalanced,
    data.narrow,
    training.dropout,
)

COPIES = frozenset({"zero_weights", "same_weights"})
"""Units that cannot become different: whatever draws weights anew helps, and so tells nothing else."""

LAST = training.standstill
"""What is said where no cause is seen whose remedy helps."""


plateau = training.plateau


def suspicions(facts: Facts) -> Iterator[Suspicion]:
    """Yield all causes that are seen; among copies of one unit nobody sees whether there are too few."""
    are_copies = False
    for cause in CAUSES:
        if are_copies and cause is data.narrow:
            continue
        with np.errstate(all="ignore"):  # squares of large numbers may be infinite
            found = tuple(cause(facts))
        are_copies = are_copies or any(each.kind in COPIES for each in found)
        yield from found
