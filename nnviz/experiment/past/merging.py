"""Making one change of two that came at the same moment: a slider being dragged is one change in the end."""

from nnviz.experiment.commands import SetParameter, SetSpec
from nnviz.experiment.past.branch import Changed
from nnviz.experiment.spec import changes
from nnviz.parts import Parameter

_NUMBERS = ("learning_rate", "l1", "l2", "weight_decay", "momentum", "beta1", "beta2", "alpha", "epsilon")
_CHOICES = ("loss", "reduction", "order", "schedule", "schedule_epochs", "schedule_factor", "epochs")
_MEMORYLESS = {f"training.{key}" for key in (*_NUMBERS, *_CHOICES)}
"""Settings of which only the last value counts: setting them twice is the same as setting them once."""


def merged(first: Changed, second: Changed) -> Changed | None:
    """Return the one change that does what both did; None if it takes both."""
    if first.update != second.update:
        return None
    if not (isinstance(first.command, SetSpec) and isinstance(second.command, SetSpec)):
        same_parameter = _parameter(first) == _parameter(second) is not None
        return Changed(second.update, second.command, second.words, first.before) if same_parameter else None
    steps = (first.before, first.command.spec), (second.before, second.command.spec)
    if any(not changes.differences(*step).keys() <= _MEMORYLESS for step in steps):
        return None
    words = changes.sentence(changes.differences(first.before, second.command.spec))
    return Changed(second.update, second.command, words, first.before)


def _parameter(changed: Changed) -> Parameter | None:
    """Return which weight or bias was edited."""
    return changed.command.part if isinstance(changed.command, SetParameter) else None
