"""What an export can end with besides a file."""

from collections.abc import Iterable

from nnviz.experiment.spec.errors import did_you_mean, shortened
from nnviz.tasks.task import TaskError


class ExportError(TaskError):
    """What was asked for cannot be exported; one sentence that says what to do."""


def no_such(kind: str, name: str, known: Iterable[str]) -> ExportError:
    """Return the error for a name that none of those known has, with the closest of them."""
    names = list(dict.fromkeys(known))
    meant = did_you_mean(names, name)
    return ExportError(f'There is no {kind} "{shortened(name)}": {meant}there are {", ".join(names)}.')
